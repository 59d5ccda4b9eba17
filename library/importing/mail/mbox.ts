/** E-mails: mbox files of any size, as Thunderbird, Apple Mail and Gmail's Takeout write them, and single mails. */

import { fileName, type Reader } from '../reader.ts';
import type { ImportRecord, Message, Telling } from '../record.ts';
import { type Head, lineBatches, type Source } from '../source.ts';
import { importingTexts } from '../texts.ts';
import { bodyOf } from './body.ts';
import { MailLines } from './lines.ts';
import { addressOf, decodeWords, type Headers, type MailPart, parseMail } from './mime.ts';
import { ownWords } from './quotes.ts';
import { AHEAD, beginsMail, withoutMark } from './separators.ts';
import { Endings, withoutProgramLines } from './signatures.ts';

const MAIL_HEADER =
  /^(?:Return-Path|Received|>?From|To|Subject|Date|Message-ID|MIME-Version|Delivered-To|X-[\w-]+): ?/im;

/** In front of what an answer or a mail that is passed on is about. */
const FOLLOWS = /^\s*(?:re|fwd?|aw|wg|tr|rv|sv|vs|vb|vl|ref|res|enc|i|r|antw|doorst|odp|pd|ynt|ilt)(?:\[\d+\])?\s?:/i;

/** Labels of Gmail, in its languages. */
const SENT =
  /^"?(?:sent(?: mail)?|gesendet|envoyés|messages envoyés|enviados|enviadas|e-mails enviados|inviati|posta inviata|verzonden|skickat|skickade|sendt|sendte|wysłane|отправленные|gönderilmiş postalar|送信済み(?:メール)?|已发邮件|寄件備份)"?$/i;
const DRAFT =
  /^"?(?:drafts?|entw[üu]rfe|brouillons?|borradores|rascunhos|bozze|concepten|utkast|kladder|wersje robocze|черновики|taslaklar|下書き|草稿)"?$/i;
const THROWN_AWAY =
  /^"?(?:spam|trash|papierkorb|corbeille|papelera|lixeira|cestino|prullenbak|papperskorgen|papirkurv|kosz|корзина|спам)"?$/i;

/** Mails that are held until it is known which paragraphs end most mails of a sender, and characters of them. */
const HELD = 500;
const HELD_TEXT = 1 << 22;

export const mbox: Reader = {
  title: importingTexts.titles.mails,
  conversations: false,
  detect(head) {
    const lines = latin1Head(head)
      .replace(/^\s*\n/, '')
      .split('\n', 4)
      .map(withoutReturns);
    return lines[0] !== undefined && beginsMail(lines[0], lines.slice(1), true) && MAIL_HEADER.test(latin1Head(head));
  },
  read: (source, _head, telling) => messages(mailsOf(source), telling),
};

export const eml: Reader = {
  title: importingTexts.titles.mail,
  conversations: false,
  detect: (head) => fileName(head).endsWith('.eml') && MAIL_HEADER.test(latin1Head(head)),
  read: (source, _head, telling) => messages(mailOf(source), telling),
};

/** The beginning of a file as bytes: mails in several encodings may stand in it. */
function latin1Head({ bytes }: Head): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').replace(MARK, '');
}

/** A byte order mark of UTF-8, as Latin-1. */
const MARK = /^\xef\xbb\xbf/;

const withoutReturns = (line: string): string => line.replace(/\r+$/, '');

/** The mails of an mbox. */
async function* mailsOf(source: Source): AsyncGenerator<MailLines> {
  let mail: MailLines | undefined;
  let blank = true;
  let waiting: string[] = [];
  const split = function* (until: number): Generator<MailLines> {
    for (let i = 0; i < until; i++) {
      const line = waiting[i]!;
      if (line.startsWith('From') && beginsMail(line, waiting.slice(i + 1, i + 1 + AHEAD), blank)) {
        if (mail !== undefined) yield mail;
        mail = new MailLines();
        blank = false;
        continue;
      }
      blank = line === '';
      mail?.push(withoutMark(line));
    }
    waiting = waiting.slice(Math.max(0, until));
  };
  for await (const lines of linesOf(source)) {
    waiting = waiting.concat(lines);
    yield* split(waiting.length - AHEAD);
  }
  yield* split(waiting.length);
  if (mail !== undefined) yield mail;
}

