/** The program's own messages in chat: short and plain, in small letters. */
import { count } from '../../../statistics/format/numbers.ts';

const messages = (number: number): string => `${number} kept ${number === 1 ? 'message is' : 'messages are'} deleted`;

export const replyTexts = {
  learningIsOff: 'learning from chat is off here: nothing of what you write is kept.',
  optedIn: (already: boolean, hours: number, optOut: string, forget: string) =>
    `${already ? 'you had agreed already' : 'thank you'}: what you write from now on may be learnt, and is kept for ${hours} hours. Stop with ${optOut}, delete with ${forget}.`,
  optedOut: (deleted: number) =>
    `nothing more of what you write is learnt${deleted > 0 ? `, and ${messages(deleted)}` : ''}.`,
  agreed: (optOut: string) => `you agreed: what you write may be learnt. Stop with ${optOut}.`,
  notAgreed: (optIn: string) => `nothing of what you write is learnt. Agree with ${optIn}.`,
  forgotten: (deleted: number) =>
    `all that was kept of you is deleted (${deleted} ${deleted === 1 ? 'thing' : 'things'}).`,
  staysInWeights: (messages: number) =>
    `What it learnt from ${messages} of them stays in the weights until the owner goes back to an earlier soul.`,
  privacy: (learning: string) => `a language model answers here. Questions are used for the answer; ${learning}.`,
  learnsNothing: 'nothing is kept or learnt',
  learnsFromAgreed: (optIn: string, hours: number, forget: string) =>
    `it learns only from people who said ${optIn}, and keeps their words for ${hours} hours; ${forget} deletes all of it`,
  justWoken: 'i have only just woken.',
  statistics: (step: number, bitsPerByte: string, exact: string, tokens: number) =>
    `step ${count(step)}, ${bitsPerByte} bits per byte, ${exact} % exact, ${count(tokens)} tokens learnt.`,
  sleepy: 'sleepy, i have only just woken.',
  mood: (mood: string) => `i feel ${mood}`,
  /** by the strongest part of its colour: red is skill and excitement, green growth and too much, blue calm */
  moods: [
    'excited: i am getting good at this.',
    'full of new things, nearly too many.',
    'calm: it goes better than before.',
  ],
  otherThanExpected: 'i had expected to feel otherwise.',
  unmuted: 'i may speak again.',
  saved: (step: number) => `saved at step ${count(step)}.`,
  notSaved: 'that did not work; the log says why.',
} as const;
