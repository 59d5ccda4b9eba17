import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { LEARNING, type WeightSet } from '../../../brain/engine/weight-sets.ts';
import type { Speaker } from '../../../brain/voice/speak.ts';
import { encodeText } from '../../../library/tokenizer/chat-template.ts';
import type { Tokenizer } from '../../../library/tokenizer/index.ts';
import { HELD_OUT } from '../../../statistics/query/exam-sets.ts';
import type { Colour, ExamResult, Library } from '../../api/messages.ts';
import { natsWithMemory } from '../memory/exam.ts';
import type { Memory } from '../memory/memory.ts';
import type { Model } from '../model.ts';
import { trainingTexts } from '../texts/training-texts.ts';
import { baseIdsOf, inIdsOfNow } from './base-ids.ts';
import { bitsPerByte, exam, type Marks, type Passage } from './evaluate.ts';
import { type Half, halfOf, LEAST_STEERING_TOKENS, LEAST_TOKENS } from './halves.ts';
import { heldOutTemperature, tokensForTemperature } from './held-out-temperature.ts';
import { lossesTogether } from './together.ts';

/** Exams during learning read at most about this many tokens; requested exams read all. */
const QUICK_TOKENS = 40_000;
/** Longer exams do not tell what it would be if it remembered what it reads: that is looked up ever more slowly. */
const REMEMBERED_TOKENS = 200_000;

/** Steering exams come often, and read about this many tokens. */
const STEERING_TOKENS = 16_000;

/** What a steering exam reads. */
export interface SteeringSet {
  readonly passages: readonly Passage[];
  /** a fingerprint: only exams of the same can be compared */
  readonly name: string;
}

/** A text that is held out, or what an exam reads of it. */
type HeldOutText = Pick<Library['exams'][number], 'ids' | 'bytes'>;

const ALONE: readonly Speaker[] = [{ set: LEARNING, mind: '0' }];

/** What there is to be examined on: a text that somebody brought, or the held-out part. */
export interface ExamSet {
  readonly text?: string | undefined;
  readonly name?: string | undefined;
}

/**
 * Examines a mind on what it never learnt. Throws one sentence when there is nothing to be examined on.
 */
export class Evaluator {
  private readonly model: Model;
  private readonly tokenizer: Tokenizer;
  private readonly tokenBytes: Uint16Array;
  private readonly memory: Memory | undefined;

  /** `memory`: exams say too how well it foresees with that */
  constructor(model: Model, tokenizer: Tokenizer, memory?: Memory) {
    this.model = model;
    this.tokenizer = tokenizer;
    this.memory = memory;
    this.tokenBytes = bytesOfTokens(tokenizer);
  }

  /**
   * `quick` reads only the beginning of every held-out passage: the same tokens every time. `speakers`: who is examined, all together.
   * `half`: of the held-out text; left out: the one that does not steer.
   */
  examine(
    examSet: ExamSet,
    heldOut: Library['exams'],
    step: number,
    options: { quick?: boolean; between?: () => void; speakers?: readonly Speaker[]; half?: Half } = {},
  ): ExamResult {
    const { text, name } = examSet;
    const { quick = false, half = 'public' } = options;
    const passages =
      text === undefined
        ? this.passages(heldOut, quick ? QUICK_TOKENS : Number.POSITIVE_INFINITY, half)
        : [{ ids: encodeText(this.tokenizer, text), bytes: utf8ToBytes(text).length }];
    if (passages.every(({ ids }) => ids.length === 0)) {
      throw new Error(text === undefined ? trainingTexts.exams.noHeldOutText : trainingTexts.exams.emptyText);
    }
    const { engine, learn, sizes, overlap } = this.model;
    const { speakers = ALONE, between } = options;
    const each = speakers.map(({ set }) =>
      exam(engine, learn, sizes, overlap, this.tokenizer.special.end, passages, between, set),
    );
    const marks = each.length === 1 ? each[0] : marksTogether(each);
    return {
      step,
      bitsPerByte: bitsPerByte(marks),
      loss: marks.nats / marks.tokens,
      tokens: marks.tokens,
      bytes: marks.bytes,
      ...this.withMemory(marks, quick, between),
      ...(each.length > 1
        ? { each: Object.fromEntries(each.map((own, i) => [speakers[i].mind, bitsPerByte(own)])) }
        : {}),
      of:
        text !== undefined
          ? (name ?? trainingTexts.exams.givenText)
          : quick || isShort(heldOut)
            ? HELD_OUT
            : trainingTexts.exams.all(HELD_OUT),
      paper: fingerprintOf(passages),
    };
  }

  /** The baby that teaches it, by its weights, on the same text; nothing where none does. */
  ofTeacher(examSet: ExamSet, heldOut: Library['exams'], between?: () => void): Pick<ExamResult, 'teacher'> {
    const { mentor } = this.model;
    if (!mentor) return {};
    const { name, model, speakers } = mentor;
    const how = { speakers, ...(between && { between }) };
    const { bitsPerByte } = new Evaluator(model, this.tokenizer).examine(examSet, heldOut, 0, how);
    return { teacher: { name, bitsPerByte } };
  }

