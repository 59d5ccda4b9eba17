import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seed } from '../../brain/brains/seed.ts';
import { ACCUMULATE } from '../../brain/engine/differentiate.ts';
import { Engine } from '../../brain/engine/engine.ts';
import { Random } from '../../brain/engine/random.ts';
import type { Backend } from '../../brain/kernels/contract.ts';
import { plainBackend } from '../../brain/kernels/plain.ts';
import { createRuntime } from '../../school/machine/runtime.ts';
import { buildModel } from '../../school/training/model.ts';
import { memoryFor, wasmBackends } from './backends.ts';

type Nested = number | Nested[];
interface Golden {
  shape: { embedDimension: number; numNeurons: number; vocabSize: number; numTokensPerStep: number };
  tokens: number[];
  pixel: number[];
  parameters: Record<string, Nested>;
  memory_buffers: Record<string, Nested>;
  expected: Record<string, Nested>;
  gradients_of_mean_cross_entropy: Record<string, Nested>;
}

/** Made once by running the original's layers in float64; the file's `about` says how. */
const golden: Golden = JSON.parse(readFileSync(new URL('../goldens/seed-brain.json', import.meta.url), 'utf8'));
const flat = (x: Nested): number[] => [x].flat(9) as number[];

const { embedDimension, numNeurons, vocabSize, numTokensPerStep: M } = golden.shape;
const sizes = {
  vocabulary: vocabSize,
  channels: embedDimension,
  neurons: numNeurons,
  contextLength: M,
  batch: 1,
};

function run(make: (elements: number) => { numbers: Float32Array | Float64Array; backend: Backend }, scratch: number) {
  const engine = new Engine();
  const program = engine.record('learn', 'streams', (r) => seed.learn(r, sizes));
  const { numbers, backend } = make(engine.layOut({ learning: true, scratch, threads: 1 }));
  engine.attach(numbers, backend);
  for (const [name, value] of Object.entries(golden.parameters)) {
    // the golden lists only the rows of the position table that are read
    engine.ofParameter(name).fill(0);
    engine.ofParameter(name).set(flat(value));
  }
  engine.applyConstraints();
  for (const { name, data } of engine.statesOf('streams')) data.set(flat(golden.memory_buffers[name]));
  engine.input(program, 'ids').set(golden.tokens.slice(0, 2 * M - 1));
  engine.input(program, 'targets').set(golden.tokens.slice(M, 2 * M));
  engine.input(program, 'colour').set(golden.pixel);
  engine.input(program, 'weights').fill(1 / M);
  engine.input(program, 'colourWeights').fill(0);
  engine.variables.set(ACCUMULATE, 0);
  engine.run(program, 'forward');
  engine.run(program, 'backward');
  engine.run(program, 'commit');
  return { engine, program };
}

const OUTPUTS: Record<string, string> = {
  inn: 'refined',
  memory1: 'memory1',
  memory2: 'memory2',
  window_weights: 'windowWeights',
  short1: 'short1',
  long1: 'long1',
  short2: 'short2',
  long2: 'long2',
  pixel_predicted_from_last_embed: 'colour',
};

function check(what: string, got: ArrayLike<number>, want: number[], tolerance: number) {
  expect(got.length, what).toBe(want.length);
  const scale = Math.max(...want.map(Math.abs));
  const worst = Math.max(...want.map((w, i) => Math.abs(w - got[i])));
  // the golden was written with nine decimals
  expect(worst, what).toBeLessThan(tolerance * scale + 1e-9);
}

describe.each([
  ['plain float64', (n: number) => ({ numbers: new Float64Array(n), backend: undefined as Backend | undefined }), 2e-7],
  ['plain float32', (n: number) => ({ numbers: new Float32Array(n), backend: undefined as Backend | undefined }), 1e-4],
] as const)('the seed brain against the original, %s', (_name, memory, tolerance) => {
  const { engine, program } = run((n) => {
    const { numbers } = memory(n);
    return { numbers, backend: plainBackend(numbers) };
  }, 0);
  compare(engine, program, tolerance);
});

describe.each(wasmBackends())('the seed brain against the original, $name', ({ module, scratch }) => {
  const { engine, program } = run((n) => memoryFor(module, n), scratch);
  compare(engine, program, 1e-4);
});

