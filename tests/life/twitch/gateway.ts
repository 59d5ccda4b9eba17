/**
 * Twitch's dialect in front of an IRC server: WebSocket with the subprotocol `irc`, capabilities, tags, login notices, and Twitch's
 * own rules about how often what may be said. Routing, names and channels stay the IRC server's.
 */
import { randomUUID } from 'node:crypto';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export interface GatewayOptions {
  readonly ircPort: number;
  /** whether a token is good; without an account (justinfan) anybody may read */
  readonly accepts: (token: string) => boolean;
  readonly moderators?: readonly string[];
}

interface Limit {
  readonly count: number;
  readonly milliseconds: number;
}

const LIMIT: Limit = { count: 20, milliseconds: 30_000 };

/** One line that the gateway did not pass on, and why. */
export interface Dropped {
  readonly why: 'rate' | 'duplicate' | 'long' | 'anonymous';
  readonly login: string;
  readonly text: string;
}

interface Guest {
  readonly ws: WebSocket;
  readonly irc: Socket;
  nick: string;
  password: string;
  readonly caps: Set<string>;
  readonly sent: number[];
  readonly last: Map<string, { text: string; at: number }>;
  /** takes and gives nothing any more, but does not hang up */
  dead: boolean;
}

const PASSED_ON = new Set(['001', '002', '003', '004', '372', '375', '376', '353', '366']);
const SAME_WITHIN = 30_000;

export class Gateway {
  /** every line that a client sent, by login */
  readonly lines: { login: string; line: string }[] = [];
  readonly dropped: Dropped[] = [];
  /** what was said in channels, with the ids that it was given */
  readonly said: { id: string; login: string; text: string; at: number }[] = [];
  logins = 0;
  /** other limits than Twitch's, by login */
  readonly limits = new Map<string, Limit>();
  private readonly guests = new Set<Guest>();
  private readonly ids = new Map<string, string>();
  private readonly recent = new Map<string, { id: string; at: number; seen: Set<Guest> }>();
  private readonly server: WebSocketServer;
  private readonly options: GatewayOptions;

  private constructor(server: WebSocketServer, options: GatewayOptions) {
    this.server = server;
    this.options = options;
    server.on('connection', (ws) => this.welcome(ws));
  }

