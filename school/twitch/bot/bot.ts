/** The bot in one channel of Twitch: reads messages, answers questions, runs commands, keeps consent and mutes. */
import type { ChatMessage, ForgetReport, TwitchStatus, Verdict } from '../../api/twitch-messages.ts';
import { SPEAKER } from '../consent/consent-rows.ts';
import { Study } from '../consent/opt-in-learning.ts';
import { type InputContext, ignoredBecause, judgeInput } from '../moderation/index.ts';
import type { Muted } from '../muted-file.ts';
import { channelTexts } from '../texts/channel.ts';
import { peopleTexts } from '../texts/people.ts';
import { meaningOf } from './announcements.ts';
import { Answering } from './answers.ts';
import type { BotOptions } from './bot-options.ts';
import { ChatCommands, parseIntent } from './chat-commands.ts';
import { Talks } from './conversations.ts';
import { Tally } from './counters.ts';
import { Mouth } from './sender.ts';

/** Milliseconds of silence in the channel before the bot learns from it. */
const IDLE = 15_000;
/** Minutes of mute after a moderator deleted one of its messages. */
const MUTED_MINUTES = 10;
/** The question used for a message that holds only the bot's name. It is nobody's text and is never stored. */
const GREETING = 'hello';

export class Bot {
  private readonly options: BotOptions;
  private readonly now: () => number;
  private readonly steady: () => number;
  private readonly names: () => readonly string[];
  private readonly tally = new Tally();
  private readonly talks: Talks;
  private readonly mouth: Mouth;
  private readonly answering: Answering;
  private readonly study: Study;
  private readonly commands: ChatCommands;
  private readonly ignored: ReadonlySet<string>;
  private muted: Muted | null;
  private lastAskAt = Number.NEGATIVE_INFINITY;
  private greeted = false;

  constructor(options: BotOptions) {
    this.options = options;
    const { settings, life, consent, now = Date.now, onNote } = options;
    const steady = options.steady ?? options.now ?? (() => performance.now());
    this.now = now;
    this.steady = steady;
    this.muted = options.muted ?? null;
    this.names = () => [SPEAKER, ...(options.names?.() ?? [])];
    this.ignored = new Set(settings.ignored);
    const onFault = (message: string): void => onNote('warn', message);
    this.talks = new Talks(life, settings.memoryMinutes * 60_000, onFault);
    this.mouth = new Mouth({
      ...options,
      ...{ now, steady, names: this.names },
      shut: () => this.shut(),
      onVerdict: (record) => {
        this.tally.verdict(record);
        options.onVerdict(record);
      },
    });
    this.answering = new Answering({
      ...{ settings, life, mouth: this.mouth, talks: this.talks, steady },
      rest: options.rest,
      shut: () => this.shut(),
      onDrop: (reason, { messageId }) => {
        this.tally.dropped(reason);
        this.tally.answered(messageId, null, [reason], now());
      },
      onAnswered: ({ messageId }, { allowed, rules, text }) =>
        this.tally.answered(messageId, allowed ? text : null, rules, now()),
      onFault,
    });
    this.study = new Study({ consent, seconds: settings.studySeconds, teach: options.teach, people: options.people });
    this.commands = new ChatCommands({
      ...{ settings, life, consent, now, steady },
      tell: (to, text, behind) => this.answering.tell(to, text, behind),
      forget: (userId) => this.forget(userId),
      mute: (minutes, why) => this.mute(minutes, why),
      unmute: () => this.unmute(),
      onFault,
    });
  }

  /** Called after each join of the channel, also after a reconnect. */
  onJoined(): void {
    const { hello } = this.options.settings;
    if (!this.greeted && hello !== '' && this.options.self() !== null) this.answering.tell(null, hello);
    this.greeted = true;
    this.answering.wake();
  }

  onMessage(message: ChatMessage): void {
    this.tally.heard++;
    const { settings } = this.options;
    const self = this.options.self();
    if (ignoredBecause(message.login, { self, ignored: this.ignored }) !== undefined) return;
    const wish = parseIntent(message, settings, self);
    switch (wish.kind) {
      case 'command':
        return this.commands.take(wish.name, wish.rest, message);
      case 'ask':
        return this.ask(message, wish.text);
      case 'chat':
        return this.keep(message, wish.text);
      case 'other':
        return;
      default:
        wish satisfies never;
    }
  }

  onDeleted(messageId: string, login: string): void {
    if (login === this.options.self()) return this.mute(MUTED_MINUTES, channelTexts.messageDeleted);
    this.answering.cancel((ask) => ask.messageId === messageId);
    this.options.consent.dropMessage(messageId, this.now());
    for (const { userId } of this.tally.forget((seen) => seen.messageId === messageId)) this.talks.forget(userId);
  }

  onSilenced(userId: string, login: string, banned: boolean): void {
    if (login !== this.options.self()) this.forget(userId);
    else if (banned) this.mute(null, channelTexts.wasBanned);
    else this.mute(MUTED_MINUTES, channelTexts.wasTimedOut);
  }

  onCleared(): void {
    this.answering.cancel(() => true);
    this.talks.forgetAll();
    this.tally.forget(() => true);
    this.options.consent.dropChannel(this.options.channel, this.now());
  }

