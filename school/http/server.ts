/** An HTTP server for programs of this machine: it listens on the loopback addresses alone, and within narrow limits. */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setDeadline } from './deadline.ts';
import type { ServedBaby } from './exchange.ts';
import { type Admission, answer } from './routes.ts';
import { httpTexts } from './texts.ts';
import { VoiceLine } from './voice-line.ts';

export interface HttpLimits {
  /** connections at once */
  readonly connections: number;
  /** milliseconds in which the headers of a request must be there */
  readonly headers: number;
  /** … and all of it, except a file that is sent to the page */
  readonly request: number;
  /** … without any byte, until a connection is closed */
  readonly idle: number;
}

export const LIMITS: HttpLimits = { connections: 64, headers: 10_000, request: 30_000, idle: 600_000 };

export interface HttpOptions extends Admission {
  /** 0: any that is free */
  readonly port: number;
  /** any port that is free where this one is taken */
  readonly orAnyPort?: boolean;
  /** what the baby calls its owner */
  readonly owner: string;
  /** whether it learns while it is served: then programs that ask all the time leave it most of its time */
  readonly learns?: boolean;
  readonly limits?: HttpLimits;
  /** errors that no request should be able to cause */
  readonly onFault?: (error: unknown) => void;
}

export interface HttpServing {
  readonly port: number;
  /** such as http://127.0.0.1:11435 */
  readonly addresses: readonly string[];
  /** Ends every connection, and every reply. */
  close(): Promise<void>;
}

/** There is no such address on this machine. */
const NO_ADDRESS = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EPROTONOSUPPORT']);

/**
 * Serves a baby over HTTP on 127.0.0.1, and on ::1 where there is one.
 * @throws Error with one sentence if the port cannot be had
 */
export async function serveHttp(baby: ServedBaby, options: HttpOptions): Promise<HttpServing> {
  try {
    return await serveOn(baby, options);
  } catch (error) {
    const isTaken = codeOf((error as Error).cause) === 'EADDRINUSE';
    if (isTaken && options.orAnyPort) return serveOn(baby, { ...options, port: 0 });
    throw error;
  }
}

async function serveOn(baby: ServedBaby, options: HttpOptions): Promise<HttpServing> {
  const { limits = LIMITS, onFault = () => {} } = options;
  const service = {
    baby,
    owner: options.owner,
    line: new VoiceLine(baby, { learns: options.learns ?? false }),
    since: new Date(),
  };
  const sockets = new Set<Socket>();
  const listener: RequestListener = (request, response) => {
    setDeadline(request, limits.request);
    void answer(request, response, service, options, onFault);
  };
  const make = (): Server => {
    const { headers: headersTimeout, idle } = limits;
    const connectionsCheckingInterval = Math.min(1000, headersTimeout);
    const server = createServer({ headersTimeout, requestTimeout: 0, connectionsCheckingInterval }, listener);
    server.setTimeout(idle);
    server.on('connection', (socket) => {
      if (sockets.size >= limits.connections) return void socket.destroy();
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    return server;
  };
  const servers: Server[] = [];
  const close = async (): Promise<void> => {
    const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
  };
  const first = make();
  await listen(first, options.port, '127.0.0.1');
  servers.push(first);
  const { port } = first.address() as AddressInfo;
  const second = make();
  try {
    await listen(second, port, '::1');
    servers.push(second);
  } catch (error) {
    if (!NO_ADDRESS.has(codeOf((error as Error).cause))) {
      // another program there would be heard in place of the baby, by everybody who asks for localhost
      await close();
      throw error;
    }
  }
  const hosts = ['127.0.0.1', ...(servers.length > 1 ? ['[::1]'] : [])];
  return { port, addresses: hosts.map((host) => `http://${host}:${port}`), close };
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    const why: Readonly<Record<string, string>> = {
      EADDRINUSE: httpTexts.port.taken,
      EACCES: httpTexts.port.notAllowed,
    };
    const reason = why[codeOf(error)] ?? (error as Error).message;
    throw new Error(httpTexts.port.unusable(port, host, reason), { cause: error });
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException | undefined)?.code ?? '';
