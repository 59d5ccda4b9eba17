/** The reasons for which a system refuses a file, in words for people, and how a notice begins. */
export const noticeTexts = {
  libraryFolder: 'The library folder',
  permissionDenied: 'permission denied',
  notThere: 'it is not there any more',
  diskFull: 'the disk is full',
  quotaReached: 'no more of the disk may be used',
  diskReadOnly: 'the disk is read-only',
  notWritable: 'it may not be written',
  cannotBeOpened: 'it cannot be opened',
  diskFailed: 'the disk cannot be read or written there',
  nameTooLong: 'its name is too long',
  fileForFolder: 'a file stands where a folder is needed',
  folderForFile: 'a folder stands where a file is needed',
  circularLinks: 'its links lead in a circle',
  tooManyOpenFiles: 'too many files are open',
  unknownGap: (sentence: string, gap: string) => `"${sentence}" asks for {${gap}}, which is not known here`,
} as const;
