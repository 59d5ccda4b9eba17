// Where a learning step's time goes, by kernel: `node tests/bench/profile.ts [brain] [preset] [json of sizes]`
import { BRAINS, type BrainName } from '../../brain/brains/index.ts';
import { ACCUMULATE } from '../../brain/engine/differentiate.ts';
import { Engine } from '../../brain/engine/engine.ts';
import { Random } from '../../brain/engine/random.ts';
import type { Team } from '../../brain/engine/team.ts';
import { giveHands } from '../../school/hands.ts';
import { Optimizer } from '../../school/optimizer.ts';
import { PRESETS, type PresetName } from '../../school/presets.ts';

export interface ProfileRow {
  kernel: string;
  calls: number;
  milliseconds: number;
  share: number;
}

export interface Profile {
  millisecondsPerStep: number;
  tokensPerSecond: number;
  parameters: number;
  rows: ProfileRow[];
}

/** Runs whole steps on random ids and times every kernel call on the leader, waiting for the others included. */
export async function profileStep(
  brain: BrainName,
  sizes: Partial<Parameters<(typeof BRAINS)['baby']['learn']>[1]>,
  options: { preset?: PresetName; threads?: number; steps?: number; detailed?: boolean } = {},
): Promise<Profile> {
  const preset = PRESETS[brain][options.preset ?? 'small'];
  const { channels, neurons, lobes, time, streams, vocabulary, history } = preset;
  const all = { vocabulary, channels, neurons, lobes, time, history, streams, ...sizes };
  const engine = new Engine();
  const learn = engine.record('learn', 'streams', (r) => BRAINS[brain].learn(r, all));
  const optimizer = new Optimizer(engine, { beta1: 0.9, beta2: 0.99, weightDecay: 0.1, clip: 1, accumulation: 1 });
  const hands = await giveHands(engine, { kernels: 'auto', threads: options.threads ?? 0, learning: true });
  engine.initialise(new Random(1));
  const random = new Random(2);
  for (const name of ['ids', 'targets']) {
    const ids = engine.input(learn, name);
    for (let i = 0; i < ids.length; i++) ids[i] = random.below(all.vocabulary);
  }
  engine.input(learn, 'weights').fill(1 / (all.streams * all.time));
  engine.variables.set(ACCUMULATE, 0);
  const step = (n: number) => {
    engine.replay(learn, 'forward');
    engine.replay(learn, 'backward');
    optimizer.measure();
    optimizer.apply(n + 1, 1e-3);
    engine.replay(learn, 'commit');
  };
  for (let i = 0; i < 3; i++) step(i);
  const steps = options.steps ?? 20;
  const times = new Map<string, { calls: number; milliseconds: number }>();
  const plainRuns: number[] = [];
  for (let i = 0; i < steps; i++) {
    const began = performance.now();
    step(3 + i);
    plainRuns.push(performance.now() - began);
  }
  const team = hands.team as { -readonly [K in keyof Team]: Team[K] };
  for (const way of ['run', 'alone'] as const) {
    const inner = (team[way] as (...args: unknown[]) => void).bind(team);
    (team as Record<string, unknown>)[way] = (kernel: string, ...rest: unknown[]) => {
      const began = performance.now();
      inner(kernel, ...rest);
      const name =
        options.detailed && kernel.startsWith('matmul')
          ? `${kernel} ${(rest.find(Array.isArray) as number[]).slice(4, 7).join('×')}`
          : kernel;
      const entry = times.get(name) ?? { calls: 0, milliseconds: 0 };
      entry.calls++;
      entry.milliseconds += performance.now() - began;
      times.set(name, entry);
    };
  }
  for (let i = 0; i < steps; i++) step(100 + i);
  await hands.release();
  const millisecondsPerStep = plainRuns.sort((a, b) => a - b)[Math.floor(steps / 2)];
  const total = [...times.values()].reduce((sum, t) => sum + t.milliseconds, 0);
  return {
    millisecondsPerStep,
    tokensPerSecond: (all.streams * all.time * 1000) / millisecondsPerStep,
    parameters: engine.parameters.count,
    rows: [...times]
      .map(([kernel, t]) => ({
        kernel,
        calls: t.calls / steps,
        milliseconds: t.milliseconds / steps,
        share: t.milliseconds / total,
      }))
      .sort((a, b) => b.milliseconds - a.milliseconds),
  };
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop() as string)) {
  const [, , brain = 'baby', preset = 'small', sizes = '{}', threads = '0'] = process.argv;
  const { rows, ...rest } = await profileStep(brain as BrainName, JSON.parse(sizes), {
    preset: preset as PresetName,
    threads: Number(threads),
    detailed: true,
  });
  process.stdout.write(`${JSON.stringify(rest)}\n`);
  for (const row of rows.slice(0, 25)) {
    process.stdout.write(
      `${row.kernel.padEnd(32)} ${row.calls.toFixed(0).padStart(4)} ${row.milliseconds.toFixed(3).padStart(9)} ms ${(100 * row.share).toFixed(1).padStart(5)} %\n`,
    );
  }
}
