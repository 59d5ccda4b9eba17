/** What is said of the words of people: their consent, what was learnt of them, and how they are forgotten. */

export const peopleTexts = {
  newerFile: 'it was written by a newer babyLLM: update babyLLM',
  notConsentFile: 'it is not a file of Twitch consent',
  consentNotOpened: (path: string, why: string) =>
    `What people on Twitch agreed to should be in ${path}, but it cannot be opened: ${why}.`,
  nothingLearntWithoutIt: 'Nothing is learnt from Twitch without it; move the file away to begin a new one.',
  copiesRemain: (why: string) =>
    `Copies of deleted words may remain in the file of Twitch consent, which cannot be rewritten now: ${why}.`,
  examplesNotChanged: (why: string) => `the examples from chat could not be changed: ${why}`,
  forgotten: (messages: number, questions: number, advice: string) =>
    `somebody was forgotten: ${messages} messages, ${questions} questions. ${advice}`,

  /** What the owner can do about learnt words of a forgotten person. */
  nothingLearnt: 'It had learnt nothing from this person: nothing is left of it.',
  learntFromStep: (messages: number, step: number) =>
    `It learnt ${messages} of this person's messages from step ${step} on; weights cannot unlearn, so the souls since then stay marked.`,
  noSoulFromBefore: 'No soul from before is kept: only a new life would be free of it.',
  goBackToSoul: (soul: string) =>
    `To be free of it, let it go back to ${soul}, from before; what it learnt since is lost with it.`,
} as const;
