/** Twitch, as the daemon holds it: joins and leaves, keeps the guard of private texts, and answers for what is kept of people. */

import { existsSync, mkdirSync } from 'node:fs';
import { serialize } from '../../library/files/mutex.ts';
import type { Connection, ForgetReport, PersonExport, TwitchStatus } from '../api/twitch-messages.ts';
import { channelName, type TwitchSettings } from '../settings/twitch-settings.ts';
import type { Bot } from './bot/bot.ts';
import { NO_VIEW } from './bot/counters.ts';
import { Settling } from './bot/waiters.ts';
import { TwitchAuth } from './connection/auth.ts';
import { SendLimiter } from './connection/rate.ts';
import { ConsentStore } from './consent/consent.ts';
import { Guarding } from './guard/guard.ts';
import { bannedTerms, type PrivateText, readBlocklist, type TermList, type Tokens } from './moderation/index.ts';
import { MutedFile } from './muted-file.ts';
import { type TwitchServiceOptions, twitchFiles } from './service-options.ts';
import { endVisit, type Visit, visitOf } from './session.ts';

/** Milliseconds that `join` waits for how it goes. */
const PATIENCE = 15_000;

export class TwitchService {
  private readonly options: TwitchServiceOptions;
  private readonly now: () => number;
  private readonly files: ReturnType<typeof twitchFiles>;
  private readonly ticker: NodeJS.Timeout;
  private store: ConsentStore | undefined;
  private lists: TermList[] = [];
  private readonly guarding: Guarding;
  private visit: Visit | undefined;
  /** Twitch counts what an account says, whichever channel it is in */
  private readonly limiter = new SendLimiter();
  private connection: Connection = 'off';
  private reason = '';
  private since: number | null = null;
  private readonly settling = new Settling();
  /** joining, leaving and closing, one after the other */
  private readonly inTurn = serialize();
  private closing = false;

  constructor(options: TwitchServiceOptions) {
    this.options = options;
    this.now = options.now ?? Date.now;
    this.files = twitchFiles(options.folder);
    this.guarding = new Guarding({
      bytes: () => options.settings().guardMegabytes * 1e6,
      stored: () => this.existing()?.messages() ?? [],
      own: options.ownWords,
      inPublic: () => options.settings().channel !== '' || this.visit !== undefined,
      onNote: options.onNote,
    });
    this.ticker = setInterval(() => this.tick(), 1000).unref();
    // some of it may have expired while it slept
    this.attempt(() => this.existing()?.prune(this.now()));
  }

  /** Joins the channel of the settings, if there is one. Never rejects. */
  async begin(): Promise<void> {
    const { channel } = this.options.settings();
    if (channel !== '') await this.join(channel).catch((error: Error) => this.options.onNote('error', error.message));
  }

  /**
   * Joins a channel, and leaves the one it was in. Resolves when it is there, or when it is clear that it is not there yet.
   * @throws Error with one sentence if it cannot even try
   */
  async join(channel: string, { readOnly = false }: { readOnly?: boolean } = {}): Promise<TwitchStatus> {
    const name = channelName(channel);
    if (name === undefined)
      throw new Error(`A channel of Twitch was expected, but ${JSON.stringify(channel.slice(0, 60))} is none.`);
    const settled = await this.inTurn(() => this.enterAnew(name, readOnly));
    await settled();
    return this.status();
  }

  /** Resolves to what waits until it is clear how it goes. */
  private async enterAnew(name: string, readOnly: boolean): Promise<() => Promise<void>> {
    await this.depart();
    if (this.closing) throw new Error('It joins no channel, since it is falling asleep.');
    // what it may learn counts at once when it is changed, all else from the next time that it joins
    const { settings: current } = this.options;
    const settings: TwitchSettings = {
      ...current(),
      get learn() {
        return current().learn;
      },
    };
    const auth = readOnly ? undefined : this.auth(settings);
    const account = auth?.stored !== undefined;
    if (!readOnly && !account)
      this.options.onNote('info', 'nobody is logged in to Twitch, so it only reads: `baby twitch login`');
    this.readLists();
    const mutes = new MutedFile(this.files.muted, name);
    const visit = visitOf({
      options: this.options,
      settings,
      channel: name,
      consent: this.consent(),
      lists: () => this.lists,
      guard: () => this.guarding.guard,
      people: () => this.guarding.people,
      limiter: this.limiter,
      muted: mutes.read(this.now()),
      onMuted: (muted) => this.attempt(() => mutes.write(muted, this.now())),
      auth: account ? auth : undefined,
      onState: (state, reason, bot) => this.enter(state, reason, bot),
    });
    this.visit = visit;
    const settled = this.settling.wait(PATIENCE);
    visit.supervisor.start();
    return () => settled;
  }

  /** Leaves the channel. Resolves to whether it was in one, when nothing is said any more. */
  leave(): Promise<boolean> {
    return this.inTurn(() => this.depart());
  }

  private async depart(): Promise<boolean> {
    const { visit } = this;
    if (visit === undefined) return false;
    this.visit = undefined;
    await endVisit(visit);
    return true;
  }

