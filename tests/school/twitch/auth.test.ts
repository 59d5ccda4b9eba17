import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TwitchAuth } from '../../../school/twitch/connection/auth.ts';
import { NoLoginError } from '../../../school/twitch/connection/supervisor.ts';
import { temporaryFolder } from '../temporary.ts';
import { IdServer } from './id-server.ts';

let ids: IdServer;
let now: number;
let path: string;
const waits: number[] = [];

beforeEach(async () => {
  ids = await IdServer.start();
  now = 1_000_000;
  waits.length = 0;
  path = join(temporaryFolder(), 'twitch', 'token.json');
});
afterEach(() => ids.close().catch(() => {}));

const auth = (changes: object = {}) =>
  new TwitchAuth({
    path,
    base: ids.base,
    now: () => now,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      now += milliseconds;
    },
    ...changes,
  });

const login = async () => {
  const it = auth();
  await it.login('client1', () => {});
  ids.requests.length = 0;
  return it;
};
const stored = () => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;

describe('logging in', () => {
  it('tells the code, waits until it was typed in, and stores the pair for its owner alone', async () => {
    const codes: unknown[] = [];
    const who = await auth().login('client1', (code) => codes.push(code));
    expect(who).toEqual({ login: 'babybot' });
    expect(codes).toEqual([
      { code: 'ABCDEFGH', address: 'https://www.twitch.tv/activate?device-code=ABCDEFGH', seconds: 1800 },
    ]);
    expect(ids.requests).toEqual(['device', 'token device_code', 'token device_code', 'token device_code', 'validate']);
    expect(waits).toEqual([5000, 5000, 5000]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    expect(stored()).toMatchObject({
      login: 'babybot',
      userId: '4242',
      accessToken: 'access1',
      refreshToken: 'refresh1',
    });
  });

  it('slows down when it is told to, and gives up in time', async () => {
    ids.next = { status: 400, message: 'slow_down' };
    ids.pending = 1;
    await auth().login('client1', () => {});
    expect(waits).toEqual([5000, 10_000, 10_000]);
    ids.pending = Infinity;
    await expect(auth().login('client1', () => {})).rejects.toThrow('not typed in at Twitch before it expired');
  });

  it('says in one sentence what is wrong', async () => {
    await expect(auth().login('', () => {})).rejects.toThrow('A client id was expected');
    await expect(auth().login('other', () => {})).rejects.toThrow('invalid client');
    ids.next = { status: 400, message: 'invalid device code' };
    await expect(auth().login('client1', () => {})).rejects.toThrow('did not let it log in: invalid device code');
    ids.scopes = ['chat:read'];
    ids.pending = 0;
    await expect(auth().login('client1', () => {})).rejects.toThrow('should have allowed chat:edit');
    const late = auth();
    await ids.close();
    await expect(late.login('client1', () => {})).rejects.toThrow('cannot be reached');
  });

  it('can be broken off', async () => {
    ids.pending = Infinity;
    const stop = new AbortController();
    const wait = async () => stop.abort(new Error('enough'));
    await expect(auth({ wait }).login('client1', () => {}, stop.signal)).rejects.toThrow();
  });
});

describe('the tokens', () => {
  it('are nobody’s before anybody logged in', async () => {
    expect(auth().stored).toBeUndefined();
    expect(await auth().identity()).toBeNull();
  });

  it('are validated at first, then every hour', async () => {
    const it = await login();
    const fresh = auth();
    expect(await fresh.identity()).toEqual({ login: 'babybot', token: 'access1' });
    expect(await fresh.identity()).toEqual({ login: 'babybot', token: 'access1' });
    expect(ids.requests).toEqual(['validate']);
    now += 55 * 60_000;
    await fresh.identity();
    expect(ids.requests).toEqual(['validate', 'validate']);
    expect(await it.identity()).toEqual({ login: 'babybot', token: 'access1' });
  });

  it('are renewed before they end, when they are refused, and when they are not valid any more', async () => {
    const it = await login();
    now += (14_000 - 300) * 1000;
    expect(await it.identity()).toEqual({ login: 'babybot', token: 'access2' });
    expect(await it.identity(true)).toEqual({ login: 'babybot', token: 'access3' });
    ids.valid.clear();
    now += 56 * 60_000;
    expect(await it.identity()).toEqual({ login: 'babybot', token: 'access4' });
    expect(stored()).toMatchObject({ accessToken: 'access4', refreshToken: 'refresh4' });
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('are renewed once, however many want it at the same time', async () => {
    const it = await login();
    const all = await Promise.all(Array.from({ length: 5 }, () => it.identity(true)));
    expect(new Set(all.map((identity) => identity?.token))).toEqual(new Set(['access2']));
    expect(ids.requests).toEqual(['token refresh_token']);
  });

  it('give way to a newer login of another process', async () => {
    const it = await login();
    const renewing = it.identity(true);
    writeFileSync(path, JSON.stringify({ ...stored(), accessToken: 'newer', refreshToken: 'newer2' }));
    expect(await renewing).toEqual({ login: 'babybot', token: 'newer' });
    expect(stored()).toMatchObject({ refreshToken: 'newer2' });
  });

  it('that only a person can renew are told so; what may pass is another error', async () => {
    const it = await login();
    ids.down = true;
    const unavailable = await it.identity(true).catch((error: Error) => error);
    expect(unavailable).not.toBeInstanceOf(NoLoginError);
    ids.down = false;
    ids.revokeAll();
    const dead = (await it.identity(true).catch((error: Error) => error)) as Error;
    expect(dead).toBeInstanceOf(NoLoginError);
    expect(dead.message).toContain('baby twitch login');
    expect(dead.message).not.toMatch(/access|refresh1/);
  });

  it('in a damaged file are told in one sentence, without them', async () => {
    await login();
    writeFileSync(path, '{"accessToken":"half of a secr');
    expect(() => auth().stored).toThrow('is damaged: log in again');
    try {
      void auth().stored;
    } catch (error) {
      expect(JSON.stringify([String(error), String((error as Error).cause)])).not.toContain('secr');
    }
  });

  it('go when it logs out', async () => {
    const it = await login();
    expect(await it.logout()).toBe(true);
    expect(ids.requests).toEqual(['revoke']);
    expect(it.stored).toBeUndefined();
    expect(await it.logout()).toBe(false);
  });
});
