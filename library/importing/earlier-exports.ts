/** Earlier exports of the same chats: what they gave is replaced by a newer export, or not written twice. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isUntouched, type Output } from './manifest.ts';
import { overlapOf } from './repeats.ts';
import { importingTexts } from './texts.ts';

/** Bytes; larger texts are not compared. */
const LARGEST = 1 << 26;

/** Files that are compared although they are called otherwise. */
const MOST = 50;

/** Of an earlier text, so much has to stand in the newer one before that takes its place. */
const SAME = 0.9;

export class EarlierExports {
  /** What a newer export took the place of. */
  readonly replaced: Output[] = [];
  /** Sentences about what was replaced, or is in the library already. */
  readonly notes: string[] = [];
  private readonly library: string;
  private outputs: Output[];

  /** @param outputs of exports of the same kind, from other sources */
  constructor(library: string, outputs: readonly Output[]) {
    this.library = library;
    this.outputs = [...outputs];
  }

  /**
   * Compares a new text with what earlier exports gave. Lines that are in the library already go from it.
   * @param path of the draft, which is rewritten without them
   * @returns files that it takes the place of, or `known` if there is nothing new in it
   */
  async compare(key: string, path: string): Promise<Output[] | 'known'> {
    const replaced: Output[] = [];
    let text = await readSmall(path);
    if (text === undefined) return replaced;
    for (const output of this.candidates(key)) {
      const earlier = (await isUntouched(this.library, output))
        ? await readSmall(join(this.library, ...output.name.split('/')))
        : undefined;
      if (earlier === undefined) continue;
      const { covered, repeated, lines, fresh } = overlapOf(earlier, text, nameOf(output.key) === nameOf(key));
      if (covered >= SAME && repeated > 0) {
        replaced.push(output);
        this.notes.push(importingTexts.run.replacesEarlierExport(output.name));
      } else if (repeated === lines) {
        this.notes.push(importingTexts.run.allInLibrary(basename(key), output.name));
        return 'known';
      } else if (repeated > 0) {
        text = fresh;
        await writeFile(path, text, { mode: 0o600 });
        this.notes.push(importingTexts.run.linesInLibrary(repeated, lines, basename(key), output.name));
      }
    }
    this.replaced.push(...replaced);
    this.outputs = this.outputs.filter((output) => !replaced.includes(output));
    return replaced;
  }

  /** Those of the same name first; others only where there are not many. */
  private candidates(key: string): Output[] {
    const kind = kindOf(key);
    const alike = this.outputs.filter((output) => kindOf(output.key) === kind);
    const same = alike.filter((output) => nameOf(output.key) === nameOf(key));
    return alike.length > MOST ? same : [...same, ...alike.filter((output) => !same.includes(output))];
  }
}

async function readSmall(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes === undefined || bytes.length > LARGEST ? undefined : bytes.toString('utf8');
}

/** The last part of a name, without a number that a browser or a phone put behind it. */
function nameOf(key: string): string {
  return basename(key)
    .replace(/(?:\.turns)?\.[a-z]+$/, '')
    .replace(/ ?\(\d{1,3}\)$|[-_ ]\d{1,2}$/, '')
    .toLowerCase();
}

function kindOf(key: string): string {
  return /(?:\.turns)?\.[a-z]+$/.exec(key)?.[0] ?? '';
}
