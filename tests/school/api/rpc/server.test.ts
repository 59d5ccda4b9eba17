import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AsleepError, attach, RpcError } from '../../../../school/api/rpc/client.ts';
import { type Serving, serveLife } from '../../../../school/api/rpc/server.ts';
import { apiTexts } from '../../../../school/api/texts.ts';
import { FakeLife } from '../../fake-life.ts';
import { temporaryFolder } from '../../temporary.ts';

let path: string;
let server: Serving;
const clients: { close(): void }[] = [];

beforeEach(async () => {
  path = join(temporaryFolder(), 'baby.sock');
  server = await serveLife(new FakeLife(), path);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await server.close();
});

async function client() {
  const one = await attach(path);
  clients.push(one);
  return one;
}

describe('one client too many', () => {
  it('hears why it is not served, and the next is, as soon as another has gone', async () => {
    for (let i = 0; i < 64; i++) await client();
    for (let i = 0; i < 3; i++) {
      const refusal = await attach(path).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(RpcError);
      expect((refusal as Error).message).toBe(apiTexts.line.tooManyClients(64));
    }
    clients.shift()!.close();
    for (let tries = 0; ; tries++) {
      const served = await attach(path).catch(() => undefined);
      if (served) {
        clients.push(served);
        break;
      }
      expect(tries).toBeLessThan(1000);
    }
  });
});

describe('a socket that was removed', () => {
  it('is made anew, private as before, and those who are connected stay so', async () => {
    const early = await client();
    rmSync(path);
    await expect(attach(path)).rejects.toThrow(AsleepError);
    await server.look();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const late = await client();
    for (const one of [early, late]) expect(await one.status()).toMatchObject({ awake: true });
    // nothing is to be done while it is there
    const before = statSync(path).ino;
    await server.look();
    expect(statSync(path).ino).toBe(before);
    await server.close();
    expect(existsSync(path)).toBe(false);
    await server.look();
    expect(existsSync(path)).toBe(false);
  });
});
