/** The tokenizer of a newborn: learnt from its library, or the one that its home was given. */
import { readFile } from 'node:fs/promises';
import { shapeOf } from '../../brain/brains/shapes/index.ts';
import { type OnNote, reason } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import type { Shelf } from '../../library/token-cache/shelf.ts';
import {
  checkSize,
  LEARNABLE_KINDS,
  type LearnableKind,
  parseTokenizer,
  serializeTokenizer,
  type Tokenizer,
  trim,
} from '../../library/tokenizer/index.ts';
import type { Home } from '../home/home.ts';
import type { Config } from '../settings/config.ts';
import { daemonTexts } from './texts/daemon-texts.ts';

/** A library with fewer bytes per token than this would learn words by heart into the vocabulary. */
const BYTES_PER_TOKEN = 128;
/** Special ids and bytes; a vocabulary is at least a little more. */
const LEAST_VOCABULARY = 512;

/**
 * The tokenizer that the config asks for, and how a soul stores it. Kinds that learn parts of words get as many tokens as the
 * preset wants, fewer for a small library.
 *
 * @throws Error with one sentence if the home's tokenizer.json cannot be used
 */
export async function newbornTokenizer(
  home: Pick<Home, 'tokenizer'>,
  shelf: Shelf,
  config: Config,
  onNote?: OnNote,
  onProgress?: (done: number, total: number) => void,
): Promise<{ tokenizer: Tokenizer; text: string }> {
  const choice = config.tokenizer;
  const file = choice === 'file' ? await tokenizerOfHome(home) : undefined;
  if (file && !config.trim) return { tokenizer: checked(file, home), text: serializeTokenizer(file) };
  const texts: Uint8Array[] = [];
  const sample = { heldOutFraction: config.heldOut, speaker: config.name, ...(onNote ? { onNote } : {}) };
  for await (const piece of shelf.sample(sample)) texts.push(piece);
  const learn = (kind: LearnableKind): Tokenizer => {
    const vocabularySize = kind.isSized ? wantedSize(config, texts) : LEAST_VOCABULARY;
    return kind.learn(texts, { vocabularySize, ...(onProgress ? { onProgress } : {}) });
  };
  const whole = file ?? learn(LEARNABLE_KINDS[choice as Exclude<typeof choice, 'file'>]);
  const tokenizer = config.trim ? trim(whole, texts) : whole;
  return { tokenizer: checked(tokenizer, home), text: serializeTokenizer(tokenizer) };
}

function wantedSize(config: Config, texts: readonly Uint8Array[]): number {
  const bytes = texts.reduce((sum, text) => sum + text.length, 0);
  const wanted = config.vocabulary || shapeOf(config.brain).presets[config.preset].vocabulary;
  return config.vocabulary || Math.min(wanted, Math.max(LEAST_VOCABULARY, Math.floor(bytes / BYTES_PER_TOKEN)));
}

async function tokenizerOfHome({ tokenizer: path }: Pick<Home, 'tokenizer'>): Promise<Tokenizer> {
  try {
    return parseTokenizer(await readFile(path, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? daemonTexts.birth.noSuchFile
        : code === undefined
          ? message.replace(/\.$/, '')
          : reason(error);
    throw new Error(daemonTexts.birth.badTokenizerFile(printable(path), printable(why)), { cause: error });
  }
}

function checked(tokenizer: Tokenizer, { tokenizer: path }: Pick<Home, 'tokenizer'>): Tokenizer {
  try {
    checkSize(tokenizer.vocabularySize);
    return tokenizer;
  } catch (error) {
    throw new Error(daemonTexts.birth.tokenizerUnusable(printable(path), (error as Error).message), { cause: error });
  }
}
