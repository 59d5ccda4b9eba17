import { shapeOf } from '../../brain/brains/shapes/index.ts';
import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import type { OpenedSoul } from '../../soul/keeper.ts';
import { currentState, type SoulState } from './checkpoint.ts';
import { trainingTexts } from './texts/training-texts.ts';

/** What may change of a grown brain: nothing that it learnt is of this size. */
const CHANGEABLE = ['contextLength', 'batch'] as const;
type ChangeableSizes = Readonly<Record<(typeof CHANGEABLE)[number], number>>;

/**
 * The sizes with which a soul wakes: its own, but for the context length and batch that its owner decided meanwhile; 0 is what it was born with.
 *
 * @returns what cannot be changed too, in sentences
 */
export function wakingSizes(
  { brain, sizes, bornSizes = sizes }: Pick<SoulState, 'brain' | 'sizes' | 'bornSizes'>,
  wished: ChangeableSizes,
): { readonly sizes: Sizes; readonly notes: readonly string[] } {
  const fixed = shapeOf(brain).fixed?.(sizes) ?? {};
  const notes: string[] = [];
  const changed = CHANGEABLE.flatMap((key) => {
    const wish = wished[key] || bornSizes[key];
    if (wish === sizes[key]) return [];
    if (fixed[key] === undefined) return [[key, wish]];
    notes.push(trainingTexts.model.sizeStays(key, wished[key], sizes[key], fixed[key]));
    return [];
  });
  return { sizes: { ...sizes, ...Object.fromEntries(changed) }, notes };
}

/**
 * The state of a soul that wakes with another batch or context length: streams that are there in both go on where they were, others begin.
 * What was to be learnt once more is let go: it was cut for the old sizes.
 */
export function resizedState(state: SoulState, { batch, contextLength }: Sizes): SoulState {
  const { sizes, tutor } = state;
  if (sizes.batch === batch && sizes.contextLength === contextLength) return state;
  const [first] = tutor.colours;
  const streams = Array.from({ length: batch }, (_, b) => b);
  return {
    ...state,
    sizes: { ...sizes, batch, contextLength },
    bornSizes: state.bornSizes ?? { batch: sizes.batch, contextLength: sizes.contextLength },
    tutor: {
      ...tutor,
      colours: streams.map((b) => tutor.colours[b] ?? first),
      past: streams.map((b) => tutor.past[b] ?? []),
      ...(tutor.again ? { again: { ...tutor.again, kept: null } } : {}),
    },
  };
}

/** The state of a soul for a brain that may read other numbers of tokens or texts at once. */
export function stateFor(soul: OpenedSoul | undefined, sizes: Sizes): SoulState | undefined {
  const state = soul && currentState(soul.state);
  return state && resizedState(state, sizes);
}
