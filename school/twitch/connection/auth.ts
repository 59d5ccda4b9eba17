/**
 * Logging in to Twitch as a public client, without a secret: the device code flow, validation every hour, and refreshing
 * (dev.twitch.tv/docs/authentication/getting-tokens-oauth/#device-code-grant-flow).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { printable } from '../../../library/notices/printable.ts';
import { connectionTexts } from '../texts/connection.ts';
import { type Identity, NoLoginError } from './supervisor.ts';
import { type StoredTokens, TokenFile } from './token-file.ts';

/** The scopes: reading and writing chat only. */
export const SCOPES = ['chat:read', 'chat:edit'] as const;

/** Twitch requires a validation every hour; the margin allows for a late timer. */
const VALID = 50 * 60_000;
const LOOK = 55 * 60_000;
/** A token is refreshed when it expires in less than this, in milliseconds. */
const MARGIN = 10 * 60_000;
/** Timeout of one request, in milliseconds. */
const PATIENCE = 15_000;

const deviceSchema = z.object({
  device_code: z.string(),
  expires_in: z.number(),
  interval: z.number().default(5),
  user_code: z.string(),
  verification_uri: z.string(),
});
const pairSchema = z.object({ access_token: z.string(), refresh_token: z.string(), expires_in: z.number() });
const validSchema = z.object({
  client_id: z.string(),
  login: z.string(),
  user_id: z.string(),
  scopes: z.array(z.string()).nullish(),
  expires_in: z.number(),
});

export interface AuthOptions {
  readonly path: string;
  /** https://id.twitch.tv */
  readonly base: string;
  readonly fetch?: typeof fetch;
  readonly now?: () => number;
  /** waits for a number of milliseconds */
  readonly wait?: (milliseconds: number, signal?: AbortSignal) => Promise<unknown>;
}

/** The address to open and the code to type there. */
export interface DeviceCode {
  readonly code: string;
  readonly address: string;
  readonly seconds: number;
}

