import type { BrainName } from '../../brain/brains/index.ts';
import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import type { Engine } from '../../brain/engine/engine.ts';
import type { RandomState } from '../../brain/engine/random.ts';
import { AVERAGE, LEARNING, SIBLINGS, type WeightSet } from '../../brain/engine/weight-sets.ts';
import { averageLeads } from '../../brain/learning/average.ts';
import type { Speaker } from '../../brain/voice/speak.ts';
import type { StreamsState } from '../../library/batches/batches.ts';
import type { MixerState } from '../../library/sources/mixer.ts';
import type { NamedTensor, OpenedSoul, SoulContent } from '../../soul/keeper.ts';
import { DREAM } from '../api/sibling-words.ts';
import { migrateSoulSizes } from '../settings/migration.ts';
import type { ConsolidatorState } from './consolidation/consolidator.ts';
import { dreamSlot } from './growth/family-tools.ts';
import { type GrowthState, slotsOf } from './growth/growth-state.ts';
import type { HabitState } from './habits/habit-state.ts';
import type { MemoryState } from './memory/memory.ts';
import type { Model, TeacherMark } from './model.ts';
import { readStreamMemories } from './stream-memories.ts';
import type { TutorState } from './tutor-state.ts';

/** Version of what is written below; a soul of a version that is not known is not guessed at. 1: sizes under the names of 12ff94c. */
export const STATE_VERSION = 2;

/** A soul's state.json: everything needed to go on exactly, but for the tensors and the tokenizer. */
export interface SoulState {
  readonly version: typeof STATE_VERSION;
  readonly brain: BrainName;
  readonly preset: string;
  readonly sizes: Sizes;
  /** absent where batch and context length are still those of its birth */
  readonly bornSizes?: { readonly batch: number; readonly contextLength: number };
  readonly tokenizerHash: string;
  readonly born: string;
  readonly tutor: TutorState;
  readonly streams: StreamsState;
  /** absent in souls from before there were other sources than the library */
  readonly mixer?: MixerState;
  readonly random: { readonly places: RandomState; readonly babble: RandomState; readonly mixing?: RandomState };
  readonly lastExam: number | null;
  readonly bestExam: number | null;
  /** which exam `lastExam` was; absent in souls from before exams knew what they were about */
  readonly examined?: Examined;
  readonly secondsAwake: number;
  /** of its voice, as its exams found it; absent where none was fitted */
  readonly temperature?: number;
  /** absent in souls from before several brains could be one baby */
  readonly growth?: GrowthState;
  /** absent in souls from before there was a memory of episodes */
  readonly memory?: MemoryState;
  /** absent where the weights learn no corrections */
  readonly consolidation?: ConsolidatorState;
  /** which soul of another baby teaches it; absent where none does */
  readonly teacher?: TeacherMark;
  /** of raising/inner-voices.ts; absent in souls from before the scribe and the reflections went by steps */
  readonly voices?: unknown;
  /** absent where there are none; their numbers lie in `habits.safetensors` */
  readonly habits?: readonly HabitState[];
}

/** The state of a soul, also of one that an earlier build wrote; undefined where its version is not known. */
export function currentState(stored: unknown): SoulState | undefined {
  const state = stored as Omit<SoulState, 'version'> & { readonly version: unknown };
  // of version 2 are also souls from before transformers were made of parts
  const isKnown = state.version === 1 || state.version === STATE_VERSION;
  return isKnown ? { ...state, version: STATE_VERSION, sizes: migrateSoulSizes(state.brain, state.sizes) } : undefined;
}

/** The step at which it was examined, and what on. */
export interface Examined {
  readonly step: number;
  readonly paper: string;
}

/** The files of a soul that hold tensors. */
type Tensors = Record<'weights' | 'moments' | 'memories', NamedTensor[]> & { readonly [file: string]: NamedTensor[] };

/**
 * Weights, their average, moments and stream memories of a mind, and the weights of the siblings, in place, by file. What is only for
 * learning is left out where nothing is learnt.
 */
