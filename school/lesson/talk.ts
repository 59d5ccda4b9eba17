import type { Colour, FromLesson, Reply, ToLesson } from '../api/messages.ts';
import type { Awaited, Speaking } from '../training/replies/reply-turns.ts';
import type { Scribe } from '../training/scribe.ts';
import { lessonTexts } from './texts.ts';

type Say = Extract<ToLesson, { kind: 'say' }>;

/** Replies spoken side by side; more would make each of them slow. */
const AT_ONCE = 8;
/** Milliseconds between two pieces of a reply. The first comes at once. A message wakes the main thread and the client, which costs more than a token does. */
const TOLD_EVERY = 50;
/** Questions that wait, over all conversations and in one of them. */
const MOST_WAITING = 256;
const MOST_WAITING_IN_ONE = 16;

interface Active {
  readonly id: number;
  readonly speaking: Speaking;
  asked: boolean;
  /** what it hears next; undefined before its first turn */
  awaited: Awaited | undefined;
  /** milliseconds in which learning stood still for it so far */
  worked: number;
  /** words that are not told yet, and when the last were */
  untold: string;
  toldAt: number;
}

/** How a talk is heard outside, and looks outside. */
export interface TalkInput {
  post(message: FromLesson): void;
  /** takes what came meanwhile; @throws one sentence if nothing more may be said */
  listen(): void;
  colour(): Colour;
}

/**
 * Several conversations at once, fairly: each reply that is being spoken gets one token in turn, of several replies at once, and within a conversation one question
 * is answered after the other. Who asks much in one conversation waits for himself alone.
 */
export class Talk {
  private readonly scribe: Scribe;
  private readonly ears: TalkInput;
  /** questions by conversation, in the order in which conversations get their turn */
  private readonly waiting = new Map<string, Say[]>();
  private readonly active = new Map<string, Active>();
  private readonly now: () => number;
  /** up to when the time is charged to replies */
  private chargedTo = 0;

  /** @param now milliseconds of a steady clock */
  constructor(scribe: Scribe, ears: TalkInput, now = () => performance.now()) {
    this.scribe = scribe;
    this.ears = ears;
    this.now = now;
  }

  /** Takes a question; one too many is refused at once. */
  take(said: Say): void {
    const queue = this.waiting.get(said.conversation) ?? [];
    const all = [...this.waiting.values()].reduce((sum, { length }) => sum + length, 0);
    if (all >= MOST_WAITING || queue.length >= MOST_WAITING_IN_ONE) {
      const where = all >= MOST_WAITING ? lessonTexts.requests.inAll : lessonTexts.requests.inThisConversation;
      const most = all >= MOST_WAITING ? MOST_WAITING : MOST_WAITING_IN_ONE;
      return this.refuse(said.id, lessonTexts.requests.tooMany(most, where));
    }
    queue.push(said);
    this.waiting.set(said.conversation, queue);
  }

  /** Ends the reply that is being spoken in a conversation, and refuses what waits there. @returns false if there was nothing */
  stop(conversation: string): boolean {
    const active = this.active.get(conversation);
    if (active) active.asked = true;
    const queue = this.waiting.get(conversation) ?? [];
    this.waiting.delete(conversation);
    for (const { id } of queue) this.refuse(id, lessonTexts.requests.stoppedBefore);
    return active !== undefined || queue.length > 0;
  }

  isSpeaking(conversation: string): boolean {
    return this.active.has(conversation);
  }

  /** Speaks, one token of each reply in turn, until nobody waits for an answer. */
  answerAll(): void {
    if (this.active.size === 0 && this.waiting.size === 0) return;
    this.chargedTo = this.now();
    while (this.begin()) {
      for (const one of this.active) this.listen(...one);
      this.hear([...this.active]);
      for (const one of [...this.active]) this.speakOn(...one);
    }
  }

  /** Begins what may begin. @returns whether there is anything to say */
  private begin(): boolean {
    for (const [conversation, queue] of [...this.waiting]) {
      if (this.active.size >= AT_ONCE) break;
      if (this.active.has(conversation)) continue;
      const said = queue.shift() as Say;
      // to the end of the line with the rest of this conversation
      this.waiting.delete(conversation);
      if (queue.length > 0) this.waiting.set(conversation, queue);
      const onDelta = (delta: string) => (active.untold += delta);
      const active: Active = {
        id: said.id,
        speaking: this.scribe.reply(said, this.ears.colour(), onDelta, () => active.asked),
        asked: false,
        awaited: undefined,
        worked: 0,
        untold: '',
        toldAt: Number.NEGATIVE_INFINITY,
      };
      this.active.set(conversation, active);
    }
    return this.active.size > 0;
  }

  /** Takes what came meanwhile. */
  private listen(conversation: string, active: Active): void {
    try {
      this.ears.listen();
    } catch (error) {
      this.breakOff(conversation, active, error);
    }
  }

  /** What they hear next is heard at once, where that costs less. */
  private hear(all: readonly (readonly [string, Active])[]): void {
    const those = all.filter(([, { awaited }]) => awaited);
    try {
      this.scribe.hearEach(those.map(([, { awaited }]) => awaited as Awaited));
    } catch (error) {
      for (const [conversation, active] of those) this.breakOff(conversation, active, error);
    }
    this.charge(all.map(([, active]) => active));
  }

  /**
   * Charges the time since the last charge to these replies, in equal parts. Waits for a core count: learning is paid for by the same clock, so
   * that replies take their share of it also where other programs are busy.
   */
  private charge(replies: readonly Active[]): void {
    const now = this.now();
    for (const active of replies) active.worked += (now - this.chargedTo) / replies.length;
    this.chargedTo = now;
  }

  private speakOn(conversation: string, active: Active): void {
    try {
      const { done, value } = active.speaking.next();
      const now = this.now();
      if (done || now - active.toldAt >= TOLD_EVERY) this.tell(active, now);
      this.charge([active]);
      if (!done) {
        active.awaited = value;
        return;
      }
      this.active.delete(conversation);
      this.ears.post({ kind: 'replied', id: active.id, reply: { ...value, workMilliseconds: active.worked } });
    } catch (error) {
      this.breakOff(conversation, active, error);
    }
  }

  private tell(active: Active, now: number): void {
    if (active.untold === '') return;
    this.ears.post({ kind: 'saying', id: active.id, delta: active.untold });
    active.untold = '';
    active.toldAt = now;
  }

  private breakOff(conversation: string, active: Active, error: unknown): void {
    this.active.delete(conversation);
    this.tell(active, this.now());
    // a reply that broke off from outside does not know it yet
    active.speaking.return({} as Reply);
    this.refuse(active.id, (error as Error).message);
  }

  private refuse(id: number, message: string): void {
    this.ears.post({ kind: 'refused', id, message });
  }
}
