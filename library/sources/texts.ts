/** Every sentence about the examples that are taught beside the library. Notices go on after the name of the file. */
export const sourceTexts = {
  noPassage: 'Passages: a passage was to be drawn, but there is none.',
  aName: 'a name of 1 to 200 characters',
  aText: (longest: number) => `a text of at most ${longest} characters`,
  trueOrFalse: 'true or false',
  anId: 'an id of 1 to 120 characters',
  someTurns: (most: number) => `a list of 1 to ${most} turns`,
  habitName: 'the name of a habit',
  unreadable: (why: string) => `of the sources cannot be read: ${why}; what it holds is not learnt.`,
  damagedLines: (lines: number, first: number) => `${lines} lines, the first of them ${first}`,
  damagedIn: (places: string) => `of the sources is damaged in ${places}; the rest is learnt.`,
  notWritten: (source: string, why: string) =>
    `${source}.jsonl of the sources could not be read (${why}), so it is not written either`,
} as const;
