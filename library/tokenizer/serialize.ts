/** A tokenizer as text, and back, with every part checked. */

import { show } from './files/field.ts';
import { FILE_READERS } from './kinds/index.ts';
import { tokenizerTexts } from './texts/tokenizer-texts.ts';
import type { Tokenizer, TokenizerKind } from './tokenizer.ts';

const FORMAT = 'babyllm-tokenizer';
/** Version 1 knew byte pairs only and named no kind; those are written as they always were. */
const VERSIONS = [1, 2];

/** The tokenizer as compact JSON; `parseTokenizer` gives an equal one back. */
export function serializeTokenizer(tokenizer: Tokenizer): string {
  const { hash, kind } = tokenizer;
  const head = kind === 'bpe' ? { version: 1, hash } : { version: 2, kind, hash };
  return JSON.stringify({ format: FORMAT, ...head, ...tokenizer.stored() });
}

/**
 * The tokenizer of a text that `serializeTokenizer` made.
 * @throws Error with one sentence if the text is no such tokenizer, is of another version, or is damaged.
 */
export function parseTokenizer(text: string): Tokenizer {
  const file = parseObject(text);
  if (file['format'] !== FORMAT) {
    fail(tokenizerTexts.own.otherFormat(FORMAT, show(file['format'])));
  }
  const { version } = file;
  if (!VERSIONS.includes(version as number)) {
    fail(tokenizerTexts.own.otherVersion(VERSIONS.join(' or '), show(version)));
  }
  const kind = version === 1 ? 'bpe' : file['kind'];
  if (typeof kind !== 'string' || !Object.hasOwn(FILE_READERS, kind)) {
    const known = Object.keys(FILE_READERS).join(', ');
    fail(tokenizerTexts.own.otherKind(known, show(kind)));
  }
  const tokenizer = build(kind as TokenizerKind, file);
  if (file['hash'] !== tokenizer.hash) {
    fail(tokenizerTexts.own.wrongHash(show(file['hash']), tokenizer.hash));
  }
  return tokenizer;
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    fail(tokenizerTexts.own.notJson, error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fail(tokenizerTexts.own.notObject(show(value)));
  }
  return value as Record<string, unknown>;
}

function build(kind: TokenizerKind, file: Readonly<Record<string, unknown>>): Tokenizer {
  try {
    return FILE_READERS[kind](file);
  } catch (error) {
    fail((error as Error).message, error);
  }
}

function fail(sentence: string, cause?: unknown): never {
  const message = `parseTokenizer: ${sentence.replace(/\.$/, '')}.`;
  throw cause === undefined ? new Error(message) : new Error(message, { cause });
}
