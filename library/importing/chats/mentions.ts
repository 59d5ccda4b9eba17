/** People who are called upon in a message, as handles in one word, so that the rules of cleaning find them whole. */
import { asciiDigits } from '../../cleaning/digits.ts';

/** No handle is longer. */
const LONGEST = 30;

/**
 * @param name as it stands behind the `@`: a name, a name with `~` or an emoji in front, a number in any spacing
 * @example mention('Tove Berg') === '@Tove_Berg' && mention('+1 (777) 555‑0199') === '@17775550199'
 */
export function mention(name: string): string {
  const plain = asciiDigits(name.normalize('NFKC'))
    .replace(/\p{Cf}/gu, '')
    .trim();
  const words = /^[^\p{L}]{6,}$/u.test(plain) ? plain.replace(/\D/g, '') : plain.replace(/[^\p{L}\p{M}\p{N}]+/gu, '_');
  const handle = Array.from(words.replace(/^_+/, '')).slice(0, LONGEST).join('').replace(/_+$/, '');
  return handle === '' ? '@someone' : `@${handle}`;
}
