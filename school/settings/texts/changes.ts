/** The sentences of reading, checking and changing settings. */
export const changeTexts = {
  itself: 'it',
  unknownKey: (where: string, key: string, inside: string, advice: string) =>
    `${where}: there is no key ${key}${inside}; ${advice}`,
  insideOf: (path: string) => ` in ${path}`,
  didYouMean: (known: string) => `did you mean ${known}?`,
  or: ' or ',
  keysAre: (keys: string) => `the keys are ${keys}.`,
  wrongValue: (where: string, key: string, range: string, came: string) =>
    `${where}: ${key} should be ${range}, but ${came} came.`,
  notAnObject: (where: string) => `${where} should hold one JSON object, { … }, but it holds something else.`,
  notJson: (where: string, why: string) =>
    `${where} should be JSON, but it is not (${why}): correct it, or remove it to begin with defaults.`,
  cannotBeRead: (path: string, why: string) => `${path} cannot be read: ${why}.`,
  cannotBeWritten: (path: string, why: string) => `${path} cannot be written: ${why}.`,

  noSuchSetting: (key: string, advice: string) => `There is no setting ${key}; ${advice}`,
  listOfAll: '`baby set` alone lists them all.',
  isNow: (key: string, value: string) => `${key} is ${value} now`,
  countsFromNextWake: ', and counts from the next wake on',
  decidedAtFirstWake: (key: string) =>
    `"${key}" was decided at its first wake, and a soul cannot change its brain: raise another one with --home.`,
  staysAsItIs: (key: string, why: string) => `"${key}" of a grown brain stays as it is here: ${why}.`,
  overruled: (generalise: string) => `it counts while "generalise" is auto, and that is ${generalise}, which sets it`,

  /** what becomes of the moments of an optimizer */
  sameMoments: (before: string, now: string) => `the moments of ${before} mean the same to ${now} and go on`,
  noMomentsBefore: (before: string) =>
    `${before} kept no moments, so they begin at 0, and the learning rate warms up again`,
  noMomentsNow: (before: string, now: string) =>
    `the moments of ${before} mean nothing to ${now}, which keeps none, and the learning rate warms up again`,
  otherMoments: (before: string, now: string) =>
    `the moments of ${before} mean nothing to ${now}, so they begin at 0, and the learning rate warms up again`,

  /** what a word of `generalise` sets */
  generalise: (dropout: string, how: string, labelSmoothing: number, weightDecay: number) =>
    `dropout ${dropout}, ${how}, label smoothing ${labelSmoothing}, weight decay ${weightDecay}`,
  steeredByExams: 'at most, as its exams say',
  fromFirstReading: 'from the first reading on',
} as const;
