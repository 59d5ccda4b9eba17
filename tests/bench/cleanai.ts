// How long until Cleanai's greetings are said word for word by the weights alone, with its own configuration and dataset.
// `node tests/bench/cleanai.ts <cleanai-config.json> [json of config]`
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Stats } from '../../school/api/messages.ts';
import { wake } from '../../school/daemon/daemon.ts';
import { beginFromCleanai } from '../../school/interchange/import/cleanai-home.ts';
import type { Config } from '../../school/settings/config.ts';
import { pause, QUIET } from './daemon-load.ts';

export interface Greeting {
  /** from waking until all were exact, and stayed so to the end; NaN: not within the limit */
  readonly seconds: number;
  readonly steps: number;
  readonly tokens: number;
  readonly stepsInAll: number;
  readonly said: Readonly<Record<string, string>>;
  /** replies that ended by themselves, at the end */
  readonly ended: number;
}

/** @param dataset Cleanai's: pairs of inputs and outputs */
export async function greetings(
  path: string,
  dataset: ReadonlyMap<string, string>,
  overrides: Partial<Config> = {},
  limit = 60,
): Promise<Greeting> {
  const folder = join(mkdtempSync(join(tmpdir(), 'baby-bench-')), 'home');
  const { home, config } = await beginFromCleanai(path, folder);
  const life = await wake({ home, config: { ...config, ...QUIET, ...overrides } });
  try {
    let last: Stats | undefined;
    life.watch((event) => {
      if (event.event === 'stats') last = event.data;
    });
    const began = performance.now();
    let found: Omit<Greeting, 'stepsInAll' | 'said' | 'ended'> | undefined;
    let said: Record<string, string> = {};
    let ended = 0;
    for (let round = 0; performance.now() - began < limit * 1000; round++) {
      said = {};
      ended = 0;
      for (const [question, answer] of dataset) {
        const options = {
          conversation: `${question} ${round}`,
          temperature: 0,
          repetitionPenalty: 1,
          memory: 'none',
        } as const;
        const { text, stopped } = await life.say(question, options);
        said[question] = text;
        if (stopped === 'turn' && text === answer) ended++;
      }
      if (ended < dataset.size) found = undefined;
      else found ??= { seconds: (performance.now() - began) / 1000, steps: last?.step ?? 0, tokens: last?.tokens ?? 0 };
      await pause(250);
    }
    const none = { seconds: Number.NaN, steps: Number.NaN, tokens: Number.NaN };
    return { ...(found ?? none), stepsInAll: last?.step ?? 0, said, ended };
  } finally {
    await life.sleep();
    rmSync(dirname(folder), { recursive: true, force: true });
  }
}

/** The distinct pairs of a dataset. */
export const pairsOf = (dataset: string): Map<string, string> =>
  new Map(
    (JSON.parse(dataset) as { inputs: string[]; outputs: string[] }[]).flatMap(({ inputs, outputs }) =>
      inputs.map((input, i) => [input, outputs[i]!] as const),
    ),
  );

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').pop() as string)) {
  const [, , path, overrides = '{}'] = process.argv;
  if (path === undefined) throw new Error('the first argument should be the path of cleanai-config.json');
  const dataset = readFileSync(join(dirname(path), 'cleanai-dataset.json'), 'utf8');
  process.stdout.write(`${JSON.stringify(await greetings(path, pairsOf(dataset), JSON.parse(overrides)))}\n`);
}
