/** Whose the records are that name no sender: the owner's only where the whole file names nobody and holds no conversation. */
import type { Collection } from './collection.ts';
import { FORMATS } from './formats.ts';
import { isNobody, type Owner } from './owner.ts';
import type { Authorship } from './reader.ts';
import type { ImportRecord, Message } from './record.ts';
import type { Head } from './source.ts';
import { importingTexts } from './texts.ts';

type Item = Collection['items'][number];

/** Thrown where it cannot be told who wrote the records of a file. */
export class SenderUnknown extends Error {}

export class Senders {
  private readonly item: Item;
  private readonly head: Head;
  private readonly options: { owner?: Owner | undefined; allOwn?: boolean | undefined };
  /** Whether records without a sender are the owner's; undefined: no such record came, or the file names somebody. */
  private nameless: boolean | undefined;

  constructor(item: Item, head: Head, options: Senders['options']) {
    this.item = item;
    this.head = head;
    this.options = options;
    // All other formats know who wrote what.
    if (FORMATS[item.format].authorship === undefined) this.nameless = false;
  }

  /** Records of which those without a sender are the owner's, if that is so. @throws SenderUnknown, and what reading throws */
  async settle(found: ImportRecord[]): Promise<ImportRecord[]> {
    const records = found.some(hasBlankSender)
      ? found.map((one) => (hasBlankSender(one) ? { ...one, author: '' } : one))
      : found;
    if (this.nameless === false || !records.some(isNameless)) return records;
    this.nameless ??= this.isOwn(await FORMATS[this.item.format].authorship!(this.item.source, this.head));
    return this.nameless ? records.map((record) => (isNameless(record) ? { ...record, own: true } : record)) : records;
  }

  private isOwn({ named, talk, fields }: Authorship): boolean {
    if (named) return false;
    if (this.options.allOwn || (!talk && this.options.owner === undefined)) return true;
    throw new SenderUnknown(importingTexts.senders.noSenderField(fields.slice(0, 12).join(', ')));
  }
}

/** Names that are not empty, and are nobody's all the same. */
function hasBlankSender(record: ImportRecord): record is Message {
  return record.kind === 'message' && record.author !== '' && isNobody(record.author);
}

function isNameless(record: ImportRecord): record is Message {
  return record.kind === 'message' && record.author === '' && record.own === undefined;
}
