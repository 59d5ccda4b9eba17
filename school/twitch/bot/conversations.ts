/** Talks with single people: what the mind remembers of them between two questions, in its memory only, and not for long. */
import type { Baby } from '../../api/contract.ts';

/** Conversations of Twitch begin with this. They are nobody's chronicle: neither the ledger nor the library may keep them. */
export const TWITCH_CONVERSATION = 'twitch:';

/** At once, so that the owner's own talks are not pushed out. */
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

  /** @param span milliseconds for which a talk is remembered after its last word */
  constructor(life: Pick<Baby, 'forget'>, span: number, onFault: (message: string) => void) {
    this.life = life;
    this.span = span;
    this.onFault = onFault;
  }

  /** The conversation with a person; its name says nothing about who that is. */
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

  /** Lets the mind forget a talk, if there is one. */
  forget(userId: string): void {
    const talk = this.talks.get(userId);
    if (talk === undefined) return;
    this.talks.delete(userId);
    this.life
      .forget(talk.conversation)
      .catch((error: Error) => this.onFault(`a talk was not forgotten: ${error.message}`));
  }

  /** Forgets talks that were silent for long enough. */
  tend(now: number): void {
    for (const [userId, { lastAt }] of this.talks) if (now - lastAt >= this.span) this.forget(userId);
  }

  forgetAll(): void {
    for (const userId of [...this.talks.keys()]) this.forget(userId);
  }
}
