/**
 * Lines by which moderation is measured. They are stored encoded, as base64 of rot13, so that nobody who searches or skims the repository
 * meets a slur. `node tests/school/twitch/moderation/lists.ts tuning-attacks` prints a list in the clear, and with `encode` as the second
 * argument reads one from standard input in that form and prints it encoded.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type Part = 'tuning' | 'heldout';
export type Kind = 'attacks' | 'harmless';

export interface Line {
  /** attacks: the family, such as `links`; harmless lines have the family `harmless` */
  readonly family: string;
  readonly language: string;
  /** attacks: the way of disguise; harmless lines: the topic */
  readonly way: string;
  readonly text: string;
}

const rot13 = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => {
    const code = letter.charCodeAt(0);
    return String.fromCharCode((code & 96) + (((code & 31) + 12) % 26) + 1);
  });

export const encoded = (text: string): string => Buffer.from(rot13(text), 'utf8').toString('base64');
export const decoded = (line: string): string => rot13(Buffer.from(line, 'base64').toString('utf8'));

const HEADING = /^# (.*)$/;

/** The lines of one list. A heading `# family language way` holds for the lines below it. */
export function linesOf(part: Part, kind: Kind): Line[] {
  let [family, language, way] = ['', '', ''];
  return readList(part, kind).flatMap((row) => {
    const heading = HEADING.exec(row)?.[1];
    if (heading === undefined) return [{ family, language, way, text: decoded(row) }];
    const words = heading.split(' ');
    [language, way] = words.slice(-2) as [string, string];
    family = words.length === 3 ? (words[0] as string) : 'harmless';
    return [];
  });
}

function readList(part: Part, kind: Kind): string[] {
  const path = new URL(`lists/${part}-${kind}.txt`, import.meta.url);
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((row) => row !== '');
}

/** What cannot stand in a line of a file. */
const escaped = (text: string): string =>
  text.replace(
    /[\\\p{C}\p{Zl}\p{Zp}\u115f\u3164]|\u034f/gu,
    (one) => `\\u{${(one.codePointAt(0) as number).toString(16)}}`,
  );
const unescaped = (row: string): string =>
  row.replace(/\\u\{([\da-f]+)\}/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , name = '', action = 'show'] = process.argv;
  const [part, kind] = name.split('-') as [Part, Kind];
  const rows = action === 'encode' ? readFileSync(0, 'utf8').split('\n').filter(Boolean) : readList(part, kind);
  const each = action === 'encode' ? (row: string) => encoded(unescaped(row)) : (row: string) => escaped(decoded(row));
  for (const row of rows) console.log(HEADING.test(row) ? row : each(row));
}