export function tensorsOf({ engine, optimizer }: Model, siblings = 0): Tensors {
  const moments: NamedTensor[] = [];
  for (const { name, shape, group } of engine.parameters.all.values()) {
    if (!optimizer || group === 'frozen') continue;
    // of halves it is a copy, made when it is asked for
    const of = (ending: string, block: 'firstMoments' | 'secondMoments') => ({
      name: `${name}.${ending}`,
      shape,
      get data() {
        return engine.copyOfParameter(name, block) as Float32Array;
      },
    });
    moments.push(of('first', 'firstMoments'), of('second', 'secondMoments'));
  }
  const memories = engine
    .statesOf('streams')
    .map(({ name, shape, data }) => ({ name, shape, data: data as Float32Array }));
  const others = Array.from(
    { length: siblings },
    (_, slot) => [`sibling${slot + 1}`, weightsOf(engine, SIBLINGS + slot)] as const,
  );
  return {
    weights: weightsOf(engine, LEARNING),
    ...(engine.has(AVERAGE) ? { average: weightsOf(engine, AVERAGE) } : {}),
    moments,
    memories,
    ...Object.fromEntries(others),
  };
}

/** What lies of a dream in a mind, in place, by file: its weights at its best, and what its teachers remember. */
export const dreamTensors = ({ engine, teachers }: Model, { dream, learner }: GrowthState): SoulContent['tensors'] => ({
  ...(dream ? { dream: weightsOf(engine, dreamSlot(engine)) } : {}),
  ...(learner?.dreams ? teachers?.tensors() : {}),
});

/** Weights in place, but for those that are stored as another type. */
const weightsOf = (engine: Engine, set: WeightSet): NamedTensor[] => {
  const all = engine.weightsOf(set) as Float32Array;
  return [...engine.parameters.all.values()]
    .filter(({ offset }) => offset >= 0)
    .map(({ name, shape, offset, size }) => ({ name, shape, data: all.subarray(offset, offset + size) }));
};

/** Fills all tensors of a mind from a soul. One from before there was an average leaves it as it is, to begin with the next look. */
export function readTensors(model: Model, soul: OpenedSoul): void {
  const { tutor, growth, sizes } = currentState(soul.state) as SoulState;
  if (growth?.learner?.dreams && model.teachers) model.teachers.teaching = growth.resting.length;
  const files = { ...tensorsOf(model, growth ? slotsOf(growth) : 0), ...(growth ? dreamTensors(model, growth) : {}) };
  for (const [file, targets] of Object.entries(files)) {
    if (/^(memories|teacher\d+)$/.test(file)) readStreamMemories(soul, targets, sizes.batch, model.sizes.batch, file);
    else if (file === 'moments') readMoments(model.engine, soul, targets);
    else if (file !== 'average' || tutor.averageLooks !== undefined) soul.readTensors(file, targets);
  }
  readMentor(model, soul);
  if (model.engine.parameters.absentOrgans.size > 0) model.optimizer?.rest(model.learn);
}

/** Moments in place, or those that are halves by way of float32, one after the other. */
function readMoments(engine: Engine, soul: OpenedSoul, targets: readonly NamedTensor[]): void {
  if (engine.parameters.learningType === 'f32') return soul.readTensors('moments', targets);
  for (const { name, shape } of targets) {
    const [, parameter, ending] = /^(.*)\.(first|second)$/.exec(name) as unknown as [
      string,
      string,
      'first' | 'second',
    ];
    const data = new Float32Array(engine.parameters.get(parameter).size);
    soul.readTensors('moments', [{ name, shape, data }]);
    engine.writeParameter(parameter, data, ending === 'first' ? 'firstMoments' : 'secondMoments');
  }
}

/** What the baby that teaches remembers of the streams: as in the soul, if the same soul of it taught then; else nothing. */
function readMentor({ mentor, sizes }: Model, soul: OpenedSoul): void {
  if (!mentor) return;
  const { teacher, sizes: before } = soul.state as SoulState;
  const isSame = teacher?.soul === mentor.mark.soul && teacher.home === mentor.mark.home;
  mentor.teachers.clear();
  if (!isSame) return;
  for (const [file, targets] of Object.entries(mentor.teachers.tensors()))
    readStreamMemories(soul, targets, before.batch, sizes.batch, file);
}

