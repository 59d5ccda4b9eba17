import { expect, test } from 'vitest';
import { readTokenizerFile } from '../../../../library/tokenizer/files/recognition.ts';
import { learnPieces } from '../../../../library/tokenizer/kinds/learnt-pieces.ts';
import { NASTY, SAMPLE, utf8 } from '../support.ts';

const tokenizer = learnPieces([utf8(SAMPLE)], { vocabularySize: 520 });

test('the vocabulary is <unk>, <s>, </s>, the bytes, pieces of words, characters, and the marks of turns', () => {
  expect(tokenizer.vocabularySize).toBe(520);
  expect(tokenizer.special).toEqual({ end: 2, turn: 518, done: 519 });
  expect([...tokenizer.control].sort((a, b) => a - b)).toEqual([0, 1, 2, 518, 519]);
  expect([...tokenizer.tokenBytes(3 + 0xe2)]).toEqual([0xe2]);
  const pieces = Array.from({ length: 518 - 259 }, (_, i) => tokenizer.decode([259 + i]));
  expect(pieces).toContain(' the');
  // a piece may begin with a space, and never reaches into the next word; digits stay single
  for (const piece of pieces) expect(piece).toMatch(/^ ?[^ ]*$/);
  for (const piece of pieces) expect(piece).not.toMatch(/\d./);
});

test('frequent words are one piece, rare characters are bytes', () => {
  expect(tokenizer.encode(' the whole house')).toHaveLength(3);
  expect([...tokenizer.encode('☃')]).toEqual([3 + 0xe2, 3 + 0x98, 3 + 0x83]);
  expect(tokenizer.asDocument('The')).toBe(' The');
});

test('it is a file that SentencePiece reads', () => {
  const { model } = tokenizer.stored() as { model: string };
  const back = readTokenizerFile(Buffer.from(model, 'base64'));
  expect(back.hash).toBe(tokenizer.hash);
  for (const text of NASTY) expect(back.encode(text)).toEqual(tokenizer.encode(text));
});

test('nothing to learn from leaves the bytes', () => {
  const empty = learnPieces([], { vocabularySize: 400 });
  expect(empty.decode(empty.encode('still here'))).toBe('still here');
});
