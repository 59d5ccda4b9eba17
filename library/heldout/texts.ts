/** Every sentence about the texts that are held out. Notices go on after the name of the file. */
export const heldOutTexts = {
  altered: 'is a held-out text and was altered; it is not used for exams any more.',
  indexUnusable: (why: string) => `of the held-out texts cannot be used: ${why}; the texts stay held out.`,
  repeatsItself: 'repeats itself so much that nothing of it can be held out.',
  numbersUnusable: (why: string) =>
    `of a held-out text cannot be used: ${why}; that text may be learnt if it comes back.`,
  missing: 'it is missing',
  damaged: 'it is damaged',
  temporaryFileCut: 'a temporary file was cut while it was read',
  givenLinesCut: 'given.lines was cut while it was read',
} as const;