  status(): TwitchStatus {
    const { visit, store } = this;
    const marked = store?.marked;
    return {
      connection: this.connection,
      reason: this.reason,
      since: this.since,
      channel: visit?.channel ?? null,
      login: visit?.supervisor.login ?? null,
      moderator: visit?.supervisor.moderator ?? false,
      guarded: this.guarding.ready,
      optedIn: store?.optedIn ?? 0,
      kept: store?.kept ?? 0,
      ...(marked && { marked }),
      ...(visit?.bot.view() ?? NO_VIEW),
    };
  }

  /** @param minutes left out: until it is unmuted. @throws Error if it is in no channel */
  mute(minutes?: number): void {
    this.present().bot.mute(minutes ?? null, 'the owner wanted it');
  }

  /** @throws Error if it is in no channel */
  unmute(): void {
    this.present().bot.unmute();
  }

  /** All that is kept of a person, by id or login; undefined where nothing is. */
  privacyExport(who: string): PersonExport | undefined {
    const store = this.existing();
    const userId = store?.find(who);
    return userId === undefined ? undefined : store?.export(userId);
  }

  /** Deletes all that is kept of a person; undefined where nothing is. */
  privacyDelete(who: string): ForgetReport | undefined {
    const store = this.existing();
    const userId = store?.find(who);
    if (store === undefined || userId === undefined) return undefined;
    if (this.visit) return this.visit.bot.forget(userId);
    return { ...store.forget(userId, this.now()), queued: 0, pending: 0 };
  }

  /** These examples were learnt, at a step. */
  taught(ids: readonly string[], step: number): void {
    if (this.visit) this.visit.bot.taught(ids, step);
    else this.attempt(() => this.consent().taught(ids, step, this.now()));
  }

  /** These examples are not learnt after all. */
  notTaught(ids: readonly string[]): void {
    this.visit?.bot.gone(ids);
  }

  /** Of these examples, those whose words are not kept any more, and must not be learnt. */
  stale(ids: readonly string[]): string[] {
    let stale: string[] = [];
    this.attempt(() => {
      const kept = new Set((this.existing()?.messages() ?? []).map(({ id }) => id));
      stale = ids.filter((id) => !kept.has(id));
    });
    return stale;
  }

  /** The mind goes on from a soul of this step. */
  wentBack(step: number): void {
    this.attempt(() => this.existing()?.wentBack(step, this.now()));
  }

  /**
   * Takes the private texts of the library, as tokens; nothing is said in public before they are guarded, nor later while the
   * lesson has texts that are not.
   * @param learn hands them to the lesson, as soon as it may have them; left out, it has them already
   */
  library(texts: readonly PrivateText[], tokenizer: Tokens, learn?: () => void): Promise<void> {
    return this.guarding.take(texts, tokenizer, learn);
  }

  async close(): Promise<void> {
    this.closing = true;
    clearInterval(this.ticker);
    this.guarding.close();
    await this.leave();
    this.store?.close();
    this.store = undefined;
  }

  /** What is kept of people, where anything ever was; makes no file. */
  private existing(): ConsentStore | undefined {
    return this.store ?? (existsSync(this.files.consent) ? this.consent() : undefined);
  }

  private consent(): ConsentStore {
    this.store ??= new ConsentStore(this.files.consent, {
      retention: () => this.options.settings().retentionHours * 3_600_000,
      souls: this.options.souls,
      onGone: (ids) => {
        this.guarding.people?.drop(ids);
        this.visit?.bot.gone(ids);
        this.options.untaught(ids);
      },
      onFault: (message) => this.options.onNote('warn', message),
    });
    return this.store;
  }

  private auth({ idServer }: TwitchSettings): TwitchAuth {
    const { fetch, now } = this.options;
    return new TwitchAuth({ path: this.files.tokens, base: idServer, ...(fetch && { fetch }), ...(now && { now }) });
  }

  private readLists(): void {
    mkdirSync(this.options.folder, { recursive: true, mode: 0o700 });
    const { list, problems } = readBlocklist(this.files.blocklist);
    for (const problem of problems) this.options.onNote('warn', problem);
    this.lists = [bannedTerms(), list];
  }

  private present(): Visit {
    if (this.visit === undefined) throw new Error('It is in no channel of Twitch: `baby twitch join <channel>`.');
    return this.visit;
  }

  private enter(connection: Connection, reason: string, bot: Bot): void {
    this.connection = connection;
    this.reason = reason;
    this.since = connection === 'off' ? null : this.now();
    if (connection === 'joined') bot.onJoined();
    if (connection !== 'connecting') this.settling.settle();
    this.options.onStatus?.(this.status());
  }

  private tick(): void {
    this.attempt(() => {
      // what is kept of people expires wherever it is
      if (this.visit === undefined) this.store?.tend(this.now());
      else {
        this.visit.bot.tick();
        this.options.onStatus?.(this.status());
      }
    });
  }

  /** What goes wrong here must not end the daemon. */
  private attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.options.onNote('error', (error as Error).message);
    }
  }
}
