/** Every sentence of finding, making and locking a home. */
export const texts = {
  isAFile: 'that is a file',
  homeCannotBeLookedInto: (folder: string, why: string) => `The home ${folder} cannot be looked into: ${why}.`,
  homeDoesNotFit: (folder: string, why: string) =>
    `A baby's home was expected to fit into ${folder}, but ${why}: choose another folder with --home or BABY_HOME.`,
  noSuchBaby: (name: string) =>
    `There is no baby called ${name}, and no folder ${name} here: see \`baby list\`, begin one with \`baby new ${name}\`, ` +
    `or say ./${name} for a new folder.`,
  noHomeNamed: 'A home was expected after --home, but nothing stands there: is a variable unset?',
  userFolderUnknown:
    'The folder of this user is not known, since HOME is empty: name the home with --home or BABY_HOME.',
  heldByProcess: (pid: number, since: string) => `process ${pid} holds it since ${since}`,
  heldByAnother: 'another process holds it',
  awakeAlready: (folder: string, who: string) =>
    `The baby in ${folder} is awake already: ${who}. ` +
    'See how it is with `baby status`, talk to it with `baby say`, or choose another home with --home.',
  cannotBeWritten: (path: string, why: string) => `${path} cannot be written: ${why}.`,
  cannotBeLocked: (path: string, why: string) => `${path} cannot be locked: ${why}.`,
  rootInHomeOfUser: (folder: string, userId: number) =>
    `The home ${folder} belongs to user ${userId}, who could not read what root writes into it: ` +
    `run this as that user, such as with sudo -u '#${userId}'.`,
  socketFolderOpen: (folder: string) =>
    `${folder} should be a folder that only you can enter, but it is not: remove it, or choose a home with a shorter path.`,
  packageMissing: (folder: string) =>
    `A package.json was expected in or above ${folder}, but there is none: install babyLLM again.`,
  fileInsteadOfFolder: 'a file stands where a folder is needed',
  diskIsReadOnly: 'the disk is read-only',
} as const;
