/** Answers to other people away from Twitch, such as friends whose programs ask: judged by the same rules before a word of them leaves. */
import type { Prompt, Reply, VoiceOptions } from '../api/messages.ts';
import { SPEAKER } from './consent/consent-rows.ts';
import { type Guard, judgeInput, judgeOutput, type TermList, type Tokens } from './moderation/index.ts';
import { serviceTexts } from './texts/service.ts';

/** What judges at this moment. */
export interface PublicJudging {
  /** undefined: not everything private is guarded yet */
  readonly guard: Guard | undefined;
  readonly lists: readonly TermList[];
  /** names of the turns in the training text */
  readonly names: readonly string[];
  /** replies that may be drawn until one may be said */
  readonly tries: number;
  /** tokens of the longest answer */
  readonly answerTokens: number;
}

export interface PublicQuestion {
  readonly prompt: Prompt;
  readonly voice: VoiceOptions;
  /** the baby's own name: what it said before stands under it, and everything else is somebody's */
  readonly baby: string;
}

/** Draws one reply. */
export type SpeakPublicly = (options: VoiceOptions) => Promise<Reply>;

export interface PublicTools {
  readonly speak: SpeakPublicly;
  readonly judging: () => PublicJudging;
  readonly tokenizer: Pick<Tokens, 'encode'> & { decode(ids: ArrayLike<number>): string };
}

/** Turns of a conversation that are heard, the newest. */
const MOST_TURNS = 8;
/** Tokens before a reply that are judged together with it: one fewer than the guard's windows have. */
const BEFORE = 7;

/**
 * A public answer: only public memory speaks, it is judged as a whole, and told without counts, probabilities and sources. Where nothing
 * that it says may be said, it is empty and `withheld`; why is not told, since that would tell what is private.
 * @throws Error with one sentence if it cannot be judged now
 */
export async function answerPublicly(
  { prompt, voice, baby }: PublicQuestion,
  { speak, judging, tokenizer }: PublicTools,
): Promise<Reply> {
  if (typeof prompt === 'string') throw new Error(serviceTexts.turnsOnly);
  const began = performance.now();
  const answered = (text: string, stopped: Reply['stopped'] = 'turn'): Reply => {
    const milliseconds = performance.now() - began;
    const isWithheld = text === '' && stopped !== 'asked';
    const rest = isWithheld ? { withheld: true as const } : {};
    return { text, tokens: 0, milliseconds, firstTokenMilliseconds: milliseconds, stopped, ...rest };
  };
  const { lists, names, tries, answerTokens } = ready(judging());
  const context = { purpose: 'answer', self: null, ignored: new Set<string>(), lists, names } as const;
  const turns: { speaker: string; text: string }[] = [];
  for (const { speaker, text } of prompt.slice(-MOST_TURNS)) {
    const verdict = judgeInput({ login: '', text }, context);
    if (!verdict.allowed) return answered('');
    turns.push({ speaker: speaker === baby ? baby : SPEAKER, text: verdict.text });
  }
  const before = tokenizer.decode([...tokenizer.encode(turns.at(-1)?.text ?? '')].slice(-BEFORE));
  const { logprobs: _, again: _again, ...wanted } = voice;
  for (let tried = 0; tried < tries; tried++) {
    const reply = await speak({
      ...wanted,
      prompt: turns,
      memory: wanted.memory === 'none' ? 'none' : 'public',
      whole: true,
      stop: ['\n', ...(wanted.stop ?? [])],
      maxTokens: Math.min(wanted.maxTokens ?? answerTokens, answerTokens),
      ...(wanted.seed === undefined ? {} : { seed: (wanted.seed + tried) >>> 0 }),
    });
    if (reply.stopped === 'asked') return answered('', 'asked');
    // judged by what is guarded now: texts may have come while it spoke
    const { guard } = ready(judging());
    const verdict = judgeOutput(reply.text, { to: null, now: 0, last: null, lists, names, guard });
    if (!verdict.allowed) continue;
    // a private text must not be drawn out a few tokens at a time, by one who begins it
    if (guard.finds(`${before} ${verdict.text}`, null) || guard.finds(`${before}${verdict.text}`, null)) continue;
    return answered(verdict.text, reply.stopped);
  }
  return answered('');
}

function ready(judging: PublicJudging): PublicJudging & { readonly guard: Guard } {
  const { guard } = judging;
  if (!guard) throw new Error(serviceTexts.notGuardedYet);
  return { ...judging, guard };
}
