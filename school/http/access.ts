/** Who may ask at all: checked before anything of a request is read. */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { digestOf, type FriendTokens } from './friend-tokens.ts';
import { Refusal } from './refusal.ts';
import { httpTexts } from './texts.ts';

const OWN_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;

/**
 * A page whose name was made to lead to this machine (DNS rebinding) sends that name as Host.
 * @throws Refusal 403
 */
export function checkHost({ host }: IncomingHttpHeaders): void {
  if (OWN_HOST.test(host ?? '')) return;
  throw new Refusal(403, httpTexts.access.otherHost, {
    type: 'permission_error',
  });
}

/**
 * Browsers name the page that asks: it must be one that the owner named.
 * @returns its origin, or undefined where no page asks
 * @throws Refusal 403
 */
export function checkOrigin({ origin }: IncomingHttpHeaders, allowed: readonly string[]): string | undefined {
  if (origin === undefined || allowed.includes(origin)) return origin;
  throw new Refusal(403, httpTexts.access.otherOrigin, {
    type: 'permission_error',
  });
}

/** Whose program asks: the owner's, or a friend's, who hears what may be said to anybody. */
export type Asker = { readonly isOwner: true } | { readonly isOwner: false; readonly friend: string };

/** @throws Refusal 401 */
export function askerOf(
  { authorization }: IncomingHttpHeaders,
  token: string,
  friends: Pick<FriendTokens, 'ownerOf'> | undefined,
): Asker {
  // digests have one length, so the comparison takes the same time whatever came
  const came = digestOf(authorization?.match(/^Bearer +(\S+)\s*$/i)?.[1] ?? '');
  if (timingSafeEqual(came, digestOf(token))) return { isOwner: true };
  const friend = friends?.ownerOf(came);
  if (friend !== undefined) return { isOwner: false, friend };
  throw new Refusal(401, httpTexts.access.noToken, {
    code: 'invalid_api_key',
    headers: { 'www-authenticate': 'Bearer' },
  });
}

/**
 * Other types can be sent by any page without asking first.
 * @throws Refusal 415
 */
export function checkType({ 'content-type': type }: IncomingHttpHeaders): void {
  if (/^application\/json\s*(?:;|$)/i.test(type ?? '')) return;
  throw new Refusal(415, httpTexts.access.otherContentType);
}

/** Whether a page may be named as an origin: a scheme and a host, such as http://localhost:3000; never * or null. */
export const isOrigin = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\/\/[^\s/*?#@]+$/i.test(text);
