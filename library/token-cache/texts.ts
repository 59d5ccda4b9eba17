/** Every sentence about the token cache and the reading of the library into it. Notices go on after the name of the file. */
export const cacheTexts = {
  threadsEnded: 'the threads that encode have ended',
  cutWhileLearnt: (file: string, bytes: number, left: number) =>
    `${file} should have ${bytes} bytes, but it was cut to ${left} while it was learnt from; it is rebuilt when the library is read again.`,
  unreadableInCache: (why: string) => `cannot be read from the token cache: ${why}; it is rebuilt next time.`,
  maskOfWrongSize: (bytes: number, size: number) => `its mask file should have ${bytes} bytes, but it has ${size}`,
  textStays: 'the text read from it before stays',
  skippedForNow: 'it is skipped for now',
  changedWhileRead: (stays: string) => `was changed while it was read; ${stays}, and it is read again next time.`,
  cannotBeReadAnd: (why: string, stays: string) => `cannot be read: ${why}; ${stays}.`,
  isEmpty: 'is empty.',
  isBinary: 'is no text but binary, and is skipped.',
  isSameAs: (twin: string) => `is the same as ${twin} and is not read twice.`,
  asItSeems: ', as it seems',
  isUtf16: (encoding: string, guess: string) => `is ${encoding}${guess}; it is read as that.`,
  notUtf8: (encoding: string) => `is not UTF-8; it is read as ${encoding}.`,
  onePlace: 'one place',
  badUtf8: (places: string) => `is not valid UTF-8 in ${places}; a replacement character stands there.`,
  notShelved: (why: string) => `could not be put on the shelf: ${why}; the shelf stays as it was.`,
  cannotBeRead: (why: string) => `cannot be read: ${why}.`,
  shelfDamaged: 'is damaged; the token cache of all texts is rebuilt.',
  shelfLost: 'is lost; it is rebuilt, and new files have nothing held out this time.',
  oneLineIs: (line: number) => `line ${line} is`,
  someLinesAre: (lines: number, first: number) => `${lines} lines, the first ${first}, are`,
  linesWithoutTurns: (where: string) => `should have a turn in each line, but ${where} none; the rest is read.`,
  notSpelledOut:
    'no text of its library is spelt out: each token stands for about as many bytes in all of them, so that its vocabulary need not grow',
  tokensOfWrongSize: (bytes: number, size: number) => `its token file should have ${bytes} bytes, but it has ${size}`,
  tokensCut: (size: number) => `its token file should have ${size} bytes, but it was cut while it was read`,
  badTokenId: (vocabularySize: number, id: number, position: number) =>
    `its token file should have ids below ${vocabularySize}, but it has ${id} at ${position}`,
} as const;
