/** Chat over IRC by tmi.js, for one connection only: the reconnecting of tmi.js is not used. */

import type { ChatUserstate, Client } from 'tmi.js';
import { messageOf } from '../../../library/notices/notices.ts';
import type { ChatMessage } from '../../api/twitch-messages.ts';
import { connectionTexts } from '../texts/connection.ts';
import { withoutOtherRooms } from './shared-chat.ts';
import {
  type CloseReason,
  mustBeOneLine,
  type OpenTransport,
  type Transport,
  type TransportOptions,
} from './transport.ts';

/** Parts of tmi.js 1.8.5 that its types leave out and that must be stopped from outside. */
interface Inside {
  reconnect: boolean;
  connect: () => Promise<unknown>;
  _onMessage: (event: { data: string }) => void;
  pingLoop: NodeJS.Timeout | null;
  pingTimeout: NodeJS.Timeout | null;
  ws: { close(): void; readyState: number } | null;
  userstate: Record<string, { mod?: unknown; badges?: Record<string, string> | null } | undefined>;
}

/** Milliseconds of silence before the connection is closed; tmi.js pings the server every minute. */
const SILENCE = 90_000;

/** Opens one connection. Resolves at once; the result comes as events. */
export const openTmi: OpenTransport = async (options) => {
  const { default: tmi } = await import('tmi.js');
  const { server, channel, identity } = options;
  const { hostname, port, protocol } = new URL(server);
  const secure = protocol === 'wss:';
  const silent = (): void => {};
  const client = new tmi.Client({
    options: { skipUpdatingEmotesets: true, skipMembership: true, joinInterval: 2000, messagesLogLevel: 'info' },
    connection: { server: hostname, port: Number(port) || (secure ? 443 : 80), secure, reconnect: false },
    // tmi.js connects without an account only if the key is absent
    ...(identity && { identity: { username: identity.login, password: `oauth:${identity.token}` } }),
    channels: [channel],
    // its own logger would write to the terminal of the dashboard
    logger: { info: silent, warn: silent, error: silent },
  });
  return new TmiTransport(client, options);
};

class TmiTransport implements Transport {
  private readonly client: Client;
  private readonly inside: Inside;
  private readonly options: TransportOptions;
  private readonly watch: NodeJS.Timeout;
  private lastHeard = performance.now();
  private joined = false;
  private over = false;
  private refusal = '';

  constructor(client: Client, options: TransportOptions) {
    this.client = client;
    this.inside = client as unknown as Inside;
    this.options = options;
    this.shield();
    this.listen();
    const silence = options.silence ?? SILENCE;
    this.watch = setInterval(() => {
      if (performance.now() - this.lastHeard > silence) this.end('lost', connectionTexts.silentServer);
    }, silence / 6);
    this.watch.unref();
    client.connect().catch((error: unknown) => this.end(...this.reasonOf(error)));
  }

  get moderator(): boolean {
    const state = this.inside.userstate[`#${this.options.channel}`];
    return hasRank(state?.mod, state?.badges);
  }

  async say(text: string): Promise<void> {
    mustBeOneLine(text);
    if (this.over || !this.joined) throw new Error(connectionTexts.notInChannel);
    try {
      await this.client.say(this.options.channel, text);
    } catch (error) {
      throw new Error(connectionTexts.notSent(messageOf(error ?? '')), { cause: error });
    }
  }

  close(): void {
    if (this.over) return;
    this.over = true;
    clearInterval(this.watch);
    const { inside } = this;
    this.client.removeAllListeners();
    inside.reconnect = false;
    // tmi.js calls this some time after the server asked for a reconnect
    inside.connect = () => Promise.resolve();
    if (inside.pingLoop) clearInterval(inside.pingLoop);
    if (inside.pingTimeout) clearTimeout(inside.pingTimeout);
    if (inside.ws !== null && inside.ws.readyState < 2) inside.ws.close();
  }

  private end(why: CloseReason, detail: string): void {
    if (this.over) return;
    this.close();
    this.options.events.onClosed(why, detail);
  }

