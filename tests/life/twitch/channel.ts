/** A channel to test in: an IRC server, the gateway before it, a server of tokens, the bot's service, and viewers with real clients. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import tmi from 'tmi.js';
import { trainTokenizer } from '../../../library/tokenizer/index.ts';
import type { Example, TwitchStatus } from '../../../school/api/twitch-messages.ts';
import { TWITCH_DEFAULTS, type TwitchSettings } from '../../../school/settings/twitch-settings.ts';
import { TwitchAuth } from '../../../school/twitch/connection/auth.ts';
import { TwitchService } from '../../../school/twitch/service.ts';
import { type TwitchServiceOptions, twitchFiles } from '../../../school/twitch/service-options.ts';
import { FakeLife } from '../../school/fake-life.ts';
import { IdServer } from '../../school/twitch/id-server.ts';
import { Gateway } from './gateway.ts';
import { type Ircd, startIrcd } from './ircd.ts';

export const BOT = 'babybot';
export const MODERATOR = 'moddy';

/** Waits until something is so; the test's own limit ends a wait in vain. */
export async function until(is: () => boolean): Promise<void> {
  while (!is()) await sleep(10);
}

const tokenizer = trainTokenizer([Buffer.from('a small text, for the guard of a small library')], {
  vocabularySize: 270,
});

/** Invisible; Chatterino appends it to a line that repeats the last one, since Twitch refuses the same line twice within 30 s. */
const SET_APART = ' \u{E0000}';

/** Somebody with a real client. */
export class Viewer {
  readonly login: string;
  readonly heard: { from: string; text: string; at: number }[] = [];
  /** notices of Twitch that it did not pass on what this viewer said */
  readonly refused: string[] = [];
  private last = '';
  private readonly client: InstanceType<typeof tmi.Client>;

  /** @param only whom it listens to; left out: everybody */
  constructor(login: string, port: number, only?: string) {
    this.login = login;
    this.client = new tmi.Client({
      options: { skipUpdatingEmotesets: true, joinInterval: 300 },
      connection: { server: '127.0.0.1', port, secure: false, reconnect: false },
      identity: { username: login, password: 'oauth:viewer' },
      channels: ['loop'],
      logger: { info() {}, warn() {}, error() {} },
    });
    this.client.on('message', (_channel, tags, text, self) => {
      if (!self && (only === undefined || tags.username === only))
        this.heard.push({ from: String(tags.username), text, at: Date.now() });
    });
    this.client.on('notice', (_channel, id, text) => this.refused.push(`${id}: ${text}`));
  }

  async enter(): Promise<void> {
    const joined = new Promise<void>((resolve) =>
      this.client.on('join', (_channel, _login, self) => self && resolve()),
    );
    await this.client.connect();
    await joined;
  }

  async say(text: string): Promise<void> {
    this.last = text === this.last ? text + SET_APART : text;
    await this.client.say('loop', this.last);
  }

  /** The next thing that the bot says, from now on. */
  async hears(pattern: RegExp, from = this.heard.length): Promise<string> {
    const find = () => this.heard.slice(from).find((line) => line.from === BOT && pattern.test(line.text));
    await until(() => find() !== undefined);
    return find()?.text as string;
  }

  async leave(): Promise<void> {
    await this.client.disconnect().catch(() => {});
  }
}

export class Channel {
  readonly ircd: Ircd;
  readonly gateway: Gateway;
  readonly ids: IdServer;
  readonly folder: string;
  readonly life = new FakeLife();
  readonly notes: string[] = [];
  readonly statuses: TwitchStatus[] = [];
  readonly taught: Example[] = [];
  readonly untaught: string[] = [];
  settings: TwitchSettings;
  service: TwitchService;
  private readonly viewers: Viewer[] = [];

  private constructor(ircd: Ircd, gateway: Gateway, ids: IdServer) {
    this.ircd = ircd;
    this.gateway = gateway;
    this.ids = ids;
    this.folder = mkdtempSync(join(tmpdir(), 'babyllm-twitch-'));
    this.settings = {
      ...TWITCH_DEFAULTS,
      server: `ws://127.0.0.1:${gateway.port}`,
      idServer: ids.base,
      clientId: 'client1',
      userSeconds: 0,
      channelSeconds: 0,
    };
    this.service = this.newService();
  }

  static async open(ircd: Ircd): Promise<Channel> {
    const ids = await IdServer.start();
    const accepts = (token: string): boolean => token === 'viewer' || ids.valid.has(token);
    const gateway = await Gateway.start({ ircPort: ircd.port, accepts, moderators: [MODERATOR] });
    return new Channel(ircd, gateway, ids);
  }

  /** Another service on the same home, as after another wake. */
  newService(changes: Partial<TwitchServiceOptions> = {}): TwitchService {
    this.service = new TwitchService({
      folder: join(this.folder, 'twitch'),
      settings: () => this.settings,
      life: this.life,
      souls: () => [{ name: 'soul-3', step: 3 }],
      teach: (example) => this.taught.push(example),
      untaught: (ids) => this.untaught.push(...ids),
      onVerdict: () => {},
      onNote: (level, message) => this.notes.push(`${level}: ${message}`),
      onStatus: (status) => this.statuses.push(status),
      backOff: [20, 100],
      ...changes,
    });
    return this.service;
  }

  /** Logs in, readies the guard, and joins. */
  async join(): Promise<TwitchStatus> {
    await this.logIn();
    await this.guard();
    return this.service.join('loop');
  }

  async logIn(): Promise<void> {
    this.ids.pending = 0;
    const auth = new TwitchAuth({
      path: twitchFiles(join(this.folder, 'twitch')).tokens,
      base: this.ids.base,
      wait: async () => {},
    });
    await auth.login('client1', () => {});
    this.ids.requests.length = 0;
  }

  guard(text = 'nothing private'): Promise<void> {
    return this.service.library([{ name: 'a.txt', tokens: Uint16Array.from(tokenizer.encode(text)) }], tokenizer);
  }

  async viewer(login: string, only?: string): Promise<Viewer> {
    const viewer = new Viewer(login, this.gateway.port, only);
    this.viewers.push(viewer);
    await viewer.enter();
    return viewer;
  }

  async close(): Promise<void> {
    await this.service.close();
    for (const viewer of this.viewers) await viewer.leave();
    await this.gateway.close();
    await this.ids.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export { startIrcd };
