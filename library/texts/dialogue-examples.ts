/** The dialogues of the starter texts as examples, for a baby whose own texts hold no conversation: from them it learns to answer. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A turn as the starter texts write it, each in one line. */
const TURN = /^\[(owner|babyllm)\]: (.+)$/;

/** A dialogue; its replies are learnt. */
export interface Dialogue {
  /** @example 'talk-home.txt#3' */
  readonly id: string;
  readonly turns: readonly { readonly speaker: string; readonly text: string; readonly learn: boolean }[];
}

/**
 * All dialogues of the starter texts but those that the library holds as a text: they are read there.
 * @param speakers what the owner and the baby are called
 */
export async function dialogueExamples(
  starterFolder: string,
  libraryFolder: string,
  speakers: { readonly owner: string; readonly baby: string },
): Promise<Dialogue[]> {
  const dialogues: Dialogue[] = [];
  for (const name of (await readdir(starterFolder)).sort()) {
    if (!name.endsWith('.txt') || (await isSameSize(join(starterFolder, name), join(libraryFolder, name)))) continue;
    const text = await readFile(join(starterFolder, name), 'utf8');
    if (!TURN.test(text.slice(0, text.indexOf('\n')))) continue;
    text.split(/\n{2,}/).forEach((block, i) => {
      const turns = block.split('\n').flatMap((line) => {
        const [, speaker, words] = TURN.exec(line) ?? [];
        if (speaker === undefined || words === undefined) return [];
        const isBaby = speaker === 'babyllm';
        return [{ speaker: isBaby ? speakers.baby : speakers.owner, text: words, learn: isBaby }];
      });
      if (turns.some(({ learn }) => learn)) dialogues.push({ id: `${name}#${i}`, turns });
    });
  }
  return dialogues;
}

async function isSameSize(one: string, other: string): Promise<boolean> {
  const there = await stat(other).catch(() => undefined);
  return there !== undefined && there.size === (await stat(one)).size;
}
