import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { ACCUMULATE } from '../../brain/engine/differentiate.ts';
import { Random } from '../../brain/engine/random.ts';
import { controlBytes, controlOn, Leader, SLEEPING } from '../../brain/engine/team.ts';
import { SCRATCH_FLOATS, wasmBackend } from '../../brain/kernels/wasm.ts';
import type { HelperOptions } from '../../school/machine/helper-thread.ts';
import { createRuntime, type KernelChoice } from '../../school/machine/runtime.ts';
import { buildModel, type Model } from '../../school/training/model.ts';
import { wasmBackends } from './backends.ts';

/** The bits of numbers, so that NaN equals NaN and −0 is not 0. */
const bits = (numbers: ArrayLike<number>): number[] => [...new Uint32Array(Float32Array.from(numbers).buffer)];

const sizes = { vocabulary: 300, channels: 64, neurons: 96, lobes: 2, contextLength: 16, history: 16, batch: 4 };
const learning = { beta1: 0.9, beta2: 0.99, weightDecay: 0.1, clip: 1, accumulation: 1 };

function showBatch({ engine, learn }: Model, random: Random): void {
  const { vocabulary, batch: streams, contextLength: time } = sizes;
  for (const name of ['ids', 'targets']) {
    const ids = engine.input(learn, name);
    for (let i = 0; i < ids.length; i++) ids[i] = random.below(vocabulary);
  }
  engine.input(learn, 'weights').fill(1 / (streams * time));
  engine.input(learn, 'colour').fill(0.4);
  engine.input(learn, 'nextColour').fill(0.6);
  engine.input(learn, 'colourWeights').fill(0.01);
}

/** Everything a step leaves behind. */
const traceOf = ({ engine, learn }: Model): Record<string, number[]> => ({
  losses: bits(engine.output(learn, 'losses')),
  ...Object.fromEntries(engine.statesOf('streams').map(({ name, data }) => [name, bits(data)])),
  ...Object.fromEntries(
    (['weights', 'gradients', 'firstMoments', 'secondMoments'] as const).flatMap((block) =>
      [...engine.parameters.all.keys()].map((name) => [`${block} ${name}`, bits(engine.ofParameter(name, block))]),
    ),
  ),
});

/** Learns `steps` steps; `between` runs before every kernel call but the optimizer's, `pause` before every step. */
async function learnSteps(
  mind: Model,
  steps: number,
  { between, pause = 0 }: { between?: () => void; pause?: number } = {},
): Promise<Record<string, number[]>> {
  const { engine, learn, optimizer } = mind;
  const random = new Random(77);
  for (let step = 1; step <= steps; step++) {
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    showBatch(mind, random);
    engine.variables.set(ACCUMULATE, 0);
    engine.run(learn, 'forward', between);
    engine.run(learn, 'backward', between);
    engine.run(learn, 'commit', between);
    expect(optimizer!.measure()).toBeGreaterThan(0);
    optimizer!.apply(step, 1e-3);
  }
  return traceOf(mind);
}

async function newMind(kernels: KernelChoice, threads: number) {
  const mind = buildModel('baby', sizes, learning);
  const hands = await createRuntime(mind.engine, { kernels, threads, learning: true });
  mind.engine.initialise(new Random(5));
  return { mind, hands };
}

