/** What a brain makes of a text, token by token: attention of transformers, and what each group of neurons heard in a baby's lobes. */
import { kindOf } from '../../brain/brains/index.ts';
import { attentionOf } from '../../brain/brains/lags.ts';
import type { AnyShape, Sizes } from '../../brain/brains/shapes/shape.ts';
import { Engine } from '../../brain/engine/engine.ts';
import { LEARNING } from '../../brain/engine/weight-sets.ts';
import { decaysOf } from '../../brain/layers/linear-attention.ts';
import { nearestTokens } from '../../brain/voice/neighbours.ts';
import { encodeText } from '../../library/tokenizer/chat-template.ts';
import { parseTokenizer, type Tokenizer } from '../../library/tokenizer/index.ts';
import { currentState, type SoulState, spokenFiles } from '../../school/training/checkpoint.ts';
import type { SoulContent } from '../../soul/checkpoint.ts';
import { fillTensors } from '../../soul/soul-file.ts';
import { insideTexts } from '../texts/inside.ts';

/** Tokens that are looked at: the last of the text. */
export const MOST_TOKENS = 256;
const GROUPS = 8;
const NEAREST = 10;

export interface AttentionView {
  readonly kind: 'attention';
  readonly tokens: readonly string[];
  readonly blocks: number;
  readonly heads: number;
  /** by block, then by head: how much the token of a row hears of that of a column. Shape (T,T) */
  readonly matrices: readonly Float32Array[];
}

/** One strip: what some neurons make of each token, −1 … 1. Shape (T) */
interface Strip {
  readonly label: string;
  readonly values: Float32Array;
}

export interface LobesView {
  readonly kind: 'lobes';
  readonly tokens: readonly string[];
  readonly lobes: readonly {
    readonly title: string;
    readonly parts: readonly { readonly title: string; readonly strips: readonly Strip[] }[];
  }[];
}

export type View = AttentionView | LobesView;

/** Neighbours of a token by their vectors, the nearest first. */
export interface Neighbours {
  readonly token: string;
  readonly nearest: readonly { readonly token: string; readonly cosine: number }[];
}

/** A soul that is looked into. */
export class Inspection {
  readonly #soul: SoulContent;
  readonly #state: SoulState;
  readonly #tokenizer: Tokenizer;
  readonly #attach: (engine: Engine) => Promise<unknown>;

  /** @param attach lays out an engine's memory for speaking and ties it to kernels. @throws Error with one sentence */
  constructor(soul: SoulContent, attach: (engine: Engine) => Promise<unknown>) {
    const state = currentState(soul.state);
    if (!state) throw new Error(insideTexts.otherVersion);
    this.#soul = soul;
    this.#state = state;
    this.#tokenizer = parseTokenizer(soul.texts['tokenizer.json'] ?? '');
    this.#attach = attach;
  }

