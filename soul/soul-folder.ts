/** The folder where the checkpoints lie: which are there, which are broken, and how one leaves without a trace of half. */

import fs from 'node:fs';
import path from 'node:path';
import { readManifest } from './checkpoint.ts';
import { type Disk, renameDurably, syncFolder } from './disk.ts';
import { messageOf, printable, SoulError, systemCode } from './errors.ts';
import { readLabel } from './label.ts';
import { type CheckpointInfo, newestFirst, parseSoulName, soulName } from './retention.ts';
import { soulTexts } from './texts.ts';

/** What the manifests say. `broken`: name to what is wrong with its manifest, as a clause. */
export interface Survey {
  /** Newest first. */
  infos: CheckpointInfo[];
  broken: ReadonlyMap<string, string>;
}

export class SoulFolder {
  readonly path: string;
  readonly #disk: Disk;

  constructor(folder: string, disk: Disk) {
    this.path = path.resolve(folder);
    this.#disk = disk;
  }

  /** Makes the folder (0700) and, where needed, those above it, durably. */
  make(): void {
    const firstMade = fs.mkdirSync(this.path, { recursive: true, mode: 0o700 });
    if (firstMade === undefined) return;
    for (let made = this.path; made.length >= firstMade.length; made = path.dirname(made)) {
      syncFolder(this.#disk, path.dirname(made));
    }
  }

  /** Reads every manifest. @throws SoulError (`disk`) where reading is refused, for that is no damage. */
  survey(): Survey {
    const infos: CheckpointInfo[] = [];
    const broken = new Map<string, string>();
    for (const name of this.#entries()) {
      if (!parseSoulName(name)) continue;
      const folder = path.join(this.path, name);
      try {
        const { step, score, paper, savedAt, files } = readManifest(folder);
        const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
        const known = { score: score ?? undefined, paper: paper ?? undefined };
        infos.push({ name, folder, step, ...known, savedAt, bytes, ...readLabel(folder) });
      } catch (error) {
        if (!(error instanceof SoulError)) throw error;
        if (error.kind !== 'damaged') throw new SoulError(error.kind, `${name}: ${error.message}.`, error);
        broken.set(name, error.message);
      }
    }
    return { infos: infos.sort(newestFirst), broken };
  }

  /** A name that no checkpoint has: of the newest branch, after those of the same step; or the first of a new branch. */
  newName(step: number, { newBranch = false } = {}): string {
    const names = this.#entries().flatMap((entry) => parseSoulName(entry) ?? []);
    const newest = names.reduce((most, { branch }) => Math.max(most, branch), 0);
    if (newBranch) return soulName(step, 1, newest + 1);
    const turns = names.filter((name) => name.branch === newest && name.step === step).map(({ turn }) => turn);
    return soulName(step, Math.max(0, ...turns) + 1, newest);
  }

  /** Where a checkpoint is written before it gets its name. */
  writingPath(name: string): string {
    return path.join(this.path, `.writing-${process.pid}-${name}`);
  }

  /**
   * Removes what a killed process left half written or half deleted. A leftover whose process id is in use by
   * another living process stays until that one has ended.
   * @returns one sentence for each that could not be removed
   */
  tidy(): string[] {
    const leftovers = this.#entries().filter((entry) => {
      const writer = /^\.writing-(\d+)-/.exec(entry);
      return entry.startsWith('.deleting-') || (writer !== null && !isAnotherLiving(Number(writer[1])));
    });
    return leftovers.flatMap((entry) => this.remove(entry));
  }

  /** Removes an entry. @returns a sentence if that failed */
  remove(entry: string): string[] {
    return attempt(entry, 'removed', () => this.#disk.remove(path.join(this.path, entry)));
  }

  /** Lets a checkpoint go, under another name first: a kill half-way leaves no half under a good name. */
  letGo(name: string): string[] {
    const doomed = `.deleting-${name}`;
    const failed = attempt(name, 'removed', () => this.#rename(name, doomed));
    return failed.length > 0 ? failed : this.remove(doomed);
  }

  /** Moves a damaged checkpoint out of the way, keeping all its bytes. @returns the sentence that says so */
  setAside(name: string, why: string): string {
    const taken = new Set(this.#entries());
    let aside = `damaged-${name}`;
    for (let n = 2; taken.has(aside); n++) aside = `damaged-${name}~${n}`;
    const failed = attempt('it', 'set aside', () => this.#rename(name, aside));
    return soulTexts.open.setAside(name, why, failed[0] ?? soulTexts.open.setAsideAs(aside));
  }

  /** What was set aside as damaged, now or long ago. */
  namesSetAside(): string[] {
    return this.#entries()
      .filter((entry) => entry.startsWith('damaged-'))
      .sort();
  }

  #rename(from: string, to: string): void {
    renameDurably(this.#disk, path.join(this.path, from), path.join(this.path, to));
  }

  #entries(): string[] {
    try {
      return fs.readdirSync(this.path);
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return [];
      throw new SoulError('disk', soulTexts.disk.folderUnreadable(printable(this.path), messageOf(error)), error);
    }
  }
}

/** Runs something one can do without; where that fails, says so in a sentence. */
export function attempt(what: string, done: string, action: () => void): string[] {
  try {
    action();
    return [];
  } catch (error) {
    return [soulTexts.disk.couldNotBe(printable(what), done, messageOf(error))];
  }
}

/** Whether a process of this id, other than ourselves, lives. */
function isAnotherLiving(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}
