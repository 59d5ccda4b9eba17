/** What an owner may decide about how it is raised: the part of baby.json that belongs to its characters and rituals. */
import { z } from 'zod';
import { lines, number, whole, yesOrNo } from './errors.ts';
import { rangeTexts } from './texts/ranges.ts';

export const raisingShape = {
  reflection: z.strictObject({ seconds: whole(0, 86_400) }).describe(rangeTexts.reflection),
  scribe: z.strictObject({ chance: number(0, 1) }).describe(rangeTexts.scribe),
  perfectionist: z
    .strictObject({ tries: whole(0, 10), lowest: number(0.2, 0.8), highest: number(0.2, 0.8) })
    .refine(({ lowest, highest }) => lowest <= highest)
    .describe(rangeTexts.perfectionist),
  difficulty: z.strictObject({ run: whole(0, 100_000), least: number(0.5, 1) }).describe(rangeTexts.difficulty),
  milestones: z
    .strictObject({
      seconds: whole(0, 86_400),
      tokens: whole(1, 400),
      prompts: lines(12, 200),
    })
    .describe(rangeTexts.milestones),
  journal: z.strictObject({ ask: yesOrNo }).describe(rangeTexts.journal),
};

export const RAISING: z.output<z.ZodObject<typeof raisingShape>> = {
  // Seconds between two reflections, 32 steps each: short dialogues about its own statistics, which it learns. 0: none.
  reflection: { seconds: 120 },
  // The chance that the scribe says something of a guess that is shown (one every 8 steps). 0: it is silent.
  scribe: { chance: 0.01 },
  // A passage is tried again, so often at most, until its loss falls or enough tokens are exactly right. 0: it is not.
  // The share that is enough moves between these two.
  perfectionist: { tries: 0, lowest: 0.2, highest: 0.8 },
  // Passages of a run; a run that is worse than the one before makes it read more of them twice. 0: it reads on and on.
  // The least share of its steps that read something new.
  difficulty: { run: 0, least: 0.5 },
  // At a save, but not more often than so, it answers the same few questions with the same chance. 0: never.
  milestones: {
    seconds: 300,
    tokens: 40,
    prompts: ['hello, who are you?', 'what did you read today?', 'tell me something nice', 'what is the sea like?'],
  },
  // The dashboard asks once a day what it is learning.
  journal: { ask: true },
};
