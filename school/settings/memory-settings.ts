/** What an owner may decide about where what is taught goes, beside the weights: to the memory of episodes, or to a habit. */
import { z } from 'zod';
import { number } from './errors.ts';

const habitName = z.string().max(40).describe('the name of a habit, or "" for none');
const yesOrNo = z.boolean().describe('true or false');

export const memoryShape = {
  memory: z
    .strictObject({ chats: yesOrNo, consolidate: yesOrNo, megabytes: number(0, 100_000) })
    .describe('an object of settings of the memory'),
  habits: z.strictObject({ chat: habitName, twitch: habitName }).describe('an object: { "chat": …, "twitch": … }'),
};

export const MEMORY = {
  // The memory of episodes, which speaks beside the weights and can be forgotten exactly.
  memory: {
    // what was said in one conversation speaks in others too
    chats: false,
    // corrections, chats and words from Twitch enter the weights too, by their sources below: then they cannot be forgotten exactly
    consolidate: false,
    // most that the memory of the library takes; of a larger library the newest texts are remembered
    megabytes: 80,
  },
  // The habit that learns what its owner teaches in chats, or what people on Twitch say who opted in, in the place of weights and memory;
  // what a habit learnt is forgotten exactly. "": none.
  habits: { chat: '', twitch: '' },
};

/** What they mean, for people. */
export const MEMORY_MEANINGS: Readonly<Record<string, { readonly means: string; readonly unit?: string }>> = {
  'memory.chats': { means: 'whether what you say in one conversation from now on speaks in others too' },
  'memory.consolidate': {
    means:
      'whether the weights learn corrections, chats, words from programs and from Twitch; then these cannot be forgotten exactly',
  },
  'memory.megabytes': { means: 'what the memory of the library may take; of more, the newest texts', unit: 'MB' },
  'habits.chat': {
    means: 'the habit that learns what you correct and say in chats, and nothing else does; "" for none',
  },
  'habits.twitch': { means: 'the habit that learns words of people on Twitch who opted in, and nothing else does' },
};
