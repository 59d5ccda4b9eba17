/** What an example may be: a short dialogue that somebody teaches beside the library, of which some turns are learnt. */
import { z } from 'zod';

/** Characters of a turn, turns of a passage, characters of an id. */
export const LONGEST_TURN = 16_384;
const MOST_TURNS = 64;

const turnSchema = z.strictObject({
  speaker: z.string().min(1).max(200).describe('a name of 1 to 200 characters'),
  text: z.string().max(LONGEST_TURN).describe(`a text of at most ${LONGEST_TURN} characters`),
  /** Whether the words, and that the turn ends, are learnt; else it is only read for what it tells about the next. */
  learn: z.boolean().describe('true or false'),
});

export const idSchema = z.string().min(1).max(120).describe('an id of 1 to 120 characters');

export const exampleSchema = z.strictObject({
  /** Its own within its source: who teaches chooses it, and takes the passage out again by it. */
  id: idSchema,
  turns: z.array(turnSchema).min(1).max(MOST_TURNS).describe(`a list of 1 to ${MOST_TURNS} turns`),
  /** Whose words they are: they are forgotten together. */
  owner: z.string().min(1).max(200).describe('a name of 1 to 200 characters').optional(),
  /** Where they were said. */
  place: z.string().min(1).max(200).describe('a name of 1 to 200 characters').optional(),
  /** It is remembered, and never learnt by the weights: it holds words that are held out for exams. */
  only: z.literal('memory').optional(),
  /** It is learnt by the habit of that name, and by nothing else. */
  habit: z.string().min(1).max(40).describe('the name of a habit').optional(),
  /** It may be said to anybody. */
  public: z.boolean().describe('true or false').optional(),
});

export type ExampleTurn = Readonly<z.output<typeof turnSchema>>;
export type Example = Readonly<Omit<z.output<typeof exampleSchema>, 'turns'>> & {
  readonly turns: readonly ExampleTurn[];
};