describe('a team of threads', () => {
  it('learns the same with 1, 2, 3 and 4 of them, bit for bit, also after sleeping', async () => {
    const traces = [];
    for (const threads of [1, 2, 3, 4, 8, 16]) {
      const { mind, hands } = await newMind('simd-relaxed', threads);
      expect(hands.threads).toBe(threads);
      traces.push(await learnSteps(mind, 2, { pause: threads === 2 ? 100 : 0 }));
      await hands.release();
    }
    for (const trace of traces) expect(trace).toEqual(traces[0]);
  });

  /** Three threads over memory for two rows of `size` numbers behind their packing rooms. */
  async function rawTeam(size: number) {
    const [{ module }] = wasmBackends();
    const threads = 3;
    const scratch = { at: 16, each: SCRATCH_FLOATS };
    const first = 16 + threads * SCRATCH_FLOATS;
    const pages = Math.ceil(((first + 2 * size) * 4) / 65536);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: 65536, shared: true });
    const buffer = new SharedArrayBuffer(controlBytes);
    const control = controlOn(buffer);
    const helpers = [1, 2].map((thread) => {
      const options: HelperOptions = { module, memory, control: buffer, scratch, thread, threads };
      return new Worker(new URL('../../school/machine/helper-thread.ts', import.meta.url), { workerData: options });
    });
    await Promise.all(helpers.map((helper) => once(helper, 'message')));
    const leader = new Leader(wasmBackend(module, memory), threads, scratch, control);
    return { leader, helpers, control, first, numbers: new Float32Array(memory.buffer) };
  }

  it('shares a call, falls asleep, wakes for the next, and ends when dismissed', async () => {
    const size = 100_000;
    const { leader, helpers, control, first, numbers } = await rawTeam(size);
    const double = () => leader.run('scaleInto', size, 64, [first * 4, 2, (first + size) * 4, 0], -1);
    for (let round = 1; round <= 3; round++) {
      while (Atomics.load(control.words, SLEEPING) < helpers.length)
        await new Promise((resolve) => setTimeout(resolve, 5));
      numbers.fill(round, first, first + size).fill(0, first + size);
      double();
      expect(numbers.subarray(first + size, first + 2 * size).every((y) => y === 2 * round)).toBe(true);
    }
    const ends = helpers.map((helper) => once(helper, 'exit'));
    leader.dismiss();
    expect(await Promise.all(ends)).toEqual([[0], [0]]);
    expect(double).toThrow('the team was dismissed');
  });

  it('does without helpers that never come, again and again', async () => {
    const size = 100_000;
    const { leader, helpers, first, numbers } = await rawTeam(size);
    await Promise.all(helpers.map((helper) => helper.terminate()));
    for (let round = 0; round < 4; round++) {
      numbers.fill(round + 1, first, first + size).fill(0, first + size);
      leader.run('scaleInto', size, 64, [first * 4, 2, (first + size) * 4, 0], -1);
      expect(numbers.subarray(first + size, first + 2 * size).every((y) => y === 2 * (round + 1))).toBe(true);
    }
  });

  it('does every piece once, many thousand times', async () => {
    const size = 1000;
    const { leader, helpers, first, numbers } = await rawTeam(size);
    numbers.fill(1, first, first + size).fill(0, first + size);
    const rounds = 20_000;
    for (let round = 0; round < rounds; round++)
      leader.run('scaleInto', size, 16, [first * 4, 1, (first + size) * 4, 1], -1);
    expect(numbers.subarray(first + size, first + 2 * size).every((y) => y === rounds)).toBe(true);
    leader.dismiss();
    await Promise.all(helpers.map((helper) => helper.terminate()));
  });

  it('does not wait for ever for a thread that broke', async () => {
    const size = 100_000;
    const { leader, helpers, first, numbers } = await rawTeam(size);
    for (const helper of helpers) helper.on('error', () => {});
    // the last third would be written behind the end of memory, by whichever thread takes it
    const y = numbers.length - Math.floor(size * 0.8);
    const scale = () => leader.run('scaleInto', size, 64, [first * 4, 2, y * 4, 0], -1);
    expect(scale).toThrow(/^scaleInto stopped/);
    expect(scale).toThrow('the team broke in an earlier call');
    leader.dismiss();
    await Promise.all(helpers.map((helper) => helper.terminate()));
  });
});

describe('a voice between the kernel calls of a learning step', () => {
  it.each([
    ['plain', 1, 1],
    ['simd-relaxed', 1, 1],
    ['simd-relaxed', 2, 16], // waiting for a helper that shares its core with other programs takes long
  ] as const)(
    'changes nothing in it, and says what it says in quiet (%s, %i threads)',
    async (kernels, threads, every) => {
      const prompt = Array.from({ length: 19 }, (_, i) => 4 + ((i * 31) % 280));
      const speak = ({ voice }: Model) => bits(voice.hear(voice.begin(), prompt, [0.1, 0.5, 0.9]));

      const quiet = await newMind(kernels, threads);
      const reply = speak(quiet.mind);
      const undisturbed = await learnSteps(quiet.mind, 1);
      await quiet.hands.release();

      const busy = await newMind(kernels, threads);
      let calls = 0;
      let spoken = 0;
      let same = 0;
      const between = () => {
        if (calls++ % every > 0) return;
        spoken++;
        if (speak(busy.mind).every((bit, i) => bit === reply[i])) same++;
      };
      const disturbed = await learnSteps(busy.mind, 1, { between });
      await busy.hands.release();
      expect(calls).toBeGreaterThan(80);
      expect(spoken).toBe(Math.ceil(calls / every));
      expect(same).toBe(spoken);
      expect(disturbed).toEqual(undisturbed);
    },
  );
});
