/** What an example may be: a short dialogue that somebody teaches beside the library, of which some turns are learnt. */
import { z } from 'zod';
import { sourceTexts } from './texts.ts';

/** Characters of a turn, turns of a passage, characters of an id. */
export const LONGEST_TURN = 16_384;
const MOST_TURNS = 64;

const turnSchema = z.strictObject({
  speaker: z.string().min(1).max(200).describe(sourceTexts.aName),
  text: z.string().max(LONGEST_TURN).describe(sourceTexts.aText(LONGEST_TURN)),
  /** Whether the words, and that the turn ends, are learnt; else it is only read for what it tells about the next. */
  learn: z.boolean().describe(sourceTexts.trueOrFalse),
});

export const idSchema = z.string().min(1).max(120).describe(sourceTexts.anId);

export const exampleSchema = z.strictObject({
  /** Its own within its source: who teaches chooses it, and takes the passage out again by it. */
  id: idSchema,
  turns: z.array(turnSchema).min(1).max(MOST_TURNS).describe(sourceTexts.someTurns(MOST_TURNS)),
  /** Whose words they are: they are forgotten together. */
  owner: z.string().min(1).max(200).describe(sourceTexts.aName).optional(),
  /** Where they were said. */
  place: z.string().min(1).max(200).describe(sourceTexts.aName).optional(),
  /** It is remembered, and never learnt by the weights: it holds words that are held out for exams. */
  only: z.literal('memory').optional(),
  /** It is learnt by the habit of that name, and by nothing else. */
  habit: z.string().min(1).max(40).describe(sourceTexts.habitName).optional(),
  /** It may be said to anybody. */
  public: z.boolean().describe(sourceTexts.trueOrFalse).optional(),
});

export type ExampleTurn = Readonly<z.output<typeof turnSchema>>;
export type Example = Readonly<Omit<z.output<typeof exampleSchema>, 'turns'>> & {
  readonly turns: readonly ExampleTurn[];
};
