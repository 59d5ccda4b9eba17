// What each organ of the baby brain is worth, and how it stands to a GPT: variants at equal parameters and equal seconds (or steps), the
// rate of each tuned. `node dist/tests/bench/study.js --help`
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { trainTokenizer } from '../../library/tokenizer/index.ts';
import type { KernelChoice } from '../../school/machine/runtime.ts';
import { type Clock, charactersOf, learnReading, type Reading, type RecipeOptions, recipeSizes } from './recipe.ts';
import { number } from './rows.ts';
import { fitted, VARIANTS, type Variant } from './study-variants.ts';

/** One run: what was asked, and what came of it. */
export interface Run {
  readonly text: string;
  readonly variant: string;
  readonly rate: number;
  readonly seed: number;
  /** all else that was asked, so that only equal things are compared */
  readonly budget: string;
  readonly loss: number;
  readonly parameters: number;
  readonly sizes: string;
  readonly steps: number;
  readonly seconds: number;
  readonly milliseconds: number;
}

type Asked = Pick<Run, 'text' | 'variant' | 'rate' | 'seed'>;

/** Times that a best rate at the edge of those tried is followed further. */
const FURTHER = 2;
const FACTOR = 1.6;

/**
 * Tunes the rate with the first seed, until the best one lies between two others, then takes the other seeds with it.
 * Gives the runs that count: all seeds at the best rate. NaN losses count as worst.
 */
export async function tuned(
  rates: readonly number[],
  seeds: readonly number[],
  run: (rate: number, seed: number) => Promise<Run>,
): Promise<{ runs: Run[]; atEdge: boolean }> {
  const tried: Run[] = [];
  for (const rate of rates) tried.push(await run(rate, seeds[0]));
  const byRate = () => tried.toSorted((a, b) => a.rate - b.rate);
  const best = () => byRate().reduce((a, b) => (b.loss < a.loss || Number.isNaN(a.loss) ? b : a));
  const atEdge = () => [byRate()[0], byRate().at(-1)].includes(best()) && tried.length > 1;
  for (let i = 0; i < FURTHER && atEdge(); i++) {
    const { rate } = best();
    const next = best() === byRate()[0] ? rate / FACTOR : rate * FACTOR;
    tried.push(await run(Number(next.toPrecision(2)), seeds[0]));
  }
  const runs = [best()];
  for (const seed of seeds.slice(1)) runs.push(await run(best().rate, seed));
  return { runs, atEdge: atEdge() };
}

/** A line of the diary's table. */
export interface Line {
  readonly what: string;
  /** by text */
  readonly results: readonly { runs: readonly Run[]; atEdge: boolean }[];
}

/** Variants by lines, texts by columns: mean ± half the range over seeds, the best rate, and how many steps that was. */
export function studyTable(texts: readonly string[], unit: string, lines: readonly Line[]): string {
  const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
  const cells = lines.map(({ what, results }) => {
    const [{ sizes, parameters }] = results[0].runs;
    const columns = results.map(({ runs, atEdge }) => {
      const losses = runs.map(({ loss }) => loss);
      const apart = (Math.max(...losses) - Math.min(...losses)) / 2;
      const steps = number(mean(runs.map((run) => run.steps)), 0);
      return `**${number(mean(losses), 3)}** ± ${number(apart, 3)} (${runs[0].rate}${atEdge ? ', at the edge' : ''}; ${steps} × ${number(mean(runs.map((run) => run.milliseconds)), 1)} ms)`;
    });
    return `| ${[what, sizes, number(parameters, 0), ...columns].join(' | ')} |`;
  });
  return [
    `| what | C, N, L | parameters | ${texts.map((text) => `${text}, ${unit} (rate; steps)`).join(' | ')} |`,
    `|---|---|---|${texts.map(() => '---|').join('')}`,
    ...cells,
  ].join('\n');
}

