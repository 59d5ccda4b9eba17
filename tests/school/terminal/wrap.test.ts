import { expect, test } from 'vitest';
import { fitted, hanging } from '../../../school/terminal/wrap.ts';

test('a text beside its head goes on below where it began', () => {
  expect(hanging('\x1b[2mhead\x1b[22m  ', 6, 'one two three four five six', 26)).toEqual([
    '\x1b[2mhead\x1b[22m  one two three four',
    '      five six',
  ]);
});

test('however narrow the terminal, a text keeps some columns beside its head', () => {
  for (const row of hanging(' '.repeat(30), 30, 'some words of a sentence that is long', 10))
    expect(row.trim().length).toBeLessThanOrEqual(20);
});

test('a line that is too long goes on below its last column, or below its indent', () => {
  const table = 'source  bytes  speaks\nchats      12  in private, to their questions, and in no other place';
  expect(fitted(table, 40)).toBe(
    'source  bytes  speaks\nchats      12  in private, to their\n               questions, and in no\n               other place',
  );
  expect(fitted('  - a hint that is too long for this width', 24)).toBe(
    '  - a hint that is too\n    long for this width',
  );
  expect(fitted('a sentence of several words', 12)).toBe('a sentence\nof several\nwords');
});

test('lines that fit stay as they are, and no words are lost', () => {
  const text = 'short  line\n\n  indented\n';
  expect(fitted(text, 80)).toBe(text);
  expect(fitted(text, Number.POSITIVE_INFINITY)).toBe(text);
  const long = `head  ${'word '.repeat(60)}end`;
  expect(fitted(long, 33).split(/\s+/)).toEqual(long.split(/\s+/));
  for (const row of fitted(long, 33).split('\n')) expect(row.length).toBeLessThanOrEqual(33);
});

test('a column too far to the right is no place to go on', () => {
  expect(fitted('a first column that is wide  and a second', 34)).toBe('a first column that is wide  and a\nsecond');
});
