/** Spans of 8 tokens of a private text, as a reply may hold them: behind, before and between signs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../../../brain/engine/random.ts';
import { encodeDocument } from '../../../../library/tokenizer/chat-template.ts';
import { trainTokenizer } from '../../../../library/tokenizer/index.ts';
import { starterFolder } from '../../../../school/home/package-root.ts';
import { wordCodes } from '../../../../school/twitch/guard/windows.ts';

/** Signs that may stand before a span, or behind it. */
export const SIGNS: readonly string[] = [
  ...[
    '"',
    "'",
    '“',
    '‘',
    '«',
    '„',
    '(',
    '[',
    '{',
    '<',
    '*',
    '**',
    '_',
    '~',
    '#',
    '-',
    '–',
    '—',
    '/',
    '\\',
    '|',
    '=',
    '+',
  ],
  ...[
    ',',
    ';',
    ':',
    '.',
    '...',
    '…',
    '!',
    '?',
    '¿',
    '¡',
    '?!',
    '("',
    '. "',
    '\n',
    '\r\n',
    '\n\n',
    '\t',
    '\u00a0',
    '😀',
    '❤️',
  ],
];

const stories = readdirSync(starterFolder)
  .filter((name) => name.startsWith('stories-'))
  .map((name) => readFileSync(join(starterFolder, name), 'utf8'))
  .join('\n');
/** Every fifth gap of the stories holds one of the signs, as people write them: quotations, brackets, lists, lines. */
const signed = (() => {
  const random = new Random(11);
  return stories.replace(/ (?=\p{L})/gu, () =>
    random.uniform() < 0.2 ? ` ${SIGNS[Math.floor(random.uniform() * SIGNS.length)]}` : ' ',
  );
})();
export const TEXTS = { plain: stories, signed } as const;

export interface Spans {
  readonly tokenizer: ReturnType<typeof trainTokenizer>;
  readonly tokens: Uint16Array;
  /** texts of 8 tokens each, too short for the guard's window of characters */
  readonly spans: readonly string[];
}

/** @param vocabularySize of a tokenizer that was trained on the text itself */
export function spansOf(text: keyof typeof TEXTS, vocabularySize: number, count: number): Spans {
  const tokenizer = trainTokenizer([Buffer.from(TEXTS[text])], { vocabularySize });
  const tokens = Uint16Array.from(encodeDocument(tokenizer, TEXTS[text]));
  const random = new Random(vocabularySize);
  const spans: string[] = [];
  while (spans.length < count) {
    const at = Math.floor(random.uniform() * (tokens.length - 8));
    const ids = tokens.subarray(at, at + 8);
    const span = tokenizer.decode(ids);
    // a span that begins or ends inside a word is written with other tokens; a reply has one line, and no gap at its end
    if (String(tokenizer.encode(span)) !== String(ids) || /[\r\n]|\s$/.test(span)) continue;
    if (/^[\p{L}\p{M}]/u.test(span) && at > 0 && /[\p{L}\p{M}]$/u.test(tokenizer.decode(tokens.subarray(at - 1, at))))
      continue;
    if (/[\p{L}\p{M}]$/u.test(span) && /^[\p{L}\p{M}]/u.test(tokenizer.decode(tokens.subarray(at + 8, at + 9))))
      continue;
    if (wordCodes(span).length >= 30 || span.trim() === '') continue;
    spans.push(span);
  }
  return { tokenizer, tokens, spans };
}

/** How a reply may hold a span. */
export const PLACES: Readonly<Record<string, (span: string, sign: string) => string>> = {
  'behind the sign': (span, sign) => `${sign}${span.trimStart()}`,
  'behind a word and the sign': (span, sign) => `yes ${sign}${span.trimStart()}`,
  'behind the sign, with a space': (span, sign) => `yes${sign} ${span.trimStart()}`,
  'between two signs': (span, sign) => `so ${sign}${span.trim()}${sign} he`,
};
