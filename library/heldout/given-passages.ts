/** The numbers of the passages that one text gives out, as they come. */
import { enlarged } from '../tokenizer/pieces.ts';
import type { SeenSet } from './seen-set.ts';

/** Numbers of a text that wait until the whole text is on the shelf. */
const WAITING = 1 << 20;

/**
 * Of a text that breaks off nothing was learnt, so its passages are added at its end. A text of more passages than memory should hold adds
 * them as it goes: if it breaks off, some of it will never be held out, though it was not learnt.
 */
export class GivenPassages {
  private readonly given: SeenSet;
  private waiting = new Float64Array(256);
  private count = 0;

  constructor(given: SeenSet) {
    this.given = given;
  }

  readonly push = (hash: number): void => {
    if (this.count === WAITING) this.add();
    if (this.count === this.waiting.length) this.waiting = enlarged(this.waiting, new Float64Array(2 * this.count));
    this.waiting[this.count++] = hash;
  };

  /** To be called now and then while a text is read. @throws what the file system throws */
  async keepSmall(): Promise<void> {
    if (this.given.isFull) await this.given.save();
  }

  /** The text is on the shelf. */
  async end(): Promise<void> {
    this.add();
    await this.keepSmall();
  }

  private add(): void {
    this.given.add(this.waiting.subarray(0, this.count));
    this.count = 0;
  }
}
