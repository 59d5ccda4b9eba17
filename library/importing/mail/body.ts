/** The words of one e-mail: of texts and pages, of each pair of alternatives one; its attachments are counted. */
import { decodeLabelled } from '../../cleaning/charset.ts';
import { HtmlText } from '../documents/html-text.ts';
import { withoutArmour } from './armour.ts';
import type { Body, MailPart } from './mime.ts';
import { quoteInHtml, STUFFED } from './quotes.ts';

const NOTHING: Body = { text: '', attachments: 0, encrypted: 0 };

export function bodyOf(part: MailPart): Body {
  if (part.type === 'multipart/encrypted') return { ...NOTHING, encrypted: 1 };
  if (part.parts.length > 0) return part.type === 'multipart/alternative' ? alternativeOf(part) : joined(part.parts);
  if (part.disposition === 'attachment' || !/^text\/(?:plain|html)$|^text$/.test(part.type)) {
    return { ...NOTHING, attachments: 1 };
  }
  const { charset, format = '', delsp = '' } = part.parameters;
  // The last line end belongs to the boundary.
  const text = decodeLabelled(part.content, charset).replaceAll('\r', '').replace(/\n$/, '');
  if (part.type === 'text/html') {
    const page = new HtmlText({ quoteOf: quoteInHtml });
    return { ...NOTHING, text: page.push(text) + page.end() };
  }
  const flowed = format.toLowerCase() === 'flowed' ? unflowed(text, delsp.toLowerCase() === 'yes') : text;
  return withoutArmour(flowed);
}

function joined(parts: readonly MailPart[]): Body {
  const bodies = parts.map(bodyOf);
  return {
    text: bodies
      .map(({ text }) => text)
      .filter(hasWords)
      .join('\n'),
    attachments: bodies.reduce((sum, { attachments }) => sum + attachments, 0),
    encrypted: bodies.reduce((sum, { encrypted }) => sum + encrypted, 0),
  };
}

/**
 * Alternatives hold the same words, so the plain text is taken, unless it is empty or only says that there is a page: then little
 * of what it says stands in the page.
 */
function alternativeOf({ parts }: MailPart): Body {
  const plain = parts.find(({ type, disposition }) => type === 'text/plain' && disposition !== 'attachment');
  const text = plain === undefined ? NOTHING : bodyOf(plain);
  const others = parts.filter((part) => part !== plain).map(bodyOf);
  const page = others.findLast((body) => hasWords(body.text));
  const attachments = [text, ...others].reduce((sum, body) => sum + body.attachments, 0);
  const encrypted = [text, ...others].reduce((sum, body) => sum + body.encrypted, 0);
  const taken = page !== undefined && (!hasWords(text.text) || isStock(text.text, page.text)) ? page : text;
  return { text: taken.text, attachments, encrypted };
}

function hasWords(text: string): boolean {
  return /[\p{L}\p{N}\p{S}]/u.test(text);
}

/** A sentence about the page is no longer than this. Characters. */
const LONGEST_STOCK = 400;

/** What such a sentence speaks of. */
const STOCK =
  /html|browser|navega[dt]|navigateur|браузер|ブラウザ|浏览器|瀏覽器|브라우저|webmail|web version|webversion/i;

/** Whether a plain text only says that there is a page: it is short, and its words are not those of the page. */
function isStock(plain: string, page: string): boolean {
  if (plain.trim().length > LONGEST_STOCK || isSame(plain, page)) return false;
  return STOCK.test(plain) || lettersOf(page).length > 3 * lettersOf(plain).length;
}

/** Whether at least half of what a plain text says stands in a page too. */
function isSame(plain: string, page: string): boolean {
  const said = trigrams(plain);
  if (said.size === 0) return lettersOf(page).includes(lettersOf(plain));
  const there = trigrams(page);
  let common = 0;
  for (const trigram of said) if (there.has(trigram)) common++;
  return common * 2 >= said.size;
}

function trigrams(text: string): ReadonlySet<string> {
  const letters = lettersOf(text);
  const found = new Set<string>();
  for (let i = 0; i + 3 <= letters.length; i++) found.add(letters.slice(i, i + 3));
  return found;
}

/** Letters and digits. Addresses of links stand in plain texts only. */
function lettersOf(text: string): string {
  return text
    .replace(/https?:\/\/[^\s>)\]]+/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Undoes format=flowed (RFC 3676): one space in front of a line was stuffed there; a line that ends with a space goes on in the next
 * one that is quoted as deep. The mark of a signature does not. A stuffed `>` quotes nothing.
 * @param dropsSpace whether that space is no part of the text, as in languages that put none between words
 */
function unflowed(text: string, dropsSpace: boolean): string {
  const lines: string[] = [];
  let open = -1;
  for (const line of text.split('\n')) {
    const marks = /^>*/.exec(line)![0];
    const stuffed = line[marks.length] === ' ';
    const words = line.slice(marks.length + (stuffed ? 1 : 0));
    const flows = words.endsWith(' ') && words !== '-- ';
    const content = flows && dropsSpace ? words.slice(0, -1) : words;
    if (open === marks.length && words !== '-- ') lines[lines.length - 1] += content;
    else if (marks !== '') lines.push(`${marks} ${content}`);
    else lines.push(stuffed && words.startsWith('>') ? STUFFED + content : content);
    open = flows ? marks.length : -1;
  }
  return lines.join('\n');
}
