/** What undoing needs of a baby, awake or asleep. */
import type { Example } from '../../library/sources/examples.ts';
import type { TaughtName } from '../../library/sources/names.ts';
import type { Shelf } from '../../library/token-cache/shelf.ts';
import type { CheckpointInfo } from '../../soul/retention.ts';
import type { SoulAt } from '../api/act-messages.ts';
import type { Home } from '../home/home.ts';

export interface ActTools {
  readonly home: Home;
  /** tells of something that is no reason not to go on */
  note(sentence: string): void;
  /** at which it stands */
  step(): number;
  /** newest first */
  souls(): readonly CheckpointInfo[];
  /** Keeps its soul as it is now, with the reason; none while it has no soul. @param within seconds: a soul saved since then will do */
  keep(reason: string, within?: number): Promise<SoulAt | undefined>;
  /** Takes the reason from a soul again: what it was kept for did not happen. */
  release(soul: string): Promise<void>;
  /** Changes a setting. @returns the value before */
  set(key: string, value: unknown): Promise<unknown>;
  readonly examples: {
    /** @returns the removed ids */
    remove(source: TaughtName, ids: readonly string[]): Promise<readonly Example[]>;
    add(source: TaughtName, examples: readonly Example[]): Promise<void>;
  };
  readonly habits: {
    /** Takes a habit out of its soul. @returns it as a file; undefined where it is not there */
    remove(name: string): Promise<Uint8Array | undefined>;
    add(file: Uint8Array): Promise<void>;
    /** @returns whether it was on before; throws one sentence where there is none */
    switch(name: string, isOn: boolean): Promise<boolean>;
  };
  /** the tokens of the library, and what is held out of it */
  readonly shelf: Pick<Shelf, 'release' | 'restore'>;
  /**
   * Restores an earlier soul.
   * @returns the copy of it with which it goes on, and the soul that was left, which is kept with the reason; none where that is the same
   */
  restore(soul: string, reason: string): Promise<SoulAt & { readonly left: SoulAt | undefined }>;
}
