/** Which encoding a text is in that is not UTF-8: what chardet finds, and the code pages of DOS and old Macs, which it does not know. */
import { analyse } from 'chardet';
import { charsetOf, decodeAll } from './charset.ts';
import { plausibility } from './plausibility.ts';

/** Encodings that chardet does not know: it takes them for others. */
const UNKNOWN_TO_CHARDET = 'cp850 cp852 cp866 macintosh cp737 cp862 maccenteuro cp857 cp720'.split(' ');

/** Encodings that have the letters of another one and more. */
const WIDER: Readonly<Record<string, string>> = {
  'iso-8859-8': 'windows-1255',
  'koi8-r': 'koi8-u',
  gb18030: 'gb18030',
};

/** Encodings whose letters are two bytes. */
const DOUBLE = /^(?:shift_jis|euc-jp|euc-kr|gbk|gb18030|big5)$/;

/** How much better than Windows-1252, which most such texts are in, another encoding must be; and one that chardet does not know. */
const MARGIN = 0.15;
const FAR = 0.5;
/** Of few letters chance makes words in any language. */
const FEW = 1.5;
const TOO_FEW = 3;
const NEAR = 0.02;

const MAC_CYRILLIC = 'x-mac-cyrillic';

/** @param sample bytes of lines that are not ASCII */
export function legacyEncodingOf(sample: Uint8Array): string {
  const beyond = sample.reduce((sum, byte) => sum + (byte >> 7), 0);
  if (beyond <= TOO_FEW && looksOf(sample, 'windows-1252', 0) >= 0) return 'windows-1252';
  const margin = MARGIN + FEW / beyond;
  const confidence = new Map<string, number>([['windows-1252', 0]]);
  for (const match of analyse(sample)) {
    const name = charsetOf(match.name);
    if (name === undefined || name.startsWith('utf')) continue;
    for (const one of new Set([WIDER[name] ?? name, ...(TWINS[name] ?? [])])) {
      confidence.set(one, Math.max(confidence.get(one) ?? 0, match.confidence / 100));
    }
  }
  const known = [...confidence].map(([name, sure]) => {
    const looks = looksOf(sample, name, sure);
    return { name, looks, score: looks + 2 * sure + (name === 'windows-1252' ? margin : 0) };
  });
  const best = known.reduce((one, other) => (other.score > one.score ? other : one));
  // Its small letters are those of Windows-1251, and its capitals are signs there.
  if (best.name === 'windows-1251')
    return looksOf(sample, MAC_CYRILLIC, 0) > best.looks + NEAR ? MAC_CYRILLIC : best.name;
  const others = UNKNOWN_TO_CHARDET.map((name) => ({ name, looks: looksOf(sample, name, 0) }));
  const other = others.reduce((one, next) => (next.looks > one.looks ? next : one));
  return other.looks > best.looks + FAR ? other.name : best.name;
}

/** Code pages in which names in zip files are written that do not say theirs, with Windows in all countries. */
const OF_NAMES = 'cp850 cp866 cp852 shift_jis gbk euc-kr big5 cp737 cp862 cp857 windows-1252 windows-1251'.split(' ');

/** The encoding of names in a zip file: CP437, as the format says, unless they look like no words in it. */
export function dosEncodingOf(names: Uint8Array): string {
  const best = { name: 'cp437', looks: plausibility(decodeAll(names, 'cp437')) };
  if (best.looks >= FAR) return best.name;
  for (const name of OF_NAMES) {
    // A chance pair of bytes is a letter of these: it counts half.
    const looks = plausibility(decodeAll(names, name)) - (DOUBLE.test(name) ? FAR : 0);
    if (looks > best.looks) Object.assign(best, { name, looks });
  }
  return best.name;
}

/** Encodings that differ from one that chardet names in few letters. */
const TWINS: Readonly<Record<string, readonly string[]>> = {
  'iso-8859-7': ['windows-1253'],
  'windows-1253': ['iso-8859-7'],
  'iso-8859-2': ['windows-1250'],
  'windows-1250': ['iso-8859-2'],
};

export function looksOf(sample: Uint8Array, name: string, sure: number): number {
  const looks = plausibility(decodeAll(sample, name));
  // Nearly all pairs of bytes are a letter of these.
  return DOUBLE.test(name) && sure < 0.6 ? looks - 1 : looks;
}
