/** Messages copied out of Telegram Desktop: a line with a name and a time in brackets, and the words below. */
import { fileName, type Reader } from '../../reader.ts';
import { importingTexts } from '../../texts.ts';
import { momentIn, type Order, orderOf, timeOf } from '../dates.ts';
import type { Grammar } from './grammar.ts';
import { readTranscript } from './transcript.ts';

const HEADING = /^(.{1,80}), \[(\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?)\]:?$/;

const STAMPED = /^.{0,80}\[\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d{2}.{0,8}\]:?$/;

export const telegramLines: Reader = {
  title: importingTexts.titles.telegramLines,
  conversations: false,
  detect: (head) =>
    /^[^.]*$|\.(?:txt|md|markdown|text|log)$/.test(fileName(head)) &&
    head.text.split('\n', 20).some((line) => HEADING.test(line.trimEnd())),
  async *read(source, head, telling) {
    const stamps = head.text.split('\n').flatMap((line) => HEADING.exec(line.trimEnd())?.[2] ?? []);
    const moments = stamps.flatMap((stamp) => momentIn(stamp) ?? []);
    yield* readTranscript(source, head, telling, () =>
      grammarOf(
        orderOf(
          moments,
          stamps.some((stamp) => / [AP]M$/.test(stamp)),
        ),
      ),
    );
  },
};

function grammarOf(order: Order): Grammar {
  return {
    headed: true,
    named: (name) => `${name}, [`,
    line(raw) {
      const found = HEADING.exec(raw.trimEnd());
      // A line that ends with a stamp, and names nobody, begins what is damaged.
      if (found === null) return STAMPED.test(raw.trimEnd()) ? { system: 'damaged' } : undefined;
      const moment = momentIn(found[2]!);
      return { author: found[1]!, time: moment && timeOf(moment, order), words: '' };
    },
    words(text) {
      const words = text.trim();
      if (/^\[(?:Forwarded from|In reply to|Weitergeleitet von) .*\]$/m.test(words.split('\n', 1)[0]!)) {
        return words.startsWith('[In reply to')
          ? words.slice(words.indexOf('\n') + 1 || words.length).trim()
          : { why: 'forwarded' };
      }
      return /^\[ ?(?:Photo|Video|Sticker|Voice message|GIF|File|Album|Poll|Location|Contact)[^\]]*\]$/.test(words)
        ? { why: 'attachment' }
        : words;
    },
  };
}