/** A text by tokens of a vocabulary learnt from its first nine tenths, and what turns its loss into bits per byte. */
export function tokensOf(text: string, vocabularySize: number): Reading & { readonly scale: number } {
  const cut = Math.floor(text.length * 0.9);
  const encoder = new TextEncoder();
  const [learnt, heldOut] = [text.slice(0, cut), text.slice(cut)];
  const tokenizer = trainTokenizer([encoder.encode(learnt)], { vocabularySize });
  const [before, after] = [tokenizer.encode(learnt), tokenizer.encode(heldOut)];
  const ids = Float32Array.from([...before, ...after]);
  const scale = after.length / encoder.encode(heldOut).length / Math.LN2;
  return { ids, vocabulary: tokenizer.vocabularySize, edge: before.length, scale };
}

const HELP = `Compares variants of the baby brain, and GPTs, at equal parameters and equal seconds of learning.

  node dist/tests/bench/study.js --text <file> [--text <file>…] [options]

  --variants a,b,c     some of them (all): ${Object.keys(VARIANTS).join(', ')}
  --seconds 30         of learning, exams left out; the rate falls with them. Let nothing else run
  --steps 1000         equal steps instead of equal seconds
  --parameters 550000  of each; neurons are added until they are there
  --seeds 1,2,3        the first tunes the rate, the others repeat the best
  --rates 2e-3,4e-3    instead of each variant's own
  --units tokens       instead of characters; losses are then bits per byte instead of nats per character
  --vocabulary 1024    of tokens
  --reading blocks     random ones behind empty memories, or streams: these read on and on and remember, as in a life
  --kernels auto       or simd-relaxed, …
  --threads 2
  --clock wall         or thread: seconds that the one thread calculated, so that other things may run too
  --into <file>        keeps every run as a line of JSON, and takes from there what was run before

Ends with a Markdown table for school/EXPERIMENTS.md.`;

