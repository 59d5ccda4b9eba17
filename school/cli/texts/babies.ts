/** Babies as a whole: the first wake, `baby new`, `list`, `delete` and `trash`. */
export const babyTexts = {
  remove: {
    description: 'move a sleeping baby with all it has into the trash, from which it can be restored',
    baby: 'its name or folder, as --home takes it',
    ask: (folder: string) => `Move ${folder} with its texts and souls into the trash? [y/N] `,
    nothingDeleted: 'Nothing was deleted.',
    liesInTrash: (name: string, again: string) =>
      `${name} lies in the trash. \`baby trash restore ${again}\` brings it back, \`baby trash empty\` removes it for ever.`,
    noTerminal: 'There is no terminal to ask on: add --yes to delete without a question.',
  },
  list: {
    description: 'all babies of this machine: whether they are awake, how far they are, and what is wrong with any',
    none: 'There is no baby yet: `baby` begins a first life, `baby new <name>` another.',
  },
  begin: {
    description: 'begins another baby, with a home of its own; --home <name> is the one that is meant from then on',
    name: 'how it is called',
    preset: 'its size',
    brain: 'its kind of mind',
    tokenizer: (kinds: string, formats: string) => `its tokens: ${kinds}; or a file: ${formats}`,
    trim: 'of the tokenizer, keep only tokens that its library uses',
    from: 'begin with the settings and texts of that one',
    taughtBy: 'learn the texts of that baby with its tokenizer, and from it what to expect; its home is only read',
    copying: 'copying texts',
    hasHome: (name: string, home: string, preset: string, brain: string) =>
      `${name} has a home now, ${home}: a ${preset} ${brain} brain.`,
    withSettings: (home: string, texts: string) => `With the settings of ${home}, and ${texts} of its texts.`,
    teaches: (home: string) =>
      `The baby in ${home} teaches it: it learns the same texts, which were copied, and what that baby expects. Nothing is changed in that home.`,
    ownTokenizer: (file: string, ids: string) => `Its tokenizer is a copy of ${file}, of ${ids} ids.`,
    neitherKindNorFile: (asked: string, kinds: string) =>
      `${asked} is neither a kind of tokenizer (${kinds}) nor a file.`,
    tokenizerUnusable: (file: string, why: string) => `${file} cannot be used as a tokenizer: ${why}.`,
    noBabyToCopy: (folder: string) =>
      `There is no baby in ${folder} to take settings and texts from: see \`baby list\`.`,
  },
  trash: {
    description: 'deleted babies: list them, restore one, or remove all of them for ever',
    baby: 'the baby to restore',
    nameWhich: 'Name the baby to restore: `baby trash` lists what lies there.',
    isBack: (name: string, folder: string) => `${name} is back in ${folder}.`,
    removed: (count: string, isOne: boolean) => `${count} ${isOne ? 'baby was' : 'babies were'} removed for ever.`,
    wasEmpty: 'The trash was empty.',
    isEmpty: 'The trash is empty.',
  },
  firstWake: {
    greeting: (folder: string) =>
      `There is no baby in ${folder} yet. A few questions first; Enter takes what stands in brackets, and everything can be changed later.`,
    itsName: 'Its name?',
    yourName: 'Your name?',
    firstTexts: (starter: string) =>
      'Its first texts:\n' +
      '  1  your own: a file, a folder or an export of a messenger. It then talks like you from the first minute on.\n' +
      `  2  the starter texts (${starter}): stories, diaries and dialogues that come with the program.\n` +
      '  3  both: your words, and enough of others to hold a conversation.',
    dashboard: 'The dashboard: 1 as the terminal says, 2 dark, 3 light? [1] ',
    theDashboard: 'the dashboard',
    change: 'Change any of this with `baby set`, add texts with `baby feed`.',
    noNumber: (most: number) => `A number from 1 to ${most} was expected.`,
    path: 'Path of a file or folder (Enter: none yet): ',
    notThere: (path: string) => `${path} is not there: type another path, or press Enter.`,
    little: ': little, which it soon knows by heart; more can be fed at any time',
  },
  /** what the next commands do, beside them */
  toFeed: 'give it texts to read',
  toWake: 'wake it, and look at it',
} as const;
