import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { WeightSet } from '../../brain/engine/weight-sets.ts';
import { encodeText } from '../../library/tokenizer/chat-template.ts';
import { SPECIAL, type Tokenizer } from '../../library/tokenizer/index.ts';
import { HELD_OUT } from '../../statistics/query/exam-sets.ts';
import type { ExamResult, Library } from '../api/messages.ts';
import { bitsPerByte, exam, type Passage } from './evaluate.ts';
import type { Model } from './model.ts';

/** Exams during learning read at most about so many tokens; those that somebody asks for read all. */
const QUICK_TOKENS = 40_000;

/** What there is to be examined on: a text that somebody brought, or the held-out part. */
export interface ExamSet {
  readonly text?: string | undefined;
  readonly name?: string | undefined;
}

/**
 * Examines a mind on what it never learnt. Throws one sentence when there is nothing to be examined on.
 */
export class Evaluator {
  private readonly mind: Model;
  private readonly tokenizer: Tokenizer;
  private readonly tokenBytes: Uint16Array;

  constructor(mind: Model, tokenizer: Tokenizer) {
    this.mind = mind;
    this.tokenizer = tokenizer;
    this.tokenBytes = bytesOfTokens(tokenizer);
  }

  /** `quick` reads only the beginning of every held-out passage: the same tokens every time. `set`: by which weights. */
  examine(
    paper: ExamSet,
    heldOut: Library['exams'],
    step: number,
    options: { quick?: boolean; between?: () => void; set?: WeightSet } = {},
  ): ExamResult {
    const { text, name } = paper;
    const { quick = false } = options;
    const passages =
      text === undefined
        ? this.heldOut(heldOut, quick)
        : [{ ids: encodeText(this.tokenizer, text), bytes: utf8ToBytes(text).length }];
    if (passages.every(({ ids }) => ids.length === 0)) {
      throw new Error(
        text === undefined
          ? 'there is no held-out text to be examined on: put a text of at least 400 characters into the library'
          : 'the text is empty: there is nothing to be examined on',
      );
    }
    const { engine, learn, sizes, overlap } = this.mind;
    const marks = exam(engine, learn, sizes, overlap, passages, options.between, options.set);
    return {
      step,
      bitsPerByte: bitsPerByte(marks),
      loss: marks.nats / marks.tokens,
      tokens: marks.tokens,
      bytes: marks.bytes,
      of: text !== undefined ? (name ?? 'the text given') : quick || isShort(heldOut) ? HELD_OUT : `all ${HELD_OUT}`,
      paper: fingerprintOf(passages),
    };
  }

  /** The fingerprint of what the regular exams are about. */
  paperOf(heldOut: Library['exams']): string {
    return fingerprintOf(this.heldOut(heldOut, true));
  }

  /** Always in the same order, whenever each was held out. */
  private heldOut(given: Library['exams'], quick: boolean): readonly Passage[] {
    const passages = given
      .map(({ ids, bytes }) => ({ ids, bytes, sum: sumOf(ids) }))
      .sort((a, b) => (a.sum < b.sum ? -1 : a.sum > b.sum ? 1 : 0));
    if (!quick || isShort(given)) return passages;
    const total = tokensOf(given);
    return passages.map(({ ids, bytes }) => {
      const part = ids.subarray(0, Math.ceil((ids.length * QUICK_TOKENS) / total));
      return {
        ids: part,
        bytes: part.length === ids.length ? bytes : part.reduce((sum, id) => sum + this.tokenBytes[id], 0),
      };
    });
  }
}

const tokensOf = (passages: Library['exams']): number => passages.reduce((sum, { ids }) => sum + ids.length, 0);
/** Whether the regular exams read all of it. */
const isShort = (passages: Library['exams']): boolean => tokensOf(passages) <= QUICK_TOKENS;

/** What is held out stays the same from exam to exam: each passage is summed once. */
const sums = new WeakMap<object, string>();

function sumOf(ids: Passage['ids']): string {
  const known = sums.get(ids);
  if (known !== undefined) return known;
  const sum = bytesToHex(sha256(new Uint8Array(Int32Array.from(ids).buffer)));
  sums.set(ids, sum);
  return sum;
}

/** One short word for everything that an exam reads, whatever the order of its passages. */
function fingerprintOf(passages: readonly Passage[]): string {
  const sums = passages.map(({ ids }) => sumOf(ids)).sort();
  return bytesToHex(sha256(utf8ToBytes(sums.join('')))).slice(0, 16);
}

/** Bytes of text that each id stands for; the end of a turn stands for its line's end. */
export function bytesOfTokens(tokenizer: Tokenizer): Uint16Array {
  return Uint16Array.from({ length: tokenizer.vocabularySize }, (_, id) =>
    id === SPECIAL.done ? 1 : tokenizer.tokenBytes(id).length,
  );
}
