// What the forms of attention take: flash attention beside standard attention in memory and time, and linear attention token by token.
import { ACCUMULATE } from '../../brain/engine/differentiate.ts';
import { Engine } from '../../brain/engine/engine.ts';
import { normal } from '../../brain/engine/parameters.ts';
import { Random } from '../../brain/engine/random.ts';
import { attendByState } from '../../brain/layers/linear-attention.ts';
import { attention } from '../../brain/ops/attention.ts';
import { standardAttention } from '../../brain/ops/standard-attention.ts';
import { createRuntime, type KernelChoice } from '../../school/machine/runtime.ts';
import type { Topic } from './context.ts';
import { millisecondsOf, noiseOf, quantile } from './measure.ts';
import { number } from './rows.ts';

/** The heads of GPT-2, and tokens enough for a matrix to weigh. */
const [HEADS, DEPTH, TIME] = [12, 64, 1024];
const ROUNDS = 15;
/** Places in a text at which the time of a token is taken, and tokens of a round. */
const PLACES = [10, 1000, 100_000] as const;
const SPOKEN = 50;

const OPS = { flash: attention, standard: standardAttention };
type Form = keyof typeof OPS;

/** One tape with nothing but attention: its outputs, and the gradient of queries, keys and values. */
function withAttention(form: Form, time: number) {
  const engine = new Engine();
  const tape = engine.record('attention', 'bench', (r) => {
    const y = OPS[form](r.parameter('qkv', [1, time, 3 * HEADS * DEPTH], normal(1)), HEADS);
    return { outputs: { y }, losses: [[y, r.input('slopes', y.shape)]] };
  });
  return { engine, tape };
}

/** Bytes that attention keeps from its forward to its backward pass: all of a tape but what goes in and comes out. */
export function attentionBytes(form: Form, time = TIME): number {
  const { engine } = withAttention(form, time);
  engine.layOut({ learning: true, scratch: 0, threads: 1 });
  const given = time * HEADS * DEPTH; // the slopes of y
  return 4 * (engine.needs().rest - given);
}

/** Milliseconds of one forward and backward pass of each form, in turns. */
async function attentionTimes(kernels: KernelChoice, threads: number): Promise<Record<Form, number[]>> {
  const forms = await Promise.all(
    (['flash', 'standard'] as const).map(async (form) => {
      const { engine, tape } = withAttention(form, TIME);
      const runtime = await createRuntime(engine, { kernels, threads, learning: true });
      const random = new Random(1);
      engine.initialise(random);
      const slopes = engine.input(tape, 'slopes');
      for (let i = 0; i < slopes.length; i++) slopes[i] = random.normal();
      engine.variables.set(ACCUMULATE, 0);
      const run = () => {
        engine.run(tape, 'forward');
        engine.run(tape, 'backward');
      };
      run();
      return { form, run, runtime };
    }),
  );
  const times: Record<Form, number[]> = { flash: [], standard: [] };
  for (let round = 0; round < ROUNDS; round++) for (const { form, run } of forms) times[form].push(millisecondsOf(run));
  await Promise.all(forms.map(({ runtime }) => runtime.release()));
  return times;
}

/** Microseconds of a token of linear attention behind so many others, of each round. Each place has a text of its own; they take turns. */
async function linearTimes(kernels: KernelChoice, rounds: number): Promise<number[][]> {
  const engine = new Engine();
  const tape = engine.record('speak', 'voice', (r) => ({
    outputs: { y: attendByState(r, r.input('qkv', [1, 1, 3 * HEADS * DEPTH]), HEADS) },
  }));
  const runtime = await createRuntime(engine, { kernels, threads: 1, learning: false });
  const random = new Random(2);
  const qkv = engine.input(tape, 'qkv');
  const speak = (tokens: number) => {
    for (let i = 0; i < tokens; i++) {
      engine.run(tape, 'forward');
      engine.run(tape, 'commit');
    }
  };
  const memory = engine.statesOf('voice')[0].data;
  const minds = PLACES.map((place) => {
    memory.fill(0);
    for (let i = 0; i < place; i++) {
      if (i % 97 === 0) for (let c = 0; c < qkv.length; c++) qkv[c] = random.normal();
      speak(1);
    }
    return memory.slice();
  });
  const times = PLACES.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++)
    minds.forEach((mind, i) => {
      memory.set(mind);
      times[i].push((1000 * millisecondsOf(() => speak(SPOKEN))) / SPOKEN);
    });
  await runtime.release();
  return times;
}

export const attentionTopic: Topic = {
  about: 'forms of attention: flash beside standard in memory and time, linear token by token',
  takes: '1 minute',
  async *measure({ threads, threadsText, embedded }) {
    const shape = `${HEADS} heads of ${DEPTH}, ${number(TIME, 0)} tokens, one stream`;
    const [flash, standard] = [attentionBytes('flash'), attentionBytes('standard')];
    yield {
      name: 'attention-memory',
      what: 'flash attention beside standard attention: memory kept for the way back',
      value: flash / standard,
      unit: '×',
      digits: 3,
      better: 'lower',
      bar: 1 / 8,
      note: `${number(flash / 1e6, 1)} MB, ${number(standard / 1e6, 1)} MB`,
      how: `${shape}; as memory is laid out, outputs included, queries, keys, values and gradients left out`,
    };
    const times = await attentionTimes('auto', threads);
    const [flashTime, standardTime] = [Math.min(...times.flash), Math.min(...times.standard)];
    yield {
      name: 'attention-time',
      what: 'flash attention beside standard attention: time of a forward and a backward pass',
      value: flashTime / standardTime,
      unit: '×',
      better: 'lower',
      bar: 1.1,
      noise: noiseOf(times.flash.map((time, i) => time / times.standard[i])),
      note: `${number(flashTime, 1)} ms, ${number(standardTime, 1)} ms`,
      how: `${shape}; in turns, the fastest of ${ROUNDS} rounds each; standard attention skips what comes later too; ${embedded}, ${threadsText}`,
    };
    const [near, middle, far] = (await linearTimes('auto', 200)).map((place) => quantile(place, 0.1));
    const slowest = Math.max(near, middle, far);
    const fastest = Math.min(near, middle, far);
    yield {
      name: 'attention-linear',
      what: 'linear attention: a token spoken at place 10, 1,000 and 100,000, the slowest over the fastest',
      value: slowest / fastest,
      unit: '×',
      digits: 3,
      better: 'lower',
      bar: 1.05,
      note: `${number(near, 1)} µs, ${number(middle, 1)} µs, ${number(far, 1)} µs`,
      how: `${HEADS} heads of ${DEPTH}, ${SPOKEN} tokens a round, places in turns, the fastest tenth of 200 rounds; ${embedded}, one thread`,
    };
  },
};
