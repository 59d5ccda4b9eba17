/** Teaching the gate while the library is read. */
import type { Batch, BatchReader } from '../../../library/batches/batch.ts';
import type { Memory } from './memory.ts';

/**
 * Teaches the gate from what the weights foresaw of the library in its first reading, and what the memory foresees there without the place
 * itself, so that neither of them had met it before. One stream of each step, in turn: that is enough, and costs next to nothing.
 */
export class GateLessons {
  private readonly memory: Memory;

  constructor(memory: Memory) {
    this.memory = memory;
  }

  /** A reader of the library, from whose batches the gate learns in step number `step`. */
  reading(reader: BatchReader, step: number): BatchReader {
    return {
      next: () => reader.next(),
      mark: (batch, best, losses) => {
        reader.mark?.(batch, best, losses);
        this.learn(batch, losses, step, reader);
      },
      get libraryTokens() {
        return reader.libraryTokens;
      },
      get libraryRead() {
        return reader.libraryRead;
      },
    };
  }

  /**
   * @param losses of all targets, in nats. Shape (B,T)
   * @param step which of the streams has its turn
   */
  learn(batch: Batch, losses: ArrayLike<number>, step: number, reader: BatchReader): void {
    const recall = this.memory.ofLibrary;
    if (!recall || reader.libraryRead > reader.libraryTokens) return;
    const { inputs, targets, learn, fresh, spans = [], places } = batch;
    const length = inputs.length / fresh.length;
    const b = step % fresh.length;
    if (spans.some(({ stream }) => stream === b) || !this.memory.remembers(places[b].file, places[b].offset)) return;
    const text = this.memory.asRemembered(inputs.subarray(b * length, (b + 1) * length));
    for (let t = 0; t < length; t++) {
      const at = b * length + t;
      if (!learn[at] || !Number.isFinite(losses[at])) continue;
      const others = recall.without(recall.at(text, t + 1), targets[at]);
      this.memory.gate.learn(others, Math.exp(-losses[at]), recall.probability(others, targets[at]));
    }
  }
}
