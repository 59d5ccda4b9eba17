/** Every sentence that the reading of batches says. */
export const batchTexts = {
  randomWithoutFunction: "Streams: from 'random' needs a function `random`, but none came.",
  badBeginning: (last: number, from: number) =>
    `Streams: the token to begin at should be a whole number from 0 to ${last}, but it is ${from}.`,
  notPositive: (name: string, value: number) =>
    `Streams: ${name} should be a whole number of at least 1, but it is ${value}.`,
  nameTwice: (name: string) => `Streams: every file should have a name of its own, but "${name}" came twice.`,
  tooFewTokens: (tokens: number) =>
    `Streams: the library should have at least 2 tokens, but it has ${tokens}; put a text into it.`,
} as const;
