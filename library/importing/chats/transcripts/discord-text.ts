/** Discord channels as DiscordChatExporter writes them as text: a line of time and name, the words, and what hangs on them. */
import type { Reader } from '../../reader.ts';
import { importingTexts } from '../../texts.ts';
import { discordWords } from '../communities/discord.ts';
import { type Moment, momentIn, type Order, orderOf, timeOf } from '../dates.ts';
import type { Grammar } from './grammar.ts';
import { readTranscript } from './transcript.ts';

const RULE = /^={20,}$/;
const FRAME = /^(?:Guild|Server|Channel|Topic|After|Before): /;
const BEGINNING = /^.{0,8}={20,}[^\n]*\n(?:Guild|Server): ?(.*)\r?\nChannel: ?(.*)/;
const HEADING = /^\[([^\]]{5,40})\] (.{1,80}?)(?: \(pinned\))?$/;
/** What follows in braces hangs on a message and is nobody's words. */
const PART = /^\{(?:Attachments|Embed|Stickers|Reactions|Inline Emoji|Invite)\}$/;
const SYSTEM =
  /^(?:Added .* to the group\.|Removed .* from the group\.|Left the group\.|Started a call.*|Changed the channel (?:name|icon).*|Pinned a message\.?|Started a thread\.?|Joined the server\.?|Created a thread.*|Boosted the server.*)$/;

export const discordText: Reader = {
  title: importingTexts.titles.discordChannel,
  conversations: true,
  attachments: true,
  detect: (head) => BEGINNING.test(head.text),
  async *read(source, head, telling) {
    const [, guild = '', channel = ''] = BEGINNING.exec(head.text)!;
    const stamps = head.text.split('\n').flatMap((line) => HEADING.exec(line.trimEnd())?.[1] ?? []);
    const moments = stamps.flatMap((stamp) => momentIn(stamp) ?? []);
    const order = orderOf(
      moments,
      stamps.some((stamp) => / [AP]M$/.test(stamp)),
    );
    const place = [guild, channel]
      .map((part) => part.trim())
      .filter((part) => part !== '' && part !== 'Direct Messages');
    yield* readTranscript(source, head, telling, () => grammarOf(order, place.join(' - ') || undefined));
  },
};

function grammarOf(order: Order, conversation: string | undefined): Grammar {
  let begun = false;
  return {
    conversation,
    headed: true,
    named: (name) => `] ${name}`,
    line(raw) {
      const line = raw.trimEnd();
      if (RULE.test(line) || (!begun && FRAME.test(line))) return { system: 'nothing' };
      if (/^Exported [\d.,\s]+ message\(s\)$/.test(line)) return { system: 'nothing' };
      const found = HEADING.exec(line);
      const moment: Moment | undefined = found === null ? undefined : momentIn(found[1]!);
      if (moment === undefined) {
        // A line that begins with a stamp, and names nobody, begins what is damaged.
        const stamp = /^\[([^\]]{5,40})\]/.exec(line)?.[1];
        return stamp !== undefined && momentIn(stamp) !== undefined ? { system: 'damaged' } : undefined;
      }
      begun = true;
      return { author: found![2]!, time: timeOf(moment, order), words: '' };
    },
    words(text) {
      const lines = text.split('\n').map((line) => line.trimEnd());
      const end = lines.findIndex((line) => PART.test(line));
      const words = discordWords((end === -1 ? lines : lines.slice(0, end)).join('\n'));
      if (SYSTEM.test(words)) return { why: 'system' };
      return words === '' ? { why: 'attachment' } : words;
    },
  };
}
