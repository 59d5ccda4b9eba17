/** The package that Discord itself sends to who asks for their data: folders of channels with one's own messages only. */

import { isObject, moment, type Reader, text } from '../../reader.ts';
import type { ImportRecord, Telling } from '../../record.ts';
import { type Head, jsonBeside, type Source, textPieces } from '../../source.ts';
import { CsvScanner } from '../../tables/csv-scan.ts';
import { jsonItems } from '../../tables/json-scan.ts';
import { importingTexts } from '../../texts.ts';
import { oldestFirst } from '../oldest-first.ts';
import { discordWords } from './discord.ts';

/** `messages/c123456789/messages.json`; older ones `messages/123456789/messages.csv`. */
const PLACE = /(?:^|\/)c?\d{15,21}\/messages\.(?:json|csv)$/;

export const discordPackage: Reader = {
  title: importingTexts.titles.discordPackage,
  conversations: true,
  archive: true,
  detect: ({ name, text: content }) =>
    (PLACE.test(name) || /(?:^|\/)messages\.(?:json|csv)$/.test(name)) &&
    (/^\s*\[\s*(?:\]|\{\s*"ID"\s*:)/.test(content) || /^ID,Timestamp,Contents,Attachments\s/.test(content)),
  read: (source, head, telling) => oldestFirst(records(source, head, telling)),
};

async function* records(source: Source, head: Head, telling: Telling): AsyncGenerator<ImportRecord[]> {
  const conversation = await channelName(source);
  const pieces = textPieces(source, head, telling.warn);
  for await (const rows of source.name.endsWith('.csv') ? csvRows(pieces, telling) : jsonRows(pieces, telling)) {
    const batch: ImportRecord[] = [];
    for (const { timestamp, contents } of rows) {
      const words = discordWords(contents);
      if (words === '') telling.leftOut('attachment');
      else batch.push({ kind: 'message', author: '', own: true, time: moment(timestamp), conversation, text: words });
    }
    if (batch.length > 0) yield batch;
  }
}

interface Row {
  timestamp: string;
  contents: string;
}

async function* jsonRows(pieces: AsyncIterable<string>, { warn }: Telling): AsyncGenerator<Row[]> {
  for await (const items of jsonItems(pieces, [''], warn)) {
    yield items.map(({ value }) => ({ timestamp: text(value, 'Timestamp'), contents: text(value, 'Contents') }));
  }
}

async function* csvRows(pieces: AsyncIterable<string>, { warn }: Telling): AsyncGenerator<Row[]> {
  const scanner = new CsvScanner({ separator: ',' }, warn);
  const rows = (found: string[][]): Row[] =>
    found.flatMap(([id, timestamp, contents]) =>
      id === 'ID' || id === '' ? [] : [{ timestamp: timestamp ?? '', contents: contents ?? '' }],
    );
  for await (const piece of pieces) yield rows(scanner.push(piece));
  yield rows(scanner.end());
}

/** From `channel.json` beside the messages, or from the list of all channels above. */
async function channelName(source: Source): Promise<string | undefined> {
  const channel = await jsonBeside(source, 'channel.json');
  const guild = isObject(channel) ? text(channel['guild'], 'name') : '';
  const name = text(channel, 'name');
  if (name !== '') return guild === '' ? name : `${guild} - ${name}`;
  const id = text(channel, 'id') || (/(\d{15,21})\/messages\.\w+$/.exec(source.name)?.[1] ?? '');
  return text(await jsonBeside(source, '../index.json'), id) || id || undefined;
}