/** Twitch answered with an error. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export class TwitchAuth {
  private readonly file: TokenFile;
  private readonly options: Required<AuthOptions>;
  private validatedAt = Number.NEGATIVE_INFINITY;
  private validated = '';
  private refreshing: Promise<StoredTokens> | undefined;

  constructor(options: AuthOptions) {
    this.file = new TokenFile(options.path);
    this.options = {
      fetch: globalThis.fetch,
      now: Date.now,
      wait: (milliseconds, signal) => sleep(milliseconds, undefined, signal ? { signal } : {}),
      ...options,
    };
  }

  /** The account that is logged in, or undefined. @throws Error if the file is damaged */
  get stored(): { login: string; userId: string; expiresAt: number } | undefined {
    return this.file.read();
  }

  /**
   * Logs in: reports the code, and waits until it was typed in on Twitch's page.
   * @throws Error with one sentence if the login was refused or timed out
   */
  async login(clientId: string, onCode: (code: DeviceCode) => void, signal?: AbortSignal): Promise<{ login: string }> {
    if (clientId === '') {
      throw new NoLoginError(connectionTexts.noClientId);
    }
    const scopes = SCOPES.join(' ');
    const device = await this.post('device', { client_id: clientId, scopes }, deviceSchema, signal);
    onCode({ code: device.user_code, address: device.verification_uri, seconds: device.expires_in });
    const end = this.options.now() + device.expires_in * 1000;
    let interval = Math.max(1, device.interval) * 1000;
    while (this.options.now() < end) {
      await this.options.wait(interval, signal);
      try {
        const grant = 'urn:ietf:params:oauth:grant-type:device_code';
        const fields = { client_id: clientId, scopes, device_code: device.device_code, grant_type: grant };
        const pair = await this.post('token', fields, pairSchema, signal);
        const tokens = await this.complete(clientId, pair);
        await this.file.write(tokens);
        return { login: tokens.login };
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        if (/slow_down/i.test(error.message)) interval += 5000;
        else if (!/authorization_pending/i.test(error.message)) {
          throw new Error(connectionTexts.loginRefused(error.message), { cause: error });
        }
      }
    }
    throw new Error(connectionTexts.codeExpired);
  }

  /**
   * The account with a valid token; null if nobody has logged in.
   * @param rejected whether the server rejected the last token
   * @throws NoLoginError if a person has to log in again; other errors are temporary
   */
  async identity(rejected = false): Promise<Identity | null> {
    let tokens = this.file.read();
    if (tokens === undefined) return null;
    const now = this.options.now();
    if (rejected || tokens.expiresAt - now < MARGIN) tokens = await this.refresh(tokens);
    else if (this.validated !== tokens.accessToken || now - this.validatedAt >= VALID)
      tokens = await this.validate(tokens);
    return { login: tokens.login, token: tokens.accessToken };
  }

  /** Validates every hour, as Twitch requires (connecting validates too); `onLost` is called when a person has to log in again. */
  keepValid(onLost: (message: string) => void, onNote: (message: string) => void): { stop(): void } {
    const look = (): void => {
      this.identity().catch((error: Error) => (error instanceof NoLoginError ? onLost : onNote)(error.message));
    };
    const timer = setInterval(look, LOOK);
    timer.unref();
    return { stop: () => clearInterval(timer) };
  }

  /** Revokes the tokens at Twitch, and deletes them here even if that fails. Returns whether there were any. */
  async logout(): Promise<boolean> {
    const tokens = this.file.read();
    if (tokens === undefined) return false;
    this.file.remove();
    await this.request('revoke', { client_id: tokens.clientId, token: tokens.accessToken });
    return true;
  }

  private async validate(tokens: StoredTokens): Promise<StoredTokens> {
    const answer = await this.ask('validate', { headers: { authorization: `OAuth ${tokens.accessToken}` } });
    if (answer.status === 401) return this.refresh(tokens);
    const { expires_in } = read(validSchema, answer, 'validate');
    this.validated = tokens.accessToken;
    this.validatedAt = this.options.now();
    const expiresAt = this.options.now() + expires_in * 1000;
    return { ...tokens, expiresAt };
  }

  /** Refreshes the pair of tokens. Concurrent calls share one request, since a refresh token works only once. */
  private refresh(tokens: StoredTokens): Promise<StoredTokens> {
    this.refreshing ??= this.refreshOnce(tokens).finally(() => {
      this.refreshing = undefined;
    });
    return this.refreshing;
  }

  private async refreshOnce({ clientId, refreshToken, login }: StoredTokens): Promise<StoredTokens> {
    try {
      const fields = { client_id: clientId, grant_type: 'refresh_token', refresh_token: refreshToken };
      const pair = await this.post('token', fields, pairSchema);
      const known = this.file.read();
      // another process has logged in meanwhile: its pair is newer
      if (known !== undefined && known.refreshToken !== refreshToken) return known;
      const kept = { ...(known as StoredTokens), ...fieldsOf(pair, this.options.now()) };
      // written to the disk first, since the old pair is no longer valid
      await this.file.write(kept);
      this.validated = kept.accessToken;
      this.validatedAt = this.options.now();
      return kept;
    } catch (error) {
      if (!(error instanceof Refused) || error.status >= 500) throw error;
      throw new NoLoginError(connectionTexts.loginNotValid(printable(login), error.message), { cause: error });
    }
  }

  private async complete(clientId: string, pair: z.output<typeof pairSchema>): Promise<StoredTokens> {
    const answer = await this.ask('validate', { headers: { authorization: `OAuth ${pair.access_token}` } });
    const { login, user_id, scopes } = read(validSchema, answer, 'validate');
    const missing = SCOPES.filter((scope) => !scopes?.includes(scope));
    if (missing.length > 0) throw new Error(connectionTexts.scopesMissing(missing));
    return { version: 1, clientId, login, userId: user_id, scopes: [...SCOPES], ...fieldsOf(pair, this.options.now()) };
  }

  private async post<T>(
    what: string,
    fields: Record<string, string>,
    schema: z.ZodType<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    return read(schema, await this.request(what, fields, signal), what);
  }

  private request(what: string, fields: Record<string, string>, signal?: AbortSignal): Promise<Answer> {
    return this.ask(what, { method: 'POST', body: new URLSearchParams(fields) }, signal);
  }

  private async ask(what: string, init: RequestInit, signal?: AbortSignal): Promise<Answer> {
    const patience = AbortSignal.timeout(PATIENCE);
    try {
      const answer = await this.options.fetch(`${this.options.base}/oauth2/${what}`, {
        ...init,
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, patience]) : patience,
      });
      return { status: answer.status, body: (await answer.text()).slice(0, 100_000) };
    } catch (error) {
      if (signal?.aborted) throw error;
      const why =
        (error as Error).cause instanceof Error ? ((error as Error).cause as Error).message : (error as Error).message;
      throw new Error(connectionTexts.twitchNotReached(printable(why)), {
        cause: error,
      });
    }
  }
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** @throws Refused if Twitch answers with an error; Error if the answer is malformed. Neither message holds a token. */
function read<T>(schema: z.ZodType<T>, { status, body }: Answer, what: string): T {
  let json: unknown;
  try {
    json = body === '' ? {} : JSON.parse(body);
  } catch {
    json = {};
  }
  if (status < 200 || status >= 300) {
    const said = (json as { message?: unknown }).message;
    throw new Refused(
      status,
      typeof said === 'string' && said !== '' ? printable(said.slice(0, 200)) : connectionTexts.status(status),
    );
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new Error(connectionTexts.unexpectedAnswer(what));
}

const fieldsOf = (pair: z.output<typeof pairSchema>, now: number) => ({
  accessToken: pair.access_token,
  refreshToken: pair.refresh_token,
  expiresAt: now + pair.expires_in * 1000,
});
