/** The brain that an export takes: the weights of a soul, read tensor by tensor, with all that other programs must know of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrainName } from '../../brain/brains/index.ts';
import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import { printable } from '../../library/notices/printable.ts';
import { parseTokenizer, type Tokenizer } from '../../library/tokenizer/index.ts';
import { readManifest } from '../../soul/checkpoint.ts';
import { sumFile, sumOf } from '../../soul/checksum.ts';
import { SoulError } from '../../soul/errors.ts';
import { decodeExactly } from '../../soul/exact-json.ts';
import { Keeper } from '../../soul/keeper.ts';
import { STATE_FILE, TENSORS_SUFFIX } from '../../soul/manifest.ts';
import { openTensors, type TensorFile } from '../../soul/safetensors.ts';
import type { Colour } from '../api/messages.ts';
import type { Home } from '../home/home.ts';
import { type Config, DEFAULTS, loadConfig } from '../settings/config.ts';
import { currentState, type SoulState, singleFile, spokenFiles } from '../training/checkpoint.ts';
import { meanColour } from '../training/training-loop.ts';
import { exportTexts } from './texts/export.ts';

/** The tokenizer in a soul. */
const TOKENIZER_FILE = 'tokenizer.json';

export interface ModelSource {
  readonly config: Pick<
    Config,
    'name' | 'owner' | 'voice' | 'learningRate' | 'weightDecay' | 'beta1' | 'beta2' | 'clip'
  >;
  readonly brain: BrainName;
  readonly preset: string;
  readonly sizes: Sizes;
  readonly tokenizer: Tokenizer;
  /** as it feels: the mean of its streams */
  readonly colour: Colour;
  readonly step: number;
  /** targets that it learnt */
  readonly tokens: number;
  /** of the last exam, where there was one */
  readonly bitsPerByte: number | null;
  /** ISO 8601 */
  readonly born: string;
  /** numbers in all its tensors */
  readonly parameters: number;
  /** shapes of its tensors, by name */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** sentences: what of the baby is not in these weights, and souls that are damaged */
  readonly notes: readonly string[];
  /** the numbers of one tensor, in memory of their own */
  read(name: string): Float32Array;
}

/**
 * The newest whole soul of a home, checked against its checksums where it is read.
 * @param soulFolder where its souls are read
 * @throws Error with one sentence if there is none
 */
export async function openModelSource(home: Home, soulFolder: string): Promise<ModelSource> {
  const notes: string[] = [];
  for (const { name, folder } of new Keeper({ folder: soulFolder }).list()) {
    try {
      const { state, tokenizer } = readState(name, folder);
      const all = spokenFiles(state).length;
      const tensors = checkedTensors(folder, `${singleFile(state)}${TENSORS_SUFFIX}`);
      if (all > 1) notes.push(siblingsNote(all, state.growth?.dream !== undefined));
      return sourceOf(await settingsOf(home), state, tokenizer, tensors, notes);
    } catch (error) {
      if (!(error instanceof SoulError) || error.kind !== 'damaged') throw error;
      notes.push(exportTexts.soulPassedOver(name, printable(error.message)));
    }
  }
  const sentences = [exportTexts.noSoul(printable(home.folder), notes.length > 0), ...notes];
  throw new Error(sentences.join(' '));
}

const siblingsNote = (all: number, dreamt: boolean): string =>
  dreamt ? exportTexts.dreamOfSiblings(all) : exportTexts.eldestAlone(all);

/** @throws SoulError (`damaged`); Error with one sentence if it is of another version */
function readState(name: string, folder: string): { state: SoulState; tokenizer: Tokenizer } {
  const state = currentState(decodeExactly(checkedText(folder, STATE_FILE)));
  if (!state) throw new Error(exportTexts.soulOfAnotherVersion(name));
  return { state, tokenizer: parseTokenizer(checkedText(folder, TOKENIZER_FILE)) };
}

function checkedText(folder: string, file: string): string {
  const text = readFileSync(join(folder, file));
  compare(folder, file, sumOf(text));
  return text.toString('utf8');
}

function checkedTensors(folder: string, file: string): TensorFile {
  compare(folder, file, sumFile(join(folder, file)).sha256);
  return openTensors(join(folder, file));
}

function compare(folder: string, file: string, sha256: string): void {
  if (readManifest(folder).files[file]?.sha256 !== sha256)
    throw new SoulError('damaged', exportTexts.wrongChecksum(file));
}

/** Settings that are spoilt do not keep a baby from being exported. */
async function settingsOf(home: Home): Promise<ModelSource['config']> {
  return loadConfig(home).catch(() => DEFAULTS);
}

function sourceOf(
  config: ModelSource['config'],
  state: SoulState,
  tokenizer: Tokenizer,
  tensors: TensorFile,
  notes: readonly string[],
): ModelSource {
  const shapes = new Map([...tensors.places].map(([name, { shape }]) => [name, shape]));
  const { brain, preset, sizes, tutor, lastExam, born } = state;
  return {
    config,
    brain,
    preset,
    sizes,
    tokenizer,
    colour: meanColour(tutor.colours),
    step: tutor.step,
    tokens: tutor.tokens,
    bitsPerByte: lastExam,
    born,
    parameters: [...shapes.values()].reduce((sum, shape) => sum + sizeOf(shape), 0),
    shapes,
    notes,
    read(name) {
      const shape = shapes.get(name);
      if (!shape) throw new Error(exportTexts.tensorNotInSoul(brain, name));
      const data = new Float32Array(sizeOf(shape));
      tensors.read([{ name, shape, data }]);
      return data;
    },
  };
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
