/** The socket server of an awake baby: every process that may read the home may watch, speak and put it to sleep. */
import { once } from 'node:events';
import { chmodSync, existsSync, lstatSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';
import { printable } from '../../../library/notices/printable.ts';
import { prepareSocketFolder } from '../../home/socket-path.ts';
import type { Baby } from '../contract.ts';
import { apiTexts } from '../texts.ts';
import { Connection } from './connection.ts';
import type { FromServer } from './protocol.ts';

/** More views at once than this means that something goes round in circles. */
const MOST_CLIENTS = 64;

/** A life that is served. */
export interface Serving {
  /** Makes the socket again after it was removed, for example by a cleaner of /tmp. @throws Error with one sentence if it cannot be made */
  look(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Serves a life on a socket that only its owner can open (0600). Call it only with the home's lock in hand: what an earlier
 * holder left in the socket's place is removed.
 * @throws Error with one clear sentence if the socket cannot be made
 */
export async function serveLife(life: Baby, socketPath: string): Promise<Serving> {
  const pipe = socketPath.startsWith('\\\\');
  if (!pipe) {
    prepareSocketFolder(socketPath);
    await removeStale(socketPath);
  }
  const connections = new Set<Connection>();
  const begin = async (): Promise<Server> => {
    const server = createServer((socket) => {
      if (connections.size >= MOST_CLIENTS) return refuse(socket);
      const connection = new Connection(socket, life);
      connections.add(connection);
      socket.once('close', () => connections.delete(connection));
    });
    server.maxConnections = 2 * MOST_CLIENTS;
    await listen(server, socketPath);
    if (!pipe) chmodSync(socketPath, 0o600);
    return server;
  };
  let server = await begin();
  const unwatch = life.watch((event) => {
    for (const connection of connections) connection.push(event);
  });
  let closing: Promise<void> | undefined;
  return {
    async look() {
      if (pipe || closing || existsSync(socketPath)) return;
      // those who are connected stay so; it waits for none of them
      server.close();
      prepareSocketFolder(socketPath);
      server = await begin();
    },
    close() {
      closing ??= (async () => {
        unwatch();
        const closed = new Promise<void>((resolve) => server.close(() => resolve()));
        await Promise.all([...connections].map((connection) => connection.end()));
        await closed;
        // Node removes the socket itself; where it could not, the next wake does.
      })();
      return closing;
    },
  };
}

/** Tells a client why it is not served, and hangs up. */
function refuse(socket: Socket): void {
  socket.on('error', () => socket.destroy());
  const message = apiTexts.line.tooManyClients(MOST_CLIENTS);
  const line: FromServer = { id: null, error: { code: 'busy', message } };
  socket.end(`${JSON.stringify(line)}\n`);
  setTimeout(() => socket.destroy(), 1000).unref();
}

/** Removes a socket on which nobody listens any more. */
async function removeStale(path: string): Promise<void> {
  const code = await new Promise<string | undefined>((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(undefined);
    });
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
  });
  if (code === undefined) {
    throw new Error(apiTexts.line.socketTaken(printable(path)));
  }
  if (code === 'ECONNREFUSED' && lstatSync(path).isSocket()) rmSync(path, { force: true });
}

async function listen(server: Server, path: string): Promise<void> {
  // The name appears with its final rights, so that there is no moment in which others could come in.
  const before = isMainThread ? process.umask(0o177) : undefined;
  try {
    const listening = once(server, 'listening');
    try {
      server.listen(path);
    } finally {
      if (before !== undefined) process.umask(before);
    }
    await listening;
  } catch (error) {
    const why = printable((error as Error).message);
    throw new Error(apiTexts.line.noSocket(printable(path), why), { cause: error });
  }
}
