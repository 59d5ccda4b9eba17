import { Random } from '../../../brain/engine/random.ts';
import { type Batch, emptyBatch } from '../../../library/batches/batch.ts';
import type { TokenExample } from '../../../library/sources/example-pool.ts';
import type { HabitUnit } from './habit-state.ts';

/** Chunks of a dialogue that are learnt in one go, at most: what is longer is cut. */
const MOST_CHUNKS = 8;
/** Chunks of a stretch of a text. */
const TEXT_CHUNKS = 2;
/** The share of a stretch that is only read again, for what it tells about the rest. */
const CONTEXT = 0.25;
/** Of this many stretches of a text one is held out, where there are twice as many. */
const HELD_OUT_EVERY = 10;
const LEAST_HELD_OUT = 2;

/** Tokens that a habit learns at most: more belongs into a library. */
export const MOST_HABIT_TOKENS = 1 << 18;

/** A unit with its tokens, and which of them are learnt. */
export interface Lesson extends HabitUnit {
  readonly ids: Int32Array;
  readonly learn: Uint8Array;
  /** whether it is the beginning of an answer behind another question; such a contrast is drawn for one pass */
  readonly isElsewhere?: boolean;
}

/** A dialogue; what is longer than can be learnt in one go loses its beginning. */
export function dialogueLesson(
  { id, ids, learn }: TokenExample,
  contextLength: number,
  of: Pick<HabitUnit, 'owner' | 'place'> = {},
): Lesson {
  const from = Math.max(0, ids.length - 1 - MOST_CHUNKS * contextLength);
  const tokens = ids.length - from;
  return {
    ...{ id, tokens, ...of },
    ids: Int32Array.from({ length: tokens }, (_, i) => ids[from + i]),
    learn: Uint8Array.from({ length: tokens }, (_, i) => learn[from + i]),
  };
}

/** A text in stretches, each with some of what stands before it. */
export function textLessons(name: string, ids: ArrayLike<number>, contextLength: number): Lesson[] {
  const length = TEXT_CHUNKS * contextLength;
  const context = Math.floor(CONTEXT * length);
  const lessons: Lesson[] = [];
  for (let from = 0; from < ids.length - 1; from += length - context) {
    const tokens = Math.min(length + 1, ids.length - from);
    const first = from === 0 ? 1 : context + 1;
    if (tokens <= first) break;
    lessons.push({
      ...{ id: `file:${`${name}#${lessons.length}`.slice(-120)}`, tokens, isText: true },
      ids: Int32Array.from({ length: tokens }, (_, i) => ids[from + i]),
      learn: Uint8Array.from({ length: tokens }, (_, i) => (i >= first ? 1 : 0)),
    });
  }
  return lessons;
}

/** The stretches of texts that are held out, to see when learning them is enough; none where there are few. */
export function heldOutOf(lessons: readonly Lesson[]): readonly Lesson[] {
  const texts = lessons.filter(({ isText }) => isText);
  if (texts.length < LEAST_HELD_OUT * HELD_OUT_EVERY) return [];
  return texts.filter((_, i) => i % HELD_OUT_EVERY === HELD_OUT_EVERY - 1);
}

/** Lessons in the order of a pass, which is drawn by chance of its own. */
export function shuffled(lessons: readonly Lesson[], seed: number): Lesson[] {
  return new Random(seed).shuffled(lessons);
}

/** A dialogue behind another one, as in a conversation that went on: of which nothing is learnt. */
export function behind(lesson: Lesson, other: Lesson, contextLength: number): Lesson {
  const room = MOST_CHUNKS * contextLength + 1 - lesson.tokens;
  const before = room <= 0 ? other.ids.subarray(0, 0) : other.ids.subarray(-room);
  const ids = Int32Array.of(...before, ...lesson.ids);
  const learn = Uint8Array.of(...before.map(() => 0), ...lesson.learn);
  return { ...lesson, tokens: ids.length, ids, learn };
}

/**
 * Lessons as chunks that follow one another: one lesson in each stream, from empty memories; behind its end nothing is learnt.
 *
 * @param lessons as many as there are streams, at most
 * @param end the token that stands where nothing is left
 */
export function batchesOf(
  lessons: readonly Lesson[],
  { streams, length, end }: { streams: number; length: number; end: number },
): Batch[] {
  const longest = Math.max(...lessons.map(({ ids }) => ids.length - 1));
  return Array.from({ length: Math.ceil(longest / length) }, (_, chunk) => {
    const batch = emptyBatch(streams, length);
    batch.inputs.fill(end);
    batch.targets.fill(end);
    batch.fresh.fill(chunk === 0 ? 1 : 0);
    lessons.forEach(({ ids, learn }, b) => {
      for (let i = 0, at = chunk * length; i < length && at + 1 < ids.length; i++, at++) {
        batch.inputs[b * length + i] = ids[at];
        batch.targets[b * length + i] = ids[at + 1];
        batch.learn[b * length + i] = learn[at + 1];
      }
    });
    return batch;
  });
}
