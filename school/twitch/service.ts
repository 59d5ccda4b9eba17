/** The Twitch service of the daemon: joins and leaves channels, guards private texts, and manages the stored words of people. */

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
import type { PublicJudging } from './public-answers.ts';
import { type TwitchServiceOptions, twitchFiles } from './service-options.ts';
import { endVisit, type Visit, visitOf } from './session.ts';
import { channelTexts } from './texts/channel.ts';
import { connectionTexts } from './texts/connection.ts';
import { serviceTexts } from './texts/service.ts';

/** Milliseconds that `join` waits for its result. */
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
  /** shared by all channels, since Twitch limits the account */
  private readonly limiter = new SendLimiter();
  private connection: Connection = 'off';
  private reason = '';
  private since: number | null = null;
  private readonly settling = new Settling();
  /** the queue of joins, leaves and closes, which run one after the other */
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
    // stored words may have expired while it slept
    this.attempt(() => this.existing()?.prune(this.now()));
  }

  /** Joins the channel of the settings, if there is one. Never rejects. */
  async begin(): Promise<void> {
    const { channel } = this.options.settings();
    if (channel !== '') await this.join(channel).catch((error: Error) => this.options.onNote('error', error.message));
  }

  /**
   * Joins a channel, and leaves the previous one. Resolves when it has joined, or when the join takes longer.
   * @throws Error with one sentence if it cannot try to join
   */
  async join(channel: string, { readOnly = false }: { readOnly?: boolean } = {}): Promise<TwitchStatus> {
    const name = channelName(channel);
    if (name === undefined) throw new Error(serviceTexts.noChannelName(JSON.stringify(channel.slice(0, 60))));
    const settled = await this.inTurn(() => this.enterAnew(name, readOnly));
    await settled();
    return this.status();
  }

  /** Resolves to a function that waits for the result of the join. */
  private async enterAnew(name: string, readOnly: boolean): Promise<() => Promise<void>> {
    await this.depart();
    if (this.closing) throw new Error(serviceTexts.fallsAsleep);
    // a change of `learn` takes effect at once, every other setting at the next join
    const { settings: current } = this.options;
    const settings: TwitchSettings = {
      ...current(),
      get learn() {
        return current().learn;
      },
    };
    const auth = readOnly ? undefined : this.auth(settings);
    const account = auth?.stored !== undefined;
    if (!readOnly && !account) this.options.onNote('info', connectionTexts.nobodyLoggedIn);
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

  /** Leaves the channel. Resolves after the last message to whether it was in one. */
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

  /** Mutes it. @param minutes left out: until it is unmuted. @throws Error if it is in no channel */
  mute(minutes?: number): void {
    this.present().bot.mute(minutes ?? null, channelTexts.wantedByOwner);
  }

  /** @throws Error if it is in no channel */
  unmute(): void {
    this.present().bot.unmute();
  }

  /** Everything stored about a person, by id or login; undefined if nothing is stored. */
  privacyExport(who: string): PersonExport | undefined {
    const store = this.existing();
    const userId = store?.find(who);
    return userId === undefined ? undefined : store?.export(userId);
  }

  /** Deletes everything stored about a person; undefined if nothing is stored. */
  privacyDelete(who: string): ForgetReport | undefined {
    const store = this.existing();
    const userId = store?.find(who);
    if (store === undefined || userId === undefined) return undefined;
    if (this.visit) return this.visit.bot.forget(userId);
    return { ...store.forget(userId, this.now()), queued: 0, pending: 0 };
  }

  /** Records the step at which these examples were learnt. */
  taught(ids: readonly string[], step: number): void {
    if (this.visit) this.visit.bot.taught(ids, step);
    else this.attempt(() => this.consent().taught(ids, step, this.now()));
  }

  /** Records that these examples will not be learnt. */
  notTaught(ids: readonly string[]): void {
    this.visit?.bot.gone(ids);
  }

  /** The examples whose messages are no longer stored, and which must not be learnt. */
  stale(ids: readonly string[]): string[] {
    let stale: string[] = [];
    this.attempt(() => {
      const kept = new Set((this.existing()?.messages() ?? []).map(({ id }) => id));
      stale = ids.filter((id) => !kept.has(id));
    });
    return stale;
  }

  /** Called when training continues from a soul of this step. */
  wentBack(step: number): void {
    this.attempt(() => this.existing()?.wentBack(step, this.now()));
  }

  /**
   * Guards the private texts of the library, given as tokens. Nothing is sent to a chat while the lesson has texts that are not guarded.
   * @param learn passes them to the lesson when that is allowed; left out if the lesson has them already
   */
  library(texts: readonly PrivateText[], tokenizer: Tokens, learn?: () => void): Promise<void> {
    return this.guarding.take(texts, tokenizer, learn);
  }

  /** What judges words that leave for other people, in a channel or elsewhere. */
  judging(): PublicJudging {
    const { tries, answerTokens } = this.options.settings();
    if (this.lists.length === 0) this.readLists();
    return { guard: this.guarding.guard, lists: this.lists, names: this.options.names?.() ?? [], tries, answerTokens };
  }

  async close(): Promise<void> {
    this.closing = true;
    clearInterval(this.ticker);
    this.guarding.close();
    await this.leave();
    this.store?.close();
    this.store = undefined;
  }

  /** The stored words of people; undefined if the file does not exist. Creates no file. */
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
    if (this.visit === undefined) throw new Error(serviceTexts.inNoChannel);
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
      // stored words expire also while it is in no channel
      if (this.visit === undefined) this.store?.tend(this.now());
      else {
        this.visit.bot.tick();
        this.options.onStatus?.(this.status());
      }
    });
  }

  /** Logs an error, so that it does not end the daemon. */
  private attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.options.onNote('error', (error as Error).message);
    }
  }
}
