/** What any static host does with a folder; `isolated` adds the two headers that let threads share a memory. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

export async function staticHost(folder: string, isolated: boolean): Promise<Server> {
  const headers = isolated
    ? { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
    : {};
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname));
    try {
      const file = join(folder, path.endsWith('/') ? join(path, 'index.html') : path);
      const bytes = readFileSync(file);
      response
        .writeHead(200, { ...headers, 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
        .end(bytes);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

export const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

export function closeHost(server: Server | undefined): void {
  server?.closeAllConnections();
  server?.close();
}

/** `npm run page`, of what was built. */
export const writePage = (...args: string[]) =>
  spawnSync(
    process.execPath,
    [join(import.meta.dirname, '..', '..', 'dist', 'school', 'cli', 'write-page.js'), ...args],
    {
      encoding: 'utf8',
    },
  );
