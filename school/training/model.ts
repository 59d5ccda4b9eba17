import { type BrainName, kindOf } from '../../brain/brains/index.ts';
import type { BrainKind } from '../../brain/brains/kind.ts';
import { checkSizes, type Sizes } from '../../brain/brains/shapes/shape.ts';
import { Engine, type Tape } from '../../brain/engine/engine.ts';
import type { Parameter } from '../../brain/engine/parameters.ts';
import { SIBLINGS } from '../../brain/engine/weight-sets.ts';
import type { LearningType } from '../../brain/kernels/storage.ts';
import { adaptedMatrices } from '../../brain/learning/adapter.ts';
import { AdaptedWeights, AdapterTapes } from '../../brain/learning/adapter-tapes.ts';
import { WeightAverage } from '../../brain/learning/average.ts';
import { Optimizer, type OptimizerSettings } from '../../brain/learning/optimizer.ts';
import { type Speaker, Voice } from '../../brain/voice/speak.ts';
import { count, gigabytes } from '../../statistics/format/numbers.ts';
import type { Introduction } from '../api/messages.ts';
import { OWNER, recordTethered, type TetheredTapes } from './consolidation/tapes.ts';
import { Teachers } from './growth/teachers.ts';
import { trainingTexts } from './texts/training-texts.ts';

/** The owner of the programs that speak. */
export const VOICE = 'voice';
/** What memory is laid out for where a brain learns. */
export const LEARNING_ROOM = { learning: true, average: true, speaker: VOICE } as const;
/** Tokens of a prompt that are heard at once. */
const LISTENING = 16;
/** Conversations of which a token is heard at once: more would bring little, and each takes memory for its states. */
const TOGETHER = 4;

export interface ModelOptions {
  /** whether it can learn from siblings what to expect */
  readonly dreams?: boolean;
  /** whether weights that speak can learn corrections */
  readonly consolidates?: boolean;
  /** another baby that teaches it */
  readonly mentor?: Mentor | undefined;
  /** whether it can have habits, for which there must be room (`Room.adapters`) */
  readonly adapters?: boolean;
  /** organs that are left out, for study */
  readonly without?: readonly string[];
  /** what it keeps for learning beside its weights is stored as this; left out: float32 */
  readonly learningType?: LearningType;
}

/** A brain with all its programs, not yet in memory. */
export interface Model {
  readonly brain: BrainName;
  readonly sizes: Sizes;
  /** tokens before a chunk that the brain must be shown again */
  readonly overlap: number;
  readonly engine: Engine;
  /** predicts chunks; differentiated where `optimizer` is there */
  readonly learn: Tape;
  readonly optimizer: Optimizer | undefined;
  /** of the weights, where it learns */
  readonly average: WeightAverage | undefined;
  readonly voice: Voice;
  /** siblings from whom it learns; undefined where it does not dream */
  readonly teachers: Teachers | undefined;
  /** with what corrections are learnt; undefined where they are not */
  readonly consolidation: TetheredTapes | undefined;
  /** another baby that teaches it, where there is one */
  readonly mentor: Mentor | undefined;
  /** what adds low-rank adapters to its weights; undefined where it has no habits */
  readonly adapters: Adapters | undefined;
}

/** Which soul of which home teaches. */
export interface TeacherMark {
  /** the folder of its home */
  readonly home: string;
  /** the name of its soul */
  readonly soul: string;
}

export interface Mentor {
  readonly name: string;
  readonly mark: TeacherMark;
  readonly model: Model;
  readonly speakers: readonly Speaker[];
  readonly teachers: Teachers;
  /** lets its helper threads end */
  release(): Promise<void>;
}

/** The owner of what a habit remembers while it learns. */
export const HABIT = 'habit';
/** Numbers (batch × context × vocabulary) that are expected in a step, at most: of larger brains three copies of them would be too much memory. */
const MOST_EXPECTED = 1 << 24;

/** Low-rank adapters of a brain. */
interface Adapters {
  /** that they change */
  readonly matrices: readonly Parameter[];
  readonly tapes: AdapterTapes;
  /** by which it speaks with habits */
  readonly adapted: AdaptedWeights;
  /** with what a habit learns to leave as it is what it is not taught; undefined where that needs too much memory, or the brain cannot */
  readonly tethered: TetheredTapes | undefined;
}

/**
 * Records a brain of these sizes. `learning` left out: for speaking and exams only, in much less memory.
 */
