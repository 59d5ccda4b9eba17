/** Damaged forms of files of every kind that is read, made by chance from a seed. */
import { randomFrom } from '../home.ts';
import { makeEpub, makePdf, makeZip } from './make.ts';
import { fixtureBytes, memorySource, type ReadAll, readAll } from './read.ts';

/** Words of somebody else in the files that are no fixtures. */
export const SECRET = 'secret';

const mail = (from: string, body: string): string =>
  `From - Fri Mar 15 21:04:05 2024\nFrom: ${from}\nTo: b@example.org\nSubject: x\nDate: Fri, 15 Mar 2024 21:04:05 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n${body}\n\n`;

const WORD =
  '<?xml version="1.0"?><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>It rained on Monday.</w:t></w:r></w:p></w:body></w:document>';

/** Files by their names. */
export const FILES: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  [
    'all.mbox',
    Buffer.from(
      Array.from({ length: 6 }, (_mail, i) =>
        i % 2 === 0
          ? mail('Jonas <jonas@example.net>', `own words ${i} about the mill`)
          : mail('Mara <mara@example.org>', `${SECRET} words ${i} about the clinic`),
      ).join(''),
    ),
  ],
  ['gmail.mbox', fixtureBytes('mail.mbox')],
  ['a.eml', Buffer.from(mail('a@b.org', 'hello').replace(/^.*\n/, ''))],
  ['table.csv', fixtureBytes('table.csv')],
  ['texts.json', fixtureBytes('texts.json')],
  ['dataset.json', fixtureBytes('dataset.json')],
  ['chat.jsonl', fixtureBytes('chat.jsonl')],
  ['page.html', fixtureBytes('page.html')],
  [
    'a.epub',
    makeEpub([
      { name: 'one.xhtml', body: '<h1>One</h1><p>It rains.</p>' },
      { name: 'two.xhtml', body: '<p>It stops.</p>' },
    ]),
  ],
  ['a.pdf', makePdf([['The first line of a page.', 'The second line.'], ['Another page.']])],
  [
    'a.docx',
    makeZip([
      { name: '[Content_Types].xml', content: '<Types/>' },
      { name: 'word/document.xml', content: WORD },
    ]),
  ],
  ['a.txt', Buffer.from('Grüße aus Köln.\nA second line.\n'.repeat(4))],
  ['result.json', fixtureBytes('telegram/account.json')],
  ['discord.json', fixtureBytes('discord/channel.json')],
  ['slack.json', fixtureBytes('slack/general/2024-02-29.json')],
  ['whatsapp.txt', fixtureBytes('whatsapp/android-us.txt')],
];

const INSERTED = [
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  '\n',
  '\r',
  '\0',
  '<',
  '>',
  '&',
  '=',
  '\\',
  'From ',
  '--',
  '\xff',
  '\ufeff',
  ';',
  '|',
  '%',
];

/** One damaged form of some bytes. */
export function mutated(bytes: Uint8Array, random: () => number): Buffer {
  let result = Buffer.from(bytes);
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes--) {
    const at = Math.floor(random() * result.length);
    const length = Math.floor(random() ** 3 * Math.min(400, result.length - at));
    const [front, part, back] = [
      result.subarray(0, at),
      result.subarray(at, at + length),
      result.subarray(at + length),
    ];
    const kind = Math.floor(random() * 6);
    if (kind === 0) result = Buffer.concat([front, back]);
    else if (kind === 1) result = Buffer.concat([front, part, part, back]);
    else if (kind === 2)
      result = Buffer.concat([
        front,
        Buffer.from(INSERTED[Math.floor(random() * INSERTED.length)]!, 'latin1'),
        part,
        back,
      ]);
    else if (kind === 3) result = Buffer.from(front);
    else if (kind === 4) result = Buffer.concat([front, part.map(() => Math.floor(random() * 256)), back]);
    else if (at < result.length) result[at] = Math.floor(random() * 256);
  }
  return result;
}

export interface Outcome {
  name: string;
  seed: number;
  damaged: Buffer;
  read?: ReadAll;
  refusal?: string;
}

/** Reads damaged files, one after another. @param seeds each of which gives one damaged form of each file */
export async function* outcomes(seeds: Iterable<number>): AsyncGenerator<Outcome> {
  for (const seed of seeds) {
    const random = randomFrom(seed);
    for (const [name, bytes] of FILES) {
      const damaged = mutated(bytes, random);
      try {
        yield { name, seed, damaged, read: await readAll(memorySource(name, damaged, 1 + Math.floor(random() * 500))) };
      } catch (error) {
        yield { name, seed, damaged, refusal: error instanceof Error ? error.message : `no error: ${String(error)}` };
      }
    }
  }
}
