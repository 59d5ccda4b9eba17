import { BRAINS } from '../../brain/brains/index.ts';
import type { BrainKind } from '../../brain/brains/kind.ts';
import { SHAPES, type TransformerName } from '../../brain/brains/shapes/index.ts';
import type { CommonSizes, Sizes } from '../../brain/brains/shapes/shape.ts';
import { GPT2_PARTS, kvHeadsFor, PARTS, type TransformerShape } from '../../brain/brains/shapes/transformer.ts';
import { Engine } from '../../brain/engine/engine.ts';
import { Random } from '../../brain/engine/random.ts';
import { Voice } from '../../brain/voice/speak.ts';
import { memoryFor, wasmBackends } from './backends.ts';

export const TRANSFORMERS = [
  'gpt2',
  'llama',
  'llm-from-scratch',
  'cleanai',
  'tfjs',
] as const satisfies TransformerName[];

type Small = CommonSizes & Pick<TransformerShape, 'channels' | 'blocks' | 'feedForwardWidth' | 'heads'>;

/** Every kind of transformer at these sizes: the parts are its own, and so is the share of heads that have keys and values. */
export const transformersOf = (sizes: Small): Record<TransformerName, Sizes<TransformerShape>> =>
  Object.fromEntries(
    TRANSFORMERS.map((name) => {
      const { shape } = SHAPES[name].presets.tiny;
      return [name, { ...shape, ...sizes, kvHeads: kvHeadsFor(sizes.heads, shape) }];
    }),
  ) as Record<TransformerName, Sizes<TransformerShape>>;

/** A transformer by what it is made of. */
export type Combination = readonly [name: string, sizes: Sizes<TransformerShape>];

/** Those of the 18 combinations; the tanh form of gelu is held to PyTorch beside them. */
const FEED_FORWARDS = ['gelu', 'swiglu', 'relu'] as const;

/**
 * The 18 transformers of every attention, norm and feed-forward layer, each with a draw of the other parts, so that every choice of every part
 * is among them.
 */
export function combinationsOf(sizes: Small): Combination[] {
  const random = new Random(18);
  const draw = <Value>(of: readonly Value[]): Value => of[random.below(of.length)] as Value;
  return PARTS.attention.flatMap((attention) =>
    PARTS.norm.flatMap((norm) =>
      FEED_FORWARDS.map((feedForward): Combination => {
        const positions = draw(PARTS.positions.filter((kind) => attention !== 'linear' || kind !== 'rope'));
        const residual = draw(PARTS.residual);
        const [tied, bias, qkNorm, scaled] = [
          draw([true, false]),
          draw([true, false]),
          draw([true, false]),
          draw([1, 2]),
        ];
        const kvHeads = draw([1, 2, 4].filter((count) => sizes.heads % count === 0));
        const rest = { kvHeads, positions, residual, tied, bias, normBias: bias && norm === 'layer', qkNorm };
        const ropeScale = positions === 'rope' ? scaled : 1;
        const shared = kvHeads === sizes.heads ? '' : `, ${kvHeads} of keys`;
        return [
          `${attention} ${norm} ${feedForward}, ${residual}, ${positions}${shared}${qkNorm ? ', qkNorm' : ''}`,
          { ...GPT2_PARTS, ...sizes, attention, norm, feedForward, ropeScale, ...rest },
        ];
      }),
    ),
  );
}

export const FELT = [0.4, 0.4, 0.4];

/** Learning, and a voice that hears up to 5 tokens at once, over one set of parameters, `louder` times as large as they begin. */
export function transformerMind(
  sizes: Sizes<TransformerShape>,
  louder = 6,
  kind: BrainKind<TransformerShape> = BRAINS.tfjs,
) {
  const engine = new Engine();
  const learn = engine.record('learn', 'streams', (r) => kind.learn(r, sizes));
  const steps = [1, 5].map((time) => ({
    time,
    tape: engine.record(`speak${time}`, 'voice', (r) => kind.speak(r, sizes, time)),
  }));
  const [{ module, scratch }] = wasmBackends();
  const { numbers, backend } = memoryFor(module, engine.layOut({ learning: true, scratch, threads: 1 }));
  engine.attach(numbers, backend);
  engine.initialise(new Random(5));
  // at the beginning all tokens are nearly equally likely, which would hide mistakes
  for (const { name, group } of engine.parameters.all.values()) {
    if (group !== 'decayed') continue;
    const values = engine.ofParameter(name);
    for (let i = 0; i < values.length; i++) values[i] *= louder;
  }
  engine.input(learn, 'colour').fill(FELT[0]);
  const cacheLength = kind.cacheLength?.(sizes) ?? 0;
  const voice = (list = steps) => new Voice(engine, 'voice', { speaking: list, cacheLength });
  return { engine, learn, steps, voice };
}

/** The losses of a chunk of learning, one row for each stream; what it carries on is only carried on where it is committed. */
export function lossesOf(
  { engine, learn }: Pick<ReturnType<typeof transformerMind>, 'engine' | 'learn'>,
  ids: readonly (readonly number[])[],
  targets: readonly (readonly number[])[],
  commit = false,
): number[][] {
  const time = ids[0].length;
  engine.input(learn, 'ids').set(ids.flat());
  engine.input(learn, 'targets').set(targets.flat());
  engine.run(learn, 'forward');
  if (commit) engine.run(learn, 'commit');
  const losses = Array.from(engine.output(learn, 'losses'));
  return ids.map((_, b) => losses.slice(b * time, (b + 1) * time));
}

/** The negative log-likelihood of `target` under one row of logits. */
export function surprise(logits: ArrayLike<number>, target: number): number {
  const top = Math.max(...Array.from(logits));
  return top + Math.log(Array.from(logits).reduce((sum, z) => sum + Math.exp(z - top), 0)) - logits[target];
}
