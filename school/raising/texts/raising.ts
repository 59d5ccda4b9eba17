/** What raising says in the views of its owner: moods, the journal, the game, and notes in the log. */
export const raisingTexts = {
  notHereYet: 'not quite here yet',
  newToTheWorld: 'new to the world',
  feltALittle: (feeling: string) => `a little ${feeling}`,
  feltStrongly: (feeling: string) => `very ${feeling}`,
  /** asked once a day */
  journalQuestion: 'what am I learning today?',
  emptyJournalLine: 'a line of the journal should say something, but it is empty',
  longJournalLine: (most: number, length: number) =>
    `a line of the journal has at most ${most} characters, but ${length} came`,
  noLinesToPlayWith: 'there are no two lines in a row in its library to play with: feed it a text of some lines first',
  noHistories: (why: string) => `it begins without a memory of its statistics: ${why}`,
  milestonesWait: (why: string) => `its milestones wait for the next save: ${why}`,
} as const;
