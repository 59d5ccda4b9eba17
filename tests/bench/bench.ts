// Every figure the README claims, measured on this machine: `npm run bench -- --help`.
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { nearest } from '../../school/settings/nearest.ts';
import { Context } from './context.ts';
import { SEED } from './learning.ts';
import { NANO } from './nanogpt.ts';
import { type Profile, profileStep, profileTable } from './profile.ts';
import { writeReadme } from './readme.ts';
import { changeOf, changeText, committed, machineText, type Taken, tablesIn, thisMachine, write } from './results.ts';
import { type Entry, reaches, TABLE_HEAD, tableLine } from './rows.ts';
import { STUDIES } from './slow.ts';
import { TOPICS } from './topics.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const OPTIONS = {
  shakespeare: { type: 'string' },
  pepys: { type: 'string' },
  requests: { type: 'string' },
  text: { type: 'string' },
  minutes: { type: 'string' },
  on: { type: 'string' },
  settings: { type: 'string', default: '{}' },
  threads: { type: 'string' },
  steps: { type: 'string', default: '2000' },
  profile: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const HELP = `Measures what the README claims, on this machine, beside peers that are installed and the limits of the machine.

  npm run bench -- [names…] [options]

Without names everything is measured that has what it needs, in about six hours: let nothing else run.

${Object.entries(TOPICS)
  .map(([name, { about, takes }]) => `  ${name.padEnd(15)} ${about}; takes ${takes}`)
  .join('\n')}

  --shakespeare <file>  tiny Shakespeare, for the character recipes
  --pepys <file>        the diary of Samuel Pepys
  --requests <file>     requests.txt of llm-from-scratch
  --text <file>         any text, for parts; left out: the starter texts
  --minutes <n>         of a baby's life, for pepys and starter (10), everything (30) and slow (60)
  --on <names>          libraries of slow: ${STUDIES.map(({ name }) => name).join(', ')}; left out: all
  --settings <json>     of slow's babies, over the defaults: '{"seed": 2}', '{"brain": "llama", "learningRate": 0.004}'
  --threads <n>         of slow's babies (as many as a baby would use); they change no figure
  --steps <n>           of nanoGPT's recipe (2000); fewer only try the bench itself, and are never written
  --profile             a step's time by kernel instead: baby, seed and gpt2
  --write               writes tests/bench/results/<date>.md; what was measured earlier that day stays
  --help                this

Each row stands beside the last committed table of the same machine: ▲ better, ▼ worse by more than the noise of both. Where that
could not be measured in one run it is assumed, and the table says so.
PyTorch stands beside it where it is installed (apt-get install python3-torch), a BLAS likewise (libopenblas0-pthread).`;

function settingsOf(text: string): Record<string, unknown> {
  try {
    const settings: unknown = JSON.parse(text);
    if (typeof settings === 'object' && settings !== null && !Array.isArray(settings)) return { ...settings };
  } catch {
    // one sentence for both
  }
  throw new Error(`--settings must be a JSON object such as '{"seed": 2}', not ${text}`);
}

/** What was asked for, or one sentence about what is wrong with it. */
function asked(args: readonly string[]) {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  for (const file of [values.shakespeare, values.pepys, values.requests, values.text])
    if (file !== undefined && !existsSync(file)) throw new Error(`there is no file ${file}`);
  for (const name of positionals) {
    if (Object.hasOwn(TOPICS, name)) continue;
    const guess = nearest(name, Object.keys(TOPICS));
    throw new Error(`there is no bench ${name}${guess ? `; did you mean ${guess}?` : ', see --help'}`);
  }
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  const steps = Number(values.steps);
  if (minutes !== undefined && !(minutes > 0))
    throw new Error(`--minutes must be a number above 0, not ${values.minutes}`);
  if (!(Number.isInteger(steps) && steps > 0))
    throw new Error(`--steps must be a whole number above 0, not ${values.steps}`);
  const threads = values.threads === undefined ? undefined : Number(values.threads);
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0))
    throw new Error(`--threads must be a whole number above 0, not ${values.threads}`);
  const on = values.on?.split(',').map((name) => name.trim());
  const unknown = on?.find((name) => !STUDIES.some((study) => study.name === name));
  if (unknown !== undefined) throw new Error(`there is no library ${unknown} in the study, see --help`);
  if (values.write && steps !== 2000)
    throw new Error('figures of a shortened recipe are not written: leave out --steps or --write');
  return {
    ...values,
    minutes,
    steps,
    threads,
    on,
    settings: settingsOf(values.settings),
    names: positionals.length > 0 ? positionals : Object.keys(TOPICS),
  };
}

const PROFILED = [
  ['baby (default)', 'baby', {}],
  ['seed, C=256 N=2048 V=2000', 'seed', SEED],
  ["gpt2, nanoGPT's recipe", 'gpt2', { ...NANO, vocabulary: 65 }],
] as const;

async function profiles({ embedded, library, threads }: Context): Promise<void> {
  for (const kernels of library ? ([embedded, 'blas'] as const) : [embedded]) {
    const all: [string, Profile][] = [];
    for (const [name, brain, sizes] of PROFILED)
      all.push([name, await profileStep(brain, sizes, { kernels, threads, steps: 10 })]);
    say(`\nA step's time by kernel, ${all[0][1].kernels}, ${threads} threads\n\n${profileTable(all)}`);
  }
}

async function measure(context: Context, names: readonly string[], taken: Omit<Taken, 'rows'>): Promise<Entry[]> {
  const past = committed();
  say(`${machineText(taken.machine)}\n\n${TABLE_HEAD}`);
  const rows: Entry[] = [];
  for (const name of names) {
    const add = (entry: Entry) => {
      rows.push(entry);
      say(tableLine(entry, changeText(entry, taken.machine, past)));
    };
    try {
      for await (const entry of TOPICS[name].measure(context)) add(entry);
    } catch (error) {
      // the others can still be measured, and the exit code tells
      add({ name, what: TOPICS[name].about, missing: `it failed: ${(error as Error).message}`, failed: true });
      process.exitCode = 1;
    }
  }
  const worse = rows.filter((row) => changeOf(row, taken.machine, past)?.moved.some(({ mark }) => mark === '▼'));
  const short = rows.filter((row) => reaches(row) === false);
  const listed = (entries: readonly Entry[]) => entries.map(({ name }) => name).join(', ') || 'none';
  say(`\nshort of their bar: ${listed(short)}\nworse than the last table by more than the noise: ${listed(worse)}`);
  return rows;
}

try {
  const { names, help, profile, write: keep, ...wishes } = asked(process.argv.slice(2));
  if (help) say(HELP);
  else {
    const context = new Context({ ...wishes, shakespeare: wishes.shakespeare, pepys: wishes.pepys });
    if (profile) await profiles(context);
    else {
      const date = new Date().toISOString().slice(0, 10);
      const taken = { date, machine: thisMachine(context.embedded, context.library) };
      const rows = await measure(context, names, taken);
      if (keep) {
        const file = write({ ...taken, rows }, committed());
        writeReadme(tablesIn());
        say(`\nwritten: ${relative('', file)}, and the figures of tests/bench/README.md`);
      }
    }
  }
} catch (error) {
  process.stderr.write(`bench: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
