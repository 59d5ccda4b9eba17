// Where a learning step's time goes, by kernel: `node tests/bench/profile.ts [brain] [preset] [json of sizes] [threads] [kernels]`,
// or of three brains at once `npm run bench -- --profile`.
import { fileURLToPath } from 'node:url';
import type { BrainName } from '../../brain/brains/index.ts';
import type { AnyShape, PresetName } from '../../brain/brains/shapes/shape.ts';
import type { Team } from '../../brain/engine/team.ts';
import type { KernelChoice } from '../../school/machine/runtime.ts';
import { median } from './measure.ts';
import { number } from './rows.ts';
import { type StepOptions, stepper } from './steps.ts';

export interface ProfileRow {
  kernel: string;
  /** of one step */
  calls: number;
  milliseconds: number;
  share: number;
}

export interface Profile {
  millisecondsPerStep: number;
  tokensPerSecond: number;
  parameters: number;
  /** multiplications and additions of a step's matrix products, in 10⁹ */
  gigaflops: number;
  /** what calculated */
  kernels: string;
  threads: number;
  rows: ProfileRow[];
}

/**
 * Runs whole steps on random ids and times every kernel call on the leader, waiting for the others included. The step's own time comes
 * from steps before, in which nothing is watched.
 */
export async function profileStep(
  brain: BrainName,
  sizes: AnyShape,
  options: StepOptions & { steps?: number; detailed?: boolean } = {},
): Promise<Profile> {
  const { step, hands, tokens, parameters, gigaflops } = await stepper(brain, sizes, options);
  const steps = options.steps ?? 20;
  const millisecondsPerStep = median(Array.from({ length: steps }, step));
  const times = watch(hands.team, options.detailed ?? false);
  for (let i = 0; i < steps; i++) step();
  await hands.release();
  const total = [...times.values()].reduce((sum, t) => sum + t.milliseconds, 0);
  return {
    millisecondsPerStep,
    tokensPerSecond: (tokens * 1000) / millisecondsPerStep,
    parameters,
    gigaflops,
    kernels: hands.backend.name,
    threads: hands.threads,
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

/** Times every call of a team from now on, by kernel; `detailed`: products by their sizes too. */
function watch(watched: Team, detailed: boolean): Map<string, { calls: number; milliseconds: number }> {
  const team = watched as { -readonly [K in keyof Team]: Team[K] };
  const times = new Map<string, { calls: number; milliseconds: number }>();
  let inside = false;
  for (const way of ['run', 'alone'] as const) {
    const inner = (team[way] as (...args: unknown[]) => void).bind(team);
    (team as Record<string, unknown>)[way] = (kernel: string, ...rest: unknown[]) => {
      if (inside) return inner(kernel, ...rest); // one thread runs alone what it was to share
      inside = true;
      const began = performance.now();
      inner(kernel, ...rest);
      inside = false;
      const name =
        detailed && kernel.startsWith('matmul')
          ? `${kernel} ${(rest.find(Array.isArray) as number[]).slice(4, 7).join('×')}`
          : kernel;
      const entry = times.get(name) ?? { calls: 0, milliseconds: 0 };
      entry.calls++;
      entry.milliseconds += performance.now() - began;
      times.set(name, entry);
    };
  }
  return times;
}

/** Kernels that are one thing to whoever reads a profile. */
const FAMILIES: readonly (readonly [name: string, kernels: RegExp])[] = [
  ['matrix products', /^matmul/],
  ['attention', /^attention/],
  ['windows', /^(windows|shiftHistory)/],
  ['memories and gates', /^(scan|gatedMemory|gate)/],
  ['gelu', /^gelu/],
  ['norms', /^layerNorm/],
  ['optimizer', /^(adamw|sumSquares|clipFactor|projectRows)$/],
  ['cross-entropy', /^crossEntropy/],
];

/** A profile by family, the largest first. */
export function byFamily(rows: readonly ProfileRow[]): ProfileRow[] {
  const sums = new Map<string, ProfileRow>();
  for (const row of rows) {
    const family = FAMILIES.find(([, kernels]) => kernels.test(row.kernel))?.[0] ?? 'all else';
    const sum = sums.get(family) ?? { kernel: family, calls: 0, milliseconds: 0, share: 0 };
    sum.calls += row.calls;
    sum.milliseconds += row.milliseconds;
    sum.share += row.share;
    sums.set(family, sum);
  }
  return [...sums.values()].sort((a, b) => b.milliseconds - a.milliseconds);
}

/** Kernels of several profiles side by side, as a Markdown table: milliseconds of a step, and the share of it. */
export function profileTable(profiles: readonly (readonly [name: string, profile: Profile])[], least = 0.005): string {
  const names = new Map<string, number>();
  for (const [, { rows }] of profiles)
    for (const { kernel, share } of rows) names.set(kernel, Math.max(names.get(kernel) ?? 0, share));
  const shown = [...names].filter(([, share]) => share >= least).sort(([, a], [, b]) => b - a);
  const cells = (pick: (rows: readonly ProfileRow[]) => ProfileRow | undefined) =>
    profiles.map(([, { rows }]) => {
      const row = pick(rows);
      return row ? `${number(row.milliseconds, 2)} ms, ${number(100 * row.share, 1)} %` : '';
    });
  const line = (name: string, columns: readonly string[]) => `| ${[name, ...columns].join(' | ')} |`;
  return [
    line(
      'kernel',
      profiles.map(([name]) => name),
    ),
    `|---${'|---'.repeat(profiles.length)}|`,
    ...shown.map(([kernel]) =>
      line(
        kernel,
        cells((rows) => rows.find((row) => row.kernel === kernel)),
      ),
    ),
    line(
      'all others',
      cells((rows) => {
        const others = rows.filter(({ kernel }) => !shown.some(([name]) => name === kernel));
        return others.reduce<ProfileRow | undefined>(
          (sum, row) => ({
            kernel: '',
            calls: 0,
            milliseconds: (sum?.milliseconds ?? 0) + row.milliseconds,
            share: (sum?.share ?? 0) + row.share,
          }),
          undefined,
        );
      }),
    ),
    line(
      '**a step** (not watched)',
      profiles.map(
        ([, p]) =>
          `**${number(p.millisecondsPerStep, 1)} ms**, ${number(p.tokensPerSecond, 0)} tokens/s, ${number(p.gigaflops / (p.millisecondsPerStep / 1000), 0)} GFLOP/s of products`,
      ),
    ),
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , brain = 'baby', preset = 'small', sizes = '{}', threads = '0', kernels = 'auto'] = process.argv;
  const { rows, ...rest } = await profileStep(brain as BrainName, JSON.parse(sizes), {
    preset: preset as PresetName,
    threads: Number(threads),
    detailed: true,
    kernels: kernels as KernelChoice,
  });
  process.stdout.write(`${JSON.stringify(rest)}\n`);
  for (const row of rows.slice(0, 25)) {
    process.stdout.write(
      `${row.kernel.padEnd(32)} ${row.calls.toFixed(0).padStart(4)} ${row.milliseconds.toFixed(3).padStart(9)} ms ${(100 * row.share).toFixed(1).padStart(5)} %\n`,
    );
  }
}
