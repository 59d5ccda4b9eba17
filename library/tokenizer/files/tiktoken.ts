/** Ranks of tiktoken: byte strings in the order in which they merge, as lines `base64 rank`, or as js-tiktoken ships them. */

import { tokenizerTexts } from '../texts/tokenizer-texts.ts';
import { byteKey, byteLevelEncoder } from './byte-level.ts';
import { show } from './field.ts';
import { FileTokenizer } from './file-tokenizer.ts';
import { isRecord, type Json } from './json.ts';
import { marksOf } from './marks.ts';
import { pairsOfTokens } from './pair-merging.ts';
import { CL100K_PATTERN, GPT2_PATTERN, splitPattern } from './split-pattern.ts';

export interface Ranks {
  readonly pattern: string;
  readonly specials: Readonly<Record<string, number>>;
  /** Base64 of each token, in the order of their ranks from 0 on; null where a rank is not taken. */
  readonly ranks: readonly (string | null)[];
}

/** Encodings whose files hold ranks only. They are recognised by how many there are. */
const ENCODINGS: Readonly<Record<number, Omit<Ranks, 'ranks'>>> = {
  // r50k_base, which is GPT-2's and GPT-3's
  50256: { pattern: GPT2_PATTERN, specials: { '<|endoftext|>': 50_256 } },
  // cl100k_base, which is GPT-4's
  100256: {
    pattern: CL100K_PATTERN,
    specials: {
      '<|endoftext|>': 100_257,
      '<|fim_prefix|>': 100_258,
      '<|fim_middle|>': 100_259,
      '<|fim_suffix|>': 100_260,
      '<|endofprompt|>': 100_276,
    },
  },
};

/** Whether a text is lines of `base64 rank`. */
export const isRankLines = (text: string): boolean => /^[A-Za-z0-9+/]+=* \d+\r?\n[A-Za-z0-9+/]+=* \d+\r?\n/.test(text);

/** @throws Error with one sentence for a line that is none, and for an unknown encoding */
export function parseRankLines(text: string): Ranks {
  const ranks: (string | null)[] = [];
  text.split(/\r?\n/).forEach((line, i) => {
    if (line === '') return;
    const [, token, rank] = /^([A-Za-z0-9+/]+=*) (\d{1,7})$/.exec(line) ?? [];
    if (token === undefined || rank === undefined) {
      throw new Error(tokenizerTexts.ranks.badLine(i + 1, show(line)));
    }
    while (ranks.length < Number(rank)) ranks.push(null);
    ranks[Number(rank)] = token;
  });
  const encoding = ENCODINGS[ranks.length];
  if (!encoding) {
    throw new Error(tokenizerTexts.ranks.noPattern(ranks.length));
  }
  return { ...encoding, ranks };
}

/** Whether an object is ranks as js-tiktoken ships them. */
export const isPackedRanks = (data: unknown): data is Json =>
  isRecord(data) && typeof data['bpe_ranks'] === 'string' && typeof data['pat_str'] === 'string';

/** Lines `! first-rank token token …`. @throws Error with one sentence if it is damaged */
export function parsePackedRanks(data: Json): Ranks {
  const ranks: (string | null)[] = [];
  for (const line of String(data['bpe_ranks']).split('\n')) {
    const [mark, first, ...tokens] = line.split(' ');
    if (line === '') continue;
    if (mark !== '!' || !/^\d{1,7}$/.test(first ?? '')) throw new Error(tokenizerTexts.ranks.badBeginning(show(line)));
    while (ranks.length < Number(first)) ranks.push(null);
    tokens.forEach((token, i) => {
      ranks[Number(first) + i] = token;
    });
  }
  const specials = isRecord(data['special_tokens']) ? data['special_tokens'] : {};
  return { pattern: String(data['pat_str']), specials: specials as Record<string, number>, ranks };
}

/** @throws Error with one sentence if the ranks are damaged */
export function rankTokenizer({ pattern, specials, ranks }: Ranks): FileTokenizer {
  const tokens = ranks.map((token) => (token === null ? undefined : bytesOf(token)));
  const bytes: (number | undefined)[] = new Array(256);
  const whole = new Map<string, number>();
  tokens.forEach((token, id) => {
    if (!token) return;
    if (token.length === 1) bytes[token[0]!] = id;
    whole.set(byteKey(token), id);
  });
  if (Array.from(bytes).includes(undefined)) throw new Error(tokenizerTexts.ranks.missingBytes);
  if (whole.size !== tokens.filter((token) => token !== undefined).length)
    throw new Error(tokenizerTexts.ranks.sameToken);
  const control = new Map(Object.entries(specials));
  for (const [name, id] of control) {
    if (!Number.isInteger(id) || id < 0 || id > 1 << 20 || tokens[id] !== undefined) {
      throw new Error(tokenizerTexts.ranks.badSpecial(show(name), show(id)));
    }
  }
  const size = Math.max(ranks.length, ...[...control.values()].map((id) => id + 1));
  const { special } = marksOf(size, control);
  const ranked = [...whole].map(([key, id]) => [key, id, id] as const);
  const search = splitPattern(pattern);
  return new FileTokenizer({
    kind: 'tiktoken',
    tokens,
    special,
    control: new Set(control.values()),
    folds: false,
    asDocument: (text) => text,
    rewrite: (text) => text,
    split: (text) => text.match(search) ?? [],
    encodePiece: byteLevelEncoder(
      bytes,
      pairsOfTokens(ranked, (spelling) => whole.get(spelling)),
      whole,
    ),
    bytes,
    stored: { pattern, specials, ranks },
  });
}

function bytesOf(token: string): Uint8Array {
  try {
    const bytes = Uint8Array.from(atob(token), (character) => character.charCodeAt(0));
    if (bytes.length > 0) return bytes;
  } catch {
    // the sentence below says it
  }
  throw new Error(tokenizerTexts.ranks.notBase64(show(token)));
}

/** What `stored()` gave. @throws Error with one sentence if it is damaged */
export function readRanks({ pattern, specials, ranks }: Json): FileTokenizer {
  if (typeof pattern !== 'string' || !isRecord(specials) || !Array.isArray(ranks)) {
    throw new Error(tokenizerTexts.ranks.fieldMissing);
  }
  return rankTokenizer({ pattern, specials: specials as Record<string, number>, ranks: ranks as (string | null)[] });
}
