/** Another baby, in a home of its own, that has not been woken yet. */

import { constants, existsSync, mkdirSync } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeAtomically } from '../../library/files/atomic-file.ts';
import { printable } from '../../library/notices/printable.ts';
import { type LearnableName, serializeTokenizer, type Tokenizer } from '../../library/tokenizer/index.ts';
import { findHome, type Home, makeHome, TOKENIZER_FILE } from '../home/home.ts';
import { placeOf } from '../home/naming.ts';
import { type Config, configure, DEFAULTS, loadConfig, saveConfig } from '../settings/config.ts';
import { undecidedShape } from '../settings/shape-settings.ts';
import type { Watching } from './archive/pack.ts';
import { FolderTakenError, type Found, fillAside, findFiles, OF_THE_TEXTS, whyNot } from './archive/staging.ts';
import { texts } from './texts.ts';

export interface BeginOptions extends Watching {
  readonly preset?: Config['preset'] | undefined;
  readonly brain?: Config['brain'] | undefined;
  /** what its tokens are: a kind that is learnt from its library, or a tokenizer that it gets as it is */
  readonly tokenizer?: LearnableName | Tokenizer | undefined;
  /** whether only tokens that its library uses get an id */
  readonly trim?: boolean | undefined;
  /** other settings, as in baby.json */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  /** the folder that becomes its home; `~/.babyllm-<name>` if left out */
  readonly folder?: string | undefined;
  /** whose settings and texts it begins with */
  readonly from?: Home | undefined;
}

export interface Begun {
  readonly home: Home;
  readonly config: Config;
  /** files of its library that it was given */
  readonly files: number;
}

/** What a brain of another kind or size has of its own, beside its shape; 0 is as its preset says. */
const OF_THE_BRAIN = ['contextLength', 'batch', 'vocabulary', 'learningRate', 'warmupSteps'] as const;

/**
 * Makes the home of a new baby, 0700, with its baby.json.
 * @throws Error with one sentence: not a name, the name is taken, or the disk refuses; then nothing is left behind
 */
export async function beginBaby(name: string, options: BeginOptions = {}): Promise<Begun> {
  const under = options.from ? await loadConfig(options.from) : DEFAULTS;
  const config = configFor(name, options, under);
  const folder = options.folder ?? placeOf(name);
  if (options.folder === undefined && existsSync(folder))
    throw new Error(texts.homes.nameTaken(printable(name), printable(folder)));
  try {
    const files = options.from ? await givenBy(options.from, options.tokenizer !== undefined) : [];
    await fillAside(folder, async (draft) => {
      await saveConfig(findHome(draft), config);
      if (typeof options.tokenizer === 'object')
        await writeAtomically(findHome(draft).tokenizer, serializeTokenizer(options.tokenizer));
      await copyAll(files, draft, options);
    });
    return { home: makeHome(folder), config, files: files.filter(({ part }) => part === 'library').length };
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof FolderTakenError) throw new Error(texts.homes.chooseAnother(error.message), { cause: error });
    throw new Error(texts.homes.cannotBeMade(printable(folder), whyNot(error)), {
      cause: error,
    });
  }
}

/** @throws ConfigError if the name is none */
function configFor(name: string, { preset, brain, tokenizer, trim, settings }: BeginOptions, under: Config): Config {
  const wanted = {
    name,
    ...(preset && { preset }),
    ...(brain && { brain }),
    ...(tokenizer && { tokenizer: typeof tokenizer === 'object' ? 'file' : tokenizer }),
    ...(trim !== undefined && { trim }),
  };
  const config = configure(wanted, '`baby new`', under);
  if (!settings && config.brain === under.brain && config.preset === under.preset) return config;
  const sizes = Object.fromEntries(OF_THE_BRAIN.map((key) => [key, DEFAULTS[key]]));
  const ofPreset = configure({ ...sizes, shape: undecidedShape(config.brain) }, '`baby new`', config);
  return settings ? configure(settings, '`baby new`', ofPreset) : ofPreset;
}

async function givenBy(from: Home, hasTokenizer: boolean): Promise<Found[]> {
  const { files } = await findFiles(from);
  const settings = hasTokenizer ? OF_THE_TEXTS : [...OF_THE_TEXTS, TOKENIZER_FILE];
  return files.filter(({ path, part }) => part === 'library' || settings.includes(path));
}

async function copyAll(files: readonly Found[], folder: string, { signal, onProgress }: Watching): Promise<void> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  for (const { path, from, bytes } of files) {
    signal?.throwIfAborted();
    const to = join(folder, ...path.split('/'));
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    await chmod(to, 0o600);
    onProgress?.((done += bytes), total);
  }
}
