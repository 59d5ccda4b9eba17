/** Cleanai's configuration and dataset as a newborn: its sizes and settings, its texts, and its answers. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { OPTIMIZERS } from '../../../brain/learning/update-rules.ts';
import { printable } from '../../../library/notices/printable.ts';
import { FormatError } from '../file-reader.ts';
import { importTexts } from '../texts/import.ts';
import { oneOf, readJson, type Settings, shown, wholeOf } from './json-file.ts';

/** What a configuration of Cleanai becomes here. */
export interface CleanaiPlan {
  /** as in baby.json */
  readonly settings: Readonly<Record<string, unknown>>;
  /** texts and the dataset, in the order in which Cleanai learns them */
  readonly files: readonly string[];
  /** sentences: what was not taken, and why */
  readonly notes: readonly string[];
}

/** Keys by which a configuration is told from other JSON. */
const TELLING = ['embeddingSize', 'layersAmount', 'contextSize', 'training-dataset-path'];
const LARGEST = 1 << 20;

/** Keys that mean nothing here, and what stands for them. */
const NOT_TAKEN: Readonly<Record<string, string>> = {
  'pre-train-epochs': importTexts.readsForLife,
  'train-epochs': importTexts.rehearsesForLife,
  biasesinitrange: importTexts.biasesBeginAtZero,
  embeddinginitrange: importTexts.tablesBeginAsNeeded,
};

type Taken = { readonly settings?: object; readonly notes?: readonly string[]; readonly files?: readonly string[] };

/** Each key that means something here. */
const KEYS: Readonly<Record<string, (all: Settings, folder: string) => Taken>> = {
  contextSize: (all) => ({ settings: { contextLength: wholeOf(all, 'contextSize', 1, 65_536) } }),
  batchSize: (all) => ({ settings: { batch: wholeOf(all, 'batchSize', 1, 1024) } }),
  learningRate: (all) => ({ settings: { learningRate: numberOf(all, 'learningRate', 0, 1) } }),
  maxOutputSize: (all) => ({ settings: { voice: { maxTokens: wholeOf(all, 'maxOutputSize', 1, 4096) } } }),
  embeddingSize: (all) => {
    const channels = wholeOf(all, 'embeddingSize', 1, 65_536);
    return { settings: { shape: { channels, feedForwardWidth: 4 * channels } } };
  },
  layersAmount: (all) => ({ settings: { shape: { blocks: wholeOf(all, 'layersAmount', 1, 256) } } }),
  heads: (all) => {
    const heads = wholeOf(all, 'heads', 1, 1024);
    return { settings: { shape: { heads, kvHeads: heads } } };
  },
  antiOverfittingOptimisations: (all) => ({
    settings: { generalise: oneOf(all, 'antiOverfittingOptimisations', [true, false], true) ? 'auto' : 'off' },
  }),
  'train-optimizer': (all) => optimizerOf(all, 'train-optimizer'),
  'pre-train-optimizer': (all) =>
    all['pre-train-optimizer'] === (all['train-optimizer'] ?? all['pre-train-optimizer'])
      ? optimizerOf(all, 'pre-train-optimizer')
      : { notes: [notTaken('pre-train-optimizer', importTexts.oneOptimizer)] },
  'pre-training-paths': (all, folder) => {
    const paths = all['pre-training-paths'];
    if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string')) {
      throw new FormatError(importTexts.wrongPaths('pre-training-paths', shown(paths)));
    }
    const found = paths.map((path) => [path, within(folder, path)] as const);
    return {
      files: found.flatMap(([, file]) => file ?? []),
      notes: found.flatMap(([path, file]) => (file ? [] : [importTexts.noText(shown(path))])),
    };
  },
  'training-dataset-path': (all, folder) => {
    const path = all['training-dataset-path'];
    if (typeof path !== 'string') throw new FormatError(importTexts.wrongPath('training-dataset-path', shown(path)));
    const file = within(folder, path) ?? datasetIn(folder);
    if (!file) return { notes: [importTexts.noDataset(shown(path))] };
    const renamed = basename(file) === basename(path) ? [] : [importTexts.datasetFoundAs(printable(basename(file)))];
    return { files: [file], notes: renamed };
  },
};

/** Whether a file is such a configuration, or a folder holds one. */
export const holdsCleanai = (path: string): boolean => configAt(path) !== undefined;

/** @throws FormatError */
export function planOfCleanai(path: string): CleanaiPlan {
  const file = configAt(path);
  if (file === undefined) throw new FormatError(importTexts.noConfiguration);
  const all = readJson(file);
  const parts = Object.entries(KEYS).flatMap(([key, take]) => (key in all ? [take(all, dirname(file))] : []));
  const shape = Object.assign({}, ...parts.map(({ settings }) => (settings as { shape?: object } | undefined)?.shape));
  return {
    // Cleanai learns nothing but what its files name
    settings: Object.assign({ sources: { dialogues: 0 } }, ...parts.map(({ settings }) => settings), { shape }),
    files: parts.flatMap(({ files = [] }) => files).sort((a, b) => Number(isDataset(a)) - Number(isDataset(b))),
    notes: [
      ...parts.flatMap(({ notes = [] }) => notes),
      ...Object.keys(all).flatMap((key) => {
        if (Object.hasOwn(KEYS, key)) return [];
        return [notTaken(key, Object.hasOwn(NOT_TAKEN, key) ? NOT_TAKEN[key]! : importTexts.unknownKey)];
      }),
    ],
  };
}

const notTaken = (key: string, why: string): string => importTexts.notTaken(printable(key).slice(0, 60), why);

function optimizerOf(all: Settings, key: string): Taken {
  const name = all[key];
  return (OPTIMIZERS as readonly unknown[]).includes(name)
    ? { settings: { optimizer: name } }
    : { notes: [notTaken(key, importTexts.noneOf(shown(name), OPTIMIZERS))] };
}

function numberOf(all: Settings, key: string, least: number, most: number): number {
  const value = all[key];
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new FormatError(importTexts.wrongNumber(key, least, most, shown(value)));
}

/** A file by its path from the folder of the configuration; undefined if none is there. */
function within(folder: string, path: string): string | undefined {
  const file = isAbsolute(path) ? path : join(folder, path);
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

function configAt(path: string): string | undefined {
  if (statSync(path).isDirectory()) return jsonIn(path).find(isConfig);
  return path.endsWith('.json') && isConfig(path) ? path : undefined;
}

const jsonIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());

const datasetIn = (folder: string): string | undefined => jsonIn(folder).find(isDataset);

function isConfig(file: string): boolean {
  const data = parsed(file);
  return typeof data === 'object' && data !== null && TELLING.every((key) => key in data);
}

function isDataset(file: string): boolean {
  const data = file.endsWith('.json') ? parsed(file) : undefined;
  return Array.isArray(data) && data.length > 0 && data.every((one) => one?.inputs && one?.outputs);
}

function parsed(file: string): unknown {
  if (!existsSync(file) || statSync(file).size > 64 * LARGEST) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
