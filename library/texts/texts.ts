/** Every sentence about the folder of the library. Notices go on after the name of the file. */
export const corpusTexts = {
  moreOtherFiles: (more: number) => `holds ${more} more files of other kinds, which are skipped.`,
  howToHaveFewer: 'remove the link that leads to them, or join the texts into fewer files',
  tooManyFiles: (most: string, advice: string) =>
    `holds more than ${most} files and folders, of which the rest is not read: ${advice}.`,
  libraryFolder: 'the library folder',
  readAlready: (where: string) => `leads to ${where}, which is read already.`,
  holdsLibrary: 'leads to a folder that holds the library itself, and is skipped.',
  cannotBeOpened: (why: string) => `cannot be opened: ${why}; the text read from it before stays.`,
  linkToNothing: 'is a link to nothing and is skipped.',
  cannotBeLookedAt: (why: string) => `cannot be looked at: ${why}.`,
  noFile: 'is no file but a device, pipe or socket, and is skipped.',
  otherKind: (kind: string, read: string) => `is skipped: files of the kind ${kind} are not read yet, only ${read}.`,
  changedWhileRead: (name: string) =>
    `${name} should have stayed as it is while it was read, but it was changed; it will be read again.`,
  cannotBeMade: (why: string) => `cannot be made: ${why}.`,
  nothingInIt: 'is empty, and no starter texts were found; put a text into it.',
  notCopied: (why: string) => `could not be copied into the library: ${why}.`,
  changeNotTaken: (why: string) => `changed, but the change could not be taken in: ${why}.`,
  cannotBeWatched: (why: string, seconds: number) =>
    `cannot be watched: ${why}; it is looked at every ${seconds} s instead.`,
} as const;
