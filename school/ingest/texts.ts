/** Every sentence that feeding says. Most follow the name of a file or folder. */
export const texts = {
  rules: {
    repeats: 'a whole number from 0 (leave them) to 1000',
    names: 'a list of names, each "Ann", or ["Ann Example", "Ann"] for one person, or {"names": ["Ann"], "as": "Wren"}',
    replacements: 'a list of {"find": "words", "by": "other words"}',
    plainTexts: '"private", "all" or "none"',
    notJson: (path: string, why: string) =>
      `${path} should be JSON, but it is not (${why}): correct it, or remove it to clean by the defaults.`,
    notAnObject: (path: string) => `${path} should hold one JSON object, { … }, but it holds something else.`,
    cannotBeRead: (path: string, why: string) => `${path} cannot be read: ${why}.`,
  },
  refused: {
    notThere: 'is not there: give the path of a file or folder.',
    cannotBeFed: (why: string) => `cannot be fed: ${why}.`,
    ownerUnknown: (why: string) => `is not fed: ${why}.`,
    isEmpty: 'is empty and is not fed.',
    notText: 'is no text and is not fed.',
    notAFile: 'is no file but a device, pipe or socket, and is not fed.',
    unknownKind: 'is not fed: it is no text, and no export, book or page that is known.',
    noTexts: 'holds no texts.',
    noWords: (leftOut: string) => `is not fed: no words were found in it${leftOut}.`,
    nothingBy: (owner: string, people: string) =>
      `is not fed: nothing in it is by ${owner}, but by ${people}; say with --me which of them you are.`,
    nothingByOrOwn: (owner: string, people: string, own: string) =>
      `is not fed: nothing in it is by ${owner}, but by ${people}; say with --me which of them you are, or ${own}.`,
    you: 'you',
    nobody: 'nobody',
  },
  skipped: {
    besideExport: (count: number, names: string) =>
      `holds ${names} beside an export, ${count === 1 ? 'which is taken for a part' : 'which are taken for parts'} of it and skipped: ` +
      'if there is writing of yours in it, feed that by itself.',
    oneNotWriting: (name: string) => `holds ${name}, which is no writing and is skipped.`,
    severalNotWriting: (count: number, names: string) =>
      `holds ${count} files that are no writing and are skipped: ${names}.`,
    andMore: (names: string, more: number) => `${names} and ${more} more`,
  },
  inLibrary: 'is in the library already.',
  inLibraryAs: (name: string) => `is in the library already, as ${name}.`,
  rehearsed: {
    isText: (found: string) => `is a text; ${found}.`,
    changed: (changes: string) => `it would be changed (${changes})`,
    copied: 'it would be copied as it is',
    writtenInUtf8: 'it would be written in UTF-8',
  },
  account: {
    imported: (files: number, what: string, learnt: string) => `${files > 1 ? 'holds' : 'is'} ${what}; ${learnt}.`,
    leftOut: (counts: string) => ` (left out: ${counts})`,
    messages: (learnt: string, messages: string) => `${learnt} of ${messages}`,
    answers: (answers: string, conversations: string) => `${answers} of ${conversations}`,
    toLearn: (words: string, parts: string) => `to learn: ${words} in ${parts}`,
  },
  encoding: {
    readAs: (encodings: string) => `read as ${encodings}`,
    asLettersLook: 'as its letters look (if that is wrong, name the right one with --encoding)',
    asDeclared: 'as it says itself',
    asNamed: 'as you named it',
  },
} as const;
