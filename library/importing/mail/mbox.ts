/** E-mails: mbox files of any size, as Thunderbird, Apple Mail and Gmail's Takeout write them, and single mails. */

import { fileName, type Reader } from '../reader.ts';
import type { ImportRecord, Telling } from '../record.ts';
import { lineBatches, type Source } from '../source.ts';
import { MailBody } from './body.ts';
import { addressOf, decodeWords } from './mime.ts';
import { ownWords } from './quotes.ts';

/** Begins a mail in an mbox: `From somebody Mon Jan  1 …`, with a year somewhere (RFC 4155). */
const FROM_LINE = /^From \S.*\d{4}|^From -? ?$|^From \d+@xxx/;

const MAIL_HEADER = /^(?:Return-Path|Received|From|To|Subject|Date|Message-ID|MIME-Version|Delivered-To|X-[\w-]+): ?/im;

export const mbox: Reader = {
  title: 'e-mails',
  conversations: false,
  detect: (head) => FROM_LINE.test(head.text.slice(0, 200).split('\n', 1)[0]!.trimEnd()) && MAIL_HEADER.test(head.text),
  read: (source, _head, telling) => mails(source, telling, true),
};

export const eml: Reader = {
  title: 'an e-mail',
  conversations: false,
  detect: (head) => fileName(head).endsWith('.eml') && MAIL_HEADER.test(head.text),
  read: (source, _head, telling) => mails(source, telling, false),
};

async function* mails(source: Source, telling: Telling, many: boolean): AsyncGenerator<ImportRecord[]> {
  let mail: MailBody | undefined = many ? undefined : new MailBody();
  let blank = true;
  for await (const lines of lineBatches(latin1Of(source))) {
    const batch: ImportRecord[] = [];
    for (const line of lines) {
      if (many && blank && line.startsWith('From ') && FROM_LINE.test(line)) {
        if (mail !== undefined) take(mail, batch, telling);
        mail = new MailBody();
        blank = false;
        continue;
      }
      blank = line === '';
      // A line of the mail itself that would begin another is written with a mark in front.
      mail?.push(many && line.startsWith('>') ? line.replace(/^>(>*From )/, '$1') : line);
    }
    if (batch.length > 0) yield batch;
  }
  const batch: ImportRecord[] = [];
  if (mail !== undefined) take(mail, batch, telling);
  if (batch.length > 0) yield batch;
}

/** Bytes as they are: each mail, and each part of it, has an encoding of its own. */
async function* latin1Of(source: Source): AsyncGenerator<string> {
  for await (const bytes of source.open()) {
    yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  }
}

function take(mail: MailBody, batch: ImportRecord[], { leftOut }: Telling): void {
  const body = mail.end();
  const { headers } = mail;
  const labels = decodeWords(headers.get('x-gmail-labels') ?? '').split(',');
  const state = Number.parseInt(headers.get('x-mozilla-status') ?? '0', 16);
  // Thunderbird only marks mails that were thrown away (0x0008) until the file is compacted.
  if (
    (state & 8) === 8 ||
    labels.some((label) => /^"?(?:spam|trash|papierkorb|corbeille|papelera)"?$/i.test(label.trim()))
  ) {
    return leftOut('deleted');
  }
  if (mail.attachments > 0) leftOut('attachment', mail.attachments);
  const { text, quoted } = ownWords(body, mail.follows);
  if (quoted > 0) leftOut('quoted', quoted);
  if (text === '') return;
  const { name, address } = addressOf(headers.get('from') ?? '');
  const time = Date.parse(headers.get('date') ?? '');
  batch.push({
    kind: 'message',
    author: name || address,
    authorId: address,
    own: labels.some((label) => /^"?(?:sent|gesendet|envoyés|enviados)"?$/i.test(label.trim())) || undefined,
    time: Number.isNaN(time) ? undefined : time,
    text,
  });
}