function compare(engine: Engine, program: ReturnType<Engine['record']>, tolerance: number) {
  const output = (name: string) => engine.output(program, name);

  it('every stage of one parallel pass', () => {
    for (const [theirs, ours] of Object.entries(OUTPUTS))
      check(theirs, output(ours), flat(golden.expected[theirs]), tolerance);
    const { values } = seed.look({ parameter: (name) => engine.ofParameter(name), output }, sizes);
    check(
      'window sizes, as they are shown',
      Array.from({ length: 9 }, (_, k) => values[`lobe0.window${k}`] ?? Number.NaN),
      flat(golden.expected.window_sizes),
      tolerance,
    );
    // embed and neurons of the golden are those of prediction 0: the first M tokens
    check('embed', output('embedded').slice(0, M * embedDimension), flat(golden.expected.embed), tolerance);
    check('neurons', output('activations').slice(0, M * numNeurons), flat(golden.expected.neurons), tolerance);
  });

  it('loss', () => {
    const mean = Array.from(output('losses')).reduce((sum, x) => sum + x, 0) / M;
    check('mean cross-entropy', [mean], flat(golden.expected.mean_cross_entropy), tolerance);
  });

  it('committed memories', () => {
    for (const { name, data } of engine.statesOf('streams')) {
      const [organ, kind] = name.split('.');
      const key = `${kind.startsWith('short') ? 'short' : 'long'}${organ === 'memory' ? 1 : 2}`;
      check(name, data, flat(golden.expected[key]), tolerance);
    }
  });

  it('every gradient', () => {
    const names = Object.entries(golden.gradients_of_mean_cross_entropy);
    expect(names.length).toBeGreaterThan(50);
    for (const [name, value] of names) {
      const want = flat(value);
      check(`gradient of ${name}`, engine.ofParameter(name, 'gradients').slice(0, want.length), want, 3 * tolerance);
    }
  });
}

describe('the seed brain when it speaks', () => {
  const time = 8;
  const small = { vocabulary: 40, channels: 12, neurons: 20, contextLength: time, batch: 1 };
  const random = new Random(3);
  const text = Array.from({ length: 60 }, () => random.below(40));
  const colour = [0.2, 0.5, 0.9];

  async function mind() {
    const made = buildModel('seed', small);
    await createRuntime(made.engine, { kernels: 'plain', threads: 1, learning: false });
    made.engine.initialise(new Random(1));
    return made;
  }

  it('foresees, piece by piece, what it foresees when it learns', async () => {
    const { engine, learn, voice } = await mind();
    engine.input(learn, 'ids').set(text.slice(0, 2 * time - 1));
    engine.input(learn, 'targets').set(text.slice(time, 2 * time));
    engine.input(learn, 'colour').set(colour);
    engine.run(learn, 'forward');
    const losses = Array.from(engine.output(learn, 'losses'));
    for (let j = 0; j < time; j++) {
      const logits = Array.from(voice.hear(voice.begin(), text.slice(0, time + j), colour));
      const all = Math.log(logits.reduce((sum, x) => sum + Math.exp(x), 0));
      expect(all - logits[text[time + j]]).toBeCloseTo(losses[j], 4);
    }
  });

  it('makes room behind the last place it knows, and keeps its memories', async () => {
    const { voice } = await mind();
    const talk = voice.begin();
    const [places, memory] = ['position', 'memory.longTermMemory'].map(
      (name) => talk.minds.get('')!.get(name) as Float32Array,
    );
    for (const [i, id] of text.entries()) {
      voice.hear(talk, [id], colour);
      voice.putDown();
      expect(places[0]).toBe(i < 2 * time - 1 ? i + 1 : ((i - (2 * time - 1)) % time) + time);
    }
    const fresh = voice.begin();
    voice.hear(fresh, text.slice(-places[0]), colour);
    voice.putDown();
    const heard = (conversation: typeof talk) =>
      Array.from(conversation.minds.get('')!.get('activations') as Float32Array);
    expect(heard(talk)).toEqual(heard(fresh));
    expect(Array.from(memory)).not.toEqual(
      Array.from(fresh.minds.get('')!.get('memory.longTermMemory') as Float32Array),
    );
    expect(memory.some((value) => value !== 0)).toBe(true);
  });
});
