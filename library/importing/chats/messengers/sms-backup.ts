/** SMS and MMS as "SMS Backup & Restore" and signalbackup-tools write them in XML. */
import { Parser } from 'htmlparser2';
import { fileName, type Reader } from '../../reader.ts';
import type { LeftOut, Message } from '../../record.ts';
import { textPieces } from '../../source.ts';
import { importingTexts } from '../../texts.ts';

export const smsBackup: Reader = {
  title: importingTexts.titles.smsBackup,
  conversations: true,
  detect: (head) => fileName(head).endsWith('.xml') && /<smses\b/.test(head.text.slice(0, 4096)),
  async *read(source, head, { leftOut, warn }) {
    const backup = new Backup(leftOut);
    let held = '';
    for await (const piece of textPieces(source, head, warn)) {
      const text = held + piece;
      // What may be half of a character's two numbers waits for the rest.
      const cut = /&[#\w;&]{0,24}$/.exec(text)?.index ?? text.length;
      held = text.slice(cut);
      yield backup.push(text.slice(0, cut));
    }
    yield backup.end(held);
  },
};

/** A character beyond 16 bits is written as two numbers. */
const PAIRS = /&#(5[56]\d{3});&#(5[67]\d{3});/g;

class Backup {
  private readonly leftOut: (why: LeftOut) => void;
  private readonly parser: Parser;
  private batch: Message[] = [];
  private mms: { attributes: Record<string, string>; words: string[]; from: string } | undefined;

  constructor(leftOut: (why: LeftOut) => void) {
    this.leftOut = leftOut;
    this.parser = new Parser(
      { onopentag: (name, attributes) => this.begin(name, attributes), onclosetag: (name) => this.finish(name) },
      { xmlMode: true, decodeEntities: true },
    );
  }

  push(piece: string): Message[] {
    this.batch = [];
    this.parser.write(
      piece.replace(PAIRS, (_pair, high: string, low: string) => String.fromCharCode(Number(high), Number(low))),
    );
    return this.batch;
  }

  end(rest: string): Message[] {
    const batch = this.push(rest);
    this.parser.end();
    return batch;
  }

  private begin(name: string, attributes: Record<string, string>): void {
    if (name === 'sms')
      this.take(attributes, attributes['body'] ?? '', attributes['type'], attributes['address'] ?? '');
    else if (name === 'mms') this.mms = { attributes, words: [], from: '' };
    else if (name === 'part' && this.mms !== undefined && attributes['ct'] === 'text/plain')
      this.mms.words.push(attributes['text'] ?? '');
    else if (name === 'addr' && this.mms !== undefined && attributes['type'] === '137')
      this.mms.from = attributes['address'] ?? '';
  }

  private finish(name: string): void {
    const { mms } = this;
    if (name !== 'mms' || mms === undefined) return;
    this.mms = undefined;
    const { attributes, words, from } = mms;
    this.take(
      attributes,
      words.filter((part) => part !== 'null').join('\n'),
      attributes['msg_box'],
      from || (attributes['address'] ?? ''),
    );
  }

  /** @param box 1 received, 2 sent; 3 to 6 are drafts and what waits or failed */
  private take(attributes: Record<string, string>, words: string, box: string | undefined, address: string): void {
    if (box !== '1' && box !== '2') return this.leftOut('system');
    if (words.trim() === '' || words === 'null') return this.leftOut('attachment');
    const contact = attributes['contact_name'] ?? '';
    const name = /^\(?(?:unknown|null)\)?$|^$/i.test(contact) ? '' : contact;
    const place = name || (attributes['address'] ?? address);
    const time = Number(attributes['date']);
    // In a group the name is of all of its people.
    const isGroup = (attributes['address'] ?? '').includes('~');
    this.batch.push({
      kind: 'message',
      author: box === '2' ? 'me' : (isGroup ? address : name) || address,
      authorId: box === '2' || address === '' ? undefined : address,
      own: box === '2',
      time: time > 0 ? time : undefined,
      conversation: place || undefined,
      text: words.trim(),
    });
  }
}