/** The one mail of a file of its own. */
async function* mailOf(source: Source): AsyncGenerator<MailLines> {
  const mail = new MailLines();
  for await (const lines of linesOf(source)) for (const line of lines) mail.push(line);
  yield mail;
}

/** Lines of a source. Bytes are Latin-1 characters: each mail, and each part of it, has an encoding of its own. */
async function* linesOf(source: Source): AsyncGenerator<string[]> {
  const latin1 = async function* (): AsyncGenerator<string> {
    for await (const bytes of source.open()) {
      yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    }
  };
  let first = true;
  for await (const lines of lineBatches(latin1())) {
    if (first) lines[0] = lines[0]!.replace(MARK, '');
    first = false;
    yield lines.map(withoutReturns);
  }
}

async function* messages(mails: AsyncIterable<MailLines>, telling: Telling): AsyncGenerator<ImportRecord[]> {
  const endings = new Endings();
  const finish = (message: Message): Message[] => {
    const { text, lines } = endings.without(senderOf(message), message.text);
    if (lines > 0) telling.leftOut('signature', lines);
    return text === '' ? [] : [{ ...message, text }];
  };
  let held: Message[] | undefined = [];
  let size = 0;
  let number = 0;
  for await (const lines of mails) {
    number++;
    let message: Message | undefined;
    try {
      message = messageOf(await parseMail(lines.end()), telling);
    } catch (error) {
      telling.leftOut('damaged');
      telling.warn(importingTexts.mail.damaged(number, (error as Error).message.replace(/\.$/, '')));
    }
    if (message === undefined) continue;
    endings.count(senderOf(message), message.text);
    if (held === undefined) {
      yield finish(message);
      continue;
    }
    held.push(message);
    size += message.text.length;
    if (held.length < HELD && size < HELD_TEXT) continue;
    yield held.flatMap(finish);
    held = undefined;
  }
  if (held !== undefined && held.length > 0) yield held.flatMap(finish);
}

function senderOf({ author, authorId }: Message): string {
  return String(authorId || author).toLowerCase();
}

/** What its sender wrote in a mail; nothing if that is nothing, or if the mail was thrown away. */
function messageOf(mail: MailPart, { leftOut }: Telling): Message | undefined {
  const { headers } = mail;
  const labels = decodeWords(headers.get('x-gmail-labels') ?? '')
    .split(',')
    .map((label) => label.trim());
  const state = Number.parseInt(headers.get('x-mozilla-status') ?? '0', 16);
  // Thunderbird only marks mails that were thrown away (0x0008) until the file is compacted.
  if ((state & 8) === 8 || labels.some((label) => THROWN_AWAY.test(label))) {
    leftOut('deleted');
    return undefined;
  }
  const body = bodyOf(mail);
  if (body.attachments > 0) leftOut('attachment', body.attachments);
  if (body.encrypted > 0) leftOut('encrypted', body.encrypted);
  const { text: words, quoted } = ownWords(body.text, follows(headers));
  if (quoted > 0) leftOut('quoted', quoted);
  const { text, lines } = withoutProgramLines(words);
  if (lines > 0) leftOut('signature', lines);
  if (text === '') return undefined;
  const { name, address } = sender(headers);
  const time = Date.parse(headers.get('date') ?? '');
  return {
    kind: 'message',
    author: name || address,
    authorId: address,
    own: isOwn(headers, labels) || (name === '' && address === '' ? false : undefined),
    time: Number.isNaN(time) ? undefined : time,
    text,
  };
}

/** Whether a mail answers another one or passes one on. */
function follows(headers: Headers): boolean {
  if (headers.has('in-reply-to') || headers.has('references')) return true;
  return FOLLOWS.test(decodeWords(headers.get('subject') ?? ''));
}

/** Who sent a mail: who says so in its head, or else the address to which it would be returned. */
function sender(headers: Headers): { name: string; address: string } {
  for (const header of ['from', 'sender', 'return-path', 'x-sender']) {
    const found = addressOf(headers.get(header) ?? '');
    if (found.name !== '' || found.address !== '') return found;
  }
  return { name: '', address: '' };
}

/** Whether the mailbox says that its owner sent a mail, or has not sent it yet. */
function isOwn(headers: Headers, labels: readonly string[]): boolean {
  if (labels.some((label) => SENT.test(label) || DRAFT.test(label))) return true;
  return headers.has('x-mozilla-draft-info') || headers.get('x-unsent') === '1';
}
