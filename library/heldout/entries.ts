/** Which file of a library gave which held-out texts, by the names of the files and by what they hold. */
import type { Entry } from './index-file.ts';

/** Entries in the order in which their names came. */
export class Entries {
  private readonly byName = new Map<string, Entry>();
  /** Names of the entries of each sum, so that a renamed file is found without a look at all others. */
  private readonly bySum = new Map<string, Set<string>>();

  get(name: string): Entry | undefined {
    return this.byName.get(name);
  }

  /** An entry of a file with these bytes, under any name. */
  withSum(sha256: string): Entry | undefined {
    for (const name of this.bySum.get(sha256) ?? []) return this.byName.get(name);
    return undefined;
  }

  set(entry: Entry): void {
    this.forgetSum(entry.name);
    this.byName.set(entry.name, entry);
    const names = this.bySum.get(entry.sha256) ?? new Set();
    this.bySum.set(entry.sha256, names.add(entry.name));
  }

  /** @returns whether it was there */
  delete(name: string): boolean {
    this.forgetSum(name);
    return this.byName.delete(name);
  }

  all(): Entry[] {
    return [...this.byName.values()];
  }

  private forgetSum(name: string): void {
    const sum = this.byName.get(name)?.sha256;
    const names = sum === undefined ? undefined : this.bySum.get(sum);
    names?.delete(name);
    if (names?.size === 0) this.bySum.delete(sum!);
  }
}
