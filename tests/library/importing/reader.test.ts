import { describe, expect, it } from 'vitest';
import { formatOf } from '../../../library/importing/formats.ts';
import { moment } from '../../../library/importing/reader.ts';
import { readHead } from '../../../library/importing/source.ts';
import { memorySource, readAll } from './read.ts';

describe('moments', () => {
  it.each([
    ['2024-03-15T21:04:05.123+01:00', '2024-03-15T20:04:05.123Z'],
    ['2024-03-15T21:04:05', '2024-03-15T21:04:05.000Z'],
    ['2024-03-15 21:04:05 UTC', '2024-03-15T21:04:05.000Z'],
    ['2024-03-15 21:04:05.5+00:00', '2024-03-15T21:04:05.500Z'],
    ['2024-03-15', '2024-03-15T00:00:00.000Z'],
    ['Tue Feb 21 12:33:11 +0000 2023', '2023-02-21T12:33:11.000Z'],
    ['Mon, 15 Jan 2024 11:00:00 +0100', '2024-01-15T10:00:00.000Z'],
    ['2024/03/15 21:04', '2024-03-15T21:04:00.000Z'],
    ['yesterday', undefined],
    ['', undefined],
  ])('%j is %s', (written, expected) => {
    const time = moment(written);
    expect(time === undefined ? undefined : new Date(time).toISOString()).toBe(expected);
  });
});

describe('what a file is', () => {
  it.each([
    ['notes', 'just words\n', 'plain'],
    ['notes.md', '# words\n', 'plain'],
    ['notes.txt', 'From the beginning of 1999\nit rained. Date: none\n', 'plain'],
    ['notes.txt', '[note] 3 things: tea\n', 'plain'],
    ['x.html', '<p>a</p>', 'html'],
    ['page', '<!doctype html><p>a</p>', 'html'],
    ['a.json', '{"a":1}\n', 'json'],
    ['a.json', '{"text":"a"}\n{"text":"b"}\n', 'jsonl'],
    ['a.json', '[1]', 'json'],
    ['a.csv', 'text\nx\n', 'csv'],
    ['a.bin', 'x', undefined],
    ['a.js', 'window.YTD.like.part0 = []', undefined],
    ['a.txt', '', undefined],
    ['a.txt', Buffer.from([0, 1, 2, 3, 0, 0, 7]), undefined],
  ])('%s with %j', async (name, content, format) => {
    expect(formatOf(await readHead(memorySource(name, content)))).toBe(format);
  });

  it('is never taken for a page of writing if it is a chat made to be looked at', async () => {
    const page =
      '<!DOCTYPE html><div class="message default clearfix"><div class="from_name">Bo</div><div class="text">hi</div></div>';
    await expect(readAll(memorySource('messages.html', page))).rejects.toThrow(
      /^it is a chat as a web page, .*: export it again as JSON$/,
    );
  });
});
