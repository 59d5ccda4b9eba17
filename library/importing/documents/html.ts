/** Web pages. */

import { fileName, type Reader } from '../reader.ts';
import { textPieces } from '../source.ts';
import { importingTexts } from '../texts.ts';
import { Pieces } from '../words.ts';
import { withDeclared } from './declared-encoding.ts';
import { HtmlText } from './html-text.ts';

/** Chats as Telegram, DiscordChatExporter, Facebook and Instagram write them for looking at. */
const CHAT = /class="(?:from_name|message default clearfix|chatlog__message|_a6-g\b|pam _3-95)/;

export const html: Reader = {
  title: importingTexts.titles.webPage,
  conversations: false,
  detect: (head) =>
    /\.x?html?$/.test(fileName(head)) ||
    /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype html|html)\b/is.test(head.text),
  async *read(source, head, { warn }) {
    if (CHAT.test(head.text)) {
      throw new Error(importingTexts.senders.uncertainPage);
    }
    const page = new HtmlText();
    const pieces = new Pieces();
    let begins = true;
    for await (const html of textPieces(source, withDeclared(head), warn)) {
      const piece = pieces.push(page.push(html));
      if (piece === undefined) continue;
      yield [{ kind: 'document', begins, text: piece }];
      begins = false;
    }
    const rest = (pieces.push(page.end()) ?? '') + pieces.end();
    if (rest.trim() !== '' || !begins) yield [{ kind: 'document', begins, text: rest }];
  },
};
