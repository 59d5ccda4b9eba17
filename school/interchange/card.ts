/** The card of an exported model, README.md: what it is, what it was taught and was not, and what stayed at home. */
import { shapeOf } from '../../brain/brains/shapes/index.ts';
import { count } from '../../statistics/format/numbers.ts';
import { version } from '../home/package-root.ts';
import type { ExportPlan, ExportRequest } from './format.ts';
import { exportTexts } from './texts/export.ts';

/** @param about one line on the format */
export function card(
  { source, type, roles }: ExportRequest,
  about: string,
  { notes, use }: Pick<ExportPlan, 'notes' | 'use'>,
): string {
  const { config, brain, sizes, step, tokens, bitsPerByte, parameters, tokenizer } = source;
  const exam = bitsPerByte === null ? exportTexts.notExamined : exportTexts.lastExam(bitsPerByte.toFixed(3));
  const speaker = roles.owner === undefined ? exportTexts.anySpeaker : `\`${roles.owner}\``;
  return `---
tags:
- babyllm
- text-generation
---

# ${config.name}

A language model that one person raised from nothing with babyLLM ${version}, on one machine, from texts of their own choice.

- **Brain**: \`${brain}\`: ${shapeOf(brain).introduce(sizes)}; ${count(parameters)} parameters.
- **Format**: ${about}; numbers are ${type}.
- **Tokenizer**: byte pairs learnt from the same texts, ${count(tokenizer.vocabularySize)} tokens.
- **Colour**: it feels one, and here it always feels the one that it felt last: ${source.colour.map((part) => part.toFixed(3)).join(', ')}.

## What it was taught

${count(tokens)} tokens in ${count(step)} steps: the texts in its owner's library, conversations with its owner, and what its owner taught it.
Which texts these were, it does not tell. ${exam}

## What it was not taught

No collection of the web, no instructions, no preferences, nothing about safety. It does not know what is true, and follows no orders. It knows the
language and the subjects of what it read, and little else. It may repeat passages of what it read word for word: anyone who gets this file may find
private sentences in it, so its owner should give it only to people who could read these texts.

## What stayed at home

Its memory of episodes (passages and facts that it looks up while it speaks), its chats, its library, what people said to it on Twitch, and its
diary. The model here speaks from its weights alone, so it may know less than the baby at home.
${[...source.notes, ...notes].map((note) => `\n${note}\n`).join('')}
## How to talk to it

A turn is \`<| turn |>[name]: words<| done |>\`; it answers after \`<| turn |>[${roles.baby}]:\`. Others speak as ${speaker}. The three marks
\`<| turn |>\`, \`<| done |>\` and \`<| end |>\` are single tokens. Programs that build prompts as text let a user type these marks too.

${use.map((line) => `    ${line}`).join('\n')}

## Licence

None is given with these files: what others may do with them is its owner's to decide.
`;
}
