import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleSchema } from '../../../library/sources/example-schema.ts';
import { dialogueExamples } from '../../../library/texts/dialogue-examples.ts';
import { starterFolder } from '../../../school/home/package-root.ts';
import { temporaryFolder } from '../home.ts';

const SPEAKERS = { owner: 'Mira', baby: 'Mia' };
const files = (dialogues: readonly { id: string }[]) => [
  ...new Set(dialogues.map(({ id }) => id.replace(/#\d+$/, ''))),
];

describe('starter dialogues', () => {
  it('are those of the starter texts, called as owner and baby are; the replies are learnt', async () => {
    const dialogues = await dialogueExamples(starterFolder, temporaryFolder(), SPEAKERS);
    expect(files(dialogues)).toEqual(['questions.txt', 'talk-evening.txt', 'talk-home.txt', 'talk-lessons.txt']);
    expect(dialogues.length).toBeGreaterThan(200);
    expect(dialogues.find(({ id }) => id === 'talk-home.txt#0')?.turns.slice(0, 2)).toEqual([
      { speaker: 'Mira', text: 'hello', learn: false },
      { speaker: 'Mia', text: 'Hello! I am glad you are here.', learn: true },
    ]);
    for (const dialogue of dialogues) expect(exampleSchema.safeParse(dialogue).success).toBe(true);
    expect(new Set(dialogues.map(({ id }) => id)).size).toBe(dialogues.length);
  });

  it('are left out where the library holds their text, and only then', async () => {
    const library = temporaryFolder();
    copyFileSync(join(starterFolder, 'talk-home.txt'), join(library, 'talk-home.txt'));
    writeFileSync(join(library, 'questions.txt'), 'questions of my own');
    const left = files(await dialogueExamples(starterFolder, library, SPEAKERS));
    expect(left).not.toContain('talk-home.txt');
    expect(left).toContain('questions.txt');
  });
});
