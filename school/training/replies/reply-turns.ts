/** Replies turn by turn: several are spoken side by side. */
import type { Hearing } from '../../../brain/voice/speak.ts';
import type { Reply, VoiceOptions } from '../../api/messages.ts';

/** What somebody said, and where. */
export interface Said {
  readonly from: string;
  readonly text: string;
  readonly conversation: string;
  readonly options: VoiceOptions;
}

/** What a reply hears before it goes on. Logits that somebody found for several replies at once spare it hearing this itself. */
export interface Awaited extends Hearing {
  logits?: ArrayLike<number>;
}

/** A reply as it is spoken: each `next` is one token, or a piece of a prompt, so that several may be spoken side by side. */
export type Speaking = Generator<Awaited, Reply>;

/** Speaks a reply to its end. */
export function atOnce<T>(speaking: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = speaking.next();
    if (done) return value;
  }
}
