// Variants of the baby brain, to find out what each of its organs is worth: the same layers, put together otherwise.
import type { BrainKind } from '../../brain/brains/kind.ts';
import { type BabyShape, babyShape } from '../../brain/brains/shapes/baby.ts';
import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import { constant, normal, spread, values } from '../../brain/engine/parameters.ts';
import type { Recording } from '../../brain/engine/recording.ts';
import { lastAxis, type Tensor } from '../../brain/engine/tensor.ts';
import { expectColour } from '../../brain/layers/colour.ts';
import { embed, tokenTable } from '../../brain/layers/embed.ts';
import { linearLayer, normLayer } from '../../brain/layers/linear.ts';
import { memories } from '../../brain/layers/memory.ts';
import { interneurons } from '../../brain/layers/windows.ts';
import { crossEntropy } from '../../brain/ops/cross-entropy.ts';
import { gatedMemory } from '../../brain/ops/gated-memory.ts';
import { linear, matmul } from '../../brain/ops/matmul.ts';
import { scan } from '../../brain/ops/memory.ts';
import { add, gelu, multiply, sigmoid } from '../../brain/ops/pointwise.ts';
import { squaredError } from '../../brain/ops/squared-error.ts';
import { shiftHistory } from '../../brain/ops/streams.ts';
import { realWindows } from '../../brain/ops/window-shapes.ts';
import { windows } from '../../brain/ops/windows.ts';

/** What may differ from the baby brain; what is left out is as it is there. */
export interface Organs {
  /** sizes of the windows: learnt (baby), or fixed where they begin; or no windows at all */
  readonly windows?: 'learnt' | 'fixed' | 'none';
  /** sizes they begin with, in tokens */
  readonly sizes?: readonly number[];
  /** how windows are mixed: each neuron its own way (baby), or all neurons alike, as in the original */
  readonly mix?: 'per neuron' | 'scalar';
  readonly memories?: 'both' | 'short' | 'long' | 'none';
  /** what the gate does with what is heard: × gelu (baby), × σ, or nothing */
  readonly gate?: 'gelu' | 'sigmoid' | 'none';
  /** whether the table that reads also speaks (baby) */
  readonly tied?: boolean;
}

const START = [1, 2, 3, 4, 8, 32];
const LISTEN = 0.3;
/** gelu of this is 1: a gate that stands open. */
const OPEN = 1.1444507;

/** The baby brain with other organs. With none it is the baby brain itself, to the bit (tests/bench/study.test.ts). It only learns. */
export function variant(organs: Organs): BrainKind<BabyShape> {
  return {
    ...babyShape,
    name: 'baby, varied',
    overlap: () => 0,
    adapts: () => false,
    learn(r, sizes) {
      const { batch, contextLength, vocabulary, channels } = sizes;
      const table = tokenTable(r, vocabulary, channels);
      let x = embed(r, r.input('ids', [batch, contextLength]), r.input('colour', [batch, 3]), table);
      for (let l = 0; l < sizes.lobes; l++) x = r.inside(`lobe${l}`, () => lobe(r, x, sizes, organs));
      const spoken = normLayer(r, 'norm', x);
      const colour = expectColour(r, spoken);
      const speaking =
        (organs.tied ?? true)
          ? table
          : r.parameter('speak.tokens', [vocabulary, channels], normal(0.05), { group: 'plain' });
      const { losses, objective, best } = crossEntropy(
        linear(spoken, speaking),
        r.input('targets', [batch * contextLength]),
      );
      const colourLoss = squaredError(colour, r.input('nextColour', [batch, 3]));
      return {
        outputs: { losses, best, colour },
        losses: [
          [objective, r.input('weights', [batch * contextLength])],
          [colourLoss, r.input('colourWeights', [batch, 3])],
        ],
      };
    },
    speak() {
      throw new Error('a variant made for a study only learns');
    },
    look: () => ({ values: {}, maps: [] }),
  };
}

