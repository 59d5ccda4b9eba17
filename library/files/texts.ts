/** Every sentence that the reading and writing of files says. */
export const fileTexts = {
  noFoldersThere: 'this file system makes no folders there',
} as const;
