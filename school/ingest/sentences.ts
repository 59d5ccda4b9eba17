/** What feeding found and did, as plain data in words. */
import type { Rewriter } from '../../library/cleaning/rewriter.ts';
import { RULE_NAMES, RULE_WORDS } from '../../library/cleaning/rules.ts';
import { LEFT_OUT } from '../../library/importing/record.ts';
import type { Summary } from '../../library/importing/summary.ts';
import type { Account } from './feeder.ts';

/** How often each rule changed something, in words; rules that did not are left out. */
export function changedIn(...rewriters: readonly Rewriter[]): Record<string, number> {
  const changed: Record<string, number> = {};
  for (const rule of RULE_NAMES) {
    const count = rewriters.reduce((sum, { counts }) => sum + counts[rule], 0);
    if (count > 0) changed[RULE_WORDS[rule]] = count;
  }
  return changed;
}

export function accountOf(what: string, summary: Summary, rewriters: readonly Rewriter[], seconds: number): Account {
  const { messages, documents, dialogues, words, learntMessages, learntAnswers, learntWords, people, from, to } =
    summary;
  return {
    what,
    messages,
    documents,
    dialogues,
    words,
    learntMessages,
    learntAnswers,
    learntWords,
    people: people.list(10),
    peopleInAll: people.size,
    ...(from <= to && { from: new Date(from).toISOString(), to: new Date(to).toISOString() }),
    leftOut: Object.fromEntries([...summary.leftOut].map(([why, count]) => [LEFT_OUT[why], count])),
    changed: changedIn(...rewriters),
    charactersIn: rewriters.reduce((sum, { charactersIn }) => sum + charactersIn, 0),
    charactersOut: rewriters.reduce((sum, { charactersOut }) => sum + charactersOut, 0),
    seconds,
  };
}

/** @example 'to learn: 9,120 words in 1,203 of 4,810 messages' */
export function learntOf({
  messages,
  documents,
  dialogues,
  learntMessages,
  learntAnswers,
  learntWords,
}: Account): string {
  const parts = [
    ...(messages > 0 ? [`${count(learntMessages)} of ${counted(messages, 'message')}`] : []),
    ...(documents > 0 ? [counted(documents, 'text')] : []),
    ...(dialogues > 0 ? [`${counted(learntAnswers, 'answer')} of ${counted(dialogues, 'conversation')}`] : []),
  ];
  return `to learn: ${counted(learntWords, 'word')} in ${parts.join(', ')}`;
}

/** The most frequent first. @example 'links: 12, e-mail addresses: 3' */
export function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([what, often]) => `${what}: ${count(often)}`)
    .join(', ');
}

function counted(number: number, what: string): string {
  return `${count(number)} ${what}${number === 1 ? '' : 's'}`;
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
