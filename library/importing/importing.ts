/** The way from something that is fed to files of a library: read, owner found, cleaned, written. */
import { clean } from '../cleaning/clean.ts';
import type { Rewriter } from '../cleaning/rewriter.ts';
import { reason } from '../notices/notices.ts';
import { Excerpts } from './chats/conversation-context.ts';
import type { Collection, Item } from './collection.ts';
import { FORMATS } from './formats.ts';
import { Owner, OwnerUnknown, People, type Person, SaidOwn } from './owner.ts';
import type { Reader } from './reader.ts';
import type { Dialogue, ImportRecord, Message } from './record.ts';
import { Senders, SenderUnknown } from './senders.ts';
import { counted, readHead } from './source.ts';
import { Summary } from './summary.ts';
import { importingTexts } from './texts.ts';
import { TURNS_KIND, turnLine } from './turns-file.ts';
import { plainName, type Sink } from './writing.ts';

/** Names of the owner; `own`: what looks like a conversation is the owner's writing; nothing: no answer. */
export type Answer = readonly string[] | 'own' | undefined;

export interface ImportOptions {
  /** Who the owner is, if that is known. */
  owner?: Owner | undefined;
  /** Who the owner was in what was fed before; holds only where that name turns up again. */
  remembered?: Owner | undefined;
  /** Asked if it is not known; nothing: nobody can be asked. */
  askOwner?: ((people: readonly Person[], guessed: boolean) => Promise<Answer>) | undefined;
  /** Files that only seem to be others' words are the owner's own writing. */
  allOwn?: boolean | undefined;
  /** What becomes of others' words: left out, or read without being learnt. */
  others: 'leave' | 'context';
  rewriter: Rewriter;
  /** The rewriter of plain texts. */
  plainRewriter: Rewriter;
  /** By which names owner and baby speak in turns. */
  speakers: { owner: string; baby: string };
  sink: Sink;
  onBytes?: ((bytes: number) => void) | undefined;
  /** One sentence about a file: its name, and what goes on after it. */
  onWarning: (name: string, says: string) => void;
}

export interface Imported {
  summary: Summary;
  /** Who the owner turned out to be, if that had to be known. */
  owner: Owner | undefined;
}

/** Records to read before asking which person the owner is. */
const LOOKED_THROUGH = 4000;
/** Characters of them. */
const LOOKED_THROUGH_TEXT = 1 << 23;
/** Sentences about damages of one file; more are only counted. */
const MOST_WARNINGS = 10;
/** Milliseconds of silence after which a new conversation begins. */
const SILENCE = 6 * 3600 * 1000;

/**
 * Imports everything of a collection.
 * @throws OwnerUnknown, SaidOwn, what the sink throws; what cannot be read is told, and the rest is read.
 */
export async function importCollection(collection: Collection, options: ImportOptions): Promise<Imported> {
  const work = new Import(options);
  for (const item of collection.items) await work.read(item);
  await work.finish();
  return { summary: work.summary, owner: work.owner };
}

class Import {
  readonly summary = new Summary();
  owner: Owner | undefined;
  private readonly options: ImportOptions;
  /** Records that wait until it is known who the owner is. */
  private waiting: { item: Item; records: ImportRecord[] }[] | undefined = [];
  private readonly waitingFor = new People();
  /** By format: names under which its owner wrote, where an export says so of some messages; and of which it does not of others. */
  private readonly told = new Map<string, Set<string>>();
  private readonly untold = new Set<string>();
  private waitingRecords = 0;
  private waitingText = 0;
  private readonly excerpts: Excerpts;
  /** Files of the library that have words already, and where and when the last ones were written. */
  private readonly begun = new Set<string>();
  private last: { key: string; time: number | undefined } = { key: '', time: undefined };
  /** Of each file, the conversation of its last words: a table may hold many. */
  private readonly conversations = new Map<string, string | undefined>();
  private isRemembered = false;

  constructor(options: ImportOptions) {
    this.options = options;
    this.owner = options.owner;
    if (this.owner !== undefined) this.waiting = undefined;
    this.excerpts = new Excerpts(SILENCE);
  }

  async read(item: Item): Promise<void> {
    const { source, format } = item;
    const { onBytes = () => undefined, onWarning } = this.options;
    let warnings = 0;
    const warn = (says: string): void => {
      if (++warnings <= MOST_WARNINGS) onWarning(source.name, says);
    };
    const leftOut: Summary['leave'] = (why, count) => this.summary.leave(why, count);
    this.summary.sources++;
    try {
      const head = await readHead(source);
      const encodings = new Set<string>();
      head.onEncoding = (encoding, by) => {
        // Some files are read twice, and books have many chapters.
        if (!encodings.has(encoding)) this.summary.readIn(encoding, by);
        encodings.add(encoding);
      };
      const senders = new Senders(item, head, this.options);
      for await (const records of FORMATS[format].read(counted(source, onBytes), head, { leftOut, warn })) {
        await this.take(item, await senders.settle(records));
      }
    } catch (error) {
      if (error instanceof OwnerUnknown || error instanceof SaidOwn || error instanceof SinkFailed) throw error;
      if (error instanceof SenderUnknown) return warn(importingTexts.run.notFed(error.message));
      leftOut('damaged');
      warn(importingTexts.run.stoppedReading(warnings > 0, reason(error).replace(/\.$/, '')));
    }
    if (warnings > MOST_WARNINGS) onWarning(source.name, importingTexts.run.moreDamage(warnings - MOST_WARNINGS));
  }

  async finish(): Promise<void> {
    await this.decide();
    for (const left of this.excerpts.end()) this.summary.leave('others', left);
  }