  /** Catches errors that tmi.js throws while it reads a line; they would end the process. */
  private shield(): void {
    const { client } = this;
    const putOut = (data: string): boolean =>
      / (?:KICK|PART) /.test(data) &&
      data.split('\n').some((line) => {
        const [, prefix, command, channel, whom] = line.match(/^(?:@\S+ )?:(\S+) (KICK|PART) (\S+)(?: (\S+))?/) ?? [];
        if (channel?.trim() !== `#${this.options.channel}`) return false;
        return (command === 'KICK' ? whom : prefix?.split('!')[0])?.trim().toLowerCase() === client.getUsername();
      });
    const read = this.inside._onMessage.bind(this.client);
    this.inside._onMessage = (event) => {
      if (this.over) return;
      this.lastHeard = performance.now();
      // otherwise tmi.js would reconnect with the old client
      if (/(?:^|\n)(?:@\S+ )?:tmi\.twitch\.tv RECONNECT/.test(event.data))
        return this.end('asked', connectionTexts.reconnectAsked);
      // otherwise tmi.js would consider itself joined for ever
      if (this.joined && putOut(event.data)) return this.end('lost', connectionTexts.putOut);
      const data = withoutOtherRooms(event.data);
      if (data === '') return;
      try {
        read({ data });
      } catch (error) {
        this.options.events.onFault(connectionTexts.unreadableLine(messageOf(error ?? '')));
      }
    };
  }

  private listen(): void {
    const { client } = this;
    const { events, channel } = this.options;
    client.on('join', (_channel, _login, self) => {
      if (!self || this.joined) return;
      this.joined = true;
      events.onJoined();
    });
    client.on('message', (_channel, tags, text, self) => {
      if (self || tags['message-type'] === 'whisper') return;
      const message = chatMessageOf(tags, text, channel);
      if (message !== undefined) events.onMessage(message);
    });
    // a cheer is a message with an event of its own in tmi.js
    client.on('cheer', (_channel, tags, text) => {
      const message = chatMessageOf(tags, text, channel);
      if (message !== undefined) events.onMessage(message);
    });
    client.on('messagedeleted', (_channel, login, _text, tags) => {
      const id = tags['target-msg-id'];
      if (typeof id === 'string') events.onDeleted(id, String(login ?? ''));
    });
    client.on('timeout', (_channel, login, _reason, _seconds, tags) => events.onSilenced(target(tags), login, false));
    client.on('ban', (_channel, login, _reason, tags) => events.onSilenced(target(tags), login, true));
    client.on('clearchat', () => events.onCleared());
    client.on('notice', (_channel, id, text) => {
      if (/Login (?:unsuccessful|authentication failed)|Improperly formatted auth/i.test(text ?? ''))
        this.refusal = text;
      events.onNotice(id ?? '', text ?? '');
    });
    client.on('automod', (_channel, id, text) => events.onNotice(id, text));
    client.on('disconnected', (reason) => this.end(...this.reasonOf(reason)));
  }

  private reasonOf(error: unknown): [CloseReason, string] {
    const words = this.refusal || messageOf(error ?? '');
    const login = /login|auth|nick/i.test(words);
    return [login ? 'login' : 'lost', words || connectionTexts.connectionCut];
  }
}

const target = (tags: object): string => idOf((tags as Record<string, unknown>)['target-user-id']);

/** tmi.js turns the tag values `1` and `0` into booleans. */
function idOf(value: unknown): string {
  if (value === true) return '1';
  if (value === false) return '0';
  return typeof value === 'string' ? value : '';
}

/** Whether the tags are those of a moderator or the broadcaster. */
const hasRank = (mod: unknown, badges: { readonly [badge: string]: string | undefined } | null | undefined): boolean =>
  mod === true || badges?.['moderator'] !== undefined || badges?.['broadcaster'] !== undefined;

function chatMessageOf(tags: ChatUserstate, text: string, channel: string): ChatMessage | undefined {
  const id = idOf(tags.id);
  const userId = idOf(tags['user-id']);
  const login = String(tags.username ?? '').toLowerCase();
  // without a user id neither consent nor deletion is possible
  if (id === '' || userId === '' || !/^[a-z0-9_]{1,25}$/.test(login)) return undefined;
  const parent = idOf(tags['reply-parent-user-login']);
  const parentName = idOf(tags['reply-parent-display-name']);
  const at = Number(tags['tmi-sent-ts']);
  return {
    id,
    userId,
    login,
    channel,
    text,
    moderator: hasRank(tags.mod, tags.badges) || login === channel,
    repliesTo: parent === '' ? null : parent.toLowerCase(),
    ...(parentName !== '' && { repliesToName: parentName }),
    at: Number.isFinite(at) && at > 0 ? at : Date.now(),
  };
}
