/** Messages about kept souls and acts that can be undone. Plain data only. */

/** A soul by its name, and the step at which it was saved. */
export interface SoulAt {
  readonly name: string;
  readonly step: number;
}

/** A soul whose name its owner chose, or that has lost it again. */
export interface NamedSoul extends SoulAt {
  readonly keptAs: string | null;
}

export const ACT_KINDS = ['feed', 'fix', 'good', 'growth', 'habit', 'setting', 'back', 'remove', 'undo'] as const;

/** Something that the owner did. */
export interface ActReport {
  readonly id: number;
  /** ISO 8601 */
  readonly time: string;
  readonly kind: (typeof ACT_KINDS)[number];
  /** as a noun clause: `feeding diary.txt` */
  readonly what: string;
  /** the step at which it was done */
  readonly step: number;
  /** by which act it was undone; null: it counts */
  readonly undoneBy: number | null;
}

/** What undoing does, or did. */
export interface Undone {
  readonly act: Pick<ActReport, 'id' | 'time' | 'kind' | 'what'>;
  /** steps of learning that it costs */
  readonly steps: number;
  /** in one sentence, what will be so, or is so now */
  readonly sentence: string;
  /** false: it was only asked what it would do */
  readonly done: boolean;
}

/** A text that was taken out of the library. */
export interface RemovedText {
  readonly name: string;
  readonly bytes: number;
  readonly tokens: number;
  /** tokens of it that were read, in its turn: more than `tokens` after more than one reading */
  readonly read: number;
  /** the newest soul that had read nothing of it; null: none is kept */
  readonly before: (SoulAt & { readonly savedAt: string }) | null;
}

/** A text or folder whose weight was changed. */
export interface WeighedText {
  /** of a text, or of a folder with `/` behind it */
  readonly name: string;
  readonly weight: number;
  readonly before: number;
  /** texts that it counts for */
  readonly texts: number;
}

/** How a soul is saved where somebody asks for it. */
export interface SavingWish {
  /** an older soul that this save must not let go */
  keep?: string;
  /** why it is saved, and its name */
  label?: { reason?: string; keptAs?: string };
  /** seconds: where a soul was saved so lately, that one gets the label instead */
  lately?: number;
}

/** A brain that became larger. */
export interface Grown {
  /** with a lobe or neurons more it says what it said before */
  readonly by: 'lobe' | 'neurons' | 'words';
  /** before, and now */
  readonly parameters: readonly [number, number];
  /** where it learnt words: how many, and the texts that were spelt out before */
  readonly words?: { readonly count: number; readonly texts: readonly string[] };
}

/** A dream that began, or that took the place of its siblings. */
export interface Dreamt {
  readonly alone: boolean;
  /** siblings of whom it dreams */
  readonly brains: number;
}
