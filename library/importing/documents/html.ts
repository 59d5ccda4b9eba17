/** Web pages. */

import { fileName, type Reader } from '../reader.ts';
import { type Head, textPieces } from '../source.ts';
import { Pieces } from '../words.ts';
import { HtmlText } from './html-text.ts';

/** Chats as Telegram, DiscordChatExporter, Facebook and Instagram write them for looking at. */
const CHAT = /class="(?:from_name|message default clearfix|chatlog__message|_a6-g\b|pam _3-95)/;

export const html: Reader = {
  title: 'a web page',
  conversations: false,
  detect: (head) =>
    /\.x?html?$/.test(fileName(head)) ||
    /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html)\b/is.test(head.text),
  async *read(source, head, { warn }) {
    if (CHAT.test(head.text)) {
      throw new Error(
        'it is a chat as a web page, which does not tell for sure who wrote what: export it again as JSON',
      );
    }
    const page = new HtmlText();
    const pieces = new Pieces();
    let begins = true;
    for await (const html of textPieces(source, withCharset(head), warn)) {
      const piece = pieces.push(page.push(html));
      if (piece === undefined) continue;
      yield [{ kind: 'document', begins, text: piece }];
      begins = false;
    }
    const rest = (pieces.push(page.end()) ?? '') + pieces.end();
    if (rest.trim() !== '' || !begins) yield [{ kind: 'document', begins, text: rest }];
  },
};

/** The encoding that a page itself names goes before what its bytes look like, where its letters are single bytes. */
function withCharset(head: Head): Head {
  const named = /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head.text.slice(0, 4096))?.[1]?.toLowerCase();
  const single = named === 'iso-8859-1' || named === 'latin1' || named === 'windows-1252';
  return single && head.markBytes === 0 ? { ...head, encoding: 'windows-1252', look: undefined } : head;
}
