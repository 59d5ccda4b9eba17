/** Everything that can be read: a total table, and finding what a file is. */

import { chatgpt } from './chats/assistants/chatgpt.ts';
import { claude } from './chats/assistants/claude.ts';
import { discord } from './chats/communities/discord.ts';
import { discordPackage } from './chats/communities/discord-package.ts';
import { googleChat } from './chats/communities/google-chat.ts';
import { hangouts } from './chats/communities/hangouts.ts';
import { matrix } from './chats/communities/matrix.ts';
import { mattermost } from './chats/communities/mattermost.ts';
import { slack } from './chats/communities/slack.ts';
import { imessage } from './chats/messengers/imessage.ts';
import { kakaotalk } from './chats/messengers/kakaotalk.ts';
import { lineChat } from './chats/messengers/line-chat.ts';
import { signalBackup } from './chats/messengers/signal-backup.ts';
import { signalExport, signalLines } from './chats/messengers/signal-export.ts';
import { skype } from './chats/messengers/skype.ts';
import { smsBackup } from './chats/messengers/sms-backup.ts';
import { telegram } from './chats/messengers/telegram.ts';
import { whatsapp } from './chats/messengers/whatsapp.ts';
import { linkedin } from './chats/networks/linkedin.ts';
import { meta } from './chats/networks/meta.ts';
import { reddit } from './chats/networks/reddit.ts';
import { twitter } from './chats/networks/twitter.ts';
import { chatLikePage, chatPage } from './chats/pages/chat-page.ts';
import { discordText } from './chats/transcripts/discord-text.ts';
import { irc } from './chats/transcripts/irc.ts';
import { talk } from './chats/transcripts/talk.ts';
import { telegramLines } from './chats/transcripts/telegram-lines.ts';
import { zoom } from './chats/transcripts/zoom.ts';
import { epub } from './documents/epub.ts';
import { html } from './documents/html.ts';
import { office } from './documents/office.ts';
import { pdf } from './documents/pdf.ts';
import { plain } from './documents/plain.ts';
import { eml, mbox } from './mail/mbox.ts';
import { keep } from './notes/keep.ts';
import { linkedNotes } from './notes/linked-notes.ts';
import type { Reader } from './reader.ts';
import type { Head } from './source.ts';
import { csv } from './tables/csv.ts';
import { json, jsonl } from './tables/json.ts';

/** In the order in which they are asked: what is more particular comes before what is more general. */
export const FORMATS = {
  epub,
  office,
  pdf,
  twitter,
  discordPackage,
  discord,
  telegram,
  slack,
  meta,
  reddit,
  linkedin,
  googleChat,
  hangouts,
  matrix,
  mattermost,
  chatgpt,
  claude,
  skype,
  keep,
  signalExport,
  signalLines,
  signalBackup,
  discordText,
  telegramLines,
  zoom,
  lineChat,
  kakaotalk,
  irc,
  whatsapp,
  imessage,
  smsBackup,
  chatPage,
  chatLikePage,
  eml,
  mbox,
  jsonl,
  json,
  csv,
  html,
  talk,
  linkedNotes,
  plain,
} as const satisfies Record<string, Reader>;

export type FormatName = keyof typeof FORMATS;

const NAMES = Object.keys(FORMATS) as FormatName[];

/**
 * What a file is, from its name and first bytes; undefined if nothing that can be read.
 * @param own its owner says that all of it is their own writing: it is nothing that only seems to be others'
 */
export function formatOf(head: Head, own = false): FormatName | undefined {
  return NAMES.find((name) => !(own && (FORMATS[name] as Reader).guess) && FORMATS[name].detect(head));
}
