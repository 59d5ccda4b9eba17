/** What feeding did, as people read it. */
import type { Change } from '../../library/cleaning/rewriter.ts';
import { RULE_WORDS } from '../../library/cleaning/rules.ts';
import { printable } from '../../library/notices/printable.ts';
import { bytes, count } from '../../statistics/format/numbers.ts';
import { span } from '../../statistics/format/time.ts';
import type { Account, Fed, LegacyText } from '../ingest/feed.ts';
import { encodingsInWords, legacyInWords, listed } from '../ingest/sentences.ts';
import { texts } from './texts.ts';

/** One or more lines, each with its end. */
export function fedInWords(fed: Fed, dryRun: boolean): string {
  switch (fed.outcome) {
    case 'fed':
      return `${texts.feed.fed(fed.as, bytes(fed.bytes), fed.changed === undefined ? '' : texts.feed.andChanged(listed(fed.changed)))}\n${legacyLine(fed.legacy)}`;
    case 'rehearsed':
      return `${fed.message}\n${legacyLine(fed.legacy)}`;
    case 'imported': {
      const lines = [fed.message, ...accountInWords(fed.account)];
      if (!dryRun) {
        const names = namesAndMore(fed.as, fed.files);
        lines.push(texts.feed.writtenTo(names, bytes(fed.bytes), span(fed.account.seconds)));
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

/** The first names of a list, and how many it has besides. */
const namesAndMore = (names: readonly string[], inAll: number): string => {
  const listing = names.join(', ');
  return inAll > names.length ? texts.feed.andMore(listing, count(inAll - names.length)) : listing;
};

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
  lines.push(
    from === undefined || to === undefined
      ? texts.feed.wordsInAll(count(words))
      : texts.feed.wordsFromTo(count(words), day(from), day(to)),
  );
  if (encodings.length > 0) lines.push(encodingsInWords(encodings));
  if (people.length > 0) {
    const some = people
      .slice(0, 6)
      .map(({ name, messages }) => `${printable(name).replace(/\s+/g, ' ')} (${count(messages)})`);
    lines.push(texts.feed.by(namesAndMore(some, peopleInAll)));
    lines.push(whoseWords(people, peopleInAll, learntPeople));
  }
  if (Object.keys(leftOut).length > 0) lines.push(texts.feed.leftOut(listed(leftOut)));
  if (Object.keys(changed).length > 0) {
    lines.push(texts.feed.changed(listed(changed), count(charactersIn), count(charactersOut)));
  }
  if (samples.length > 0) {
    lines.push(texts.feed.linesToLearn(samples.length));
    lines.push(...samples.map((line) => `  ${cut(line, SAMPLE_WIDTH)}`));
  }
  return lines;
}

/** Columns of a line that is shown as it will be learnt. */
const SAMPLE_WIDTH = 90;

/** Whose words are learnt, and whose are not. */
function whoseWords(people: Account['people'], inAll: number, learnt: Account['learntPeople']): string {
  const shown = (names: readonly string[], more: number): string =>
    namesAndMore(
      names.map((name) => printable(name).replace(/\s+/g, ' ')),
      names.length + more,
    );
  const own = learnt.map(({ name }) => name);
  const others = people.map(({ name }) => name).filter((name) => !own.includes(name));
  const named = own.filter((name) => name !== '');
  const words =
    named.length > 0 ? texts.feed.wordsOf(shown(named.slice(0, 6), named.length - 6)) : texts.feed.yourWords;
  const hidden = inAll - people.length + Math.max(0, others.length - 6);
  const left = others.length === 0 ? texts.feed.nobodyElse : texts.feed.notThoseOf(shown(others.slice(0, 6), hidden));
  return texts.feed.learnt(words, left);
}

/** Some lines before and after they were changed, each at most as wide as the terminal; '' if there are none. */
export function changesInWords(changes: readonly Change[], columns: number): string {
  if (changes.length === 0) return '';
  const lines = changes.flatMap(({ rules, before, after }) => [
    `  ${rules.map((rule) => RULE_WORDS[rule]).join(', ')}`,
    `  - ${cut(before, columns - 5)}`,
    `  + ${cut(after, columns - 5)}`,
  ]);
  return `${texts.feed.linesBeforeAndAfter}\n${lines.join('\n')}\n`;
}

function cut(line: string, width: number): string {
  const safe = printable(line).replace(/[\n\t]/g, ' ');
  return safe.length <= width ? safe : `${safe.slice(0, Math.max(1, width - 1))}…`;
}

function day(moment: string): string {
  return moment.slice(0, 10);
}
