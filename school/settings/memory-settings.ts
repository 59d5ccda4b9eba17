/** What an owner may decide about where what is taught goes, beside the weights: to the memory of episodes, or to a habit. */
import { z } from 'zod';
import { number, yesOrNo } from './errors.ts';
import { rangeTexts } from './texts/ranges.ts';

const habitName = z.string().max(40).describe(rangeTexts.habitName);

export const memoryShape = {
  memory: z
    .strictObject({ chats: yesOrNo, consolidate: yesOrNo, megabytes: number(0, 100_000) })
    .describe(rangeTexts.memory),
  habits: z.strictObject({ chat: habitName, twitch: habitName }).describe(rangeTexts.habits),
};

export const MEMORY = {
  // The memory of episodes, which speaks beside the weights and can be forgotten exactly.
  memory: {
    // what was said in one conversation speaks in others too
    chats: false,
    // corrections, chats and words from Twitch enter the weights too, by their sources below: then they cannot be forgotten exactly; and the
    // weights learn by heart what a text answers that holds few questions with their answers
    consolidate: false,
    // most that the memory of the library takes; of a larger library the newest texts are remembered
    megabytes: 80,
  },
  // The habit that learns what its owner teaches in chats, or what people on Twitch say who opted in, in the place of weights and memory;
  // what a habit learnt is forgotten exactly. "": none.
  habits: { chat: '', twitch: '' },
};
