/** Replies of its own, among which corrections are learnt. */
import type { Mixer } from '../../../library/sources/mixer.ts';
import type { Tokenizer } from '../../../library/tokenizer/index.ts';
import type { Colour, Reply } from '../../api/messages.ts';
import type { Said } from '../replies/reply-turns.ts';
import type { Memory } from './memory.ts';
import { type NearQuestions, questionsOf } from './other-questions.ts';
import { answered } from './question-pairs.ts';

/** How many replies are spoken before the weights learn corrections. */
const CONTRASTS = 32;
/** Tokens of such a reply, at most. */
const LENGTH = 48;
/** The conversation in which they are spoken; nothing of it is kept. */
const CONVERSATION = 'contrasts';
/** Its replies as they are: whatever else were drawn would teach another distribution than its own. */
const PLAIN = { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1 };

/** What is asked for them. None where no dialogues are known: then corrections are learnt without. */
export const contrastQuestions = (dialogues = ''): string[] => questionsOf(dialogues, CONTRASTS, 1);

/** Who speaks: the weights alone. */
export interface Replying {
  reply(said: Said, colour: Colour, onDelta: (delta: string) => void): Generator<unknown, Reply>;
  forget(conversation: string): boolean;
}

/** By whom, and how, they are spoken. */
export interface ContrastSetup {
  readonly mixer: Mixer;
  readonly memory: Memory;
  readonly scribe: Replying;
  readonly tokenizer: Tokenizer;
  /** what the owner and the baby are called */
  readonly owner: string;
  readonly name: string;
  /** what is asked where nothing like a correction is (`contrastQuestions`) */
  readonly questions: readonly string[];
  readonly near: NearQuestions;
  readonly colour: Colour;
  /** what it is drawn from, with the number of the reply: a resumed life speaks the same */
  readonly seed: number;
  /** answers who speaks meanwhile */
  readonly between: () => void;
}

/** Speaks the next reply that consolidation wants. One that says nothing is kept too: it is how that question is answered. */
export function speakContrast(setup: ContrastSetup): void {
  const { mixer, scribe, tokenizer, owner, name, colour, seed, between } = setup;
  const at = setup.questions.length - mixer.wantedContrasts;
  const question = questionOf(setup, at);
  const options = { ...PLAIN, memory: 'none' as const, whole: true, maxTokens: LENGTH, seed: seed + at };
  const speaking = scribe.reply({ from: owner, text: question, conversation: CONVERSATION, options }, colour, () => {});
  try {
    for (let next = speaking.next(); ; next = speaking.next()) {
      if (next.done) {
        const text = next.value.text.trim();
        const words = text === '' ? [] : tokenizer.encode(` ${text}`);
        const answer = [...words, tokenizer.special.done];
        return mixer.contrast({ id: String(at), ...answered(tokenizer, { owner, name }, question, answer) });
      }
      between();
    }
  } finally {
    scribe.forget(CONVERSATION);
  }
}

/** What is asked: three times in four something like a corrected question, since those are most easily answered with the correction. */
function questionOf({ memory, near, questions }: ContrastSetup, at: number): string {
  const corrections = memory.newestCorrections(CONTRASTS);
  const like = at % 4 === 0 ? undefined : corrections[(at - 1 - Math.floor(at / 4)) % corrections.length];
  return (like && near.of(like.question, at)) ?? questions[at];
}
