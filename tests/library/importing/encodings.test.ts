import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FormatName } from '../../../library/importing/formats.ts';
import { diskSource, readHead, type Source, textPieces } from '../../../library/importing/source.ts';
import { importingTexts } from '../../../library/importing/texts.ts';
import { temporaryFolder } from '../home.ts';
import { memorySource, readAll, said } from './read.ts';

/** More than the head that says what a file is. */
const ROWS = 12_000;

const table = (last: string): string => `text\n${'tea, or\n'.replace(',', '').repeat(ROWS)}${last}\n`;
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

function onDisk(name: string, content: Uint8Array): Source {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return diskSource(path, name, content.length);
}

describe('a file whose first letter beyond ASCII comes late', () => {
  it.each([
    ['on the disk', (content: Buffer) => onDisk('t.csv', content)],
    ['inside of another', (content: Buffer) => memorySource('t.csv', content, 4096)],
  ])('is read in the encoding of all of it, %s', async (_where, source) => {
    const old = await readAll(source(latin1(table('caf\xe9, gr\xfc\xdfe'))));
    expect(said(old).at(-1)).toBe(': café, grüße');
    expect(old.warnings).toEqual([]);
    const now = await readAll(source(Buffer.from(table('café 🫖'))));
    expect(said(now).at(-1)).toBe(': café 🫖');
    expect([now.records.length, now.warnings]).toEqual([ROWS + 1, []]);
  });

  it('is not read twice if it is all ASCII', async () => {
    let opened = 0;
    const source = memorySource('t.csv', table('tea'), 4096);
    const counting: Source = {
      ...source,
      open: () => {
        opened++;
        return source.open();
      },
    };
    expect((await readAll(counting)).records).toHaveLength(ROWS + 1);
    expect(opened).toBe(2);
  });

  it('keeps to the encoding that a page names', async () => {
    const page = (body: string): Buffer =>
      latin1(`<meta charset="iso-8859-1"><p>${'a '.repeat(40_000)}</p><p>${body}</p>`);
    expect(said(await readAll(memorySource('a.html', page('caf\xe9'), 4096))).join('')).toMatch(/café\n$/);
  });
});

describe('bytes that are not in the encoding of a file', () => {
  const broken = (json: string): Buffer =>
    Buffer.concat(
      json.split('#').flatMap((part, i) => (i === 0 ? [Buffer.from(part)] : [Buffer.of(0xff), Buffer.from(part)])),
    );
  const e = 'é'.repeat(9);

  it.each([
    ['csv', 't.csv', `text\n${e}#\n`],
    [
      'reddit',
      'comments.csv',
      `id,permalink,date,ip,subreddit,gildings,link,parent,body,media\n1,p,2023-01-15,,s,0,l,,${e}#,\n`,
    ],
    ['json', 'a.json', `[{"text":"${e}#"}]`],
    ['jsonl', 'a.jsonl', `{"text":"${e}#"}\n`],
    ['html', 'a.html', `<p>${e}#</p>`],
    ['plain', 'a.txt', `${e}#`],
    ['whatsapp', 'a.txt', `01/02/2024, 21:04 - Ola: ${e}#\n`],
    ['imessage', 'a.txt', `May 17, 2022  5:29:42 PM\nMe\n${e}#\n\n`],
    [
      'meta',
      'message_1.json',
      `{"participants":[],"messages":[{"sender_name":"A","timestamp_ms":1,"content":"${e}#"}]}`,
    ],
    [
      'telegram',
      'r.json',
      `{"type":"personal_chat","messages":[{"type":"message","from":"A","from_id":"user1","date_unixtime":"1","text":"${e}#"}]}`,
    ],
    ['slack', 'general/2024-02-29.json', `[{"type":"message","user":"U1","ts":"1700000000.000100","text":"${e}#"}]`],
    [
      'discord',
      'a.json',
      `{"guild":{},"channel":{},"messages":[{"type":"Default","author":{"name":"a"},"content":"${e}#"}]}`,
    ],
    ['discordPackage', 'c123456789012345678/messages.json', `[{"ID":1,"Timestamp":"2024-01-01","Contents":"${e}#"}]`],
    [
      'twitter',
      'tweets.js',
      `window.YTD.tweets.part0 = [{"tweet":{"full_text":"${e}#","created_at":"Tue Feb 21 12:33:11 +0000 2023"}}]`,
    ],
  ] satisfies [FormatName, string, string][])('are told by %s', async (format, name, content) => {
    const read = await readAll(memorySource(name, broken(content)));
    expect([read.format, read.records.length]).toEqual([format, 1]);
    expect(read.warnings).toEqual(['has 1 character that is not utf-8.']);
  });

  it('are not what the file itself has in their place, however it is cut', async () => {
    for (const piece of [1, 2, 3, 4, 7]) {
      const source = memorySource(
        'a.txt',
        Buffer.concat([Buffer.from('é\ufffdé\ufffd'), Buffer.of(0xff, 0xe9)]),
        piece,
      );
      const warnings: string[] = [];
      let text = '';
      for await (const part of textPieces(source, await readHead(source), (says) => warnings.push(says))) text += part;
      expect([text, warnings]).toEqual([
        'é\ufffdé\ufffd\ufffd\ufffd',
        [importingTexts.files.notInEncoding(2, 'utf-8')],
      ]);
    }
  });
});
