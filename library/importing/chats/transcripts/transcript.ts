/** Reading transcripts: texts in which every message begins with a line that says who speaks, and goes on in the next lines. */
import type { Message, Telling } from '../../record.ts';
import { type Head, lineBatches, type Source, textPieces } from '../../source.ts';
import { importingTexts } from '../../texts.ts';
import { Boundary } from './boundary.ts';
import type { Grammar, Start } from './grammar.ts';

/** Characters of one message; more is no message but a file that is damaged. */
const LONGEST = 1 << 20;

interface Open extends Start {
  lines: string[];
  size: number;
}

/** All messages of a transcript. Lines that belong to nobody are counted and told. */
export async function* readTranscript(
  source: Source,
  head: Head,
  telling: Telling,
  makeGrammar: () => Grammar,
): AsyncGenerator<Message[]> {
  const grammar = makeGrammar();
  // Who speaks is known from the beginning, also where their first message is damaged.
  const people = [...(grammar.people ?? []), ...speakersIn(head.text, makeGrammar())];
  const reading = new Transcript({ ...grammar, people }, telling);
  for await (const lines of lineBatches(textPieces(source, head, telling.warn))) {
    const batch = reading.take(lines);
    if (batch.length > 0) yield batch;
  }
  const rest = reading.end();
  if (rest.length > 0) yield rest;
}

/** Names of those who begin to speak in a text. */
function speakersIn(text: string, grammar: Grammar): string[] {
  const names = new Set<string>();
  for (const line of text.split('\n')) {
    const found = grammar.line(line.replace(/\r$/, ''));
    if (found !== undefined && 'author' in found) names.add(found.author);
  }
  return [...names];
}

class Transcript {
  private readonly grammar: Grammar;
  private readonly telling: Telling;
  private readonly boundary: Boundary;
  private open: Open | undefined;
  private lost = 0;
  private batch: Message[] = [];

  constructor(grammar: Grammar, telling: Telling) {
    this.grammar = grammar;
    this.telling = telling;
    this.boundary = new Boundary(grammar);
  }

  take(lines: readonly string[]): Message[] {
    this.batch = [];
    for (const line of lines) this.line(line);
    return this.batch;
  }

  end(): Message[] {
    this.batch = [];
    this.close();
    if (this.lost > 0) {
      this.telling.leftOut('damaged', this.lost);
      this.telling.warn(importingTexts.lines.ofNoMessage(this.lost));
    }
    return this.batch;
  }

  private line(line: string): void {
    const found = this.grammar.line(line);
    if (found === undefined) return this.more(line);
    this.close();
    if ('system' in found) {
      if (found.system !== 'nothing') this.telling.leftOut(found.system);
      return;
    }
    this.boundary.add(found.author);
    this.open = { ...found, lines: [], size: 0 };
    this.more(found.words);
  }

  /** More words of the open message, up to where another message seems to begin whose stamp is damaged. */
  private more(line: string): void {
    const { open } = this;
    if (open === undefined) {
      this.lost += line.trim() === '' ? 0 : 1;
      return;
    }
    const end = this.boundary.find(line);
    if (end !== -1) this.lost++;
    const words = end === -1 ? line : line.slice(0, end);
    if (open.size < LONGEST && (end === -1 || words.trim() !== '')) {
      open.lines.push(words);
      open.size += words.length + 1;
    }
    if (end !== -1) this.close();
  }

  private close(): void {
    const { open, grammar } = this;
    this.open = undefined;
    if (open === undefined) return;
    const text = open.lines.join('\n');
    const words = grammar.words?.(text) ?? text.trim();
    if (typeof words === 'object') return this.telling.leftOut(words.why);
    if (words === '') return this.telling.leftOut('attachment');
    const { author, own, time } = open;
    this.batch.push({ kind: 'message', author, own, time, conversation: grammar.conversation, text: words });
  }
}
