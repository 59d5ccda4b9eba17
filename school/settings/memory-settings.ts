/** What an owner may decide about the memory of episodes: the part of baby.json about it. */
import { z } from 'zod';
import { number } from './errors.ts';

const yesOrNo = z.boolean().describe('true or false');

export const memoryShape = {
  memory: z
    .strictObject({ chats: yesOrNo, consolidate: yesOrNo, megabytes: number(0, 100_000) })
    .describe('an object of settings of the memory'),
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
};
