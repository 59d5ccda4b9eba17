import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BOT, Channel, startIrcd, until } from './channel.ts';
import type { Ircd } from './ircd.ts';

let ircd: Ircd;
let channel: Channel;

beforeAll(async () => {
  ircd = await startIrcd();
});
afterAll(() => ircd?.close());
beforeEach(async () => {
  channel = await Channel.open(ircd);
  channel.settings = { ...channel.settings, learn: 'opt-in' };
  channel.newService();
  await channel.join();
});
afterEach(() => channel.close());

/** A line of somebody, as the server sends it to the bot. */
function give(who: string, text: string, tags: Record<string, string> = {}, command = 'PRIVMSG'): void {
  const all = { badges: '', id: crypto.randomUUID(), 'room-id': '1', 'user-id': who, ...tags };
  const written = Object.entries(all).map(([name, value]) => `${name}=${value}`);
  const prefix = command === 'PRIVMSG' ? `:${who}!${who}@${who}.tmi.twitch.tv` : ':tmi.twitch.tv';
  channel.gateway.raw(BOT, `@${written.join(';')} ${prefix} ${command} #loop :${text}`);
}

const OTHER = { 'source-room-id': '99', 'source-id': 'a-b-c' };
const OWN = { 'source-room-id': '1', 'source-id': 'd-e-f' };
const heard = (): number => channel.service.status().heard;

describe('in a Shared Chat', () => {
  it('what comes from another room is heard by nobody, and the same person here is', async () => {
    give('nina', '!aioptin', OTHER);
    give('nina', '!bby hello from next door', OTHER);
    give('nina', `@${BOT} and you?`, OTHER);
    give('nina', 'my cat slept on the radio all winter', OTHER);
    give('omod', '!babymute 3', { ...OTHER, mod: '1', badges: 'moderator/1' });
    // the same person, in this room
    give('nina', '!aioptin', OWN);
    await until(() => heard() === 1);
    expect(channel.service.status()).toMatchObject({ optedIn: 1, kept: 0, muted: null });
    expect(channel.life.said).toEqual([]);
    give('nina', 'and in spring she moved to the piano', OWN);
    await until(() => channel.service.status().kept === 1);
    // another room deletes, clears and times out: that is not this room
    give('', 'gone', { ...OTHER, 'target-msg-id': 'x' }, 'CLEARMSG');
    give('', 'nina', { ...OTHER, 'target-user-id': 'nina' }, 'CLEARCHAT');
    channel.gateway.raw(BOT, `@room-id=1;source-room-id=99 :tmi.twitch.tv CLEARCHAT #loop`);
    give('nina', '!bby hello', OWN);
    await until(() => channel.life.said.length === 1);
    expect(channel.service.status()).toMatchObject({ optedIn: 1, kept: 1 });
    channel.gateway.raw(BOT, '@room-id=1;source-room-id=1;target-user-id=nina :tmi.twitch.tv CLEARCHAT #loop :nina');
    await until(() => channel.service.status().optedIn === 0);
  });

  it('a reply to somebody is heard as the command that it holds', async () => {
    give('rosa', '!aioptin');
    await until(() => channel.service.status().optedIn === 1);
    give('rosa', '@ヴィヴィ !aioptout', { 'reply-parent-user-login': 'vivi', 'reply-parent-display-name': 'ヴィヴィ' });
    await until(() => channel.service.status().optedIn === 0);
    give('moddy', '@Rosa !babymute 5', {
      'reply-parent-user-login': 'rosa',
      'reply-parent-display-name': 'Rosa',
      mod: '1',
    });
    await until(() => channel.service.status().muted !== null);
  });
});
