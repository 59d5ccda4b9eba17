/** Which stream reads from which source. */
import type { SourceName } from './names.ts';

/** As JSON. */
export interface SchedulerState {
  /** Chunks that are due to each source: what its share gave it, less what it got. */
  readonly due: Partial<Record<SourceName, number>>;
  /** What each stream read last. */
  readonly reads: readonly SourceName[];
  readonly steps: number;
}

/** Chunks that must be due to a source before a stream leaves the library for it, so that streams are seldom interrupted. */
const VISIT = 4;

/**
 * Gives every source its share of all chunks, to within a few chunks at any time: shares are added up, and what is due is paid. Unlike a
 * draw by lot for each stream and chunk, it never leaves a source out for long, and a stream that went over to another source stays with
 * it for as long as anything is due: memories of the library are cleared once for a visit, not for each chunk of it. The streams take
 * turns in leaving the library, so that none of them is left behind in it.
 */
export class SourceScheduler {
  private readonly due = new Map<SourceName, number>();
  private reads: SourceName[];
  private steps: number;

  constructor(streams: number, state?: SchedulerState) {
    this.reads = Array.from({ length: streams }, (_, b) => state?.reads[b] ?? 'library');
    this.steps = state?.steps ?? 0;
    for (const [source, chunks] of Object.entries(state?.due ?? {})) this.due.set(source as SourceName, chunks);
  }

  /**
   * What each stream reads in the next step.
   * @param shares of the sources that have anything, together 1
   * @param isBusy whether a stream is in the middle of a passage, which it reads to its end
   */
  next(shares: ReadonlyMap<SourceName, number>, isBusy: (stream: number) => boolean): readonly SourceName[] {
    const { due } = this;
    const count = this.reads.length;
    const others = [...shares].filter(([source, share]) => source !== 'library' && share > 0);
    for (const source of due.keys()) if (!others.some(([name]) => name === source)) due.delete(source);
    // what a source gets that was empty until now is due at once
    for (const [source, share] of others) due.set(source, (due.get(source) ?? VISIT) + share * count);
    const take = (stream: number, source: SourceName): void => {
      due.set(source, due.get(source)! - 1);
      this.reads[stream] = source;
    };
    const turns = Array.from({ length: count }, (_, i) => (this.steps + i) % count);
    const free: number[] = [];
    for (const b of turns) {
      const source = this.reads[b]!;
      if (source !== 'library' && due.has(source) && (isBusy(b) || due.get(source)! > 0)) take(b, source);
      else free.push(b);
    }
    const athome = shares.get('library') ?? 0;
    for (const b of free) {
      const [source] = others.map(([name]) => name).sort((one, other) => due.get(other)! - due.get(one)!);
      if (source !== undefined && (due.get(source)! >= VISIT || athome <= 0)) take(b, source);
      else this.reads[b] = 'library';
    }
    this.steps++;
    return this.reads;
  }

  state(): SchedulerState {
    return { due: Object.fromEntries(this.due), reads: [...this.reads], steps: this.steps };
  }
}
