/** Conversations with single people: their context between two questions, held in memory only and for a limited time. */
import type { Baby } from '../../api/contract.ts';
import { channelTexts } from '../texts/channel.ts';

/** Prefix of the names of Twitch conversations. Neither the ledger nor the library may store these. */
export const TWITCH_CONVERSATION = 'twitch:';

/** Most conversations held at once, so that the owner's conversations are not evicted. */
const MOST = 8;

interface Talk {
  readonly conversation: string;
  lastAt: number;
}

export class Talks {
  private readonly life: Pick<Baby, 'forget'>;
  private readonly span: number;
  private readonly onFault: (message: string) => void;
  private readonly talks = new Map<string, Talk>();
  private count = 0;

  /** @param span milliseconds for which a conversation is held after its last message */
  constructor(life: Pick<Baby, 'forget'>, span: number, onFault: (message: string) => void) {
    this.life = life;
    this.span = span;
    this.onFault = onFault;
  }

  /** The name of the conversation with a person; it does not tell who the person is. */
  with(userId: string, now: number): string {
    const known = this.talks.get(userId) ?? { conversation: `${TWITCH_CONVERSATION}${++this.count}`, lastAt: now };
    known.lastAt = now;
    this.talks.delete(userId);
    this.talks.set(userId, known);
    for (const oldest of this.talks.keys()) {
      if (this.talks.size <= MOST) break;
      this.forget(oldest);
    }
    return known.conversation;
  }

  /** Deletes the conversation with a person, if there is one. */
  forget(userId: string): void {
    const talk = this.talks.get(userId);
    if (talk === undefined) return;
    this.talks.delete(userId);
    this.life
      .forget(talk.conversation)
      .catch((error: Error) => this.onFault(channelTexts.conversationNotForgotten(error.message)));
  }

  /** Deletes conversations that were silent for longer than their span. */
  tend(now: number): void {
    for (const [userId, { lastAt }] of this.talks) if (now - lastAt >= this.span) this.forget(userId);
  }

  forgetAll(): void {
    for (const userId of [...this.talks.keys()]) this.forget(userId);
  }
}
