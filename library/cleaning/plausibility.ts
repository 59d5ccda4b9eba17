/** How much a text looks like writing: bytes that are read in a wrong encoding become letters that no language has side by side. */

/** Letters beyond ASCII of languages with Latin letters, in lower case. */
const ALPHABETS: readonly ReadonlySet<string>[] = [
  'äöüß',
  'éèàêçùâîôûëïœæ',
  'áéíóúñüºª',
  'àèéìòùî',
  'ãõáéíóúâêôàçºª',
  'åäöé',
  'æøåéòóô',
  'áðéíóúýþæö',
  'ëïéèöüóêç',
  'ąćęłńóśźż',
  'áčďéěíňóřšťúůýžäľĺŕô',
  'áéíóöőúüű',
  'ăâîșțşţ',
  'çğıöşüâîi̇',
  'ąčęėįšųūž',
  'āčēģīķļņšūž',
  'äõöüšž',
  'čšžćđ',
  'àèéíòóúüïç',
  'ăâđêôơưàảãạáằẳẵặắầẩẫậấèẻẽẹéềểễệếìỉĩịíòỏõọóồổỗộốờởỡợớùủũụúừửữựứỳỷỹỵý',
].map((letters) => new Set(letters));

/** Letters of languages with Cyrillic letters. */
const CYRILLIC: readonly ReadonlySet<string>[] = [
  'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
  'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’',
  'абвгдеёжзійклмнопрстуўфхцчшыьэюя',
  'абвгдђежзијклљмнњопрстћуфхцчџшѓѕќ',
].map((letters) => new Set(letters));

/** Signs that stand in front of words, behind them, or at either side. */
const OPENING = new Set('„‚¿¡');
const CLOSING = new Set('…²³¹ªº™®');
const SIGNS = new Set('“”‘«»‹›–—€£§°©•·½¼¾№×');

const SCRIPTS: readonly [string, RegExp][] = [
  ['latin', /\p{Script=Latin}/u],
  ['cyrillic', /\p{Script=Cyrillic}/u],
  ['greek', /\p{Script=Greek}/u],
  ['hebrew', /\p{Script=Hebrew}/u],
  ['arabic', /\p{Script=Arabic}/u],
  ['thai', /\p{Script=Thai}/u],
  ['asian', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\u30fc\uff01-\uff5e]/u],
];

/** What one character is worth: what no text has, what stands in the wrong place, what is a letter of another language. */
const IMPOSSIBLE = -5;
const MISPLACED = -2;
const FOREIGN = -0.5;
const LETTER = 1;
const SIGN = 0.9;

/** The mean of its characters beyond ASCII: up to 1 for letters of one language, below 0 for what no text has. */
export function plausibility(text: string): number {
  const characters = Array.from(text);
  const latin = alphabetOf(characters, ALPHABETS);
  const cyrillic = alphabetOf(characters, CYRILLIC);
  let sum = 0;
  let beyond = 0;
  for (let i = 0; i < characters.length; i++) {
    const now = characters[i]!;
    if (now < '\x80') continue;
    beyond++;
    const [before, behind] = [characters[i - 1] ?? ' ', characters[i + 1] ?? ' '];
    sum += worth(before, now, behind, now.charCodeAt(0) >= 0x400 && now.charCodeAt(0) < 0x530 ? cyrillic : latin);
  }
  return beyond === 0 ? 0 : sum / beyond;
}

/** Of several alphabets the one that has most of the letters of a text. */
function alphabetOf(characters: readonly string[], alphabets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const counts = alphabets.map(() => 0);
  for (const character of characters) {
    if (character < '\x80') continue;
    const lower = character.toLowerCase();
    alphabets.forEach((alphabet, i) => {
      if (alphabet.has(lower)) counts[i]!++;
    });
  }
  return alphabets[counts.indexOf(Math.max(...counts))]!;
}

function worth(before: string, now: string, behind: string, alphabet: ReadonlySet<string>): number {
  if (now === '\ufffd' || /[\x80-\x9f\p{Co}\p{Cn}]/u.test(now)) return IMPOSSIBLE;
  const [left, right] = [scriptOf(before), scriptOf(behind)];
  const inside = left !== '' && right !== '';
  // Half-width letters of Japanese, which hardly anybody writes; single bytes of Shift_JIS.
  if (now >= '\uff61' && now <= '\uff9f') return FOREIGN;
  if (now === '’') return LETTER / 2;
  if (now === '\xa0' || now === '\u202f') return inside ? FOREIGN : SIGN;
  const script = scriptOf(now);
  if (script === '') {
    if (now === '—') return inside ? 0 : SIGN;
    const placed = SIGNS.has(now) ? !inside : OPENING.has(now) ? left === '' : CLOSING.has(now) && right === '';
    return placed ? SIGN : MISPLACED;
  }
  if (script === 'asian' || script === 'thai') return LETTER;
  if ([left, right].some((other) => other !== '' && other !== script)) return MISPLACED;
  if (/\p{Lu}/u.test(now)) {
    if (/\p{Ll}/u.test(before)) return MISPLACED;
    if (before >= '\x80' && /\p{Lu}/u.test(before)) return LETTER / 2;
  }
  if (script !== 'latin' && script !== 'cyrillic') return LETTER;
  if (!alphabet.has(now.toLowerCase())) return FOREIGN;
  // Of two letters side by side hardly one language has many.
  const accented = [before, behind].filter(
    (other) => script === 'latin' && other >= '\x80' && scriptOf(other) === script,
  );
  return LETTER - accented.length * 0.7;
}

/** The script of a letter; '' for anything else. */
function scriptOf(character: string): string {
  if (character < '\x80') return /[a-z]/i.test(character) ? 'latin' : '';
  return SCRIPTS.find(([, pattern]) => pattern.test(character))?.[0] ?? '';
}
