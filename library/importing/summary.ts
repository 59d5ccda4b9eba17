/** What an import found, kept and left out. */
import type { Encoding, EncodingProof } from '../cleaning/encoding.ts';
import { People } from './owner.ts';
import type { ImportRecord, LeftOut } from './record.ts';
import { countWords } from './words.ts';

export interface FoundEncoding {
  encoding: Encoding;
  by: EncodingProof;
  texts: number;
}

export class Summary {
  messages = 0;
  documents = 0;
  dialogues = 0;
  words = 0;
  /** What is learnt of it. */
  learntMessages = 0;
  learntAnswers = 0;
  learntWords = 0;
  readonly people = new People();
  /** Those whose messages are learnt; '' where an export does not name its owner. */
  readonly learntPeople = new People();
  /** Some lines as they are learnt, from all over it. */
  readonly samples: string[] = [];
  /** Milliseconds since 1970 of the first and last moment that is known. */
  from = Number.POSITIVE_INFINITY;
  to = Number.NEGATIVE_INFINITY;
  readonly leftOut = new Map<LeftOut, number>();
  /** Files and parts of them that were read. */
  sources = 0;
  /** Texts of which samples may be, and the state of the generator that draws them. */
  private sampled = 0;
  private state = 1;
  /** In which encodings texts were read, what told them, and of how many texts. */
  readonly encodings: FoundEncoding[] = [];

  leave(why: LeftOut, count = 1): void {
    this.leftOut.set(why, (this.leftOut.get(why) ?? 0) + count);
  }

  readIn(encoding: Encoding, by: EncodingProof): void {
    const known = this.encodings.find((one) => one.encoding === encoding && one.by === by);
    if (known === undefined) this.encodings.push({ encoding, by, texts: 1 });
    else known.texts++;
  }

  /** Counts a record as it came. */
  take(record: ImportRecord): void {
    if (record.kind === 'qa') {
      this.dialogues++;
      for (const { text } of record.turns) this.words += countWords(text);
      return;
    }
    this.words += countWords(record.text);
    if (record.kind === 'document') this.documents += record.begins ? 1 : 0;
    else {
      this.messages++;
      if (record.author !== '') this.people.count(record.author);
    }
    // Clocks that were never set say 1970; nobody wrote messages on a telephone then.
    if (record.time === undefined || record.time < 1e11) return;
    this.from = Math.min(this.from, record.time);
    this.to = Math.max(this.to, record.time);
  }

  /** Counts what is learnt, as it is learnt. Pieces of documents are only counted in words. @param author of a message */
  learn(kind: ImportRecord['kind'], text: string, author = ''): void {
    if (kind === 'message') {
      this.learntMessages++;
      this.learntPeople.count(author);
    } else if (kind === 'qa') this.learntAnswers++;
    this.learntWords += countWords(text);
    this.sample(text);
  }

  /** Keeps a few lines of all that were learnt, each with the same chance; the same lines whenever the same is fed. */
  private sample(text: string): void {
    const line = text
      .slice(0, LONGEST_SAMPLE * 4)
      .split('\n')
      .find((one) => /[\p{L}\p{N}]/u.test(one));
    if (line === undefined) return;
    this.sampled++;
    const place = this.samples.length < SAMPLES ? this.samples.length : this.draw(this.sampled);
    if (place < SAMPLES) this.samples[place] = line.trim().slice(0, LONGEST_SAMPLE);
  }

  /** A number below another, from a linear congruential generator (Numerical Recipes). */
  private draw(below: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * below);
  }
}

/** Lines that are shown of what is learnt. */
const SAMPLES = 3;

/** Characters of one. */
const LONGEST_SAMPLE = 200;
