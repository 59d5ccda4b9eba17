/** Keeps the checkpoints of one baby: saves them whole or not at all, opens the newest whole one, lets old ones go. */

import path from 'node:path';
import {
  type Draft,
  draftCheckpoint,
  draftCopy,
  type SoulContent,
  type TensorReader,
  tensorReader,
  verifyCheckpoint,
  writeCheckpoint,
} from './checkpoint.ts';
import { type Disk, freeInWords, realDisk, renameDurably } from './disk.ts';
import { messageOf, printable, readableBytes, SoulError, systemCode, whyRefused } from './errors.ts';
import { changedLabel, checkLabel, type Label, type LabelChange, writeLabel } from './label.ts';
import { bestOf, type CheckpointInfo, namesToKeep } from './retention.ts';
import { SoulFolder } from './soul-folder.ts';
import { soulTexts } from './texts.ts';

export type { SoulContent } from './checkpoint.ts';
export type { CheckpointInfo } from './retention.ts';
export type { NamedTensor } from './safetensors.ts';

export interface KeeperOptions {
  /** Where the checkpoints lie; made (0700) at the first save. Only one thread of one process may write there. */
  folder: string;
  /** Bytes that all souls may take together; undefined: the smaller of 2 GB and a twentieth of what is free on the disk. */
  budget?: number | undefined;
  /** The newest souls that are kept whatever their size: with 2, a damaged newest soul is replaced by the one before. */
  leastNewest?: number;
  now?: () => Date;
  /** For tests: ways to change the disk that fail on purpose. */
  disk?: Partial<Disk>;
}

export interface SaveReport {
  name: string;
  folder: string;
  bytes: number;
  milliseconds: number;
  /** One sentence for each old checkpoint that could not be removed; the new one is safe all the same. */
  notes: string[];
}

export interface OpenedSoul extends TensorReader {
  info: CheckpointInfo;
  state: unknown;
  texts: { [file: string]: string };
  /** One sentence for each checkpoint that was damaged and set aside on the way, and which one is used. */
  notes: string[];
}

/** How a soul is written. */
interface Writing {
  readonly betweenSlices?: (() => void) | undefined;
  readonly label?: Label | undefined;
}

/** How a copy differs from its original. */
interface StateChange {
  readonly changeState?: (state: unknown) => unknown;
}

/** Blocks are larger than bytes, and the folder and manifest take some too. */
const SPACE_MARGIN = 64 * 1024;
/** What all souls may take together, and at most this share of what is free. */
const MOST_BYTES = 2e9;
const SHARE_OF_FREE = 0.05;

/**
 * @example
 * const keeper = new Keeper({ folder: '/home/me/.babyllm/soul' });
 * keeper.save({ tensors: { weights }, texts: {}, state: { step: 7 }, summary: { step: 7, score: 2.1 } });
 * keeper.open().readTensors('weights', weights);
 */
export class Keeper {
  readonly #folder: SoulFolder;
  #budget: number | undefined;
  readonly #leastNewest: number;
  readonly #now: () => Date;
  readonly #disk: Disk;
  #saving = false;

  constructor({ folder, budget, leastNewest = 2, now = () => new Date(), disk = {} }: KeeperOptions) {
    this.limit(budget);
    this.#leastNewest = leastNewest;
    this.#now = now;
    this.#disk = { ...realDisk, ...disk };
    this.#folder = new SoulFolder(folder, this.#disk);
  }

  /** How many bytes all souls may take, from the next save on; undefined: as the disk allows. @throws SoulError (`content`) */
  limit(budget: number | undefined): void {
    if (budget !== undefined && !(budget >= 0))
      throw new SoulError('content', soulTexts.save.badBudget(printable(budget)));
    this.#budget = budget;
  }

