/** Everything that can be read: a total table, and finding what a file is. */

import { discord } from './chats/discord.ts';
import { discordPackage } from './chats/discord-package.ts';
import { imessage } from './chats/imessage.ts';
import { meta } from './chats/meta.ts';
import { reddit } from './chats/reddit.ts';
import { slack } from './chats/slack.ts';
import { telegram } from './chats/telegram.ts';
import { twitter } from './chats/twitter.ts';
import { whatsapp } from './chats/whatsapp.ts';
import { epub } from './documents/epub.ts';
import { html } from './documents/html.ts';
import { pdf } from './documents/pdf.ts';
import { plain } from './documents/plain.ts';
import { eml, mbox } from './mail/mbox.ts';
import type { Reader } from './reader.ts';
import type { Head } from './source.ts';
import { csv } from './tables/csv.ts';
import { json, jsonl } from './tables/json.ts';

/** In the order in which they are asked: what is more particular comes before what is more general. */
export const FORMATS = {
  epub,
  pdf,
  twitter,
  discordPackage,
  discord,
  telegram,
  slack,
  meta,
  reddit,
  whatsapp,
  imessage,
  eml,
  mbox,
  jsonl,
  json,
  csv,
  html,
  plain,
} as const satisfies Record<string, Reader>;

export type FormatName = keyof typeof FORMATS;

const NAMES = Object.keys(FORMATS) as FormatName[];

/** What a file is, from its name and first bytes; undefined if nothing that can be read. */
export function formatOf(head: Head): FormatName | undefined {
  return NAMES.find((name) => FORMATS[name].detect(head));
}
