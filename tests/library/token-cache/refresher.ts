/** Reads a library in a process of its own, which kills itself when a phase comes to a file: `node refresher.ts <library> <shelf> <phase> <nth>`. */
import { Shelf } from '../../../library/token-cache/shelf.ts';
import { trainTokenizer } from '../../../library/tokenizer/index.ts';

const [, , libraryFolder, shelfFolder, phase, nth] = process.argv as string[];
let seen = 0;
await new Shelf({ libraryFolder: libraryFolder!, shelfFolder: shelfFolder! }).refresh(
  trainTokenizer([Buffer.from('the old sea and the old man '.repeat(30))], { vocabularySize: 300 }),
  {
    speaker: 'mia',
    onProgress: (progress) => {
      if (progress.phase === phase && ++seen === Number(nth)) process.kill(process.pid, 'SIGKILL');
    },
  },
);
