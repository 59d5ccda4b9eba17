import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../../library/importing/collection.ts';
import { temporaryFolder } from '../../home.ts';
import { makeZip, type ZipEntry } from '../make.ts';

/** Names under which the files of a zip file are read. */
async function namesIn(entries: readonly Pick<ZipEntry, 'name' | 'flags'>[]): Promise<string[]> {
  const path = join(temporaryFolder(), 'all.zip');
  writeFileSync(path, makeZip(entries.map((entry) => ({ content: 'words\n', ...entry }))));
  const { items, refused, others, close } = await collect(path, 'all.zip');
  close();
  expect([refused, others]).toEqual([[], []]);
  return items.map(({ source }) => source.name);
}

const untold = (name: string, encoding: string): Pick<ZipEntry, 'name' | 'flags'> => ({
  name: iconv.encode(name, encoding),
  flags: 0,
});

describe('names in zip files that do not say their encoding', () => {
  it.each([
    ['Möwe.txt', 'utf8'],
    ['Tagebuch Übung.txt', 'utf8'],
    ['Tagebuch/Übung größer.txt', 'cp437'],
    ['été à la mer.txt', 'cp850'],
    ['Święta i łąki.txt', 'cp852'],
    ['Новая папка/дневник 2024.txt', 'cp866'],
    ['日記ソ.txt', 'shift_jis'],
    ['2024年の表示.txt', 'shift_jis'],
    ['新建文件夹/我的日记.txt', 'gbk'],
    ['Ημερολόγιο.txt', 'cp737'],
    ['Möwe über Köln.txt', 'windows-1252'],
    ['plain.txt', 'cp437'],
  ])('%s in %s', async (name, encoding) => {
    expect(await namesIn([untold(name, encoding)])).toEqual([name]);
  });

  it('are told from all of them at once, beside names that say it', async () => {
    const names = await namesIn([
      untold('表.txt', 'shift_jis'),
      untold('今日は雨が降りました.txt', 'shift_jis'),
      { name: 'été.txt' },
      untold('Übung.txt', 'utf8'),
    ]);
    expect(names.sort()).toEqual(['été.txt', 'Übung.txt', '今日は雨が降りました.txt', '表.txt'].sort());
  });

  it('are composed, as macOS writes them decomposed', async () => {
    expect(await namesIn([untold('Mo\u0308we.txt', 'utf8'), { name: 'Cafe\u0301.txt' }])).toEqual([
      'Café.txt',
      'Möwe.txt',
    ]);
  });

  it('keep their files even where nothing tells the encoding', async () => {
    for (const name of ['ソ.txt', '表示.txt', '일기.txt', 'ソ\\ソ.txt', '十.txt']) {
      for (const encoding of ['shift_jis', 'euc-kr', 'big5']) {
        const bytes = iconv.encode(name, encoding);
        if (iconv.decode(bytes, encoding) === name) expect(await namesIn([{ name: bytes, flags: 0 }])).toHaveLength(1);
      }
    }
  });

  it('may have backslashes between folders', async () => {
    expect(await namesIn([{ name: 'a\\b.txt' }, untold('c\\d.txt', 'cp437'), { name: 'ü\\e.txt' }])).toEqual([
      'a/b.txt',
      'c/d.txt',
      'ü/e.txt',
    ]);
  });
});