/** As layers/lobe.ts. x(B,T,C) -> (B,T,C) */
function lobe(r: Recording, x: Tensor, sizes: Sizes<BabyShape>, organs: Organs): Tensor {
  const u = normLayer(r, 'norm', x);
  const activations = gelu(linearLayer(r, 'neurons', u, sizes.neurons));
  const heard = hear(r, activations, sizes.history, organs);
  const out = remember(r, u, heard, organs);
  const spoken = linearLayer(r, 'project', out, lastAxis(x), {
    weight: normal(1 / Math.sqrt(2 * sizes.lobes * sizes.neurons)),
  });
  return add(x, spoken);
}

/** a(B,T,N) -> what the windows make of it (B,T,N) */
function hear(r: Recording, activations: Tensor, longest: number, organs: Organs): Tensor {
  const { windows: kind = 'learnt', mix: mixing = 'per neuron', sizes = START } = organs;
  if (kind === 'none') return activations;
  if (kind === 'learnt' && mixing === 'per neuron' && !organs.sizes) return interneurons(r, activations, longest);
  const [streams, , count] = activations.shape;
  return r.inside('windows', () => {
    const start = sizes.filter((size) => size <= longest);
    const logs = start.map(Math.log);
    const logSize =
      kind === 'fixed'
        ? r.fixedInput('window sizes', Float32Array.from(logs), [start.length])
        : r.parameter('logSize', [start.length], values(logs), { bounds: [0, Math.log(longest)] });
    const mix = () => {
      if (mixing === 'per neuron')
        return r.parameter('cerebellum', [start.length, count], normal(0.3), { group: 'plain' });
      const ones = r.fixedInput('ones', new Float32Array(count).fill(1), [1, count]);
      return matmul(r.parameter('cerebellum', [start.length, 1], normal(0.3), { group: 'plain' }), ones);
    };
    const history = r.state('history', [streams, longest, count]);
    const heard = windows(activations, history, realWindows(logSize, longest), mix());
    r.during('commit', () => shiftHistory(history, activations, history));
    return heard;
  });
}

/** As layers/memory.ts: u(B,T,C), heard(B,T,N) -> (B,T,N). Without memories nothing is scanned, without a gate no weights ask. */
function remember(r: Recording, u: Tensor, heard: Tensor, organs: Organs): Tensor {
  const { memories: kept = 'both', gate: kind = 'gelu' } = organs;
  if (kept === 'both' && kind === 'gelu') return memories(r, u, heard).out;
  const [streams, , count] = heard.shape;
  return r.inside('memory', () => {
    const scanned = (name: string, first: number, last: number) => {
      const held = r.state(name, [streams, count]);
      const { y, after } = scan(heard, r.parameter(`${name}Decay`, [count], spread(first, last)), held);
      r.commit(held, after);
      return y;
    };
    const listen = (name: string) => r.parameter(name, [count], constant(LISTEN));
    const gate = kind === 'none' ? undefined : linearLayer(r, 'gate', u, count);
    if (kept === 'none') {
      if (!gate) return heard;
      return multiply(heard, kind === 'gelu' ? gelu(gate) : sigmoid(gate));
    }
    const short = kept === 'long' ? undefined : scanned('short', -1, 2);
    const long = kept === 'short' ? undefined : scanned('long', 2, 5);
    const silent = r.fixedInput('nothing', new Float32Array(count), [count]);
    const open = r.fixedInput('open', new Float32Array(heard.size).fill(OPEN), heard.shape);
    // one that is not there is heard with weight 0, and learns nothing
    const other = r.stopGradient((short ?? long) as Tensor);
    const out = gatedMemory(
      heard,
      short ?? other,
      long ?? other,
      short ? listen('listenShort') : silent,
      long ? listen('listenLong') : silent,
      kind === 'gelu' ? (gate as Tensor) : open,
    );
    return kind === 'sigmoid' ? multiply(out, sigmoid(gate as Tensor)) : out;
  });
}
