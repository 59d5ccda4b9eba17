// All 18 transformers of every attention, norm and feed-forward layer, on the same text for the same steps.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHAPES } from '../../brain/brains/shapes/index.ts';
import { composeShape } from '../../brain/brains/shapes/shape.ts';
import { PARTS, type TransformerShape } from '../../brain/brains/shapes/transformer.ts';
import { starterFolder } from '../../school/home/package-root.ts';
import type { Topic } from './context.ts';
import { LOSS_NOISE } from './nanogpt.ts';
import { characterRecipe } from './recipe.ts';
import { number } from './rows.ts';

export const STEPS = 300;
const SIZES = { batch: 12, contextLength: 64 };
const PEAK = 2e-3;

/** The `tfjs` brain, six blocks around 128 channels, with every attention, norm and feed-forward layer, at about equal parameters. */
export const combinations = (): TransformerShape[] =>
  PARTS.attention.flatMap((attention) =>
    PARTS.norm.flatMap((norm) =>
      (['gelu', 'swiglu', 'relu'] as const).map((feedForward) =>
        composeShape(SHAPES.tfjs, 'small', { attention, norm, feedForward }, SIZES.contextLength),
      ),
    ),
  );

/** The texts that come with the program, one behind the other. */
export const starterTexts = (): string =>
  readdirSync(starterFolder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => readFileSync(join(starterFolder, name), 'utf8'))
    .join('\n');

export const partsTopic: Topic = {
  about:
    'transformers of all 18 combinations of parts: their losses after the same steps (--text <file>, or the starter texts)',
  takes: '6 minutes',
  async *measure({ wishes, threads, embedded, library }) {
    const text = wishes.text === undefined ? starterTexts() : readFileSync(wishes.text, 'utf8');
    const steps = Math.min(wishes.steps, STEPS);
    for (const shape of combinations()) {
      const options = {
        brain: 'tfjs',
        sizes: { ...shape, ...SIZES },
        peak: PEAK,
        carried: true,
        steps,
        threads,
      } as const;
      const result = await characterRecipe(text, options);
      const name = `${shape.attention}, ${shape.norm}, ${shape.feedForward}`;
      yield {
        name: `parts-${name.replaceAll(', ', '-')}`,
        what: `${name}: ${number(result.parameters, 0)} parameters, ${steps} steps`,
        value: result.heldOut,
        unit: 'nats/char',
        digits: 3,
        better: 'lower',
        noise: LOSS_NOISE,
        assumed: true,
        also: [{ value: result.medianMilliseconds, unit: 'ms a step', better: 'lower', noise: result.noise }],
        how: `six blocks around 128 channels, 12 streams of 64 characters read on and on, peak rate ${PEAK}, last 10 % held out; ${library ?? embedded}`,
      };
    }
  },
};
