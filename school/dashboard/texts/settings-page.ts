/** What the page Settings says. */
export const settingsPageTexts = {
  atOnce: 'at once',
  nextWake: 'next wake',
  setting: (key: string) => `setting ${key}…`,
  nothingLikeThis: 'No setting has this in its name or meaning.',
  looking: 'Looking for them…',
  partOfName: 'a part of a name or meaning',
  countsAtOnce: 'A change counts at once.',
  countsFromNextWake: 'A change counts from the next wake on.',
  explained: (key: string, means: string, range: string, when: string) =>
    `${key}: ${means}. It may be ${range}. ${when}`,
  keys: {
    toDefault: 'back to its default',
  },
} as const;
