/** Recognising held-out passages, and keeping them out of what is learnt. */
import { hashAlone, type Known, Recogniser } from './fingerprint.ts';
import { PassageCutter } from './passages.ts';

/** Cuts a text that comes in pieces into passages and recognises them. */
export class KnownReader {
  private readonly cutter = new PassageCutter();
  private readonly recogniser = new Recogniser();

  push(piece: string): Known[] {
    return this.recogniser.push(this.cutter.push(piece));
  }

  end(): Known[] {
    return [...this.recogniser.push(this.cutter.end()), ...this.recogniser.end()];
  }
}

/** All that is held out, by number. */
export class Withheld {
  private readonly hashes = new Set<number>();
  /** Last short lines of held-out texts; they are recognised only right behind another held-out passage. */
  private readonly endings = new Set<number>();

  /** Withholds a held-out text from now on. */
  add(text: string): void {
    const reader = new KnownReader();
    for (const known of [...reader.push(text), ...reader.end()]) {
      if (known.blank) continue;
      if (Number.isNaN(known.hash)) this.endings.add(hashAlone(known.text));
      else this.hashes.add(known.hash);
    }
  }

  has(hash: number): boolean {
    return this.hashes.has(hash);
  }

  /** Whether a held-out text ends with this short passage. */
  isEnding(known: Known): boolean {
    return this.endings.size > 0 && this.endings.has(hashAlone(known.text));
  }
}

/** Lets through, of a text that comes in pieces, what may be learnt. */
export class LearningFilter {
  private readonly reader = new KnownReader();
  private readonly withheld: Withheld;
  private readonly onGiven: (hash: number) => void;
  /** How many of the next passages a recognised one still covers. */
  private covered = 0;
  private dropped = false;

  /** @param onGiven told the number of each passage that is let through. */
  constructor(withheld: Withheld, onGiven: (hash: number) => void = () => undefined) {
    this.withheld = withheld;
    this.onGiven = onGiven;
  }

  push(piece: string): string {
    return this.take(this.reader.push(piece));
  }

  end(): string {
    return this.take(this.reader.end());
  }

  private take(passages: readonly Known[]): string {
    let kept = '';
    for (const known of passages) {
      if (!known.blank && this.withheld.has(known.hash)) this.covered = Math.max(this.covered, known.span);
      const goes = this.covered > 0 || (this.dropped && (known.blank || this.withheld.isEnding(known)));
      if (this.covered > 0) this.covered--;
      this.dropped = goes;
      if (goes) continue;
      kept += known.text;
      if (!Number.isNaN(known.hash)) this.onGiven(known.hash);
    }
    return kept;
  }
}
