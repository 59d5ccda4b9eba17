/** Every sentence of new homes, the trash and archives. Those of `archive` and `disk` are clauses: a sentence names the file. */
export const texts = {
  homes: {
    chooseAnother: (taken: string) => `${taken}: choose another.`,
    cannotBeMade: (folder: string, why: string) =>
      `A home cannot be made in ${folder}: ${why}; nothing of it is left behind.`,
    nameTaken: (name: string, folder: string) =>
      `There is a baby called ${name} already, in ${folder}: choose another name, or see \`baby list\`.`,
    folderTaken: (folder: string) => `${folder} should be empty or not there yet, but there is something already`,
    sayWhere: (taken: string) => `${taken}: say where it should live with --home <name or folder>.`,
  },
  export: {
    cannotBeRead: (path: string, why: string) => `${path} cannot be read: ${why}.`,
    tooManyFiles: (count: number, most: number) => `it has ${count} files, and an archive holds at most ${most}`,
    cannotBeWritten: (file: string, why: string) =>
      `The archive ${file} cannot be written: ${why}; nothing of it is left behind.`,
    noFolder: (folder: string) => `There is no folder ${folder} for the archive: make it, or choose another.`,
    noFile: (path: string) =>
      `The archive should be a file, but ${path} is none: say by which name, such as baby.tar in it.`,
    fileThere: (file: string) => `There is a file ${file} already: choose another name, or say --replace.`,
    insideHome: (home: string) =>
      `The archive cannot lie in the very home that it should hold: choose a place outside of ${home}.`,
    chatsStay: 'its chats cannot be taken out',
    expiredChatsStay: 'its expired chats cannot be taken out',
    databaseStays: (path: string, why: string) => `${path} is damaged and stays here, since ${why}.`,
    databaseGoes: (path: string) => `${path} is damaged and goes along as it is.`,
    damagedFile: (path: string) => `${path} is damaged (it does not match its checksum) and goes along as it is.`,
    neverQuiet: (path: string) => `${path} is written to all the time: try again later`,
  },
  disk: {
    lacksSpace: (needed: string, free: string) => `the disk is full: it needs ${needed} and ${free} are free`,
    full: 'the disk is full',
  },
  import: {
    cannotBeUsed: (file: string, why: string) => `${file} cannot be used: ${why}; nothing of it is left behind.`,
    noSuchFile: 'there is no such file',
    cannotBeOpened: (file: string, why: string) => `${file} cannot be opened: ${why}.`,
    noFile: (file: string) => `An archive of \`baby export\` was expected, but ${file} is no file.`,
    loginLeftOut: 'The archive holds a login at Twitch, which was not taken over: `baby twitch login` makes another.',
    addressLeftOut: (key: string, value: string) =>
      `The setting twitch.${key} of the archive, ${value}, was not taken over: \`baby set twitch.${key} ${value}\`.`,
  },
  list: {
    soulsDamaged: (count: number) =>
      count === 1 ? 'One of its souls is damaged.' : `${count} of its souls are damaged.`,
    userFolderUnreadable: (folder: string, why: string) =>
      `The folder of this user, ${folder}, cannot be read: ${why}.`,
  },
  trash: {
    noBabyIn: (folder: string) => `There is no baby in ${folder}: \`baby list\` shows all babies.`,
    cannotBeDeleted: (folder: string, why: string) => `${folder} cannot be moved into the trash: ${why}.`,
    notInTrash: (name: string) => `${name} is not in the trash: \`baby trash\` lists what lies there.`,
    placeTaken: (folder: string) => `${folder} is there: delete or move that baby first, then restore this one.`,
    cannotBeRestored: (name: string, why: string) => `${name} cannot be restored: ${why}.`,
  },
  leftOut: {
    library: 'its library: the texts, the files made of them, and the rules by which they were cleaned',
    chats: 'its chats and its journal, and the passages that it learns of them',
    login: 'its login at Twitch: `baby twitch login` makes another',
  },
  archive: {
    listDamaged: 'its list of files is damaged',
    newer: 'it was written by a newer babyLLM: update babyLLM',
    fileOutside: 'it names a file that lies outside of a home',
    fileTwice: 'it names a file twice',
    headerTooLong: 'it has a header that is too long',
    cutShort: 'it is cut short',
    notPlainFile: 'it holds something that is no plain file',
    sizeNoNumber: 'it has a size that is no number',
    headerDamaged: 'it has a header that is damaged',
    anotherTar: 'it is written in another kind of tar',
    notABaby: 'it is no archive of a baby',
    listTooLong: 'its list of files is too long',
    misplaced: (path: string) => `${path} is not where it should be`,
    moreFiles: 'it holds more files than it says',
    wrongChecksum: (path: string) => `${path} does not match its checksum`,
  },
} as const;