  onNotice(id: string, text: string): void {
    const meaning = meaningOf(id);
    if (meaning === undefined) return;
    const { act, seconds, says } = meaning;
    const message = channelTexts.noticeOfTwitch(says, id, text.slice(0, 200));
    this.options.onNote(act === 'note' ? 'info' : 'warn', message);
    if (act === 'stop') this.mute(null, says);
    if (act === 'pause') this.mouth.pause(seconds * 1000);
  }

  /** Called about every second. */
  tick(): void {
    const [now, steady] = [this.now(), this.steady()];
    const { consent, settings, onNote } = this.options;
    if (this.muted?.until != null && now >= this.muted.until) this.unmute();
    this.talks.tend(steady);
    consent.tend(now);
    this.answering.tend();
    if (settings.learn === 'opt-in' && this.answering.waiting === 0 && steady - this.lastAskAt >= IDLE)
      this.study.tend(now, steady);
    for (const sentence of this.tally.story(steady)) onNote('info', sentence);
  }

  /** Deletes everything stored about a person, in memory and in the home. */
  forget(userId: string): ForgetReport {
    const known = this.options.consent.of(userId) !== 'none';
    const pending = this.study.pendingOf(userId);
    const queued = this.answering.cancel((ask) => ask.userId === userId);
    this.answering.forget(userId);
    this.talks.forget(userId);
    this.tally.forget((seen) => seen.userId === userId);
    const report = this.options.consent.forget(userId, this.now());
    const said = peopleTexts.forgotten(report.messages, queued, report.advice);
    // no message for people of whom nothing was stored, so that a flood of requests stays cheap
    if (known || queued > 0) this.options.onNote('info', said);
    return { ...report, queued, pending };
  }

  /** Removes messages that were deleted from the home or must not be learnt. */
  gone = (ids: readonly string[]): void => this.study.gone(ids);

  /** Records the step at which these examples were learnt. */
  taught = (ids: readonly string[], step: number): void => this.study.taught(ids, step, this.now());

  /** @param minutes null: until a moderator or the owner unmutes it */
  mute(minutes: number | null, why: string): void {
    // a shorter mute does not end a longer one
    const until = minutes === null ? null : this.now() + minutes * 60_000;
    if (this.muted !== null && (this.muted.until === null || (until !== null && until <= this.muted.until))) return;
    this.muted = { until, why };
    this.options.onMuted?.(this.muted);
    this.answering.cancel(() => true);
    this.options.onNote('warn', channelTexts.muted(minutes, why));
  }

  unmute(): void {
    if (this.muted === null) return;
    this.muted = null;
    this.options.onMuted?.(null);
    this.options.onNote('info', channelTexts.unmuted);
    this.answering.wake();
  }

  view(): Pick<TwitchStatus, 'muted' | 'learning' | 'queue' | 'sent' | 'heard' | 'dropped' | 'verdicts' | 'recent'> {
    return {
      ...this.tally.view(),
      muted: this.muted,
      learning: this.options.settings.learn === 'opt-in',
      queue: this.answering.waiting,
      sent: this.mouth.sent,
    };
  }

  async close(): Promise<void> {
    await this.answering.close();
    this.talks.forgetAll();
  }

  private shut(): string | undefined {
    if (this.muted !== null) return channelTexts.isMuted(this.muted.why);
    if (this.options.self() === null) return channelTexts.noAccount;
    return this.options.joined() ? undefined : channelTexts.notConnected;
  }

  private ask(message: ChatMessage, text: string): void {
    const { userId, login, id: messageId } = message;
    if (this.muted !== null) return this.tally.dropped('muted');
    if (this.options.self() === null) return this.tally.dropped('only reading');
    // a question that would be rejected is not judged, so that a flood stays cheap
    const why = this.answering.refuses(userId);
    if (why !== undefined) return this.tally.dropped(why);
    const [now, at] = [this.now(), this.steady()];
    this.lastAskAt = at;
    const verdict = this.judge(message, text === '' ? GREETING : text, 'answer');
    if (!verdict.allowed) {
      this.answering.cool(userId);
      return this.tally.dropped('refused');
    }
    this.tally.asked({ at: now, messageId, userId, login, ask: verdict.text });
    this.answering.ask({ userId, login, messageId, text: verdict.text, at, cancelled: false });
    if (text !== '') this.keep(message, text);
  }

  /** Stores a message for learning if judgeInput allows it. */
  private keep(message: ChatMessage, text: string): void {
    const at = this.steady();
    if (this.options.settings.learn !== 'opt-in' || !this.study.mayKeep(message.userId, at)) return;
    const verdict = this.judge(message, text, 'learn');
    if (verdict.allowed) this.study.keep(message, verdict.text, at);
  }

  private judge({ login }: ChatMessage, text: string, purpose: InputContext['purpose']): Verdict {
    const began = performance.now();
    const context: InputContext = {
      purpose,
      self: this.options.self(),
      ignored: this.ignored,
      lists: this.options.lists(),
      names: this.names(),
    };
    const verdict = judgeInput({ login, text }, context);
    this.mouth.record(purpose === 'answer' ? 'input' : 'learn', text, verdict, performance.now() - began);
    return verdict;
  }
}
