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
  /** Milliseconds since 1970 of the first and last moment that is known. */
  from = Number.POSITIVE_INFINITY;
  to = Number.NEGATIVE_INFINITY;
  readonly leftOut = new Map<LeftOut, number>();
  /** Files and parts of them that were read. */
  sources = 0;
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

  /** Counts what is learnt, as it is learnt. Pieces of documents are only counted in words. */
  learn(kind: ImportRecord['kind'], text: string): void {
    if (kind === 'message') this.learntMessages++;
    else if (kind === 'qa') this.learntAnswers++;
    this.learntWords += countWords(text);
  }
}
