/** A small server that gives out tokens as id.twitch.tv does: each refresh token works once. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export class IdServer {
  readonly requests: string[] = [];
  /** polls until the code counts as typed in; Infinity: never */
  pending = 2;
  /** what the next answer to a poll says instead, once */
  next: { status: number; message: string } | undefined;
  scopes = ['chat:edit', 'chat:read'];
  lifetime = 14_000;
  /** seconds between two polls */
  interval = 5;
  /** answers with status 503 while true */
  down = false;
  readonly valid = new Set<string>();
  private readonly refreshTokens = new Set<string>();
  private issued = 0;
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  static async start(): Promise<IdServer> {
    const server = createServer();
    const ids = new IdServer(server);
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
      request.on('end', () => {
        const path = request.url ?? '';
        const fields = Object.fromEntries(new URLSearchParams(body));
        ids.requests.push(
          `${path.replace('/oauth2/', '')}${fields['grant_type'] ? ` ${fields['grant_type'].split(':').pop()}` : ''}`,
        );
        const { status, json } = ids.answer(path, fields, request.headers.authorization);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return ids;
  }

  get base(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  /** What was given out is worth nothing any more. */
  revokeAll(): void {
    this.valid.clear();
    this.refreshTokens.clear();
  }

  pair() {
    const n = ++this.issued;
    this.valid.add(`access${n}`);
    this.refreshTokens.add(`refresh${n}`);
    return {
      access_token: `access${n}`,
      refresh_token: `refresh${n}`,
      expires_in: this.lifetime,
      token_type: 'bearer',
    };
  }

  private answer(
    path: string,
    fields: Record<string, string>,
    authorization?: string,
  ): { status: number; json: object } {
    const refuse = (status: number, message: string) => ({ status, json: { status, message } });
    if (this.down) return refuse(503, 'service unavailable');
    if (path === '/oauth2/device') {
      if (fields['client_id'] !== 'client1') return refuse(400, 'invalid client');
      const json = {
        device_code: 'device1',
        expires_in: 1800,
        interval: this.interval,
        user_code: 'ABCDEFGH',
        verification_uri: 'https://www.twitch.tv/activate?device-code=ABCDEFGH',
      };
      return { status: 200, json };
    }
    if (path === '/oauth2/validate') {
      const token = (authorization ?? '').replace('OAuth ', '');
      if (!this.valid.has(token)) return refuse(401, 'invalid access token');
      const json = {
        client_id: 'client1',
        login: 'babybot',
        user_id: '4242',
        scopes: this.scopes,
        expires_in: this.lifetime,
      };
      return { status: 200, json };
    }
    if (path === '/oauth2/revoke') return { status: 200, json: {} };
    if (fields['grant_type'] === 'refresh_token') {
      if (!this.refreshTokens.delete(fields['refresh_token'] ?? '')) return refuse(400, 'Invalid refresh token');
      return { status: 200, json: this.pair() };
    }
    const { next } = this;
    this.next = undefined;
    if (next) return refuse(next.status, next.message);
    return this.pending-- > 0 ? refuse(400, 'authorization_pending') : { status: 200, json: this.pair() };
  }
}
