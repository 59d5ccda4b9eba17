/** Chats that programs write as web pages, read by who sent what; and pages that only look like chats, which are refused. */
import { Parser } from 'htmlparser2';
import { fileName, type Reader } from '../../reader.ts';
import type { LeftOut, Message } from '../../record.ts';
import { type Head, textPieces } from '../../source.ts';
import { importingTexts } from '../../texts.ts';
import { momentIn, timeOf } from '../dates.ts';
import { PAGE_FORMS, type PageForm, type Part } from './page-form.ts';

export const chatPage: Reader = {
  title: importingTexts.titles.chatPage,
  conversations: false,
  attachments: true,
  detect: (head) => isPage(head) && formOf(head) !== undefined,
  async *read(source, head, { leftOut, warn }) {
    const page = new ChatPage(formOf(head)!, leftOut);
    for await (const piece of textPieces(source, head, warn)) yield page.push(piece);
    yield page.end();
  },
};

/** Classes that pages of chats have, and hardly others. */
const MESSAGES = /class\s*=\s*["']?[^"'>]*(?<![\w-])(?:message|msg|bubble|balloon|chat-message|im_message)(?![\w-])/g;
const PEOPLE =
  /class\s*=\s*["']?[^"'>]*(?<![\w-])(?:sender|from_name|from|author|nick|nickname|username|incoming|outgoing|received|sent|message-in|message-out)(?![\w-])/g;

export const chatLikePage: Reader = {
  title: importingTexts.titles.chatPage,
  conversations: false,
  guess: true,
  detect: (head) => isPage(head) && count(head.text, MESSAGES) > 2 && count(head.text, PEOPLE) > 2,
  // biome-ignore lint/correctness/useYield: it gives nothing, whatever is in it
  async *read() {
    throw new Error(importingTexts.senders.pageWithoutSenders);
  },
};

function isPage(head: Head): boolean {
  return (
    /\.x?html?$/.test(fileName(head)) ||
    /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html)\b/is.test(head.text)
  );
}

function formOf({ text }: Head): PageForm | undefined {
  return PAGE_FORMS.find(({ sign }) => sign.test(text));
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Characters of one message; more is no message but a page that is damaged. */
const LONGEST = 1 << 20;

interface Open {
  sender: string;
  id: string;
  time: string;
  words: string;
  own: boolean | undefined;
  bot: boolean;
}

class ChatPage {
  private readonly form: PageForm;
  private readonly leftOut: (why: LeftOut) => void;
  private readonly parser: Parser;
  private readonly stack: { parts: readonly Part[] }[] = [];
  private batch: Message[] = [];
  private open: Open | undefined;
  /** Who speaks in the group, or spoke before. */
  private sender: Pick<Open, 'sender' | 'id' | 'bot' | 'time'> | undefined;

  constructor(form: PageForm, leftOut: (why: LeftOut) => void) {
    this.form = form;
    this.leftOut = leftOut;
    this.parser = new Parser(
      {
        onopentag: (name, attributes) => this.begin(name, attributes),
        ontext: (text) => this.text(text),
        onclosetag: (name) => this.finish(name),
      },
      { decodeEntities: true },
    );
  }

  push(piece: string): Message[] {
    this.batch = [];
    this.parser.write(piece);
    return this.batch;
  }

  end(): Message[] {
    this.batch = [];
    this.parser.end();
    this.close();
    return this.batch;
  }

  private begin(name: string, attributes: Record<string, string>): void {
    const classes = (attributes['class'] ?? '').split(/\s+/);
    const parts = this.form.parts({ name, classes, attributes });
    this.stack.push({ parts });
    if (parts.length === 0 || this.inside('skip')) {
      if (name === 'br' && this.open !== undefined && this.inside('words')) this.open.words += '\n';
      return;
    }
    if (parts.includes('group')) {
      this.close();
      this.sender = undefined;
    }
    if (parts.includes('message')) {
      this.close();
      this.open = { sender: '', id: '', time: '', words: '', own: undefined, bot: false };
    }
    const to =
      this.open ?? (this.inside('group') ? (this.sender ??= { sender: '', id: '', bot: false, time: '' }) : undefined);
    if (to === undefined) return;
    if (parts.includes('bot')) to.bot = true;
    if (parts.includes('sender')) to.id = attributes['title'] ?? '';
    if (parts.includes('time')) to.time = attributes['title'] === undefined ? '' : `${attributes['title']}\n`;
    if (this.open === undefined) return;
    if (parts.includes('sent')) this.open.own = true;
    if (parts.includes('received')) this.open.own = false;
    // Of a message that was edited, the last form is what its writer meant.
    if (parts.includes('words')) this.open.words = this.inside('forms') ? '' : `${this.open.words}\n`;
  }

  private text(text: string): void {
    if (this.inside('skip')) return;
    const { open } = this;
    const to = open ?? this.sender;
    if (to === undefined) return;
    if (this.inside('sender')) to.sender += text;
    else if (this.inside('time')) to.time += to.time.includes('\n') ? '' : text.replace(/\s+/g, ' ');
    else if (open !== undefined && this.inside('words') && open.words.length < LONGEST) open.words += text;
  }

  private finish(name: string): void {
    const closed = this.stack.pop();
    if (closed === undefined) return;
    if (closed.parts.includes('message')) this.close();
    else if (
      /^(?:p|div|li|blockquote)$/.test(name) &&
      this.open !== undefined &&
      this.inside('words') &&
      !this.inside('skip')
    )
      this.open.words += '\n';
  }

  private inside(part: Part): boolean {
    return this.stack.some(({ parts }) => parts.includes(part));
  }

  private close(): void {
    const { open } = this;
    this.open = undefined;
    if (open === undefined) return;
    if (open.sender.trim() !== '' && (this.form.continues || this.inside('group'))) {
      this.sender = { sender: open.sender, id: open.id, bot: open.bot, time: open.time };
    }
    const from = open.sender.trim() === '' && this.sender !== undefined ? this.sender : open;
    const words = open.words
      .split('\n')
      .map((line) => line.trim())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
    if (from.bot) return this.leftOut('bot');
    if (words === '') return this.leftOut('attachment');
    const author = from.sender.replace(/\s+/g, ' ').trim();
    const moment = momentIn(open.time || from.time);
    this.batch.push({
      kind: 'message',
      author,
      authorId: from.id || undefined,
      own: open.own ?? (this.form.me ? author === 'Me' : undefined),
      time: moment && timeOf(moment, moment.numbers[0] > 31 ? 'year first' : 'month first'),
      text: words,
    });
  }
}
