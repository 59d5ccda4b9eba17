import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { filesBelow, MOST_FILES, tooManyFiles } from '../../../library/importing/folder.ts';
import { importingTexts } from '../../../library/importing/texts.ts';
import { temporaryFolder } from '../home.ts';

it('lists files without what is hidden, links to nothing and links in a circle', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'a', 'b'), { recursive: true });
  for (const name of ['one.txt', 'a/two.txt', 'a/b/three.txt', '.hidden', 'a/.DS_Store']) {
    writeFileSync(join(folder, name), 'words\n');
  }
  symlinkSync(folder, join(folder, 'a', 'again'));
  symlinkSync(join(folder, 'gone'), join(folder, 'lost'));
  const refused: { name: string; why: string }[] = [];
  const files = await filesBelow(folder, refused);
  expect(files.map(({ name }) => name).sort()).toEqual(['a/b/three.txt', 'a/two.txt', 'one.txt']);
  expect(refused).toEqual([{ name: 'lost', why: importingTexts.files.linkToNothing }]);
  chmodSync(folder, 0o700);
});

/** As many as are allowed in the long campaign; a few hundred in `npm test`, since each link takes a while to make. */
const MOST = process.env['BABY_TESTS_LONG'] ? MOST_FILES : 300;

it(`feeds a folder of ${MOST} files, and gives up one of more than are fed at once`, async () => {
  const folder = temporaryFolder();
  // Links to one file, which cost no space: a link to a folder is followed once, one to a file each time.
  writeFileSync(join(folder, 'words'), 'x');
  for (let i = 0; i < 50; i++) {
    mkdirSync(join(folder, `${i}`));
    for (let j = 0; j < MOST / 50 - (i === 0 ? 1 : 0); j++) symlinkSync('../words', join(folder, `${i}`, `${j}`));
  }
  const most = MOST === MOST_FILES ? undefined : MOST;
  expect(await filesBelow(folder, [], most)).toHaveLength(MOST);
  symlinkSync('../words', join(folder, '0', 'one more'));
  const refusal = importingTexts.files.tooManyFiles(MOST.toLocaleString('en'));
  await expect(filesBelow(folder, [], most)).rejects.toThrow(new Error(refusal));
  expect(tooManyFiles().message).toBe(importingTexts.files.tooManyFiles('50,000'));
}, 120_000);