  /** The same by weights and memory together. */
  private withMemory(
    marks: Marks,
    quick: boolean,
    between: (() => void) | undefined,
  ): Pick<ExamResult, 'withMemory' | 'remembering'> {
    const { memory } = this;
    if (!memory?.ofLibrary) return {};
    const bits = (remembering: boolean) =>
      bitsPerByte({ bytes: marks.bytes, nats: natsWithMemory(memory, { ...marks, between }, remembering) });
    const withMemory = bits(false);
    return quick || marks.text.length > REMEMBERED_TOKENS ? { withMemory } : { withMemory, remembering: bits(true) };
  }

  /** The fingerprint of what the regular exams are about. */
  examSetOf(heldOut: Library['exams']): string {
    return fingerprintOf(this.passages(heldOut, QUICK_TOKENS, 'public'));
  }

  /** The half of the held-out text that steers learning, or all of a short one; undefined where there is too little to steer by. */
  steeringSet(heldOut: Library['exams']): SteeringSet | undefined {
    if (tokensOf(heldOut) < LEAST_STEERING_TOKENS) return undefined;
    const passages = this.passages(heldOut, STEERING_TOKENS, 'steering');
    return { passages, name: fingerprintOf(passages) };
  }

  /** Nats of every token of that half, by the weights of a set. */
  steer({ passages }: SteeringSet, set: WeightSet, between?: () => void): Marks {
    const { engine, learn, sizes, overlap } = this.model;
    return exam(engine, learn, sizes, overlap, this.tokenizer.special.end, passages, between, set);
  }

  /** The same of held-out texts of which there is enough to steer by: losses alone. */
  lossesOf(heldOut: Library['exams'], set: WeightSet, between?: () => void): Float32Array {
    return this.steer(this.steeringSet(heldOut) as SteeringSet, set, between).losses;
  }

  /** The temperature at which all who speak foresee that half best; undefined where nothing is foreseen. */
  temperature({ passages }: SteeringSet, colour: Colour, between?: () => void): number | undefined {
    const { voice, engine } = this.model;
    const count = tokensForTemperature(engine.parameters.count);
    const { end } = this.tokenizer.special;
    return heldOutTemperature(voice, passages, count, { end, colour, ...(between ? { between } : {}) });
  }

  /**
   * Always in the same order, whenever each was held out; at most about `most` tokens, from the beginning of each. Found by the ids of
   * before the vocabulary grew, so that the exam is about the same text, and has the same name, for ever.
   */
  private passages(heldOut: Library['exams'], most: number, half: Half): readonly Passage[] {
    const texts = heldOut.map((text) => ({ ...text, now: text.ids, ids: baseIdsOf(this.tokenizer, text.ids) }));
    const total = tokensOf(texts);
    const halved = total >= LEAST_TOKENS;
    return texts
      .map(({ ids, bytes, now }) => ({ ids, bytes, now, sum: sumOf(ids) }))
      .sort((a, b) => (a.sum < b.sum ? -1 : a.sum > b.sum ? 1 : 0))
      .map(({ ids, bytes, now, sum }) => {
        const part = total <= most ? ids : ids.subarray(0, Math.ceil((ids.length * most) / total));
        const whole = { ids: part, bytes: part.length === ids.length ? bytes : this.bytesOf(part) };
        const passage = halved ? halfOf({ ids: part, bytes }, half, sum, this.tokenBytes) : whole;
        return now === ids ? passage : inIdsOfNow(this.tokenizer, passage, now);
      });
  }

  private bytesOf(ids: Int32Array): number {
    return ids.reduce((sum, id) => sum + this.tokenBytes[id], 0);
  }
}

/** What those who speak as one are worth together. How often they were exact together is not known. */
function marksTogether(all: readonly Marks[]): Marks {
  const losses = lossesTogether(all.map((marks) => marks.losses));
  return { ...all[0], exact: Number.NaN, losses, nats: losses.reduce((sum, nats) => sum + nats, 0) };
}

const tokensOf = (passages: readonly HeldOutText[]): number => passages.reduce((sum, { ids }) => sum + ids.length, 0);
/** Whether the regular exams read all of it. */
const isShort = (passages: readonly HeldOutText[]): boolean => tokensOf(passages) <= QUICK_TOKENS;

/** What is held out stays the same from exam to exam: each passage is summed once. */
const sums = new WeakMap<object, string>();

function sumOf(ids: Passage['ids']): string {
  const known = sums.get(ids);
  if (known !== undefined) return known;
  const sum = bytesToHex(sha256(new Uint8Array(Int32Array.from(ids).buffer)));
  sums.set(ids, sum);
  return sum;
}

/** One short word for everything that an exam reads, and what of it counts, whatever the order of its passages. */
function fingerprintOf(passages: readonly Passage[]): string {
  const sums = passages
    .map((passage) => passage.base ?? passage)
    .map(({ ids, marked }) => sumOf(ids) + (marked ? bytesToHex(sha256(marked)) : ''))
    .sort();
  return bytesToHex(sha256(utf8ToBytes(sums.join('')))).slice(0, 16);
}

/** Bytes of text that each id stands for; the end of a turn stands for its line's end. */
export function bytesOfTokens(tokenizer: Tokenizer): Uint16Array {
  return Uint16Array.from({ length: tokenizer.vocabularySize }, (_, id) =>
    id === tokenizer.special.done ? 1 : tokenizer.tokenBytes(id).length,
  );
}
