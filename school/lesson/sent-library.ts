/** The library between the main thread and the lesson's. */
import { receivedFile, sentFile } from '../../library/token-cache/file-tokens.ts';
import type { Library, SentLibrary } from '../api/library-messages.ts';

/** As plain data: of large texts only where they lie. */
export const sentLibrary = (library: Library): SentLibrary => ({ ...library, files: library.files.map(sentFile) });

/** Opens the large texts in this thread. @throws what the file system throws */
export const receivedLibrary = (library: SentLibrary): Library => ({
  ...library,
  files: library.files.map(receivedFile),
});
