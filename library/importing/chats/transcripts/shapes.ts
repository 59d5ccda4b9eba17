/** The shapes in which programs and people write down who said what. */
import { clockIn, isMonth, type Moment, momentIn } from '../dates.ts';
import { isLevel } from '../messengers/whatsapp-dates.ts';

/** A line that seems to begin what somebody said. */
export interface Spoken {
  name: string;
  words: string;
  /** The date and time in it, as they are written; '' if there are none. */
  stamp: string;
}

/**
 * `stamped`: a time, a name and words on one line. `headed`: a name and a time on a line above the words. `named`: a name, a
 * colon and words. `alone`: a name and a colon on a line above the words.
 */
export type Family = 'stamped' | 'headed' | 'named' | 'alone';

export const FAMILIES: readonly Family[] = ['stamped', 'headed', 'named', 'alone'];

/** Longer lines are no beginning of a message with nothing but a stamp and a name. */
const LONGEST_HEADING = 120;

/** Characters in front of a colon in which a name may stand. */
const LONGEST_NAME = 70;

/** Who begins to speak in a line of a family. @param line without marks of direction */
export function spokenIn(line: string, family: Family): Spoken | undefined {
  const found = READ[family](line);
  return found !== undefined && isName(found.name) ? found : undefined;
}

const READ: Readonly<Record<Family, (line: string) => Spoken | undefined>> = { stamped, headed, named, alone };

function stamped(line: string): Spoken | undefined {
  const stamp = stampAt(line);
  if (stamp === undefined) return bracketed(line);
  const rest = line.slice(stamp.end);
  const nick =
    /^\s*(?:[-–—|:]\s*)?<[ @+%&~]?([^\s<>]{1,40})>\s?(.*)$/u.exec(rest) ?? /^\t+([^\t]{1,60})\t(.*)$/.exec(rest);
  if (nick !== null) return { name: nick[1]!.trim(), words: nick[2]!, stamp: stamp.text };
  const found = colonIn(rest.replace(/^\s*[-–—|]?\s*/, ''));
  return found && { ...found, stamp: stamp.text };
}

/** `[Ann] [21:04] hello`, `Ann (21:04:05): hello` */
function bracketed(line: string): Spoken | undefined {
  const found = /^(\[[^\]]{1,60}\]|[^[\](){}:]{1,60}),? ?[[(]([^\])]{3,40})[\])](:?)\s*(\S.*)$/u.exec(line);
  if (found === null || !hasClock(found[2]!) || (found[3] === '' && !line.startsWith('['))) return undefined;
  return { name: bare(found[1]!.replace(/^\[|\]$/g, '')), words: found[4]!, stamp: found[2]! };
}

