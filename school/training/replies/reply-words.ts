import { sentenceEnd } from '../../../library/texts/sentence-end.ts';
import { type Tokenizer, WholeCharacterDecoder } from '../../../library/tokenizer/index.ts';

/** Stands behind a reply that is cut within a sentence. */
const CUT = '…';

/**
 * A reply as it grows: whole characters only, also at its end, without space around it, and held back where a stop string may begin. Bytes
 * that are no character are not said.
 */
export class Words {
  private readonly decoder: WholeCharacterDecoder;
  private readonly stops: readonly string[];
  private readonly onDelta: (delta: string) => void;
  private readonly isVerbatim: boolean;
  private text = '';
  private told = 0;
  private holding = false;

  /** @param isVerbatim whether space at its beginning belongs to it, as it does where a text goes on */
  constructor(tokenizer: Tokenizer, stops: readonly string[], onDelta: (delta: string) => void, isVerbatim = false) {
    this.isVerbatim = isVerbatim;
    this.decoder = new WholeCharacterDecoder(tokenizer);
    this.stops = stops.filter((stop) => stop !== '');
    this.onDelta = onDelta;
  }

  /** Characters of the reply so far. */
  get length(): number {
    return this.text.length;
  }

  /** Takes one token; true when a stop string came, which is left out with all behind it. */
  push(id: number): boolean {
    const text = this.text + this.decoder.push(id);
    this.text = this.isVerbatim ? text : text.replace(/^\s+/, '');
    const found = this.stops.map((stop) => this.text.indexOf(stop)).filter((at) => at >= 0);
    if (found.length > 0) {
      this.text = this.text.slice(0, Math.min(...found));
      return true;
    }
    const sure = this.text.length - this.mayBegin();
    this.tell(this.holding ? Math.min(sure, sentenceEnd(this.text)) : sure);
    return false;
  }

  end(): string {
    this.text = wholeEnd(this.text);
    this.tell(this.text.length);
    return this.text;
  }

  get endsSentence(): boolean {
    return sentenceEnd(this.text) === this.text.length;
  }

  /** From now on only whole sentences are told, until it ends. */
  holdBack(): void {
    this.holding = true;
  }

  /** Ends it where it was cut: behind its last whole sentence, if nothing behind that was told yet; else the cut is marked. */
  cut(): string {
    const end = sentenceEnd(this.text);
    const text = wholeEnd(this.text);
    this.text = end > 0 && end >= this.told ? this.text.slice(0, end) : text === '' ? '' : `${text}${CUT}`;
    this.tell(this.text.length);
    return this.text;
  }

  /** How many characters at the end could be the beginning of a stop string. */
  private mayBegin(): number {
    const longest = Math.max(0, ...this.stops.map((stop) => stop.length - 1));
    for (let n = Math.min(longest, this.text.length); n > 0; n--) {
      if (this.stops.some((stop) => stop.startsWith(this.text.slice(-n)))) return n;
    }
    return 0;
  }

  private tell(upTo: number): void {
    // space at the end, or half of an emoji, may turn out to be the last of it, which is left out
    const end = wholeEnd(this.text.slice(0, upTo)).length;
    if (end <= this.told) return;
    this.onDelta(this.text.slice(this.told, end));
    this.told = end;
  }
}

/** An emoji that is to be joined with another, which does not follow; half of a flag, behind whole ones. */
const HALF_EMOJI =
  /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d$|(?<=(?<!\p{RI})(?:\p{RI}{2})*)\p{RI}$/u;

/** A text without space at its end, and without an emoji of which only a half stands there. */
function wholeEnd(text: string): string {
  for (let end = text; ; ) {
    const shorter = end.trimEnd().replace(HALF_EMOJI, '');
    if (shorter === end) return end;
    end = shorter;
  }
}
