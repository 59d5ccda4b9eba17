import type { BrainName } from '../../brain/brains/index.ts';
import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import type { Engine } from '../../brain/engine/engine.ts';
import type { RandomState } from '../../brain/engine/random.ts';
import { AVERAGE } from '../../brain/engine/weight-sets.ts';
import { averageLeads } from '../../brain/learning/average.ts';
import type { StreamsState } from '../../library/batches/batches.ts';
import type { MixerState } from '../../library/sources/mixer.ts';
import type { NamedTensor, OpenedSoul, SoulContent } from '../../soul/keeper.ts';
import { migrateSoulSizes } from '../settings/migration.ts';
import type { Model } from './model.ts';
import type { TutorState } from './tutor.ts';

/** Version of what is written below; a soul of a version that is not known is not guessed at. 1: sizes under the names of 12ff94c. */
export const STATE_VERSION = 2;

/** A soul's state.json: everything needed to go on exactly, but for the tensors and the tokenizer. */
export interface SoulState {
  readonly version: typeof STATE_VERSION;
  readonly brain: BrainName;
  readonly preset: string;
  readonly sizes: Sizes;
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
}

/** The state of a soul, also of one that an earlier build wrote; undefined where its version is not known. */
export function currentState(stored: unknown): SoulState | undefined {
  const state = stored as Omit<SoulState, 'version'> & { readonly version: unknown };
  if (state.version === STATE_VERSION) return state as SoulState;
  return state.version === 1
    ? { ...state, version: STATE_VERSION, sizes: migrateSoulSizes(state.brain, state.sizes) }
    : undefined;
}

/** The step at which it was examined, and what on. */
export interface Examined {
  readonly step: number;
  readonly paper: string;
}

/** The files of a soul that hold tensors. */
type Tensors = Record<'weights' | 'moments' | 'memories', NamedTensor[]> & { average?: NamedTensor[] };

/** Weights, their average, moments and stream memories of a mind, in place, by file. What is only for learning is left out where nothing is learnt. */
export function tensorsOf({ engine, optimizer }: Model): Tensors {
  const moments: NamedTensor[] = [];
  for (const { name, shape, group } of engine.parameters.all.values()) {
    if (!optimizer || group === 'frozen') continue;
    const of = (block: 'firstMoments' | 'secondMoments') => engine.ofParameter(name, block) as Float32Array;
    moments.push(
      { name: `${name}.first`, shape, data: of('firstMoments') },
      { name: `${name}.second`, shape, data: of('secondMoments') },
    );
  }
  const memories = engine
    .statesOf('streams')
    .map(({ name, shape, data }) => ({ name, shape, data: data as Float32Array }));
  const weights = weightsOf(engine, 'weights');
  return { weights, ...(engine.has(AVERAGE) ? { average: weightsOf(engine, 'average') } : {}), moments, memories };
}

const weightsOf = (engine: Engine, block: 'weights' | 'average'): NamedTensor[] =>
  [...engine.parameters.all.values()].map(({ name, shape }) => ({
    name,
    shape,
    data: engine.ofParameter(name, block) as Float32Array,
  }));

/** Fills all tensors of a mind from a soul. One from before there was an average leaves it as it is, to begin with the next look. */
export function readTensors(mind: Model, soul: OpenedSoul): void {
  const { averageLooks } = (soul.state as SoulState).tutor;
  for (const [file, targets] of Object.entries(tensorsOf(mind)))
    if (file !== 'average' || averageLooks !== undefined) soul.readTensors(file, targets);
}

/** Fills the weights of a mind that only speaks with those that a soul speaks by: their average, as soon as that leads. */
export function readSpoken(mind: Model, soul: OpenedSoul): void {
  soul.readTensors(spokenFile(soul.state as SoulState), tensorsOf(mind).weights);
}

/** The file of a soul, without its ending, that holds the weights that it speaks by: what is examined, and what is to be given away. */
export const spokenFile = ({ tutor }: SoulState): 'weights' | 'average' =>
  averageLeads(tutor.averageLooks ?? 0) ? 'average' : 'weights';

/** A whole soul, ready for the keeper. Nothing is copied: the tensors are those the brain works with. */
export function soulOf(mind: Model, tokenizer: string, state: SoulState, config: string): SoulContent {
  return {
    tensors: { ...tensorsOf(mind) },
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
