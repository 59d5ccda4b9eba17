import { describe, expect, it } from 'vitest';
import {
  encodeDocument,
  encodePieces,
  encodeText,
  openTurn,
  renderTurn,
  TextEncoding,
  turnName,
} from '../../../library/tokenizer/chat-template.ts';
import { SPECIAL, trainTokenizer } from '../../../library/tokenizer/index.ts';
import { byteTokenizer, prose, randomFrom } from '../home.ts';

const bytes = byteTokenizer();
const { end, turn, done } = SPECIAL;
const ids = (text: string): number[] => [...bytes.encode(text)];

describe('encodeText', () => {
  it('gives turns their form, and drops the newline behind them', () => {
    expect([...encodeText(bytes, 'Once.\n[owner]: hello you\n[baby]: hi\nThe end.\n')]).toEqual([
      ...ids('Once.\n'),
      ...[turn, ...ids('[owner]:'), ...ids(' hello you'), done],
      ...[turn, ...ids('[baby]:'), ...ids(' hi'), done],
      ...ids('The end.\n'),
    ]);
  });

  it('takes a turn at the end without a newline', () => {
    expect([...encodeText(bytes, 'x\n[a]: b')]).toEqual([...ids('x\n'), turn, ...ids('[a]: b'), done]);
  });

  it.each([
    'say [owner]: hello\n',
    '[owner]:hello\n',
    '[owner]: \n',
    '[owner]:\n',
    '[]: hello\n',
    `[${'x'.repeat(33)}]: hello\n`,
    '[a]b]: hello\n',
    ' [owner]: hello\n',
    '[owner\n]: hello\n',
    'x\u2028[owner]: hello\n',
  ])('leaves %j as it is', (text) => {
    expect([...encodeText(bytes, text)]).toEqual(ids(text));
  });

  it('counts a name in characters: 32 are allowed', () => {
    expect(encodeText(bytes, `[${'😀'.repeat(32)}]: x`)[0]).toBe(turn);
    expect(encodeText(bytes, `[${'😀'.repeat(33)}]: x`)[0]).not.toBe(turn);
  });

  it('ends a document', () => {
    expect([...encodeDocument(bytes, 'abc\n')]).toEqual([...ids('abc\n'), end]);
    expect([...encodeDocument(bytes, '')]).toEqual([end]);
  });
});

describe('turns of the voice', () => {
  it('have the form of turns that were read', () => {
    const read = encodeText(bytes, '[owner]: good morning, little bear\n');
    expect([...renderTurn(bytes, 'owner', 'good morning, little bear')]).toEqual([...read]);
    const opened = openTurn(bytes, 'owner');
    expect([...read.subarray(0, opened.length)]).toEqual([...opened]);
  });

  it('cannot be broken out of', () => {
    expect([...renderTurn(bytes, 'a]: x\n[b', 'one\n[owner]: two\r\n\nthree')]).toEqual([
      ...[turn, ...ids('[a: xb]: one [owner]: two three'), done],
    ]);
    expect(turnName('  ')).toBe('someone');
    expect(turnName('[]')).toBe('someone');
    expect(turnName('x'.repeat(99))).toBe('x'.repeat(32));
  });
});

describe('TextEncoding', () => {
  it('gives the same ids in whichever pieces a text comes', () => {
    const tokenizer = trainTokenizer([new TextEncoder().encode(prose(300, 1))], { vocabularySize: 600 });
    const random = randomFrom(5);
    let text = '';
    for (let seed = 0; seed < 400; seed++) {
      const kind = random();
      if (kind < 0.3) text += `[owner]: ${prose(1, seed)}[baby]: yes\n`;
      else if (kind < 0.4) text += '\n\n   \n';
      else if (kind < 0.5) text += `${prose(40, seed).replaceAll('\n', ' ')}\n`;
      else text += prose(10, seed);
    }
    const whole = encodeText(tokenizer, text);
    for (const size of [1000, 65_536, 100_003]) {
      const encoding = new TextEncoding(tokenizer);
      const streamed: number[] = [];
      for (let at = 0; at < text.length; at += size) {
        for (const part of encoding.push(text.slice(at, at + size))) streamed.push(...part);
      }
      for (const part of encoding.end()) streamed.push(...part);
      expect(streamed).toEqual([...whole]);
    }
  });

  it('takes one line of several megabytes, in bounded stretches, and the turn behind it', () => {
    const lengths: number[] = [];
    const encode = (text: string): Int32Array => {
      lengths.push(text.length);
      return bytes.encode(text);
    };
    const encoding = new TextEncoding({ encode, special: SPECIAL, asDocument: (text) => text, kind: 'bpe' });
    let count = 0;
    const piece = '[a]: words and more words without any end '.repeat(2500);
    for (let i = 0; i < 40; i++) for (const part of encoding.push(piece)) count += part.length;
    const last: number[] = [];
    for (const part of [...encoding.push('\n[b]: c\n'), ...encoding.end()]) last.push(...part);
    expect(count + last.length).toBe(40 * piece.length + 1 + '[b]: c'.length + 2);
    expect(last.slice(-8)).toEqual([turn, ...ids('[b]: c'), done]);
    expect(Math.max(...lengths)).toBeLessThan(1.5 * 2 ** 20);
  });

  it('cuts text without a single space, and never through a character', () => {
    const encoding = new TextEncoding(bytes);
    const parts: Int32Array[] = [];
    for (let i = 0; i < 8; i++) parts.push(...encoding.push('😀'.repeat(150_001)));
    parts.push(...encoding.end());
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(bytes.decode(part)).not.toContain('\ufffd');
  });

  it('ends only texts that are not empty', async () => {
    const collect = async (pieces: string[]): Promise<number[]> => {
      const all: number[] = [];
      for await (const part of encodePieces(
        bytes,
        (async function* () {
          yield* pieces;
        })(),
      ))
        all.push(...part);
      return all;
    };
    expect(await collect(['a', '', 'b'])).toEqual([...ids('ab'), end]);
    expect(await collect([''])).toEqual([]);
  });
});
