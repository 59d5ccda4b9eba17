import { Streams } from '../../library/batches/batches.ts';
import type { StreamFile } from '../../library/batches/token-ring.ts';
import { passagesOf } from '../../library/sources/examples.ts';
import { Mixer } from '../../library/sources/mixer.ts';
import type { SoulState } from './checkpoint.ts';
import { contrastQuestions } from './memory/contrasts.ts';
import { weightsOf } from './memory/remembered-sources.ts';
import type { TrainingSetup } from './training-setup.ts';

/** Where places in the library, and passages of the other sources, are drawn from: 0 ≤ n < 1. */
interface Chances {
  places(): number;
  mixing(): number;
}

/** All that it reads: the streams of its library, where they were, and the other sources beside them. */
export function newMixer(setup: TrainingSetup, { places, mixing }: Chances, state: SoulState | undefined): Mixer {
  const { config, sizes, library, from, tokenizer, dialogues } = setup;
  const streams = new Streams({
    files: library.files,
    streams: sizes.batch,
    length: sizes.contextLength,
    random: places,
    state: state?.streams,
    from: from === 'resume' ? 'start' : from,
    weights: config.textWeights,
    chunking: { end: tokenizer.special.end, ...config.reading },
  });
  if (state && from !== 'resume') streams.place(from, places);
  const mixer = new Mixer({
    streams,
    files: library.files,
    end: tokenizer.special.end,
    weights: weightsOf(config),
    random: mixing,
    contrasts: contrastQuestions(dialogues).length,
    state: state?.mixer,
  });
  mixer.converse(passagesOf(tokenizer, library.dialogues));
  return mixer;
}

/** Tokens that stay where texts come, go or change: of texts of the same name, as many as both have. */
export function tokensThatStay(before: readonly StreamFile[], now: readonly StreamFile[]): number {
  const lengths = new Map(before.map(({ name, tokens }) => [name, tokens.length]));
  return now.reduce((sum, { name, tokens }) => sum + Math.min(lengths.get(name) ?? 0, tokens.length), 0);
}
