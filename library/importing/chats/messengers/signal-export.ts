/** Signal's chats as signal-export writes them: `chat.md`, with the owner as "Me", and the same as JSON lines in `data.json`. */
import { fileName, isObject, moment, type Reader, text } from '../../reader.ts';
import type { LeftOut, Message } from '../../record.ts';
import { lineBatches, textPieces } from '../../source.ts';
import { importingTexts } from '../../texts.ts';
import type { Grammar } from '../transcripts/grammar.ts';
import { readTranscript } from '../transcripts/transcript.ts';

const START = /^\[(\d{4}-\d\d-\d\d,? \d\d:\d\d(?::\d\d)?)\] ([^:\n]{1,80}): ?(.*)$/;

const STAMPED = /^\[\d{4}-\d\d-\d\d,? \d\d:\d\d(?::\d\d)?\]/;

/** Who wrote it, where it could not be found out. */
const NOBODY = 'No-Sender';

export const signalExport: Reader = {
  title: importingTexts.titles.signalChat,
  conversations: false,
  attachments: true,
  detect: (head) => {
    if (fileName(head) !== 'chat.md' && fileName(head) !== 'index.md') return false;
    return head.text.split('\n', 10).some((line) => START.test(line.trimEnd()));
  },
  read: (source, head, telling) => readTranscript(source, head, telling, () => GRAMMAR),
};

const GRAMMAR: Grammar = {
  line(raw) {
    const found = START.exec(raw.trimEnd());
    // A stamp without a name begins what is damaged.
    if (found === null) return STAMPED.test(raw) ? { system: 'damaged' } : undefined;
    const [, stamp, name, words] = found;
    return {
      author: name === NOBODY ? '' : name!,
      own: name === 'Me',
      time: moment(stamp!.replace(',', '')),
      words: words!,
    };
  },
  words: typed,
};

/** What a person typed: without quoted lines, reactions, stickers and files. */
function typed(written: string): string | { why: LeftOut } {
  if (/^\(This message was deleted\)\s*$/.test(written)) return { why: 'deleted' };
  const words = written
    .split('\n')
    .filter(
      (line, i) => !(i > 0 && /^> ?/.test(line)) && !/^\(- .* -\)\s*$/.test(line) && !/^\(\( .* \)\)\s*$/.test(line),
    )
    .join('\n')
    .replace(
      /!?\[[^\]\n]{0,200}\]\(\.{0,2}\/?(?:media|\.\.\/exported_stickers|exported_stickers)\/[^)\n]{0,300}\) */g,
      '',
    )
    .replace(/ +$/gm, '')
    .trim();
  if (words === '') return { why: 'attachment' };
  return /^(?:Incoming|Outgoing|Missed) (?:voice |video )?call(?: \([^)]*\))?$/.test(words) ? { why: 'system' } : words;
}

export const signalLines: Reader = {
  title: importingTexts.titles.signalChat,
  conversations: false,
  attachments: true,
  detect: (head) =>
    /\.(?:json|jsonl)$/.test(fileName(head)) &&
    /^\s*\{"date": ?"[^"]*", ?"sender": ?"/.test(head.text) &&
    /"(?:quote|sticker|reactions)":/.test(head.text.split('\n', 1)[0]!),
  async *read(source, head, { leftOut, warn }) {
    let number = 0;
    for await (const lines of lineBatches(textPieces(source, head, warn))) {
      const batch: Message[] = [];
      for (const line of lines) {
        number++;
        if (line.trim() === '') continue;
        const message = messageOf(line);
        if (message === 'damaged') warn(importingTexts.lines.badJson(number));
        if (typeof message === 'string') leftOut(message);
        else batch.push(message);
      }
      if (batch.length > 0) yield batch;
    }
  },
};

function messageOf(line: string): Message | LeftOut {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'damaged';
  }
  if (!isObject(value)) return 'damaged';
  if (value['deleted'] === true) return 'deleted';
  if (value['call'] === true) return 'system';
  const words = typed(text(value, 'body'));
  if (typeof words === 'object') return words.why;
  const sender = text(value, 'sender');
  return {
    kind: 'message',
    author: sender === NOBODY ? '' : sender,
    own: sender === 'Me',
    time: moment(text(value, 'date')),
    text: words,
  };
}
