/** A tokenizer as text, and back, with every part checked. */
import { PATTERN } from './pattern.ts';
import { ByteTokenizer, type Merge } from './tokenizer.ts';

const FORMAT = 'babyllm-tokenizer';
const VERSION = 1;

/** The tokenizer as compact JSON; `parseTokenizer` gives an equal one back. */
export function serializeTokenizer(tokenizer: ByteTokenizer): string {
  const { hash, merges } = tokenizer;
  return JSON.stringify({ format: FORMAT, version: VERSION, hash, pattern: PATTERN, merges });
}

/**
 * The tokenizer of a text that `serializeTokenizer` made.
 * @throws Error with one sentence if the text is no such tokenizer, is of another version, or is damaged.
 */
export function parseTokenizer(text: string): ByteTokenizer {
  const file = parseObject(text);
  if (file['format'] !== FORMAT) {
    fail(`"format" should be "${FORMAT}", but it is ${show(file['format'])}; this is another kind of file`);
  }
  if (file['version'] !== VERSION) {
    fail(`"version" should be ${VERSION}, but it is ${show(file['version'])}; use the babyLLM that wrote it`);
  }
  if (file['pattern'] !== PATTERN) {
    fail(
      '"pattern" is not the pattern of this babyLLM, so texts would be cut differently; use the babyLLM that wrote it',
    );
  }
  const merges = file['merges'];
  if (!Array.isArray(merges)) fail(`"merges" should be a list of pairs of ids, but it is ${show(merges)}`);
  const wrong = merges.findIndex((merge) => !isMerge(merge));
  if (wrong !== -1) fail(`merge ${wrong} should be a pair of whole numbers, but it is ${show(merges[wrong])}`);
  const tokenizer = build(merges as Merge[]);
  if (file['hash'] !== tokenizer.hash) {
    fail(
      `"hash" says ${show(file['hash'])}, but the merges give "${tokenizer.hash}"; the file is damaged, take a copy`,
    );
  }
  return tokenizer;
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    fail('the text is not JSON; it may be cut off, take a copy', error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    fail(`the JSON should be an object, but it is ${show(value)}`);
  }
  return value as Record<string, unknown>;
}

function build(merges: readonly Merge[]): ByteTokenizer {
  try {
    return new ByteTokenizer(merges);
  } catch (error) {
    fail((error as Error).message, error);
  }
}

function isMerge(value: unknown): value is Merge {
  return Array.isArray(value) && value.length === 2 && value.every(Number.isInteger);
}

/** A value from a file, short and without characters that could trouble a terminal. */
function show(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value).replace(/[^\x20-\x7e]/g, '?');
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function fail(sentence: string, cause?: unknown): never {
  const message = `parseTokenizer: ${sentence.replace(/\.$/, '')}.`;
  throw cause === undefined ? new Error(message) : new Error(message, { cause });
}
