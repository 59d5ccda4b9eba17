/** iMessage and SMS as text, in the form of imessage-exporter: a line of time, a line of who, the words, an empty line. */
import type { Reader } from '../../reader.ts';
import type { ImportRecord, Telling } from '../../record.ts';
import { lineBatches, textPieces } from '../../source.ts';
import { importingTexts } from '../../texts.ts';

/** `May 17, 2022  5:29:42 PM`, then nothing, or who has read it, or something that happened. */
const STAMP =
  /^([A-Z][a-z]{2} \d{1,2}, \d{4} {1,2}\d{1,2}:\d{2}:\d{2} [AP]M)(?: \((?:Read|Delivered)[^)]*\))?( \S.*)?$/;

/** Lines in which a message has to begin: the first may be damaged. */
const FIRST = 12;

/** What the exporter itself says below the words. */
const REMARK =
  /^(?:Tapbacks:|Reactions:|This message responded to an earlier message\.|Edited .{0,60} later: |Sent with .{1,40}|Attachment missing!|Expired message!|Read by )/;

/** A line that should begin a message, and is damaged: others' words must not go on in it. */
function isDamagedStamp(line: string): boolean {
  // Answers stand a second time below what they answer, indented.
  if (line.startsWith('    ')) return false;
  if (/^[A-Z]?\w{0,3} ?\d{1,2},? \d{4} {1,2}\d{1,2}:\d{2}|\d{1,2}:\d{2}:\d{2} ?[AP]M/.test(line)) return true;
  const digits = line.match(/\d/g)?.length ?? 0;
  // a phone number is a name
  return line.length < 60 && digits > 7 && /[:,]/.test(line) && (line.match(/\p{L}/gu)?.length ?? 0) < 9;
}

const UNSENT = /^(?:You|.{1,80}) unsent (?:this|a) message/;
const ATTACHMENT =
  /^(?:(?:~|\.|\/|[A-Z]:\\).*[/\\].+\.\w{2,5}|.{0,80}\/?attachments\/.*|.{1,120}\.(?:heic|jpe?g|png|gif|mov|mp4|caf|amr|pdf|pluginPayloadAttachment))$/i;

export const imessage: Reader = {
  title: importingTexts.titles.imessage,
  conversations: false,
  attachments: true,
  detect: (head) => {
    const lines = head.text.split('\n', 30).map((line) => line.replace(/\r$/, ''));
    return lines.slice(0, FIRST).some((line) => STAMP.test(line)) && lines.length > 2;
  },
  async *read(source, head, telling) {
    let open: { time: number; author: string | undefined; lines: string[] } | undefined;
    let lost = 0;
    for await (const lines of lineBatches(textPieces(source, head, telling.warn))) {
      const batch: ImportRecord[] = [];
      for (const line of lines) {
        const found = STAMP.exec(line);
        if (found !== null) {
          if (open !== undefined) close(open, batch, telling);
          open = { time: timeOf(found[1]!), author: undefined, lines: [] };
          if (found[2] !== undefined) {
            telling.leftOut('system');
            open = undefined;
          }
        } else if (isDamagedStamp(line)) {
          if (open !== undefined) close(open, batch, telling);
          open = undefined;
          lost++;
        } else if (open === undefined) lost += line.trim() === '' || line.startsWith('    ') ? 0 : 1;
        else if (open.author === undefined) open.author = line.trim();
        else open.lines.push(line);
      }
      if (batch.length > 0) yield batch;
    }
    const batch: ImportRecord[] = [];
    if (open !== undefined) close(open, batch, telling);
    if (batch.length > 0) yield batch;
    if (lost > 0) {
      telling.leftOut('damaged', lost);
      telling.warn(importingTexts.lines.ofNoMessage(lost));
    }
  },
};

function close(
  { time, author, lines }: { time: number; author: string | undefined; lines: string[] },
  batch: ImportRecord[],
  { leftOut }: Telling,
): void {
  if (author === undefined) return;
  const words: string[] = [];
  let attachments = 0;
  let edited: string | undefined;
  for (const line of lines) {
    // Answers stand a second time below what they answer, indented; they come on their own as well.
    if (line.startsWith('    ')) continue;
    const later = /^Edited .{0,60} later: (.*)$/.exec(line);
    if (later !== null) edited = later[1]!;
    else if (line.startsWith('Tapbacks:') || line.startsWith('Reactions:')) break;
    else if (UNSENT.test(line)) return leftOut('deleted');
    else if (ATTACHMENT.test(line)) attachments++;
    else if (!REMARK.test(line)) words.push(line);
  }
  // Of a message that was edited the exporter shows every form; the last is what its writer meant.
  const text = (edited ?? words.join('\n')).replace(/\ufffc/g, '').trim();
  if (text !== '') {
    batch.push({ kind: 'message', author, own: author === 'Me', time, text });
  } else leftOut(attachments > 0 ? 'attachment' : 'system');
}

function timeOf(stamp: string): number {
  return Date.parse(`${stamp.replace(/ {2}/, ' ')} UTC`);
}
