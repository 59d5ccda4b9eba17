/** A folder of Hugging Face, or of `baby export`, as a baby. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '../../../library/notices/printable.ts';
import { readTokenizerFile } from '../../../library/tokenizer/files/recognition.ts';
import { parseTokenizer, type Tokenizer } from '../../../library/tokenizer/index.ts';
import { PATTERN } from '../../../library/tokenizer/pattern.ts';
import { FormatError } from '../file-reader.ts';
import { OWN_TOKENIZER_FILE } from '../huggingface/tokenizer-files.ts';
import { importTexts } from '../texts/import.ts';
import { readJson, type Settings, shown } from './json-file.ts';
import type { TakenModel } from './model-files.ts';
import { ownTokenizer } from './own-tokenizer.ts';
import { openShards } from './shards.ts';
import { takeTransformers } from './transformers-model.ts';
import { takeTwin } from './twin-model.ts';

/** @throws FormatError */
export function takeFolder(folder: string): TakenModel {
  const settings = readJson(join(folder, 'config.json'));
  const file = openShards(folder);
  try {
    const tokenizer = tokenizerOf(folder);
    const kind = settings['model_type'];
    if (kind === 'babyllm') return takeTwin(settings, file, tokenizer);
    if (kind === 'gpt2' || kind === 'llama') return takeTransformers(kind, settings, labelOf(folder), file, tokenizer);
    throw new FormatError(importTexts.wrongModelType(shown(kind)));
  } catch (error) {
    file.close();
    throw error;
  }
}

/** What `baby export` says beside a model in the form of others. */
function labelOf(folder: string): Settings {
  const path = join(folder, 'babyllm.json');
  return existsSync(path) ? readJson(path) : {};
}

/** Files of tokenizers, the one that says most first. */
const TOKENIZER_FILES = [OWN_TOKENIZER_FILE, 'tokenizer.json', 'tokenizer.model'];

function tokenizerOf(folder: string): Tokenizer {
  const name = TOKENIZER_FILES.find((one) => existsSync(join(folder, one)));
  if (name === undefined) throw new FormatError(importTexts.noTokenizer);
  const path = join(folder, name);
  const own = name === 'tokenizer.json' ? ownOf(readJson(path)) : undefined;
  return own ?? foreignTokenizer(path, name);
}

/** Ours, which is told by its pattern and the places of its ids. */
function ownOf(settings: Settings): Tokenizer | undefined {
  const { vocab, merges } = (settings['model'] ?? {}) as { vocab?: Record<string, number>; merges?: unknown };
  if (typeof vocab !== 'object' || vocab === null || !Array.isArray(merges)) return undefined;
  const tokens: string[] = [];
  for (const [token, id] of Object.entries(vocab)) {
    if (!Number.isInteger(id) || id < 0 || id >= 1 << 20) return undefined;
    tokens[id] = token;
  }
  // newer versions of the format write a merge as a pair
  const pairs = merges.map((merge) => (Array.isArray(merge) ? merge.join(' ') : String(merge)));
  const cutting = JSON.stringify(settings['pre_tokenizer'] ?? null).includes(JSON.stringify(PATTERN));
  return ownTokenizer({ tokens: Array.from(tokens, (token) => token ?? ''), merges: pairs }, cutting);
}

function foreignTokenizer(path: string, name: string): Tokenizer {
  try {
    return name === OWN_TOKENIZER_FILE
      ? parseTokenizer(readFileSync(path, 'utf8'))
      : readTokenizerFile(readFileSync(path));
  } catch (error) {
    // what it advises can only be done with the tokenizer of a newborn
    const [message] = printable((error as Error).message).split(': --trim');
    const why = message!.replace(/\s+/g, ' ').slice(0, 200);
    throw new FormatError(importTexts.tokenizerNotUsed(name, why), { cause: error });
  }
}