  private async take(item: Item, records: ImportRecord[]): Promise<void> {
    if (this.waiting === undefined) return this.write(item, records);
    let asks = false;
    for (const record of records) {
      this.waitingText += record.kind === 'qa' ? 0 : record.text.length;
      if (record.kind !== 'message' || record.author === '') continue;
      if (record.own === true) this.told.set(item.format, (this.told.get(item.format) ?? new Set()).add(record.author));
      if (record.own !== undefined) continue;
      this.waitingFor.count(record.author);
      this.untold.add(item.format);
      this.isRemembered ||= this.options.remembered?.owns(record) ?? false;
      asks = true;
    }
    // As long as nobody is named there is nothing to find out.
    if (!asks && this.waiting.length === 0) return this.write(item, records);
    this.waiting.push({ item, records });
    this.waitingRecords += records.length;
    if (this.waitingRecords >= LOOKED_THROUGH || this.waitingText >= LOOKED_THROUGH_TEXT) await this.decide();
  }

  /** Finds out who the owner is, and goes on with what waited. */
  private async decide(): Promise<void> {
    const waiting = this.waiting;
    if (waiting === undefined) return;
    if (this.isRemembered) this.owner = this.options.remembered;
    else if (this.waitingFor.size > 0) {
      const people = this.waitingFor.list();
      // Asked also if there is only one: what is left of a chat may be the other's words.
      const guessed = waiting.every(({ item }) => (FORMATS[item.format] as Reader).guess);
      const names = this.namesTold() ?? (await this.options.askOwner?.(people, guessed));
      if (names === 'own') throw new SaidOwn();
      if (names === undefined || names.length === 0) throw new OwnerUnknown(people, guessed);
      this.owner = new Owner(names);
    }
    if (this.owner !== undefined) this.waiting = undefined;
    for (const { item, records } of waiting.splice(0)) await this.write(item, records);
  }

  /** Who the owner is, if every format that names people says so of some of them. */
  private namesTold(): string[] | undefined {
    const told = [...this.untold].map((format) => this.told.get(format));
    return told.every((names) => names !== undefined) ? told.flatMap((names) => [...names]) : undefined;
  }

  private async write(item: Item, records: readonly ImportRecord[]): Promise<void> {
    for (const record of records) {
      this.summary.take(record);
      const waiting = this.record(item, record);
      if (waiting !== undefined) await waiting;
    }
  }

  private record(item: Item, record: ImportRecord): Promise<void> | undefined {
    if (record.kind === 'message') return this.message(item, record);
    if (record.kind === 'qa') return this.dialogue(item, record);
    const rewriter =
      item.format === 'plain' || item.format === 'linkedNotes' ? this.options.plainRewriter : this.options.rewriter;
    const text = rewriter.rewrite(clean(record.text));
    if (text.trim() === '') return undefined;
    this.summary.learn('document', text);
    const key = `${item.base}.txt`;
    return this.append(key, record.begins ? this.gap(key, record.time, true) + text : text);
  }

  private message(item: Item, message: Message): Promise<void> | undefined {
    const own = message.own ?? this.owner?.owns(message) ?? false;
    const { others, rewriter, speakers } = this.options;
    if (others === 'leave' && !own) {
      this.summary.leave(message.author === '' ? 'unknown' : 'others');
      return undefined;
    }
    const text = rewriter.rewrite(clean(message.text)).trim();
    if (text === '') return undefined;
    const place = message.conversation === undefined || !FORMATS[item.format].conversations ? item.base : undefined;
    const base = place ?? `${item.folder}/${plainName(message.conversation!)}`;
    if (own) this.summary.learn('message', text, message.author);
    if (others === 'leave') {
      const key = `${base}.txt`;
      const apart = text.includes('\n\n') || message.conversation !== this.conversations.get(key);
      this.conversations.set(key, message.conversation);
      return this.append(key, `${this.gap(key, message.time, apart)}${text}\n`);
    }
    const speaker = own ? speakers.owner : rewriter.rewrite(clean(message.author)).trim() || 'someone';
    const turn = { speaker, text, learn: own };
    const { turns, left } = this.excerpts.push(base, message.conversation ?? '', turn, message.time);
    if (left > 0) this.summary.leave('others', left);
    return turns.length > 0 ? this.append(`${base}${TURNS_KIND}`, turns.map(turnLine).join('')) : undefined;
  }

  private dialogue(item: Item, { turns }: Dialogue): Promise<void> | undefined {
    const { rewriter, speakers } = this.options;
    const names = { question: speakers.owner, answer: speakers.baby, system: 'system' };
    const lines = turns.map(({ role, text, learn }, i) => {
      const words = rewriter.rewrite(clean(text)).trim();
      if (words === '') return '';
      if (learn) this.summary.learn('qa', words);
      return turnLine({ speaker: names[role], text: words, learn, begins: i === 0 });
    });
    return this.append(`${item.base}${TURNS_KIND}`, lines.join(''));
  }

  /** An empty line between what does not belong together; nothing at the beginning of a file. */
  private gap(key: string, time: number | undefined, apart: boolean): string {
    const { key: before, time: last } = this.last;
    this.last = { key, time };
    const known = this.begun.has(key);
    this.begun.add(key);
    const silent = time !== undefined && last !== undefined && Math.abs(time - last) > SILENCE;
    return known && (apart || silent || before !== key) ? '\n' : '';
  }

  private append(key: string, text: string): Promise<void> | undefined {
    return this.options.sink.append(key, text)?.catch((cause: Error) => {
      throw new SinkFailed(cause);
    });
  }
}

/** The library cannot be written, which no other file would change. */
export class SinkFailed extends Error {
  /** Of the file system, such as ENOSPC. */
  readonly code: string | undefined;

  constructor(cause: NodeJS.ErrnoException) {
    super(cause.message, { cause });
    this.code = cause.code;
  }
}
