/** Counters and recent questions for the page *Twitch*, in bounded memory. */
import { printable } from '../../../library/notices/printable.ts';
import type { AskSeen, TwitchStatus, VerdictRecord } from '../../api/twitch-messages.ts';
import { channelTexts } from '../texts/channel.ts';

/** Number of recent questions on the page. */
const RECENT = 20;
/** Milliseconds between two lines of the log about dropped questions. */
const TELL_EVERY = 10_000;

interface Seen extends AskSeen {
  readonly messageId: string;
  readonly userId: string;
}

export class Tally {
  heard = 0;
  private readonly byReason = new Map<string, number>();
  private readonly byRule = new Map<string, number>();
  private untold = new Map<string, number>();
  private heldBack = new Map<string, number>();
  private toldAt = Number.NEGATIVE_INFINITY;
  private allowed = 0;
  private refused = 0;
  private recent: Seen[] = [];

  dropped(reason: string): void {
    this.byReason.set(reason, (this.byReason.get(reason) ?? 0) + 1);
    this.untold.set(reason, (this.untold.get(reason) ?? 0) + 1);
  }

  /** A summary of questions dropped and answers refused since the last call; at most one every ten seconds. */
  story(now: number): string[] {
    if (this.untold.size + this.heldBack.size === 0 || now - this.toldAt < TELL_EVERY) return [];
    const parts = (counts: Map<string, number>) => [...counts].map(([why, count]) => `${count} ${why}`).join(', ');
    const said: string[] = [];
    if (this.untold.size > 0) said.push(channelTexts.questionsDropped(parts(this.untold)));
    if (this.heldBack.size > 0) said.push(channelTexts.answersRefused(parts(this.heldBack)));
    this.untold = new Map();
    this.heldBack = new Map();
    this.toldAt = now;
    return said;
  }

  verdict({ direction, allowed, rules }: VerdictRecord): void {
    if (allowed) this.allowed++;
    else this.refused++;
    const refused = rules.at(-1);
    if (!allowed && direction === 'output' && refused !== undefined)
      this.heldBack.set(refused, (this.heldBack.get(refused) ?? 0) + 1);
    for (const rule of rules) this.byRule.set(rule, (this.byRule.get(rule) ?? 0) + 1);
  }

  asked(seen: { at: number; messageId: string; userId: string; login: string; ask: string }): void {
    this.recent.unshift({ ...seen, ask: shown(seen.ask), answer: null, rules: [], milliseconds: null });
    this.recent.length = Math.min(this.recent.length, RECENT);
  }

  answered(messageId: string, answer: string | null, rules: readonly string[], now: number): void {
    this.recent = this.recent.map((seen) =>
      seen.messageId === messageId
        ? { ...seen, answer: answer === null ? null : shown(answer), rules, milliseconds: now - seen.at }
        : seen,
    );
  }

  /** Removes questions from the page and returns them. */
  forget(which: (seen: { messageId: string; userId: string }) => boolean): readonly { userId: string }[] {
    const gone = this.recent.filter(which);
    this.recent = this.recent.filter((seen) => !gone.includes(seen));
    return gone;
  }

  /** Plain data for the page, without user ids. */
  view() {
    return {
      heard: this.heard,
      dropped: Object.fromEntries(this.byReason),
      verdicts: { allowed: this.allowed, refused: this.refused, byRule: Object.fromEntries(this.byRule) },
      recent: this.recent.map(({ messageId: _, userId: __, ...seen }): AskSeen => seen),
    };
  }
}

const shown = (text: string): string => printable(text).replace(/\s+/g, ' ').slice(0, 400);

/** The state shown while the bot is in no channel. */
export const NO_VIEW = {
  muted: null,
  learning: false,
  queue: 0,
  sent: 0,
  heard: 0,
  dropped: {},
  verdicts: { allowed: 0, refused: 0, byRule: {} },
  recent: [],
} satisfies Partial<TwitchStatus>;
