/** What feeding found and did, as plain data in words. */

import { encodingName } from '../../library/cleaning/charset.ts';
import type { EncodingProof } from '../../library/cleaning/encoding.ts';
import type { Rewriter } from '../../library/cleaning/rewriter.ts';
import { RULE_NAMES, RULE_WORDS } from '../../library/cleaning/rules.ts';
import { LEFT_OUT } from '../../library/importing/record.ts';
import type { FoundEncoding, Summary } from '../../library/importing/summary.ts';
import { count, counted } from '../../statistics/format/numbers.ts';
import type { Account, LegacyText } from './feeder.ts';
import { texts } from './texts.ts';

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
    learntPeople: summary.learntPeople.list(10),
    samples: summary.samples,
    ...(from <= to && { from: new Date(from).toISOString(), to: new Date(to).toISOString() }),
    leftOut: Object.fromEntries([...summary.leftOut].map(([why, count]) => [LEFT_OUT[why], count])),
    changed: changedIn(...rewriters),
    charactersIn: rewriters.reduce((sum, { charactersIn }) => sum + charactersIn, 0),
    charactersOut: rewriters.reduce((sum, { charactersOut }) => sum + charactersOut, 0),
    encodings: summary.encodings,
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
    ...(messages > 0 ? [texts.account.messages(count(learntMessages), counted(messages, 'message'))] : []),
    ...(documents > 0 ? [counted(documents, 'text')] : []),
    ...(dialogues > 0
      ? [texts.account.answers(counted(learntAnswers, 'answer'), counted(dialogues, 'conversation'))]
      : []),
  ];
  return texts.account.toLearn(counted(learntWords, 'word'), parts.join(', '));
}

/** In which encodings texts were read. @example 'read as UTF-8' @example 'read as Windows-1251, as its letters look' */
export function encodingsInWords(encodings: readonly FoundEncoding[]): string {
  const many = encodings.reduce((sum, { texts }) => sum + texts, 0) > 1;
  const parts = encodings.map(({ encoding, by, texts: times }) => {
    const how = PROOFS[by];
    return `${encodingName(encoding)}${how && `, ${how}`}${many ? ` (${counted(times, 'text')})` : ''}`;
  });
  return texts.encoding.readAs(parts.join('; '));
}

/** What tells an encoding, in words; nothing where it is proven. A total table. */
const PROOFS: Readonly<Record<EncodingProof, string>> = {
  mark: '',
  form: '',
  letters: texts.encoding.asLettersLook,
  declared: texts.encoding.asDeclared,
  named: texts.encoding.asNamed,
};

/** What a plain text that is not UTF-8 is read as. */
export function legacyInWords({ encoding, by, begins }: LegacyText): string {
  return `${encodingsInWords([{ encoding, by, texts: 1 }])}: “${begins}”`;
}

/** The most frequent first. @example 'links: 12, e-mail addresses: 3' */
export function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([what, often]) => `${what}: ${count(often)}`)
    .join(', ');
}
