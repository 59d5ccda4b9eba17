/** Recognising held-out passages, and keeping them out of what is learnt. */

import { wordsOfTurns } from '../tokenizer/chat-template.ts';
import { hashAlone, type Known, Recogniser } from './fingerprint.ts';
import type { Numbers } from './numbers-file.ts';
import { SegmentCutter } from './segments.ts';

/** Cuts a text that comes in pieces into passages and recognises them. */
export class KnownReader {
  private readonly cutter = new SegmentCutter();
  private readonly recogniser = new Recogniser();

  push(piece: string): Known[] {
    return this.recogniser.push(this.cutter.push(piece));
  }

  end(): Known[] {
    return [...this.recogniser.push(this.cutter.end()), ...this.recogniser.end()];
  }
}

/** All that is held out, by number. */
export class HeldOutSet {
  private readonly hashes = new Set<number>();
  /** Last short lines of held-out texts; they are recognised only right behind another held-out passage. */
  private readonly endings = new Set<number>();

  /** Withholds a held-out text from now on, and the words of its turns by any speaker. */
  add(text: string): void {
    for (const known of knownIn(text)) {
      if (known.blank) continue;
      if (Number.isNaN(known.hash)) this.endings.add(hashAlone(known.text));
      else this.hashes.add(known.hash);
    }
    for (const words of wordsOfTurns(text)) for (const hash of numbersOf(knownIn(words))) this.hashes.add(hash);
  }

  /** Withholds a text of which only the numbers are known. */
  addNumbers({ passages, endings }: Numbers): void {
    for (const hash of passages) this.hashes.add(hash);
    for (const hash of endings) this.endings.add(hash);
  }

  numbers(): Numbers {
    return { passages: [...this.hashes], endings: [...this.endings] };
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
  private readonly withheld: HeldOutSet;
  /** How many of the next passages a recognised one still covers. */
  private covered = 0;
  private dropped = false;

  constructor(withheld: HeldOutSet) {
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

/** A turn that is longer is decided upon before all of it has come. Also turns.ts takes a longer line for no turn. */
const LONGEST_TURN = 1 << 20;

/** Filters a text that comes in pieces: passes on what may be learnt. A turn whose words are held out is dropped, by any speaker. */
export class LearningFilter {
  private readonly reader = new KnownReader();
  private readonly withheld: HeldOutSet;
  private readonly sieve: Sieve;
  private readonly onGiven: (hash: number) => void;
  /** Of a turn that goes on. */
  private waiting: Known[] = [];
  private waitingLength = 0;
  /** Of a line whose beginning was decided upon: whether what follows of it goes as well. */
  private inside: { goes: boolean } | undefined;

  /** @param onGiven told the number of each passage that is let through, and of the words of turns also alone. */
  constructor(withheld: HeldOutSet, onGiven: (hash: number) => void = () => undefined) {
    this.withheld = withheld;
    this.sieve = new Sieve(withheld);
    this.onGiven = onGiven;
  }

  push(piece: string): string {
    return this.take(this.reader.push(piece));
  }

  /** What is left. The filter may then be used for another text. */
  end(): string {
    const kept = this.take(this.reader.end()) + this.decide().kept;
    this.inside = undefined;
    return kept;
  }

  private take(passages: readonly Known[]): string {
    let kept = '';
    for (const line of linesOf(passages)) {
      const ended = line.at(-1)!.text.endsWith('\n');
      if (this.inside !== undefined) {
        kept += this.filter(line, [], this.inside.goes);
        if (ended) this.inside = undefined;
        continue;
      }
      for (const known of line) {
        this.waiting.push(known);
        this.waitingLength += known.text.length;
      }
      const isTurn = this.waiting[0]!.text.startsWith('[');
      if (!ended && isTurn && this.waitingLength < LONGEST_TURN) continue;
      const decided = this.decide();
      kept += decided.kept;
      if (!ended) this.inside = decided;
    }
    return kept;
  }

  /** Decides on the line that waits, or on as much of it as came. */
  private decide(): { kept: string; goes: boolean } {
    const line = this.waiting;
    if (line.length === 0) return { kept: '', goes: false };
    this.waiting = [];
    this.waitingLength = 0;
    const said = numbersOf(saidIn(line));
    const goes = said.some((hash) => this.withheld.has(hash));
    return { kept: this.filter(line, said, goes), goes };
  }

  /** What of a line, or of a part of it, may be learnt. @param said numbers of its words alone @param goes all of it */
  private filter(line: readonly Known[], said: readonly number[], goes: boolean): string {
    const stays = line.filter((known) => !this.sieve.drops(known) && !goes);
    if (stays.length > 0) for (const hash of [...numbersOf(stays), ...said]) this.onGiven(hash);
    return stays.map(({ text }) => text).join('');
  }
}

/** Passages by the lines in which they stand. */
export function linesOf(passages: readonly Known[]): Known[][] {
  const lines: Known[][] = [];
  let inside = false;
  for (const known of passages) {
    if (inside) lines.at(-1)!.push(known);
    else lines.push([known]);
    inside = !known.text.endsWith('\n');
  }
  return lines;
}

/** The passages of a turn's words, without the speaker; none if the line is no turn. */
export function saidIn(line: readonly Known[]): Known[] {
  if (!line[0]!.text.startsWith('[')) return [];
  return wordsOfTurns(line.map(({ text }) => text).join('')).flatMap(knownIn);
}

/** Numbers of passages that can be recognised. */
function numbersOf(passages: readonly Known[]): number[] {
  return passages.map(({ hash }) => hash).filter((hash) => !Number.isNaN(hash));
}

/** All passages of a text that is there as a whole. */
export function knownIn(text: string): Known[] {
  const reader = new KnownReader();
  return [...reader.push(text), ...reader.end()];
}
