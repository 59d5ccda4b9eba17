/** Who may use the page: a browser that opened a one-time address, and keeps a cookie that no script can read. */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { BoundedMap } from '../../../library/files/bounded-map.ts';

/** Milliseconds for which an address that nobody opened stays good. */
export const ADDRESS_LASTS = 15 * 60_000;
/** Browsers at once; the one that came first is let go. */
export const MOST_SESSIONS = 16;
const MOST_ADDRESSES = 16;

const COOKIE = 'baby-window';
const ID = /^[\w-]{22}$/;

/** A browser that was let in. Its path holds a part that no other server of this machine knows, so that none is sent its cookie. */
export interface Entered {
  /** such as /window/k3…9/ */
  readonly path: string;
  readonly cookie: string;
}

export class Sessions {
  /** digests of the secrets of addresses, with the time at which they end */
  readonly #addresses = new BoundedMap<string, number>(MOST_ADDRESSES);
  /** digests of cookies, by the part of the path */
  readonly #cookies = new BoundedMap<string, Buffer>(MOST_SESSIONS);
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** A secret that lets one browser in, once. */
  newKey(): string {
    const key = secret(32);
    this.#addresses.set(digest(key).toString('hex'), this.#now() + ADDRESS_LASTS);
    return key;
  }

  /** Uses a key up; undefined for one that is not good, or not good any more. */
  enter(key: string): Entered | undefined {
    const name = digest(key).toString('hex');
    const until = this.#addresses.get(name);
    this.#addresses.delete(name);
    if (until === undefined || this.#now() > until) return undefined;
    const [id, value] = [secret(16), secret(32)];
    this.#cookies.set(id, digest(value));
    const path = `/window/${id}/`;
    return { path, cookie: `${COOKIE}=${value}; Path=${path}; HttpOnly; SameSite=Strict` };
  }

  /** Whether a request to the path of a session brings its cookie. */
  isKnown(id: string, cookies: string | undefined): boolean {
    const wanted = ID.test(id) ? this.#cookies.get(id) : undefined;
    const came = cookies?.match(/(?:^|;\s*)baby-window=([\w-]+)/)?.[1];
    return wanted !== undefined && came !== undefined && timingSafeEqual(digest(came), wanted);
  }
}

const secret = (bytes: number): string => randomBytes(bytes).toString('base64url');
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