function headed(line: string): Spoken | undefined {
  if (line.length > LONGEST_HEADING) return undefined;
  const text = line.replace(/^#{1,4} |[\s:]+$/g, '');
  const stamp = stampAt(text);
  if (stamp !== undefined)
    return { name: bare(text.slice(stamp.end).replace(/^\s*[-–—|]?\s*/, '')), words: '', stamp: stamp.text };
  for (const { index } of text.matchAll(/(?<=[\s,—–|•·])[[(\p{L}\p{Nd}]/gu)) {
    const behind = stampAt(text.slice(index));
    if (behind?.end !== text.length - index) continue;
    return { name: bare(text.slice(0, index).replace(/[\s,—–|•·-]+$/u, '')), words: '', stamp: behind.text };
  }
  return undefined;
}

function named(line: string): Spoken | undefined {
  const nick = /^<[ @+%&~]?([^\s<>]{1,40})>\s(.*)$/.exec(line);
  if (nick !== null) return { name: nick[1]!, words: nick[2]!, stamp: '' };
  const found = colonIn(line.replace(/^[-*>•] /, ''));
  return found === undefined || found.words.trim() === '' ? undefined : { ...found, stamp: '' };
}

function alone(line: string): Spoken | undefined {
  const found = line.length > LONGEST_HEADING ? undefined : colonIn(line);
  return found?.words.trim() === '' ? { ...found, stamp: '' } : undefined;
}

/** A name, a colon, and a space or the end of the line. */
function colonIn(text: string): { name: string; words: string } | undefined {
  const colon = text.slice(0, LONGEST_NAME).indexOf(':');
  if (colon < 1) return undefined;
  const words = text.slice(colon + 1).replace(/^\*\*/, '');
  return words === '' || /^\s/.test(words)
    ? { name: bare(text.slice(0, colon)), words: words.replace(/^\s+/, '') }
    : undefined;
}

/** A name without the stars that make it bold. */
function bare(name: string): string {
  return name.replace(/^\*{1,2}|\*{1,2}$/g, '').trim();
}

/** Numbers of dates and times, and words that stand beside them. */
const NUMBERS = /\p{Nd}{1,4}(?:[./:T,+년월年月-] ?\p{Nd}{1,6})*(?:Z\b|[.일日年년월月](?=\s|$))?/uy;
const WORD = /\p{L}[\p{L}\p{M}.']{0,11}/uy;
const BETWEEN = /[\s,،]+/uy;

const WORDS = new Set(
  (
    'am pm a.m. p.m. a.m p.m 오전 오후 上午 下午 午前 午後 ptg pg sa ch ص م μμ πμ μ.μ. π.μ. fm em utc gmt uhr at um à a las alle às om klo kl kl. on г г. ч ч. ' +
    'today yesterday heute gestern hoy ayer hier oggi ieri hoje ontem vandaag gisteren de del of the h'
  ).split(' '),
);

/** What begins a text and says when: in brackets, or numbers, days and months one after another; with a time of day. */
function stampAt(text: string): { text: string; end: number } | undefined {
  const closed = /^(?:\[([^\][]{3,48})\]|\(([^()]{3,48})\))/.exec(text);
  if (closed !== null) {
    const inside = closed[1] ?? closed[2]!;
    return hasClock(inside) ? { text: inside, end: closed[0].length } : undefined;
  }
  let end = 0;
  let numbers = 0;
  for (let at = 0, tokens = 0; tokens < 12; tokens++) {
    const number = matchAt(NUMBERS, text, at);
    const word = number === '' ? matchAt(WORD, text, at) : '';
    if (number === '' && !isStampWord(word)) break;
    at += number.length + word.length;
    if (number !== '') numbers++;
    end = at;
    at += matchAt(BETWEEN, text, at).length;
  }
  const stamp = text.slice(0, end);
  return numbers > 0 && hasClock(stamp) ? { text: stamp, end } : undefined;
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function isStampWord(word: string): boolean {
  const plain = word.toLowerCase();
  return WORDS.has(plain) || WEEKDAYS.test(plain) || isMonth(plain);
}

const WEEKDAYS =
  /^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|gio|sab)(?:day|tag|di|edi|woch|nerstag|es|te|ves|rcoles|tes)?\.?$/;

/** Whether a line begins with a stamp: what names nobody behind it is said by a program. */
export function isStamped(line: string): boolean {
  return stampAt(line) !== undefined;
}

/** When, as far as a stamp says it. */
export function momentOf(stamp: string): Moment | undefined {
  return momentIn(stamp);
}

/** Whether a stamp has a time of day. */
export function hasClock(stamp: string): boolean {
  return clockIn(stamp) !== undefined;
}

/** What diaries, letters, forms and lists write in front of a colon, and days and months. In small letters. */
const LABELS = new Set(
  (
    'monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun montag dienstag mittwoch donnerstag freitag ' +
    'samstag sonntag mo di mi do fr sa so lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo ' +
    'lunedì martedì mercoledì giovedì venerdì sabato domenica january february march april may june july august september october november december ' +
    'januar februar märz mai juni juli oktober dezember today yesterday tomorrow heute gestern morgen date time datum zeit uhrzeit place ort subject ' +
    'betreff from to von an cc bcc re aw fwd wg note notes notiz ps p.s todo to-do title titel name address adresse phone telefon email mail url http https ' +
    'link source quelle tags tag mood stimmung weather wetter sleep schlaf breakfast lunch dinner frühstück mittagessen abendessen mittag abend morning ' +
    'afternoon evening night am pm goal goals ziel ziele ingredients zutaten instructions method example beispiel warning tip hint summary chapter ' +
    'kapitel part teil section step schritt day tag week woche month monat year jahr total sum price preis answer question'
  ).split(' '),
);

/** Whether words may be somebody's name: one to five, without the signs of programs and addresses. */
function isName(name: string): boolean {
  if (name === '' || name.length > 60 || isLevel(name) || name.split(/\s+/).length > 5) return false;
  if (/[\t:<>[\]{}|\\=;“”"/]/.test(name)) return false;
  const plain = name.toLowerCase().replace(/[.,]$/, '');
  if (LABELS.has(plain) || /^https?$|^\p{P}+$/u.test(plain)) return false;
  // numbers of phones are names, other numbers are none
  return /[\p{L}\p{Extended_Pictographic}_]/u.test(name) || /^\+?[\p{Nd} ().\p{Pd}]{7,}$/u.test(name);
}
