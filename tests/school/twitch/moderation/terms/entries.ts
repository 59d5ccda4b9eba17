/**
 * The entries of a word for `school/twitch/moderation/terms/banned.ts`, so that a word can be added without standing there. The word is
 * read from standard input, one a line:
 *
 *     node tests/school/twitch/moderation/terms/entries.ts wps
 *
 * prints its entries for the modes w (a word), g (inside one word), i (inside others and over spaces), p (cut into pieces), s (its sound).
 * Choose g only if no ordinary word holds it, p only if it does not fall into two ordinary words, and s only if no ordinary word sounds alike.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { shorten, soundOf } from '../../../../../school/twitch/moderation/fold.ts';
import { SALT } from '../../../../../school/twitch/moderation/terms/banned.ts';
import { hashTerm, quickOf } from '../../../../../school/twitch/moderation/terms/term-index.ts';
import { foldedTerm } from '../../../../../school/twitch/moderation/terms/terms.ts';

/** @param modes letters of the modes, such as `wps` */
export function entriesOf(word: string, modes: string): string[] {
  const folded = foldedTerm(word);
  return [...modes].map((mode) => {
    const form = mode === 's' ? soundOf(folded) : mode === 'g' || mode === 'i' ? shorten(folded, 2) : folded;
    return `${mode}${form.length}:${quickOf(form).toString(16).padStart(5, '0')}:${hashTerm(SALT, form)}`;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const word of readFileSync(0, 'utf8').split('\n').filter(Boolean))
    console.log(entriesOf(word, process.argv[2] ?? 'w').join(' '));
}
