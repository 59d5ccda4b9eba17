/** What the owner did, newest last, in one file of the home: `acts.json`. Written by the process that holds the home, atomically. */

import { readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import { writeAtomically } from '../../library/files/atomic-file.ts';
import { ACT_KINDS } from '../api/act-messages.ts';
import type { Home } from '../home/home.ts';
import { type Change, changeSchema } from './changes.ts';
import { texts } from './texts.ts';
import { emptyTrash } from './trash.ts';

/** Acts that can be undone; with older ones goes what lies of them in the trash. */
const MOST = 100;

const actSchema = z.strictObject({
  /** counts up, and is never used twice */
  id: z.int().positive(),
  /** ISO 8601 */
  time: z.iso.datetime(),
  kind: z.enum(ACT_KINDS),
  /** as a noun clause: `feeding diary.txt` */
  what: z.string(),
  /** the step at which it was done */
  step: z.int().nonnegative(),
  /** what undoing it has to do, in this order */
  changes: z.array(changeSchema),
  /** of an undoing: the act that it undid */
  undoes: z.int().positive().optional(),
  /** the act that undid this one */
  undoneBy: z.int().positive().optional(),
  /** it has begun, and goes on in the process of this id */
  doneBy: z.int().positive().optional(),
});

export type Act = z.output<typeof actSchema>;
export type NewAct = Omit<Act, 'id' | 'time'>;

const fileSchema = z.strictObject({ version: z.literal(1), next: z.int().positive(), acts: z.array(actSchema) });

export class ActLog {
  private readonly home: Home;
  private readonly now: () => Date;
  private next = 1;
  private all: Act[] = [];

  private constructor(home: Home, now: () => Date) {
    this.home = home;
    this.now = now;
  }

  /** Reads the file. One that is damaged is set aside, and the acts in it can no longer be undone; `onNote` gets a sentence. */
  static async open(home: Home, onNote: (sentence: string) => void, now = () => new Date()): Promise<ActLog> {
    const log = new ActLog(home, now);
    let text: string;
    try {
      text = await readFile(home.acts, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return log;
      throw error;
    }
    try {
      const { next, acts } = fileSchema.parse(JSON.parse(text));
      log.next = next;
      log.all = acts;
    } catch {
      const aside = `${home.acts}.damaged`;
      await rename(home.acts, aside);
      onNote(texts.damagedActs(aside));
      // the numbers of before may still name folders in the trash
      log.next = Date.now();
    }
    return log;
  }

  /** Oldest first. */
  get acts(): readonly Act[] {
    return this.all;
  }

  /** The number of the next act. */
  get nextId(): number {
    return this.next;
  }

  get(id: number): Act | undefined {
    return this.all.find((act) => act.id === id);
  }

  /** @returns the act, on the disk. @throws what the file system throws; then nothing was added */
  async add(act: NewAct): Promise<Act> {
    const added: Act = { id: this.next, time: this.now().toISOString(), ...act };
    const all = [...this.all, added];
    if (act.undoes !== undefined) {
      const i = all.findIndex(({ id }) => id === act.undoes);
      if (i >= 0) all[i] = { ...all[i], undoneBy: added.id };
    }
    await this.write(all, this.next + 1);
    return added;
  }

  /** Replaces an act by another of its number; undefined takes it out. */
  async replace(id: number, act: Act | undefined): Promise<void> {
    await this.write(
      this.all.flatMap((one) => (one.id === id ? (act ?? []) : one)),
      this.next,
    );
  }

  /** Takes the words of examples out of all acts: they were taken out for good. */
  async forget(source: string, ids: readonly string[]): Promise<void> {
    const without = (change: Change): Change =>
      change.change === 'examples' && change.source === source
        ? { ...change, back: change.back.filter(({ id }) => !ids.includes(id)) }
        : change;
    const all = this.all.map((act) => ({ ...act, changes: act.changes.map(without) }));
    if (JSON.stringify(all) !== JSON.stringify(this.all)) await this.write(all, this.next);
  }

  private async write(all: readonly Act[], next: number): Promise<void> {
    const acts = all.slice(-MOST);
    await writeAtomically(this.home.acts, `${JSON.stringify({ version: 1, next, acts }, undefined, 1)}\n`);
    const gone = all.slice(0, -MOST).map(({ id }) => id);
    this.all = acts;
    this.next = next;
    if (gone.length > 0) await emptyTrash(this.home, gone);
  }
}
