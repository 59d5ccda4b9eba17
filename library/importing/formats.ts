/** Everything that can be read: a total table, and finding what a file is. */
import { csv } from './csv.ts';
import { discord } from './discord.ts';
import { discordPackage } from './discord-package.ts';
import { epub } from './epub.ts';
import { html } from './html.ts';
import { imessage } from './imessage.ts';
import { json, jsonl } from './json.ts';
import { eml, mbox } from './mbox.ts';
import { meta } from './meta.ts';
import { pdf } from './pdf.ts';
import { plain } from './plain.ts';
import type { Reader } from './reader.ts';
import { reddit } from './reddit.ts';
import { slack } from './slack.ts';
import type { Head } from './source.ts';
import { telegram } from './telegram.ts';
import { twitter } from './twitter.ts';
import { whatsapp } from './whatsapp.ts';

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