const OPTIONS = {
  text: { type: 'string', multiple: true, default: [] as string[] },
  variants: { type: 'string', default: Object.keys(VARIANTS).join(',') },
  seconds: { type: 'string' },
  steps: { type: 'string' },
  parameters: { type: 'string', default: '550000' },
  seeds: { type: 'string', default: '1,2,3' },
  rates: { type: 'string' },
  units: { type: 'string', default: 'characters' },
  vocabulary: { type: 'string', default: '1024' },
  reading: { type: 'string', default: 'blocks' },
  kernels: { type: 'string', default: 'auto' },
  threads: { type: 'string', default: '2' },
  clock: { type: 'string', default: 'wall' },
  into: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const numbers = (name: string, list: string): number[] => {
  const all = list.split(',').map(Number);
  if (all.length === 0 || all.some((x) => !(x > 0))) throw new Error(`--${name} must be numbers above 0, not ${list}`);
  return all;
};

function asked(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (!values.help && values.text.length === 0) throw new Error('there must be a --text to learn; see --help');
  for (const file of values.text) if (!existsSync(file)) throw new Error(`there is no file ${file}`);
  const names = values.variants.split(',');
  const unknown = names.filter((name) => !Object.hasOwn(VARIANTS, name));
  if (unknown.length > 0) throw new Error(`there is no variant ${unknown.join(', ')}; see --help`);
  if (!['characters', 'tokens'].includes(values.units))
    throw new Error(`--units must be characters or tokens, not ${values.units}`);
  if (!['blocks', 'streams'].includes(values.reading))
    throw new Error(`--reading must be blocks or streams, not ${values.reading}`);
  if (values.steps && values.seconds) throw new Error('a study goes by --steps or by --seconds, not by both');
  const [parameters] = numbers('parameters', values.parameters);
  const [vocabulary] = numbers('vocabulary', values.vocabulary);
  const [threads] = numbers('threads', values.threads);
  if (values.clock !== 'wall' && values.clock !== 'thread')
    throw new Error(`--clock must be wall or thread, not ${values.clock}`);
  if (values.clock === 'thread' && threads !== 1)
    throw new Error('--clock thread counts what one thread calculates: it needs --threads 1');
  const clock: Clock = values.clock;
  const length: Pick<RecipeOptions, 'steps' | 'seconds'> = values.steps
    ? { steps: numbers('steps', values.steps)[0] }
    : { seconds: numbers('seconds', values.seconds ?? '30')[0] };
  return {
    ...values,
    names,
    length,
    parameters,
    vocabulary,
    threads,
    clock,
    seedList: numbers('seeds', values.seeds),
    rateList: values.rates === undefined ? undefined : numbers('rates', values.rates),
  };
}

/** Runs that a file holds, by what was asked. */
const keyOf = ({ text, variant, rate, seed }: Asked, budget: string): string =>
  [text, variant, rate, seed, budget].join('\n');

async function study(options: ReturnType<typeof asked>, say: (line: string) => void): Promise<string> {
  const { names, length, parameters, vocabulary, threads, clock, units, into } = options;
  const kernels = options.kernels as KernelChoice;
  const byTokens = units === 'tokens';
  // named only where it is so: runs that were kept before it could be asked for go on to count
  const carried = options.reading === 'streams' && { carried: true };
  const budget = JSON.stringify({
    ...length,
    parameters,
    units: byTokens ? vocabulary : 0,
    threads,
    kernels,
    clock,
    ...carried,
  });
  const known = new Map<string, Run>();
  if (into && existsSync(into))
    for (const line of readFileSync(into, 'utf8').split('\n').filter(Boolean)) {
      const run = JSON.parse(line) as Run;
      // JSON has no NaN
      if (run.loss === null) Object.assign(run, { loss: Number.NaN });
      known.set(keyOf(run, run.budget), run);
    }
  const readings = options.text.map((file) => {
    const text = readFileSync(file, 'utf8');
    return { name: basename(file), ...(byTokens ? tokensOf(text, vocabulary) : { ...charactersOf(text), scale: 1 }) };
  });

  const runOne = async (name: string, reading: (typeof readings)[number], rate: number, seed: number): Promise<Run> => {
    const one: Asked = { text: reading.name, variant: name, rate, seed };
    const before = known.get(keyOf(one, budget));
    if (before) return before;
    const chosen: Variant = VARIANTS[name];
    const { channels: _c, neurons: _n, lobes: _l, ...rest } = recipeSizes(reading.vocabulary);
    const sizes = fitted(chosen, parameters, rest);
    const recipe = {
      ...length,
      ...chosen.optimizer,
      brain: chosen.brain,
      sizes,
      peak: rate,
      seed,
      threads,
      kernels,
      clock,
      ...carried,
    };
    // a rate that is too high breaks off, which is a result too
    const result = await learnReading(reading, recipe).catch((error: Error) => {
      if (/not finite/.test(error.message)) return undefined;
      throw error;
    });
    const run: Run = {
      ...one,
      budget,
      loss: result ? result.heldOut * reading.scale : Number.NaN,
      parameters: result?.parameters ?? parameters,
      sizes: `${sizes.channels}, ${sizes.neurons}, ${sizes.lobes}`,
      steps: result?.steps ?? 0,
      seconds: result?.seconds ?? 0,
      milliseconds: result?.medianMilliseconds ?? 0,
    };
    if (into) appendFileSync(into, `${JSON.stringify(run)}\n`);
    say(
      `${run.text} ${name} rate ${rate} seed ${seed}: ${number(run.loss, 4)} after ${run.steps} steps, ${number(run.seconds, 1)} s`,
    );
    return run;
  };

  const lines: Line[] = [];
  for (const name of names) {
    const results: Line['results'][number][] = [];
    for (const reading of readings)
      results.push(
        await tuned(options.rateList ?? VARIANTS[name].rates, options.seedList, (rate, seed) =>
          runOne(name, reading, rate, seed),
        ),
      );
    lines.push({ what: VARIANTS[name].what, results });
  }
  return studyTable(
    readings.map(({ name }) => name),
    byTokens ? 'bits per byte' : 'nats/char',
    lines,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  try {
    const options = asked(process.argv.slice(2));
    say(options.help ? HELP : await study(options, say));
  } catch (error) {
    process.stderr.write(`study: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}
