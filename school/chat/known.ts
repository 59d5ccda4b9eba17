/** Whether a correction is known: the same question is asked again, where nobody sees it, until it is answered so. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Methods } from '../api/contract.ts';
import { COMPLETION } from '../api/voice-schema.ts';
import { chatTexts } from './texts.ts';

/** `later`: it was asked often enough, and goes on learning. */
export type Knowing = 'learning' | 'known' | 'later';

/** Milliseconds between two questions, and how many there are. */
const PAUSE = 1500;
const TRIES = 20;
/** The longest correction that is compared, in tokens. */
const LONGEST = 400;

export interface Following {
  /** how it answers the question by itself */
  readonly answer: () => Promise<string>;
  /** told each time that something is known of it */
  readonly onState: (state: Knowing) => void;
  /** whether anybody still waits for it */
  readonly isWanted: () => boolean;
  readonly tries?: number;
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** Asks until the answer is the wanted one. A question that fails counts as one that was answered otherwise. */
export async function followCorrection(wanted: string, following: Following): Promise<Knowing> {
  const { answer, onState, isWanted, tries = TRIES, pause = sleep } = following;
  onState('learning');
  for (let at = 0; at < tries && isWanted(); at++) {
    if (at > 0) await pause(PAUSE);
    const said = await answer().catch(() => '');
    if (sameWords(said, wanted)) {
      onState('known');
      return 'known';
    }
  }
  if (isWanted()) onState('later');
  return 'later';
}

const sameWords = (one: string, other: string): boolean => plain(one) === plain(other);
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A correction and how far it is, in one line. */
export function knowingInWords(state: Knowing, wanted: string): string {
  const words = plain(wanted);
  const said = `“${words.length > 60 ? `${words.slice(0, 59)}…` : words}”`;
  if (state === 'learning') return chatTexts.learning(said);
  if (state === 'known') return chatTexts.learnt(said);
  return chatTexts.notYetLearnt(said);
}

let asked = 0;

/** The likeliest reply to words, in a conversation of its own. */
export async function answerAlone(baby: Pick<Methods, 'complete'>, speaker: string, text: string): Promise<string> {
  const conversation = `${COMPLETION}known ${process.pid} ${++asked}`;
  const voice = { temperature: 0, repetitionPenalty: 1, maxTokens: LONGEST, whole: true, conversation };
  return (await baby.complete([{ speaker, text }], voice)).text;
}
