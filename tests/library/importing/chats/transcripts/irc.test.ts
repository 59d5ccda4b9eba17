import { describe, expect, it } from 'vitest';
import { memorySource, readAll, said, times } from '../../read.ts';

const LOGS: [string, string, string[], (string | undefined)[]][] = [
  [
    '#harbour.log',
    '--- Log opened Fri Mar 15 21:00:00 2024\n21:04 <mara> the lighthouse is out\n21:05 <@jonasb> I climb up\n21:06 < jonasb> with a candle\n21:07  * jonasb climbs\n21:08 -!- mara [~m@host] has quit [Ping timeout]\n--- Day changed Sat Mar 16 2024\n00:01 <jonasb> hello?',
    ['mara: the lighthouse is out', 'jonasb: I climb up', 'jonasb: with a candle', 'jonasb: climbs', 'jonasb: hello?'],
    ['2024-03-15T21:04:00.000Z', '2024-03-16T00:01:00.000Z'],
  ],
  [
    '2024-03-15.log',
    '[21:04:05] *** Joins: mara (m@host)\n[21:04:06] <mara> znc says hello\n[21:04:07] <jonasb> so do I\n[21:04:08] * mara waves\n[21:04:09] -NickServ- identify yourself',
    ['mara: znc says hello', 'jonasb: so do I', 'mara: waves'],
    ['2024-03-15T21:04:06.000Z', '2024-03-15T21:04:08.000Z'],
  ],
  [
    'irc.chat.#harbour.weechatlog',
    '2024-03-15 21:04:05\t-->\tmara (m@host) has joined #harbour\n2024-03-15 21:04:06\t@mara\tweechat has columns\n2024-03-15 21:04:07\tjonasb\tand tabs\n2024-03-15 21:04:08\t *\tmara waves\n2024-03-15 21:04:09\t<--\tmara has quit',
    ['mara: weechat has columns', 'jonasb: and tabs', 'mara: waves'],
    ['2024-03-15T21:04:06.000Z', '2024-03-15T21:04:08.000Z'],
  ],
  [
    'harbour.txt',
    '**** BEGIN LOGGING AT Fri Mar 15 21:00:00 2024\n\nMar 15 21:04:05 *\tmara has joined\nMar 15 21:04:06 <mara>\thexchat writes months\nMar 15 21:04:07 <jonasb>\tI see\n**** ENDING LOGGING AT Fri Mar 15 21:30:00 2024',
    ['mara: hexchat writes months', 'jonasb: I see'],
    ['2024-03-15T21:04:06.000Z', '2024-03-15T21:04:07.000Z'],
  ],
  [
    '#harbour.20240315.log',
    'Session Start: Fri Mar 15 21:00:00 2024\nSession Ident: #harbour\n[21:04] * Now talking in #harbour\n[21:04] <mara> mirc is old\n[21:05] <jonasb> so am I\n[21:06] * mara has left #harbour\nSession Close: Fri Mar 15 21:30:00 2024',
    ['mara: mirc is old', 'jonasb: so am I'],
    ['2024-03-15T21:04:00.000Z', '2024-03-15T21:05:00.000Z'],
  ],
  [
    'log',
    '[2024-03-15T21:04:05+0000] <mara> textual has iso dates\n[2024-03-15T21:04:06+0000] <jonasb> and zones',
    ['mara: textual has iso dates', 'jonasb: and zones'],
    ['2024-03-15T21:04:05.000Z', '2024-03-15T21:04:06.000Z'],
  ],
];

describe('IRC', () => {
  it.each(LOGS)('%s is read by who speaks', async (name, text, expected, [first, last]) => {
    const log = await readAll(memorySource(name, text));
    expect(log.format).toBe('irc');
    const own = said(log).filter((line) => !/^\*|Now talking/.test(line));
    expect(own).toEqual(expected);
    const at = times(log).filter((time) => time !== undefined);
    expect([at[0], at.at(-1)]).toEqual([first, last]);
  });

  it.each([
    ['notes.txt', 'I saw <b> bold things\nand 21:04 <unknown> others\n'],
    ['page.txt', '<html> hello\n<p> there\n'.repeat(1)],
    ['todo.md', '* buy milk\n* buy bread\n* call Mara\n'],
    ['list.txt', '* mara has a boat\n* jonas has none\nthat is all\n'],
  ])('%s with %j is none', async (name, text) => {
    expect((await readAll(memorySource(name, text))).format).not.toBe('irc');
  });
});
