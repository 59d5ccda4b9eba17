/** Recognising held-out passages, and keeping them out of what is learnt. */
import { hashAlone, type Known, Recogniser } from './fingerprint.ts';
import { PassageCutter } from './passages.ts';
import { wordsOfTurns } from './turns.ts';

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
  /** The words of held-out turns, whoever says them. */
  private readonly spoken = new Set<number>();

  /** Withholds a held-out text from now on. */
  add(text: string): void {
    for (const known of knownIn(text)) {
      if (known.blank) continue;
      if (Number.isNaN(known.hash)) this.endings.add(hashAlone(known.text));
      else this.hashes.add(known.hash);
    }
    for (const words of wordsOfTurns(text)) {
      for (const { blank, hash } of knownIn(words)) if (!blank && !Number.isNaN(hash)) this.spoken.add(hash);
    }
  }

  /** Whether these words are those of a held-out turn. */
  hasSpoken({ blank, hash }: Known): boolean {
    return !blank && this.spoken.has(hash);
  }

  has(hash: number): boolean {
    return this.hashes.has(hash);
  }

  /** Whether a held-out text ends with this short passage. */
  isEnding(known: Known): boolean {
    return this.endings.size > 0 && this.endings.has(hashAlone(known.text));
  }
}

/** Says of passages, one after another, which of them are held out. */
export class Sieve {
  private readonly withheld: Withheld;
  /** How many of the next passages a recognised one still covers. */
  private covered = 0;
  private dropped = false;

  constructor(withheld: Withheld) {
    this.withheld = withheld;
  }

  drops(known: Known): boolean {
    if (!known.blank && this.withheld.has(known.hash)) this.covered = Math.max(this.covered, known.span);
    const goes = this.covered > 0 || (this.dropped && (known.blank || this.withheld.isEnding(known)));
    if (this.covered > 0) this.covered--;
    this.dropped = goes;
    return goes;
  }
}

/** Lets through, of a text that comes in pieces, what may be learnt. */
export class LearningFilter {
  private readonly reader = new KnownReader();
  private readonly sieve: Sieve;
  private readonly onGiven: (hash: number) => void;

  /** @param onGiven told the number of each passage that is let through. */
  constructor(withheld: Withheld, onGiven: (hash: number) => void = () => undefined) {
    this.sieve = new Sieve(withheld);
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
      if (this.sieve.drops(known)) continue;
      kept += known.text;
      if (!Number.isNaN(known.hash)) this.onGiven(known.hash);
    }
    return kept;
  }
}

/** All passages of a text that is there as a whole. */
export function knownIn(text: string): Known[] {
  const reader = new KnownReader();
  return [...reader.push(text), ...reader.end()];
}
