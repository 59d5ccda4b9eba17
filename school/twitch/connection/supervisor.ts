/** Keeps one connection to one channel alive: reconnects with a new client and growing delays, and ignores events of old clients. */
import { messageOf } from '../../../library/notices/notices.ts';
import type { Connection } from '../../api/twitch-messages.ts';
import { connectionTexts } from '../texts/connection.ts';
import type { CloseReason, OpenTransport, Transport, TransportEvents } from './transport.ts';

export interface Identity {
  readonly login: string;
  readonly token: string;
}

/** Login is impossible until a person acts. */
export class NoLoginError extends Error {}

export interface SupervisorOptions {
  readonly server: string;
  readonly channel: string;
  readonly open: OpenTransport;
  /**
   * The account with a valid token; null: read only. `rejected`: the server rejected the last token.
   * @throws NoLoginError if a person has to log in again; after any other error it retries
   */
  readonly identity: (rejected: boolean) => Promise<Identity | null>;
  readonly events: Omit<TransportEvents, 'onClosed' | 'onJoined'>;
  readonly onState: (state: Connection, reason: string) => void;
  /** for the log */
  readonly onNote: (level: 'info' | 'warn', message: string) => void;
  /** milliseconds before the first reconnect, and at most */
  readonly backOff?: readonly [first: number, longest: number];
  /** a random number from 0 to 1, so that clients do not reconnect at the same moment */
  readonly random?: () => number;
  readonly silence?: number;
  /** timeout of a join, in milliseconds */
  readonly patience?: number;
}

/** After a connection of this length the delay starts from the first again. In milliseconds. */
const STABLE = 60_000;

export class Supervisor {
  private readonly options: SupervisorOptions;
  private current: Transport | undefined;
  /** The number of the current connection; events of earlier ones are ignored. */
  private generation = 0;
  private state: Connection = 'off';
  private failures = 0;
  private rejected = false;
  private joinedAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  /** the account in use */
  login: string | null = null;

  constructor(options: SupervisorOptions) {
    this.options = options;
  }

  get joined(): boolean {
    return this.state === 'joined';
  }

  get moderator(): boolean {
    return this.current?.moderator ?? false;
  }

  start(): void {
    if (!this.stopped && this.generation === 0) void this.connect();
  }

  /** Sends one line over the current connection. @throws Error if there is none, or it is read only */
  async say(text: string): Promise<void> {
    const { current } = this;
    if (current === undefined || !this.joined) throw new Error(connectionTexts.noConnection);
    if (this.login === null) throw new Error(connectionTexts.readsOnly);
    await current.say(text);
  }

  /** Closes the connection because the account changed; the next connection asks for the account again. */
  renew(reason: string): void {
    if (this.current !== undefined) this.onClosed('login', reason);
  }

  /** Closes the connection without reconnecting. */
  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    clearTimeout(this.timer);
    this.generation++;
    this.current?.close();
    this.current = undefined;
    this.enter('off', '');
  }

  private async connect(): Promise<void> {
    const mine = ++this.generation;
    const stale = (): boolean => this.stopped || mine !== this.generation;
    this.enter('connecting', '');
    const { server, channel, open, identity, events, silence, patience = 30_000 } = this.options;
    try {
      const who = await identity(this.rejected);
      if (stale()) return;
      this.login = who?.login ?? null;
      const whenMine =
        <A extends unknown[]>(call: (...given: A) => void) =>
        (...given: A): void => {
          if (!stale()) call(...given);
        };
      const transport = await open({
        server,
        channel,
        identity: who,
        ...(silence !== undefined && { silence }),
        events: {
          onMessage: whenMine(events.onMessage),
          onDeleted: whenMine(events.onDeleted),
          onSilenced: whenMine(events.onSilenced),
          onCleared: whenMine(events.onCleared),
          onNotice: whenMine(events.onNotice),
          onFault: whenMine(events.onFault),
          onJoined: whenMine(() => this.onJoined()),
          onClosed: whenMine((why, detail) => this.onClosed(why, detail)),
        },
      });
      if (stale()) return transport.close();
      this.current = transport;
      // a server that does not answer JOIN must not block for ever
      this.timer = setTimeout(() => this.onClosed('lost', connectionTexts.notJoinedInTime), patience);
      this.timer.unref();
    } catch (error) {
      if (stale()) return;
      const message = messageOf(error);
      if (error instanceof NoLoginError) {
        this.enter('refused', message);
        this.options.onNote('warn', message);
        // the owner may log in meanwhile
        return this.again(60_000);
      }
      this.onClosed('lost', message);
    }
  }

  private onJoined(): void {
    clearTimeout(this.timer);
    this.rejected = false;
    this.joinedAt = performance.now();
    this.enter('joined', '');
    this.options.onNote('info', connectionTexts.joined(this.options.channel, this.login));
  }

  private onClosed(why: CloseReason, detail: string): void {
    clearTimeout(this.timer);
    const stayed = this.state === 'joined' ? performance.now() - this.joinedAt : 0;
    this.generation++;
    this.current?.close();
    this.current = undefined;
    if (stayed > STABLE || why === 'asked') this.failures = 0;
    const twice = this.rejected && why === 'login';
    this.rejected = why === 'login';
    const [first, longest] = this.options.backOff ?? [1000, 60_000];
    // after a rejected token it refreshes at once; if the new token is rejected too, it waits
    const wait = why === 'login' && !twice ? first : Math.min(longest, first * 2 ** this.failures);
    this.failures++;
    const jittered = wait * (0.5 + 0.5 * (this.options.random ?? Math.random)());
    this.enter('waiting', detail);
    this.options.onNote('warn', connectionTexts.notConnected(detail, Math.ceil(jittered / 1000)));
    this.again(jittered);
  }

  private again(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (!this.stopped) void this.connect();
    }, milliseconds);
    this.timer.unref();
  }

  private enter(state: Connection, reason: string): void {
    this.state = state;
    this.options.onState(state, reason);
  }
}