  /**
   * Saves a checkpoint: written aside, synced, renamed. Kill it at any moment and the checkpoints of before are whole.
   * @param betweenSlices called after each slice of at most 4 MiB; it may read the tensors, but must neither change
   *   them nor use this keeper. If it throws, nothing is saved and its error comes through.
   * @param keep the name of an older one that must not be let go yet, for somebody is about to go back to it
   * @param label why it is saved, and its name
   * @throws SoulError (`content`) if something cannot be kept, (`disk`) if the disk refuses; then nothing is changed
   */
  save(
    content: SoulContent,
    { betweenSlices, keep, label = {} }: Writing & { keep?: string | undefined } = {},
  ): SaveReport {
    return this.#alone((started) => {
      checkLabel(label);
      const draft = draftCheckpoint(content);
      const { name, notes } = this.#write(draft, { betweenSlices, label });
      notes.push(...this.#letOldGo(name, keep));
      return this.#report(name, draft, notes, started);
    });
  }

  /**
   * Makes an earlier checkpoint the newest one: a copy of it, every byte checked, begins a new branch of this life. It is what the
   * next `open()` opens, and saves after it count as newer than all there were before, whatever their steps. Nothing is removed;
   * the newest soul of the branch that is left is kept among the last turning points.
   * @param betweenSlices as for `save`
   * @param changeState makes the state of the copy out of the state of the original
   * @throws SoulError (`missing`) if there is none of that name, (`damaged`) if it is not whole: then it is set aside; (`disk`)
   */
  bringBack(name: string, { betweenSlices, changeState }: Omit<Writing, 'label'> & StateChange = {}): SaveReport {
    return this.#alone((started) => {
      const source = this.list().find((info) => info.name === name);
      const where = printable(this.#folder.path);
      if (!source) throw new SoulError('missing', soulTexts.open.noSuchSoul(printable(name), where));
      try {
        const draft = draftCopy(source.folder, changeState);
        const { name: copy, notes } = this.#write(draft, { betweenSlices, newBranch: true });
        return this.#report(copy, draft, notes, started);
      } catch (error) {
        if (!(error instanceof SoulError) || error.kind !== 'damaged') throw error;
        throw new SoulError('damaged', soulTexts.open.cannotGoBack(this.#folder.setAside(name, error.message)), error);
      }
    });
  }

  /**
   * Changes the label of a checkpoint: a reason is added to those before, a name replaces the one before, null takes either away.
   * @throws SoulError (`missing`) if there is none of that name, (`content`) for an unfit text, (`disk`)
   */
  label(name: string, change: LabelChange): CheckpointInfo {
    const infos = this.list();
    const info = infos.find((one) => one.name === name);
    const where = printable(this.#folder.path);
    if (!info) throw new SoulError('missing', soulTexts.open.noSuchSoul(printable(name), where));
    const label = changedLabel(infos, info, change);
    try {
      writeLabel(this.#disk, info.folder, label);
    } catch (error) {
      const why = whyRefused(systemCode(error) ?? messageOf(error));
      throw new SoulError('disk', soulTexts.labels.notWritten(name, why), error);
    }
    const { reason: _reason, keptAs: _keptAs, unreadable: _unreadable, ...rest } = info;
    return { ...rest, ...label };
  }

  /** Every checkpoint whose manifest is whole, newest first. Reads manifests and labels only. */
  list(): CheckpointInfo[] {
    return this.#folder.survey().infos;
  }

  /** The checkpoint with the lowest score among those of the newest score's paper; of equals the newest. */
  best(): CheckpointInfo | undefined {
    return bestOf(this.list());
  }

  /**
   * Opens the newest whole checkpoint, every byte checked. Damaged ones are set aside as `damaged-…` and named in
   * `notes`. With a `name`, opens that one or throws.
   * @throws SoulError (`missing`) if there is none, (`damaged`) if none is whole, (`disk`) if reading is refused
   */
  open(name?: string): OpenedSoul {
    this.#refuseWhileSaving();
    const tidied = this.#folder.tidy();
    const damage: string[] = [];
    const { infos, broken } = this.#folder.survey();
    const wanted = (candidate: string) => name === undefined || candidate === name;
    for (const [candidate, why] of broken) {
      if (wanted(candidate)) damage.push(this.#folder.setAside(candidate, why));
    }
    for (const info of infos.filter((candidate) => wanted(candidate.name))) {
      try {
        const { state, texts } = verifyCheckpoint(info.folder);
        if (damage.length > 0) damage.push(soulTexts.open.isWhole(info.name, info.step));
        return { info, state, texts, notes: [...tidied, ...damage], ...tensorReader(info.folder) };
      } catch (error) {
        if (!(error instanceof SoulError)) throw error;
        if (error.kind !== 'damaged') throw new SoulError(error.kind, `${info.name}: ${error.message}.`, error);
        damage.push(this.#folder.setAside(info.name, error.message));
      }
    }
    const what = name === undefined ? soulTexts.open.noWholeSoul : soulTexts.open.noWholeSoulNamed(printable(name));
    if (damage.length === 0 && name === undefined) damage.push(...this.#setAsideBefore());
    const sentences = [soulTexts.open.nothingIn(what, printable(this.#folder.path)), ...damage];
    throw new SoulError(damage.length > 0 ? 'damaged' : 'missing', sentences.join(' '));
  }

  #write(
    draft: Draft,
    { betweenSlices = () => {}, label, newBranch = false }: Writing & { newBranch?: boolean },
  ): { name: string; notes: string[] } {
    let callersError: { error: unknown } | undefined;
    const listening = () => {
      try {
        betweenSlices();
      } catch (error) {
        callersError = { error };
        throw error;
      }
    };
    let aside: string | undefined;
    try {
      this.#folder.make();
      const notes = this.#folder.tidy();
      const free = this.#disk.freeBytes(this.#folder.path);
      if (free !== undefined && free < draft.bytes + SPACE_MARGIN) throw this.#refusal(draft, 'ENOSPC');
      const name = this.#folder.newName(draft.step, { newBranch });
      aside = this.#folder.writingPath(name);
      writeCheckpoint(this.#disk, aside, draft, { savedAt: this.#now(), label, betweenSlices: listening });
      renameDurably(this.#disk, aside, path.join(this.#folder.path, name));
      return { name, notes };
    } catch (error) {
      // The caller's own error may carry a system's code too, but says nothing about this disk.
      const code = callersError?.error === error ? undefined : systemCode(error);
      // Made before clearing up, so that the sentence tells what was free when the disk refused.
      const said = code === undefined ? error : this.#refusal(draft, code, error);
      const left = aside === undefined ? [] : this.#folder.remove(path.basename(aside));
      if (left.length > 0 && said instanceof Error) said.message += ` ${left.join(' ')}`;
      throw said;
    }
  }

  /** @returns a sentence for each that could not go: the save itself has succeeded, so nothing here may throw. */
  #letOldGo(justSaved: string, wanted?: string): string[] {
    try {
      const infos = this.list();
      const keep = namesToKeep(infos, { budget: this.#bytesAllowed(), leastNewest: this.#leastNewest });
      const old = infos.filter(({ name }) => !keep.has(name) && name !== justSaved && name !== wanted);
      return old.flatMap(({ name }) => this.#folder.letGo(name));
    } catch (error) {
      return [soulTexts.open.oldOnesUnread(messageOf(error))];
    }
  }

  #bytesAllowed(): number {
    if (this.#budget !== undefined) return this.#budget;
    const free = this.#disk.freeBytes(this.#folder.path) ?? Number.POSITIVE_INFINITY;
    return Math.min(MOST_BYTES, SHARE_OF_FREE * free);
  }

  #refusal(draft: Draft, code: string, cause?: unknown): SoulError {
    const folder = this.#folder.path;
    const [needed, free] = [readableBytes(draft.bytes), freeInWords(this.#disk, folder)];
    const sentence = soulTexts.save.refused(draft.step, printable(folder), whyRefused(code), needed, free);
    return new SoulError('disk', sentence, cause);
  }

  /** A life that was damaged must not look like one that has not begun. @returns a sentence if that is so */
  #setAsideBefore(): string[] {
    const names = this.#folder.namesSetAside();
    if (names.length === 0) return [];
    const [them, one] = names.length === 1 ? ['it', 'it'] : ['them', 'one of them'];
    return [soulTexts.open.damagedBefore(names.join(', '), one, them)];
  }

  #report(name: string, { bytes }: Draft, notes: string[], started: number): SaveReport {
    const folder = path.join(this.#folder.path, name);
    return { name, folder, bytes, milliseconds: performance.now() - started, notes };
  }

  /** Writes; what is called between slices must not write or open meanwhile. `started`: of the steady clock, in milliseconds. */
  #alone<T>(write: (started: number) => T): T {
    this.#refuseWhileSaving();
    this.#saving = true;
    try {
      return write(performance.now());
    } finally {
      this.#saving = false;
    }
  }

  #refuseWhileSaving(): void {
    if (!this.#saving) return;
    throw new SoulError('content', soulTexts.save.alreadySaving);
  }
}
