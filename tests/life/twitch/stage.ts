/** Where the built program meets Twitch: an IRC server, the gateway before it, a server of tokens, homes that are logged in, and viewers. */

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { attach } from '../../../school/api/rpc/client.ts';
import type { TwitchRequest, TwitchStatus } from '../../../school/api/twitch-messages.ts';
import { findHome } from '../../../school/home/home.ts';
import type { Config } from '../../../school/settings/config.ts';
import type { TwitchSettings } from '../../../school/settings/twitch-settings.ts';
import { TwitchAuth } from '../../../school/twitch/connection/auth.ts';
import { twitchFiles } from '../../../school/twitch/service-options.ts';
import { IdServer } from '../../school/twitch/id-server.ts';
import { newHome } from '../program.ts';
import { MODERATOR, Viewer } from './channel.ts';
import { Gateway } from './gateway.ts';
import { type Ircd, startIrcd } from './ircd.ts';

/** Long enough for a machine that has much else to do. */
const PATIENCE = 120_000;

export async function until(isSo: () => boolean | Promise<boolean>, what: string, every = 50): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`${what} was waited for in vain`);
    await sleep(every);
  }
}

/** Settings of Twitch and of everything else. */
export type StageConfig = Partial<Omit<Config, 'twitch'>> & { readonly twitch?: Partial<TwitchSettings> };

export class Stage {
  readonly ircd: Ircd;
  readonly gateway: Gateway;
  readonly ids: IdServer;
  private viewers: Viewer[] = [];

  private constructor(ircd: Ircd, gateway: Gateway, ids: IdServer) {
    this.ircd = ircd;
    this.gateway = gateway;
    this.ids = ids;
  }

  static async open(): Promise<Stage> {
    const ircd = await startIrcd();
    const ids = await IdServer.start();
    const accepts = (token: string): boolean => token === 'viewer' || ids.valid.has(token);
    return new Stage(ircd, await Gateway.start({ ircPort: ircd.port, accepts, moderators: [MODERATOR] }), ids);
  }

  /** What a home needs to find the channel here; it waits for nobody between two answers. */
  get settings(): Partial<TwitchSettings> {
    return {
      channel: 'loop',
      server: `ws://127.0.0.1:${this.gateway.port}`,
      idServer: this.ids.base,
      clientId: 'client1',
      userSeconds: 0,
      channelSeconds: 0,
    };
  }

  /** A new home that is logged in, unless it shall not be. */
  async home(
    { twitch, ...config }: StageConfig,
    texts: Record<string, string>,
    { login = true }: { login?: boolean } = {},
  ): Promise<string> {
    const home = newHome({ ...config, twitch: { ...this.settings, ...twitch } }, texts);
    if (login) {
      this.ids.pending = 0;
      const { tokens } = twitchFiles(join(home, 'twitch'));
      await new TwitchAuth({ path: tokens, base: this.ids.base, wait: async () => {} }).login('client1', () => {});
    }
    return home;
  }

  async viewer(login: string): Promise<Viewer> {
    const viewer = new Viewer(login, this.gateway.port);
    this.viewers.push(viewer);
    await viewer.enter();
    return viewer;
  }

  /** Lets all viewers leave. */
  async clear(): Promise<void> {
    for (const viewer of this.viewers.splice(0)) await viewer.leave();
  }

  async close(): Promise<void> {
    await this.clear();
    await this.gateway.close();
    await this.ids.close();
    await this.ircd.close();
  }
}

/** Asks the baby of a home that is awake. */
export async function ofTwitch(home: string, request: TwitchRequest = { do: 'status' }): Promise<TwitchStatus> {
  const life = await attach(findHome(home).socket);
  try {
    return (await life.twitch(request)).status;
  } finally {
    life.close();
  }
}

/** Waits until it is in the channel and may say what it likes. */
export const isReady = (home: string): Promise<void> =>
  until(async () => {
    const { connection, guarded } = await ofTwitch(home);
    return connection === 'joined' && guarded;
  }, 'being in the channel, with private texts guarded');
