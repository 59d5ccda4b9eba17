import { describe, expect, it } from 'vitest';
import { isRow, parseJson, valuesInRow, waysIn } from '../../../../library/importing/tables/json-dialect.ts';
import { importingTexts } from '../../../../library/importing/texts.ts';
import { memorySource, readAll, said } from '../read.ts';

/** What is said in a file, whichever pieces it comes in. */
async function wordsOf(name: string, text: string): Promise<string[]> {
  const all = await Promise.all([1, 13, 10_000].map((piece) => readAll(memorySource(name, text, piece))));
  for (const read of all) expect([said(read), read.warnings]).toEqual([said(all[0]!), []]);
  return said(all[0]!).map((words) => words.replace(/^: /, '').trim());
}

describe('JSON that does not keep to the standard', () => {
  it.each([
    [
      'NaN and infinities',
      '[{"text":"the owl is back","score":NaN},{"text":"two owls","score":[Infinity,-Infinity]}]',
      ['the owl is back', 'two owls'],
    ],
    ['commas behind the last element', '[{"text":"one","tags":["a",],},{"text":"two"},]', ['one', 'two']],
    ['their names in strings', '[{"text":"NaN, and Infinity,] too","n":NaN}]', ['NaN, and Infinity,] too']],
    ['values in a row', '{"text":"one"}{"text":"two"}\n{"text":"three"}', ['one', 'two', 'three']],
    ['values in a row over several lines', '{\n "text": "one"\n}\n{\n "text": "}{ two"\n}\n', ['one', '}{ two']],
    ['values with commas between', '{"text":"one"},\n{"text":"two"},\n', ['one', 'two']],
    ['lists in a row', '[{"text":"one"}]\n[{"text":"two"}]', ['one', 'two']],
    [
      'a list two levels down',
      '{"version":2,"data":{"entries":[{"text":"deep one"},{"text":"deep two"}],"tags":["no words"]}}',
      ['deep one', 'deep two'],
    ],
    ['a list four levels down', '{"a":{"b":{"c":{"d":[{"text":"deep"}]}}}}', ['deep']],
  ])('is read: %s', async (_what, text, words) => {
    expect(await wordsOf('notes.json', text)).toEqual(words);
  });

  it.each([
    [
      'a comma behind each line',
      '{"text":"a"}\n\n{"text":"two owls"},\n{"text":"three owls"},\n',
      ['a', 'two owls', 'three owls'],
    ],
    ['NaN', '{"text":"a","n":NaN}\n{"text":"b","n":-Infinity}\n', ['a', 'b']],
  ])('is read line by line: %s', async (_what, text, words) => {
    expect(await wordsOf('notes.jsonl', text)).toEqual(words);
    expect(await wordsOf('notes.json', text)).toEqual(words);
  });

  it('is told what it has where no words are found', async () => {
    const read = (text: string, name = 'a.json') => readAll(memorySource(name, text));
    await expect(read('[{"title":"x","inner":{"saying":"words","list":[{"one":"y"}]}}]')).rejects.toThrow(
      /should have its words under one of the names text, content, .*, but it has texts under title, inner\.saying, inner\.list\[\]\.one: rename the right one/,
    );
    await expect(read('{"only":{"saying":"words"}}')).rejects.toThrow(/but it has texts under only\.saying:/);
    await expect(read('{"saying":"x"}\n{"saying":"y"}\n', 'a.jsonl')).rejects.toThrow(/but it has texts under saying:/);
    const some = await read('[{"text":"words"},{"photo":"x.jpg"}]');
    expect([said(some), some.leftOut]).toEqual([[': words'], { attachment: 1 }]);
    expect((await read('[{"photo":"x.jpg"},{"text":"words"}]')).leftOut).toEqual({ attachment: 1 });
  });
});

describe('the parts of it', () => {
  it('refuse what is damaged', () => {
    for (const text of ['{"a":}', '[1,2', 'NaN NaN', '{"a":NaNo}']) expect(() => parseJson(text)).toThrow(SyntaxError);
    expect(parseJson('[NaN,1,]')).toEqual([null, 1]);
  });

  it('know a row from one value', () => {
    expect(['{"a":1}{"b":2}', '[1]\n[2]', '{"a":1}, {"b":2}'].map(isRow)).toEqual([true, true, true]);
    expect(['{"a":1}', '[{"a":1}]', '{"a":{"b":"}{"}}', '{"a":', ''].map(isRow)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('go on behind a damaged value in a row', async () => {
    const damage: string[] = [];
    const values: unknown[] = [];
    const pieces = async function* () {
      yield '{"a":1}{"b":x}';
      yield '{"c":3}{"d":';
    };
    for await (const some of valuesInRow(pieces(), (says) => damage.push(says))) values.push(...some);
    expect(values).toEqual([{ a: 1 }, { c: 3 }]);
    expect(damage).toHaveLength(2);
    expect(damage[0]).toBe(importingTexts.lines.badJsonValue(2));
  });

  it('name ways to texts', () => {
    expect(waysIn({ a: [{ b: 'words' }, { b: 'more' }], c: 1, d: '' })).toEqual(['a[].b']);
    expect(waysIn(Object.fromEntries(Array.from({ length: 50 }, (_key, i) => [`k${i}`, 'x'])))).toHaveLength(8);
  });
});
