import { describe, expect, it } from 'vitest';
import { ADDRESS_LASTS, MOST_SESSIONS, Sessions } from '../../../../school/http/window/sessions.ts';

const idOf = (path: string) => path.split('/')[2] as string;
const sent = (cookie: string) => cookie.split(';')[0];

describe('a one-time address', () => {
  it('lets one browser in, once, with a cookie that only its own path gets and no script reads', () => {
    const sessions = new Sessions();
    const key = sessions.newKey();
    const entered = sessions.enter(key)!;
    expect(entered.path).toMatch(/^\/window\/[\w-]{22}\/$/);
    expect(entered.cookie).toMatch(/^baby-window=[\w-]{43}; Path=\/window\/[\w-]{22}\/; HttpOnly; SameSite=Strict$/);
    expect(entered.cookie).toContain(`Path=${entered.path};`);
    expect(sessions.isKnown(idOf(entered.path), sent(entered.cookie))).toBe(true);
    expect(sessions.isKnown(idOf(entered.path), `other=1; ${sent(entered.cookie)}`)).toBe(true);
    expect(sessions.enter(key)).toBeUndefined();
  });

  it('is not good for ever, and what was never given is not good at all', () => {
    let now = 1000;
    const sessions = new Sessions(() => now);
    const key = sessions.newKey();
    now += ADDRESS_LASTS + 1;
    expect(sessions.enter(key)).toBeUndefined();
    expect(sessions.enter('')).toBeUndefined();
    expect(sessions.enter('a'.repeat(43))).toBeUndefined();
  });

  it('has a cookie that opens no other session, and none without a cookie', () => {
    const sessions = new Sessions();
    const [one, two] = [sessions.enter(sessions.newKey())!, sessions.enter(sessions.newKey())!];
    expect(sessions.isKnown(idOf(one.path), sent(two.cookie))).toBe(false);
    expect(sessions.isKnown(idOf(one.path), undefined)).toBe(false);
    expect(sessions.isKnown(idOf(one.path), 'baby-window=')).toBe(false);
    expect(sessions.isKnown('__proto__', sent(one.cookie))).toBe(false);
  });

  it('lets the browser go that came first when too many come', () => {
    const sessions = new Sessions();
    const first = sessions.enter(sessions.newKey())!;
    for (let i = 1; i < MOST_SESSIONS; i++) sessions.enter(sessions.newKey());
    expect(sessions.isKnown(idOf(first.path), sent(first.cookie))).toBe(true);
    sessions.enter(sessions.newKey());
    expect(sessions.isKnown(idOf(first.path), sent(first.cookie))).toBe(false);
  });
});