  /** @throws Error with one sentence where there is nothing to look at */
  async look(text: string): Promise<View> {
    const { brain, sizes } = this.#state;
    const kind = kindOf(brain);
    if (!kind.inspect) throw new Error(insideTexts.noTokens(brain));
    const places = kind.cacheLength?.(sizes) || MOST_TOKENS;
    const ids = encodeText(this.#tokenizer, text).slice(-Math.min(MOST_TOKENS, places));
    if (ids.length === 0) throw new Error(insideTexts.noText);
    const time = kind.cacheLength ? sizes.contextLength : ids.length;
    const here = { ...sizes, batch: 1, contextLength: time } as Sizes;
    const engine = new Engine();
    const tape = engine.record('inspect', 'streams', (r) => kind.inspect!(r, here));
    await this.#attach(engine);
    this.#fill(engine);
    const shown = ids.slice(-time);
    engine.input(tape, 'ids').set(shown);
    const [colour] = this.#state.tutor.colours;
    engine.input(tape, 'colour').set(colour ?? [0.5, 0.5, 0.5]);
    engine.run(tape, 'forward');
    const tokens = Array.from(shown, (id) => this.#tokenizer.decode([id]));
    const output = (name: string) => engine.output(tape, name);
    return brain === 'baby'
      ? lobesView(tokens, here, output, (name) => engine.ofParameter(name))
      : attentionView(tokens, here, output);
  }

  /** Of each token of a word. @throws Error with one sentence where this brain has no table of tokens */
  neighbours(word: string): Neighbours[] {
    const file = spokenFiles(this.#state)[0]?.file ?? 'weights';
    const table = this.#soul.tensors[file]?.find(({ name }) => name === 'tokens' || name === 'embed.e_weights');
    if (!table) throw new Error(insideTexts.noTokenTable);
    const text = (id: number): string => this.#tokenizer.decode([id]);
    const [, channels] = table.shape as [number, number];
    // most tokens begin with the space before their word
    return Array.from(this.#tokenizer.encode(word.startsWith(' ') ? word : ` ${word}`), (id) => ({
      token: text(id),
      nearest: nearestTokens(table.data as Float32Array, channels, id, NEAREST).map((one) => ({
        token: text(one.id),
        cosine: one.cosine,
      })),
    }));
  }

  #fill(engine: Engine): void {
    const all = engine.weightsOf(LEARNING) as Float32Array;
    const targets = [...engine.parameters.all.values()].map(({ name, shape, offset, size }) => ({
      name,
      shape,
      data: all.subarray(offset, offset + size),
    }));
    fillTensors(this.#soul, spokenFiles(this.#state)[0]?.file ?? 'weights', targets);
  }
}

type Output = (name: string) => ArrayLike<number>;

function attentionView(tokens: readonly string[], sizes: Sizes<AnyShape>, output: Output): AttentionView {
  const { blocks, heads, kvHeads, channels, attention } = sizes as Sizes<AnyShape> &
    Record<'blocks' | 'heads' | 'kvHeads' | 'channels', number>;
  const decays = attention === 'linear' ? decaysOf(kvHeads) : undefined;
  const matrices = Array.from({ length: blocks }, (_, l) =>
    attentionOf(output(`attention${l}`), tokens.length, channels, heads, kvHeads, decays).map((matrix) =>
      Float32Array.from(matrix),
    ),
  ).flat();
  return { kind: 'attention', tokens, blocks, heads, matrices };
}

function lobesView(
  tokens: readonly string[],
  sizes: Sizes<AnyShape>,
  output: Output,
  parameter: (name: string) => ArrayLike<number>,
): LobesView {
  const { lobes, neurons } = sizes as Sizes<AnyShape> & Record<'lobes' | 'neurons', number>;
  const time = tokens.length;
  const groups = Math.min(GROUPS, neurons);
  /** means of groups of neurons over (T,N) */
  const grouped = (values: ArrayLike<number>): Strip[] =>
    scaled(
      Array.from({ length: groups }, (_, g) => {
        const [from, to] = [Math.floor((g * neurons) / groups), Math.floor(((g + 1) * neurons) / groups)];
        const strip = new Float32Array(time);
        for (let t = 0; t < time; t++)
          for (let n = from; n < to; n++) strip[t]! += values[t * neurons + n]! / (to - from);
        return { label: `neurons ${from + 1}–${to}`, values: strip };
      }),
    );
  return {
    kind: 'lobes',
    tokens,
    lobes: Array.from({ length: lobes }, (_, l) => ({
      title: `Lobe ${l + 1}`,
      parts: [
        { title: insideTexts.heardBySize, strips: windowStrips(l, time, neurons, output, parameter) },
        { title: insideTexts.heardByGroup, strips: grouped(output(`heard${l}`)) },
        { title: insideTexts.shortMemory, strips: grouped(output(`short${l}`)) },
        { title: insideTexts.longMemory, strips: grouped(output(`long${l}`)) },
        { title: 'gate', strips: grouped(output(`gate${l}`)) },
      ],
    })),
  };
}

/** How loud each window is at each token: the root mean square, over the neurons, of its weight times the mean that it hears. */
function windowStrips(
  l: number,
  time: number,
  neurons: number,
  output: Output,
  parameter: (name: string) => ArrayLike<number>,
): Strip[] {
  const activations = output(`activations${l}`);
  const sizes = Array.from(parameter(`lobe${l}.windows.logSize`), Math.exp);
  const cerebellum = parameter(`lobe${l}.windows.cerebellum`);
  return scaled(
    sizes.map((size, k) => {
      const values = new Float32Array(time);
      const whole = Math.floor(size);
      for (let t = 0; t < time; t++) {
        let squares = 0;
        for (let n = 0; n < neurons; n++) {
          let sum = 0;
          for (let lag = 0; lag <= whole && lag <= t; lag++)
            sum += (lag < whole ? 1 : size - whole) * activations[(t - lag) * neurons + n]!;
          squares += ((cerebellum[k * neurons + n]! * sum) / size) ** 2;
        }
        values[t] = Math.sqrt(squares / neurons);
      }
      return { label: `${size.toFixed(1)} tokens`, values };
    }),
  );
}

/** Strips scaled together so that the furthest from zero is ±1. */
function scaled(strips: readonly Strip[]): Strip[] {
  const most =
    strips.reduce((top, { values }) => values.reduce((max, value) => Math.max(max, Math.abs(value)), top), 0) || 1;
  return strips.map(({ label, values }) => ({ label, values: values.map((value) => value / most) }));
}
