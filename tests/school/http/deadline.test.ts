import { once } from 'node:events';
import { createServer, type IncomingMessage, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { liftDeadline, setDeadline } from '../../../school/http/deadline.ts';

/** A server whose requests have 50 ms, and a request of which a byte comes now and then: what is answered, or why not. */
async function slowly(bytes: number, milliseconds: number, lift?: number): Promise<number | 'cut'> {
  const server = createServer((request: IncomingMessage, response) => {
    setDeadline(request, 50);
    if (lift !== undefined) liftDeadline(request, lift);
    request.resume().once('end', () => response.end('whole'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const asking = send({ host: '127.0.0.1', port, method: 'POST' });
  asking.flushHeaders();
  const answered = new Promise<number | 'cut'>((resolve) => {
    asking.once('response', (response) => resolve(response.resume().statusCode as number));
    asking.once('error', () => resolve('cut'));
  });
  let sent = 0;
  const sending = setInterval(() => {
    if (sent++ < bytes) asking.write('.');
    else asking.end();
  }, milliseconds);
  const result = await answered;
  clearInterval(sending);
  server.closeAllConnections();
  server.close();
  return result;
}

describe('the deadline of a request', () => {
  it('ends one that arrives too slowly', async () => {
    expect(await slowly(100, 20)).toBe(408);
  });

  it('is lifted for a file: it may take as long as its bytes come', async () => {
    expect(await slowly(20, 10, 10_000)).toBe(200);
  });

  it('ends a file of which nothing comes any more', async () => {
    expect(await slowly(2, 100_000, 50)).toBe('cut');
  });
});