/** One that speaks in a soul: the file, without its ending, that holds its weights, and which sibling it is. */
export interface SpokenFile {
  readonly file: string;
  readonly mind: string;
}

/** All that speak together in a soul, the eldest first: what is examined. */
export function spokenFiles(state: SoulState): SpokenFile[] {
  const { resting = [], learner, part, dreamSpeaks } = state.growth ?? {};
  const silent = part === 'silent' && resting.length > 0 ? learner?.id : undefined;
  const brains = brainFiles(state);
  const dream = brains.filter(({ mind }) => mind === String(DREAM));
  if (dreamSpeaks === 'alone') return dream;
  const others = brains.filter(({ mind }) => mind !== String(DREAM) && mind !== String(silent));
  return dreamSpeaks ? [...others, ...dream] : others;
}

/** All brains of a soul, whether they speak or not, by the weights with which they would. */
export function brainFiles({ tutor, growth }: SoulState): SpokenFile[] {
  const current = averageLeads(tutor.averageLooks ?? 0) ? 'average' : 'weights';
  if (!growth) return [{ file: current, mind: '0' }];
  const { resting, learner, part, dream } = growth;
  const brains = resting.map(({ id }, slot) => ({ file: `sibling${slot + 1}`, mind: String(id) }));
  if (learner && !learner.dreams)
    brains.push({ file: part === 'best' ? `sibling${resting.length + 1}` : current, mind: String(learner.id) });
  if (dream) brains.push({ file: 'dream', mind: String(DREAM) });
  return brains;
}

/** The file, without its ending, of the one brain that can stand for all: the dream of siblings, else the eldest of those that speak. */
export function singleFile(state: SoulState): string {
  const [eldest, ...others] = spokenFiles(state);
  const { dream } = state.growth ?? {};
  return others.length > 0 && dream && !dream.unfinished ? 'dream' : eldest.file;
}

/**
 * Fills the weights of a mind that only speaks, one set for each that speaks in a soul.
 *
 * @param change changes a parameter of one that speaks after it was read
 * @param files of those that speak; left out: as they do without habits
 * @returns who speaks
 */
export function readSpoken(
  model: Model,
  soul: Pick<OpenedSoul, 'state' | 'readTensors'>,
  change: (mind: string, parameter: string, data: Float32Array) => void = () => {},
  files: readonly SpokenFile[] = spokenFiles(soul.state as SoulState),
): Speaker[] {
  return files.map(({ file, mind: owner }, i) => {
    const set = i === 0 ? LEARNING : SIBLINGS + i - 1;
    const there = weightsOf(model.engine, set);
    soul.readTensors(file, there);
    for (const { name, data } of there) change(owner, name, data as Float32Array);
    // one after the other, so that no more than one of them is there as float32
    for (const { name, shape, size, offset } of model.engine.parameters.all.values()) {
      if (offset >= 0) continue;
      const data = new Float32Array(size);
      soul.readTensors(file, [{ name, shape, data }]);
      change(owner, name, data);
      model.engine.loadParameter(name, data, set);
    }
    return { set, mind: owner };
  });
}

/** A whole soul, ready for the keeper. Nothing is copied: the tensors are those the brain works with. */
export function soulOf(model: Model, tokenizer: string, state: SoulState, config: string, siblings = 0): SoulContent {
  return {
    tensors: {
      ...tensorsOf(model, siblings),
      ...(state.growth ? dreamTensors(model, state.growth) : {}),
      ...model.mentor?.teachers.tensors(),
    },
    texts: { 'tokenizer.json': tokenizer, 'config.json': config },
    state,
    summary: { step: state.tutor.step },
  };
}

/** A soul with the exam that it had last: what it is worth is an exam of its own step, or it is not known. */
export function withExam(content: SoulContent, examined: Examined | undefined): SoulContent {
  if (!examined) return content;
  const state = { ...(content.state as SoulState), examined };
  const { step, lastExam } = { step: state.tutor.step, lastExam: state.lastExam };
  const isOwn = examined.step === step && lastExam !== null;
  return { ...content, state, summary: isOwn ? { step, score: lastExam, paper: examined.paper } : { step } };
}
