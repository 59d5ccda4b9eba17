/** What feeding did, as people read it. */
import type { Change } from '../../library/cleaning/rewriter.ts';
import { RULE_WORDS } from '../../library/cleaning/rules.ts';
import { printable } from '../../library/notices/printable.ts';
import { bytes, count } from '../../statistics/format/numbers.ts';
import { span } from '../../statistics/format/time.ts';
import type { Account, Fed, LegacyText } from '../ingest/feed.ts';
import { encodingsInWords, legacyInWords, listed } from '../ingest/sentences.ts';

/** One or more lines, each with its end. */
export function fedInWords(fed: Fed, dryRun: boolean): string {
  switch (fed.outcome) {
    case 'fed':
      return `fed ${fed.as} (${bytes(fed.bytes)})${fed.changed === undefined ? '' : `, changed (${listed(fed.changed)})`}\n${legacyLine(fed.legacy)}`;
    case 'rehearsed':
      return `${fed.message}\n${legacyLine(fed.legacy)}`;
    case 'imported': {
      const lines = [fed.message, ...accountInWords(fed.account)];
      if (!dryRun) {
        const more = fed.files > fed.as.length ? ` and ${count(fed.files - fed.as.length)} more` : '';
        lines.push(`written to ${fed.as.join(', ')}${more} (${bytes(fed.bytes)}, ${span(fed.account.seconds)})`);
      }
      return `${lines.join('\n  ')}\n`;
    }
    default:
      return `${fed.message}\n`;
  }
}

function legacyLine(legacy: LegacyText | undefined): string {
  return legacy === undefined ? '' : `  ${legacyInWords(legacy)}\n`;
}

function accountInWords({
  from,
  to,
  people,
  peopleInAll,
  learntPeople,
  samples,
  words,
  leftOut,
  changed,
  charactersIn,
  charactersOut,
  encodings,
}: Account): string[] {
  const lines: string[] = [];
  const when = from === undefined || to === undefined ? '' : `, from ${day(from)} to ${day(to)}`;
  lines.push(`${count(words)} words in all${when}`);
  if (encodings.length > 0) lines.push(encodingsInWords(encodings));
  if (people.length > 0) {
    const some = people
      .slice(0, 6)
      .map(({ name, messages }) => `${printable(name).replace(/\s+/g, ' ')} (${count(messages)})`);
    const more = peopleInAll > some.length ? ` and ${count(peopleInAll - some.length)} more` : '';
    lines.push(`by ${some.join(', ')}${more}`);
    lines.push(whoseWords(people, peopleInAll, learntPeople));
  }
  if (Object.keys(leftOut).length > 0) lines.push(`left out (${listed(leftOut)})`);
  if (Object.keys(changed).length > 0) {
    lines.push(`changed (${listed(changed)}): ${count(charactersIn)} characters became ${count(charactersOut)}`);
  }
  if (samples.length > 0) {
    lines.push(
      samples.length === 1 ? 'one line as it will be learnt:' : `${samples.length} lines as they will be learnt:`,
    );
    lines.push(...samples.map((line) => `  ${cut(line, SAMPLE_WIDTH)}`));
  }
  return lines;
}

/** Columns of a line that is shown as it will be learnt. */
const SAMPLE_WIDTH = 90;

/** Whose words are learnt, and whose are not. */
function whoseWords(people: Account['people'], inAll: number, learnt: Account['learntPeople']): string {
  const shown = (names: readonly string[], more: number): string =>
    `${names.map((name) => printable(name).replace(/\s+/g, ' ')).join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}`;
  const own = learnt.map(({ name }) => name);
  const others = people.map(({ name }) => name).filter((name) => !own.includes(name));
  const named = own.filter((name) => name !== '');
  const words = named.length > 0 ? `the words of ${shown(named.slice(0, 6), named.length - 6)}` : 'your words';
  const hidden = inAll - people.length + Math.max(0, others.length - 6);
  const left = others.length === 0 ? 'nobody else’s are in it' : `not those of ${shown(others.slice(0, 6), hidden)}`;
  return `learnt: ${words}; ${left}`;
}

/** Some lines before and after they were changed, each at most as wide as the terminal; '' if there are none. */
export function changesInWords(changes: readonly Change[], columns: number): string {
  if (changes.length === 0) return '';
  const lines = changes.flatMap(({ rules, before, after }) => [
    `  ${rules.map((rule) => RULE_WORDS[rule]).join(', ')}`,
    `  - ${cut(before, columns - 5)}`,
    `  + ${cut(after, columns - 5)}`,
  ]);
  return `Some lines, before (-) and after (+):\n${lines.join('\n')}\n`;
}

function cut(line: string, width: number): string {
  const safe = printable(line).replace(/[\n\t]/g, ' ');
  return safe.length <= width ? safe : `${safe.slice(0, Math.max(1, width - 1))}…`;
}

function day(moment: string): string {
  return moment.slice(0, 10);
}
