/** Every sentence that the lesson says: what happens while it learns, and why a request is refused. */
export const lessonTexts = {
  corrections: {
    oneLost: 'the weights lost one correction that they knew, and learn it again',
    lost: (corrections: string) => `the weights lost ${corrections} corrections that they knew, and learn them again`,
  },
  requests: {
    fallingAsleep: 'it is falling asleep',
    asleep: 'it has gone to sleep',
    threadEnded: (code: number, printed: string) =>
      `the lesson's thread ended unexpectedly (exit code ${code}). ${printed}`,
    stillSpeaking: 'it is still speaking: stop it, or let it end',
    inAll: 'in all',
    inThisConversation: 'in this conversation',
    tooMany: (most: number, where: string) =>
      `${most} questions wait ${where} already: ask again when they are answered`,
    stoppedBefore: 'it was asked to stop before it came to this',
    noStatisticsYet: 'there are no statistics before the first step',
  },
  teacher: {
    doesNotTeach: (name: string, why: string) =>
      `${name} does not teach it at this wake, and it learns from its texts alone: ${why}`,
    cannotTeach: (brain: string) => `a ${brain} brain cannot teach another one`,
    reads: (its: number, own: number) =>
      `it reads ${its} tokens at once and this one ${own}: \`baby set contextLength ${its}\``,
    otherVersion: 'it was written by another version of babyLLM',
  },
  notFinite: {
    leftOut: (loss: number, gradientNorm: number) =>
      `not finite (loss ${loss}, gradient norm ${gradientNorm}) and was left out`,
    step: (step: number, what: string) => `step ${step} was ${what}`,
    goesOnElsewhere: 'it goes on elsewhere in the library at half the learning rate',
    wentBack: (soul: string, how: string) => `went back to ${soul}: too many steps in a row were not finite; ${how}`,
    notSaved: (step: number) =>
      `the soul was not saved at step ${step}: that step was not finite; the soul before it is kept`,
  },
  unusableState: (soul: string) =>
    `${soul} holds a state that cannot be used: move its folder away to use the soul before it`,
  library: {
    examsStartOver: '; its held-out part changed too, so the curve of its exams starts over',
    changed: (tokens: string, files: string, examsReset: string) =>
      `the library changed: ${tokens} tokens in ${files}${examsReset}`,
    staysAsBefore: (why: string) => `${why} The library that was read before stays.`,
  },
  examTakesTooLong: 'the exam takes too long to be waited for',
  diary: {
    favouriteWindow: (tokens: string) => `, favourite window ${tokens} tokens`,
    bits: (isExamined: boolean, bits: string, change: string) =>
      `${isExamined ? 'unread text ' : ''}${bits} bits per byte${change}`,
    line: (step: string, bits: string, favourite: string, doing: string, again: string, mood: string) =>
      `step ${step}, ${bits}${favourite}${doing}; ${again}feels ${mood}`,
  },
  doing: {
    learningHabit: (name: string) => `learning the habit ${name}`,
  },
  noRoomForAverage:
    'there is no room for an average of the weights within 4 GB: the weights themselves speak and are examined',
  noRoomForStorage: (storage: string) =>
    `there is no room for weights stored as ${storage} beside those that learn: it speaks by float32`,
} as const;