  static async start(options: GatewayOptions): Promise<Gateway> {
    const handleProtocols = (offered: Set<string>): string | false => (offered.has('irc') ? 'irc' : false);
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols });
    await new Promise((resolve) => server.once('listening', resolve));
    return new Gateway(server, options);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  connectionsOf(login: string): number {
    return [...this.guests].filter(({ nick }) => nick === login).length;
  }

  /** The id of an account, the same for ever. */
  idOf(login: string): string {
    const known = this.ids.get(login) ?? String(1000 + this.ids.size);
    this.ids.set(login, known);
    return known;
  }

  /** Cuts the connections of a login as a broken network does. */
  cut(login: string): void {
    for (const { ws } of this.named(login)) ws.terminate();
  }

  /** Goes silent towards a login, without hanging up. */
  numb(login: string): void {
    for (const guest of this.named(login)) guest.dead = true;
  }

  reconnect(login: string): void {
    this.raw(login, ':tmi.twitch.tv RECONNECT');
  }

  raw(login: string, line: string): void {
    for (const guest of this.named(login)) this.give(guest, line);
  }

  notice(login: string, id: string, text: string): void {
    this.raw(login, `@msg-id=${id} :tmi.twitch.tv NOTICE #loop :${text}`);
  }

  deleteMessage(id: string, login: string): void {
    this.toAll(
      `@login=${login};room-id=1;target-msg-id=${id};tmi-sent-ts=${Date.now()} :tmi.twitch.tv CLEARMSG #loop :gone`,
    );
  }

  silence(login: string, seconds: number | null): void {
    const duration = seconds === null ? '' : `ban-duration=${seconds};`;
    this.toAll(`@${duration}room-id=1;target-user-id=${this.idOf(login)} :tmi.twitch.tv CLEARCHAT #loop :${login}`);
  }

  clear(): void {
    this.toAll('@room-id=1 :tmi.twitch.tv CLEARCHAT #loop');
  }

  async close(): Promise<void> {
    for (const { ws, irc } of this.guests) {
      ws.terminate();
      irc.destroy();
    }
    await new Promise((resolve) => this.server.close(resolve));
  }

  private named(login: string): Guest[] {
    return [...this.guests].filter(({ nick }) => nick === login);
  }

  private toAll(line: string): void {
    for (const guest of this.guests) this.give(guest, line);
  }

  private give({ ws, dead }: Guest, line: string): void {
    if (!dead && ws.readyState === 1) ws.send(`${line}\r\n`);
  }

  private welcome(ws: WebSocket): void {
    const irc = connect(this.options.ircPort, '127.0.0.1');
    const guest: Guest = { ws, irc, nick: '', password: '', caps: new Set(), sent: [], last: new Map(), dead: false };
    this.guests.add(guest);
    // Twitch takes CR, LF or both as the end of a line: what a client lets through here is a command
    ws.on('message', (data) => {
      if (guest.dead) return;
      for (const line of String(data).split(/\r\n|\r|\n/)) if (line !== '') this.fromClient(guest, line);
    });
    let rest = '';
    irc.setEncoding('utf8').on('data', (piece: string) => {
      const lines = (rest + piece).split('\r\n');
      rest = lines.pop() as string;
      for (const line of lines) this.fromServer(guest, line);
    });
    const over = (): void => {
      this.guests.delete(guest);
      irc.destroy();
      ws.close();
    };
    ws.on('close', over).on('error', over);
    irc.on('close', over).on('error', over);
  }

  private fromClient(guest: Guest, line: string): void {
    const [command = ''] = line.toUpperCase().split(' ', 1);
    if (command !== 'PASS') this.lines.push({ login: guest.nick, line });
    switch (command) {
      case 'CAP': {
        const wanted = line.match(/CAP REQ :(.*)/i)?.[1] ?? '';
        for (const cap of wanted.split(' ')) guest.caps.add(cap);
        return this.give(guest, `:tmi.twitch.tv CAP * ACK :${wanted}`);
      }
      case 'PASS':
        guest.password = line.slice(5);
        return;
      case 'NICK':
        return this.logIn(guest, line.slice(5).toLowerCase());
      case 'PING':
        return this.give(guest, 'PONG');
      case 'PONG':
        return;
      case 'PRIVMSG':
        return this.say(guest, line);
      default:
        guest.irc.write(`${line}\r\n`);
    }
  }

  private logIn(guest: Guest, nick: string): void {
    const anonymous = /^justinfan\d+$/.test(nick);
    if (!anonymous && !this.options.accepts(guest.password.replace(/^oauth:/, ''))) {
      this.give(guest, ':tmi.twitch.tv NOTICE * :Login authentication failed');
      setTimeout(() => guest.ws.close(), 20);
      return;
    }
    guest.nick = nick;
    if (!anonymous) this.logins++;
    guest.irc.write(`NICK ${nick}\r\nUSER ${nick} 0 * :${nick}\r\n`);
  }

  private say(guest: Guest, line: string): void {
    const [, channel = '', text = ''] = line.match(/^PRIVMSG (\S+) :([\s\S]*)$/i) ?? [];
    const { nick: login, sent, last } = guest;
    const refuse = (why: Dropped['why'], id?: string, words?: string): void => {
      this.dropped.push({ why, login, text });
      if (id) this.give(guest, `@msg-id=${id} :tmi.twitch.tv NOTICE ${channel} :${words}`);
    };
    const now = Date.now();
    const { count, milliseconds } = this.limits.get(login) ?? LIMIT;
    if (login.startsWith('justinfan')) return refuse('anonymous');
    while (sent.length > 0 && now - (sent[0] as number) > milliseconds) sent.shift();
    if (sent.length >= count) {
      return refuse('rate', 'msg_ratelimit', 'Your message was not sent because you are sending messages too quickly.');
    }
    const before = last.get(channel);
    if (before && before.text === text && now - before.at < SAME_WITHIN) {
      return refuse(
        'duplicate',
        'msg_duplicate',
        'Your message was not sent because it is identical to the previous one you sent.',
      );
    }
    if ([...text].length > 500) return refuse('long');
    sent.push(now);
    last.set(channel, { text, at: now });
    guest.irc.write(`${line}\r\n`);
  }

  private fromServer(guest: Guest, line: string): void {
    if (line.startsWith('PING')) {
      guest.irc.write(`${line.replace('PING', 'PONG')}\r\n`);
      return;
    }
    const [, prefix = '', command = '', rest = ''] = line.match(/^:(\S+) (\S+) ?(.*)$/) ?? [];
    const who = prefix.split('!')[0] as string;
    // the name is still held by a connection that has just ended
    if (command === '433') {
      setTimeout(() => guest.irc.write(`NICK ${guest.nick}\r\n`), 30);
      return;
    }
    if (/^\d+$/.test(command) && !PASSED_ON.has(command)) return;
    if (['', 'NOTICE', 'MODE', 'QUIT', 'PONG', 'TOPIC'].includes(command)) return;
    if (command === 'PRIVMSG') return this.pass(guest, who, rest);
    if (command === 'JOIN' || command === 'PART') {
      // without the capability of membership only its own
      if (who !== guest.nick && !guest.caps.has('twitch.tv/membership')) return;
      return this.give(guest, `:${who}!${who}@${who}.tmi.twitch.tv ${command} ${rest.replace(/^:/, '')}`);
    }
    const named = command === '353' || command === '366';
    this.give(guest, `:${named ? `${guest.nick}.tmi.twitch.tv` : prefix} ${command} ${rest}`);
    if (command === '366') {
      const channel = rest.split(' ')[1];
      const moderator = this.options.moderators?.includes(guest.nick) ? 1 : 0;
      const badges = moderator ? 'moderator/1' : '';
      const type = moderator ? 'mod' : '';
      this.give(
        guest,
        `@badges=${badges};color=;display-name=${guest.nick};mod=${moderator};user-type=${type} :tmi.twitch.tv USERSTATE ${channel}`,
      );
      this.give(
        guest,
        `@emote-only=0;followers-only=-1;r9k=0;room-id=1;slow=0;subs-only=0 :tmi.twitch.tv ROOMSTATE ${channel}`,
      );
    }
  }

  private pass(guest: Guest, who: string, rest: string): void {
    const [channel = ''] = rest.split(' ', 1);
    const text = rest.slice(channel.length + 2);
    const at = Date.now();
    const id = this.idFor(guest, who, text, at);
    const moderator = this.options.moderators?.includes(who) ? 1 : 0;
    const broadcaster = `#${who}` === channel;
    const badges = broadcaster ? 'broadcaster/1' : moderator ? 'moderator/1' : '';
    const tags = `badges=${badges};color=;display-name=${who};emotes=;id=${id};mod=${moderator};room-id=1;subscriber=0;tmi-sent-ts=${at};user-id=${this.idOf(who)};user-type=`;
    this.give(guest, `@${tags} :${who}!${who}@${who}.tmi.twitch.tv PRIVMSG ${channel} :${text}`);
  }

  /** One id for one message, whoever sees it; another one when the same is said again. */
  private idFor(guest: Guest, who: string, text: string, at: number): string {
    const key = `${who} ${text}`;
    const known = this.recent.get(key);
    if (known !== undefined && at - known.at < 1000 && !known.seen.has(guest)) {
      known.seen.add(guest);
      return known.id;
    }
    const id = randomUUID();
    this.recent.set(key, { id, at, seen: new Set([guest]) });
    this.said.push({ id, login: who, text, at });
    if (this.recent.size > 5000) this.recent.clear();
    if (this.said.length > 20_000) this.said.splice(0, 10_000);
    return id;
  }
}
