/** Completions: replies to programs, in conversations that end with the reply. Its owner may let it learn from them. */
import { LONGEST_TURN } from '../../library/sources/example-schema.ts';
import type { ExampleTurn } from '../../library/sources/examples.ts';
import type { Baby } from '../api/contract.ts';
import type { Prompt } from '../api/messages.ts';
import type { Config } from '../settings/config.ts';
import type { LivingTwitch } from '../twitch/attach.ts';
import type { LessonSupervisor } from './lesson-supervisor.ts';

/** The conversation of all that is learnt from programs, by which it can be forgotten. */
export const API_CONVERSATION = 'api';

/** What was said last, at most so often: programs send a question once more for another reply. */
const MOST_KNOWN = 64;

export interface CompletionParts {
  readonly guardian: Pick<LessonSupervisor, 'ask' | 'introduction'>;
  readonly settings: { readonly config: Pick<Config, 'owner' | 'api'> };
  readonly twitch: () => Pick<LivingTwitch, 'answerPublicly'>;
  /** lays turns into the source `api`, to be taken out again when its conversation is forgotten */
  readonly teach: (turns: readonly ExampleTurn[], conversation: string) => void;
}

export interface Completions {
  /** as `Baby.complete` */
  readonly complete: Baby['complete'];
  /** What was learnt is taken out again: said once more, it counts as new. */
  forget(): void;
}

export function completionsOf({ guardian, settings, twitch, teach }: CompletionParts): Completions {
  const known = new Set<string>();
  const learn = (prompt: Prompt): void => {
    const { owner, api } = settings.config;
    const turns = api.learn ? ownWords(prompt, owner) : undefined;
    const key = JSON.stringify(turns);
    if (turns === undefined || known.has(key)) return;
    known.add(key);
    for (const oldest of known) if (known.size > MOST_KNOWN) known.delete(oldest);
    teach(turns, API_CONVERSATION);
  };
  const complete: Baby['complete'] = async (
    prompt,
    { conversation, public: isPublic, learnable, ...voice },
    onDelta,
  ) => {
    if (isPublic) {
      const question = { prompt, voice, baby: guardian.introduction.name };
      const answer = await twitch().answerPublicly(question, (how) =>
        guardian.ask((room) => room.say('', '', conversation, how)),
      );
      // nothing is passed on as it is spoken: only the whole answer can be judged
      if (answer.text !== '') onDelta?.(answer.text);
      return answer;
    }
    const reply = await guardian.ask((room) => room.say('', '', conversation, { ...voice, prompt }, onDelta));
    if (learnable) learn(prompt);
    return reply;
  };
  return { complete, forget: () => known.clear() };
}

/**
 * Of a conversation its owner's newest words, which are learnt, and the reply that they answer, which is read without loss; undefined
 * where the last words are not its owner's, or too long.
 */
function ownWords(prompt: Prompt, owner: string): ExampleTurn[] | undefined {
  if (typeof prompt === 'string') return undefined;
  const [before, last] = [prompt.at(-2), prompt.at(-1)];
  if (last?.speaker !== owner || last.text.trim() === '' || last.text.length > LONGEST_TURN) return undefined;
  const isReply = before && before.speaker !== owner && before.speaker !== 'system';
  const reply = isReply && before.text.length <= LONGEST_TURN ? [{ ...before, learn: false }] : [];
  return [...reply, { speaker: owner, text: last.text, learn: true }];
}
