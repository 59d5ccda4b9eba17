/** Reads many token files in turn, in a process that may have few files open: `node many-files.ts <folder> <files>`. Prints how many ids were right. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FileMask, FileTokens } from '../../../library/token-cache/file-tokens.ts';

const [folder, files] = [process.argv[2]!, Number(process.argv[3])];
mkdirSync(folder, { recursive: true });
const texts = Array.from({ length: files }, (_, i) => {
  const [path, mask] = [join(folder, `${i}.tokens`), join(folder, `${i}.mask`)];
  writeFileSync(path, Uint16Array.of(i, i + 1, i + 2));
  writeFileSync(mask, Uint8Array.of(i % 2 === 0 ? 0b101 : 0b010));
  return {
    tokens: new FileTokens({ path, width: 2, first: 0, length: 3, all: 3 }),
    learn: new FileMask({ mask, length: 3 }),
  };
});
let right = 0;
for (let round = 0; round < 3; round++) {
  texts.forEach(({ tokens, learn }, i) => {
    const [even, odd] = i % 2 === 0 ? [1, 0] : [0, 1];
    const marks = learn.subarray(0, 3);
    if (tokens.at(0) === i && tokens.subarray(1, 3)[1] === i + 2 && marks[0] === even && marks[1] === odd) right++;
  });
}
process.stdout.write(String(right));