export function buildModel(
  brain: BrainName,
  sizes: Sizes,
  learning?: OptimizerSettings,
  how: ModelOptions = {},
): Model {
  const { dreams = false, adapters = false, consolidates = false, mentor, without = [], learningType = 'f32' } = how;
  const kind = kindOf(brain);
  checkSizes(kind, sizes);
  const refusal = kind.refuse?.(sizes);
  if (refusal !== undefined) throw new Error(refusal);
  const overlap = kind.overlap(sizes);
  const engine = new Engine();
  engine.parameters.absentOrgans = new Set(without);
  engine.parameters.learningType = learning ? learningType : 'f32';
  const learn = engine.record('learn', 'streams', (r) => {
    const { outputs, losses } = kind.learn(r, sizes, { soft: dreams || mentor !== undefined });
    return learning && losses ? { outputs, losses } : { outputs };
  });
  const setOf = (slot: number) => SIBLINGS + slot;
  const teachers =
    dreams && kind.foresee
      ? new Teachers(
          { engine, foresee: kind.foresee, sizes, setOf, owner: 'teachers', file: 'teacher' },
          { engine, learn },
        )
      : undefined;
  const consolidation = consolidates && learning ? recordTethered(engine, kind, sizes, OWNER) : undefined;
  if (mentor) mentor.teachers.learner = { engine, learn };
  const cacheLength = kind.cacheLength?.(sizes) ?? 0;
  const pieces = [...new Set([Math.min(LISTENING, cacheLength || LISTENING), 1])];
  const speaking = (kind.listen ? [1] : pieces).map((time) => ({
    time,
    tape: engine.record(`speak${time}`, VOICE, (r) => kind.speak(r, sizes, time)),
  }));
  const listening = pieces.flatMap((time) =>
    kind.listen ? [{ time, tape: engine.record(`listen${time}`, VOICE, (r) => kind.listen!(r, sizes, time)) }] : [],
  );
  const together = Array.from({ length: kind.speakTogether ? TOGETHER - 1 : 0 }, (_, i) =>
    engine.record(`speakTogether${i + 2}`, VOICE, (r) => kind.speakTogether!(r, sizes, i + 2)),
  );
  const optimizer = learning && new Optimizer(engine, learning);
  const average = learning && new WeightAverage(engine);
  const voice = new Voice(engine, VOICE, { speaking, listening, together, cacheLength });
  const isTethered =
    adapters && learning !== undefined && sizes.batch * sizes.contextLength * sizes.vocabulary <= MOST_EXPECTED;
  const tethered = isTethered ? recordTethered(engine, kind, sizes, HABIT) : undefined;
  const adapted = adapters ? { ...adaptersOf(engine, kind), tethered } : undefined;
  const programs = { learn, optimizer, average, voice, teachers, consolidation, adapters: adapted };
  return { brain, sizes, overlap, engine, ...programs, mentor };
}

function adaptersOf(engine: Engine, { adapts }: Pick<BrainKind, 'adapts'>): Omit<Adapters, 'tethered'> {
  const matrices = adaptedMatrices(engine.parameters.all.values(), adapts);
  const tapes = new AdapterTapes(engine, matrices);
  return { matrices, tapes, adapted: new AdaptedWeights(engine, tapes) };
}

/** The introduction of a brain, without its name. */
export const introduce = (model: Model): Pick<Introduction, 'brain' | 'parameters' | 'vocabulary' | 'organs'> => ({
  brain: model.brain,
  parameters: model.engine.parameters.count,
  vocabulary: model.sizes.vocabulary,
  organs: organsOf(model),
});

/** What the brain is made of, its organs with shapes and parameters, one line each, and what they need of memory. */
function organsOf(model: Model): string[] {
  const organs = new Map<string, { numbers: number; shapes: string[] }>();
  for (const { name, shape, size } of model.engine.parameters.all.values()) {
    const parts = name.split('.');
    const organ = parts.slice(0, Math.min(2, parts.length - 1)).join('.') || parts[0];
    const entry = organs.get(organ) ?? { numbers: 0, shapes: [] };
    entry.numbers += size;
    entry.shapes.push(`${parts.slice(organ.split('.').length).join('.') || organ} ${shape.join('×')}`);
    organs.set(organ, entry);
  }
  const { parameters, learning, rest } = model.engine.needs();
  const lines = [...organs].map(
    ([organ, { numbers, shapes }]) => `${organ.padEnd(18)} ${count(numbers).padStart(12)}  ${shapes.join(', ')}`,
  );
  return [
    kindOf(model.brain).introduce(model.sizes),
    ...lines,
    trainingTexts.model.inAll(
      'in all'.padEnd(18),
      count(model.engine.parameters.count).padStart(12),
      gigabytes(parameters * 4),
      gigabytes(learning * 4),
      gigabytes(rest * 4),
    ),
  ];
}
