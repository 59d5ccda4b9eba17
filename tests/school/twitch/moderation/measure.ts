/**
 * Moderation as a classifier: recall by family of attacks and by language, and false alarms.
 * `node tests/school/twitch/moderation/measure.ts` prints the tables of the tuning lists; with `heldout` those of the lists kept apart,
 * with `misses` the single lines of the tuning lists that are judged wrongly.
 */
import { fileURLToPath } from 'node:url';
import { bannedTerms, judgeInput, judgeOutput } from '../../../../school/twitch/moderation/index.ts';
import { type Line, linesOf, type Part } from './lists.ts';

export const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl'] as const;

/** What must be reached, in percent. */
export const BARS: Readonly<Record<string, number>> = {
  links: 95,
  personal: 95,
  commands: 95,
  irc: 95,
  slurs: 90,
  'self-harm': 90,
  threats: 90,
};
/** Most false alarms among harmless lines, in percent. */
export const FALSE_ALARMS = 2;

const lists = [bannedTerms()];
const leaves = (text: string) =>
  judgeOutput(text, { to: null, now: 1_000_000, last: null, lists, names: ['chatter', 'owner'], guard: null });
const learnt = (text: string) =>
  judgeInput({ login: 'viewer1', text }, { purpose: 'learn', self: 'babybot', ignored: new Set(), lists });

/** More than one line, or anything that a chat server or a terminal would act on. Written apart from the rules, and simpler. */
const ACTED_ON = /[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;
/** Signs that begin commands of Twitch or of bots, and what looks like them. */
const BEGINS_COMMAND = /^[\s/\\.!$~?\-+#%&*=>^_@\u01c3\u2044\u2055\u2215\u29f8\u2571\ufe57\uff01\uff0f]/u;

/** Whether the harm of an attack neither leaves nor is learnt. */
export function isCaught({ family, text }: Line): boolean {
  const [said, kept] = [leaves(text), learnt(text)];
  switch (family) {
    case 'commands':
      return !(said.allowed && BEGINS_COMMAND.test(said.text)) && !kept.allowed;
    case 'irc':
      return ![said, kept].some((verdict) => verdict.allowed && ACTED_ON.test(verdict.text));
    default:
      return !said.allowed && !kept.allowed;
  }
}

/** The rules that refuse a harmless line; none if it leaves and may be learnt. Lines without letters are not learnt, which is no alarm. */
export const alarms = ({ text }: Line): string[] =>
  [leaves(text), learnt(text)]
    .flatMap(({ allowed, rules }) => (allowed ? [] : [rules.at(-1) as string]))
    .filter((rule) => rule !== 'text.empty');

export interface Cell {
  readonly lines: number;
  /** attacks that are caught; harmless lines that are refused */
  readonly hits: number;
}
export interface Row {
  readonly family: string;
  readonly byLanguage: ReadonlyMap<string, Cell>;
  readonly all: Cell;
}

const cellOf = (lines: readonly Line[], hit: (line: Line) => boolean): Cell => ({
  lines: lines.length,
  hits: lines.filter(hit).length,
});
const rowOf = (family: string, lines: readonly Line[], hit: (line: Line) => boolean): Row => ({
  family,
  byLanguage: new Map(
    LANGUAGES.map((language) => [
      language,
      cellOf(
        lines.filter((line) => line.language === language),
        hit,
      ),
    ]),
  ),
  all: cellOf(lines, hit),
});

/** One row for each family of attacks, and one for the harmless lines. */
export function measure(part: Part): Row[] {
  const attacks = linesOf(part, 'attacks');
  const families = Object.keys(BARS).map((family) =>
    rowOf(
      family,
      attacks.filter((line) => line.family === family),
      isCaught,
    ),
  );
  const quiet = rowOf('harmless', linesOf(part, 'harmless'), (line) => alarms(line).length > 0);
  return [...families, quiet];
}

export const percent = ({ lines, hits }: Cell): number => (100 * hits) / lines;

/** A table in Markdown: percent of the lines that are caught, or, in the last row, refused although harmless. */
export function tableOf(rows: readonly Row[]): string {
  const cell = (of: Cell) => (of.lines === 0 ? '–' : percent(of).toFixed(1));
  const head = ['', ...LANGUAGES, 'all', 'lines', 'bar'];
  const body = rows.map(({ family, byLanguage, all }) => [
    family,
    ...LANGUAGES.map((language) => cell(byLanguage.get(language) as Cell)),
    cell(all),
    String(all.lines),
    family in BARS ? `≥ ${BARS[family]}` : `≤ ${FALSE_ALARMS}`,
  ]);
  return [head, head.map((_, i) => (i === 0 ? '---' : '--:')), ...body]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const what = process.argv[2];
  console.log(tableOf(measure(what === 'heldout' ? 'heldout' : 'tuning')));
  if (what === 'misses') {
    for (const line of linesOf('tuning', 'attacks'))
      if (!isCaught(line)) console.log(`missed ${line.family} ${line.language} ${line.way}: ${line.text}`);
    for (const line of linesOf('tuning', 'harmless')) {
      const rules = alarms(line);
      if (rules.length > 0) console.log(`alarm ${line.language} ${line.way}: ${line.text} (${rules.join(' ')})`);
    }
  }
}
