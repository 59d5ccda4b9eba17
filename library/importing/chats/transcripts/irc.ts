/** IRC logs as irssi, WeeChat, ZNC, mIRC, HexChat and others write them: one line is one message. */
import { fileName, type Reader } from '../../reader.ts';
import { importingTexts } from '../../texts.ts';
import { Day } from './day.ts';
import type { Grammar, Line } from './grammar.ts';
import { readTranscript } from './transcript.ts';

const KINDS = /^[^.]*$|\.(?:log|txt|irc|irclog|weechatlog)$|^#/;

const STAMP =
  '(?:\\[?(?<stamp>(?:\\p{L}{3} +\\d{1,2} |\\d{4}-\\d\\d-\\d\\d[T ])?\\d\\d:\\d\\d(?::\\d\\d)?(?:\\.\\d+)?(?:Z|[+-]\\d{4})?)\\]?\\s+)?';
const SAID = new RegExp(`^${STAMP}<\\s*[@+%&~!]?(?<nick>[^\\s<>]{1,40})>\\s(?<words>.*)$`, 'u');
const DID = new RegExp(`^${STAMP}(?:\\*|•)\\s+(?<nick>[^\\s:<>*]{1,40}):?\\s(?<words>.*)$`, 'u');
/** WeeChat: columns with tabs between. */
const COLUMNS = /^(?<stamp>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\t(?<nick>[^\t]{1,40})\t(?<words>.*)$/u;
const HEADING =
  /^(?:--- (?:Log opened|Day changed|Log closed)|\*{4} (?:BEGIN|ENDING) LOGGING|Session (?:Start|Time|Close|Ident):)/;

export const irc: Reader = {
  title: importingTexts.titles.ircLog,
  conversations: false,
  detect: (head) => {
    if (!KINDS.test(fileName(head))) return false;
    const lines = head.text.split('\n', 200).map((line) => line.trimEnd());
    const written = lines.filter((line) => line !== '');
    const grammar = grammarOf(fileName(head), head.text);
    const messages = written.filter((line) => 'author' in (grammar.line(line) ?? {})).length;
    const headings = written.filter((line) => HEADING.test(line)).length;
    const marked = written.filter((line) => groupsOf(SAID, line)?.stamp !== undefined || COLUMNS.test(line)).length;
    return (marked > 0 || (headings > 0 && messages > 0)) && messages + headings > 1 && messages * 4 >= written.length;
  },
  read: (source, head, telling) => readTranscript(source, head, telling, () => grammarOf(source.name, head.text)),
};

function grammarOf(name: string, beginning: string): Grammar {
  const speakers = new Set(beginning.split('\n').flatMap((line) => groupsOf(SAID, line.trimEnd())?.nick ?? []));
  const day = new Day(name.slice(name.lastIndexOf('/') + 1));
  return {
    named: (nick) => `${nick}>`,
    line(raw): Line {
      const line = raw.trimEnd();
      if (HEADING.test(line)) {
        day.heading(line);
        return { system: 'nothing' };
      }
      const said = groupsOf(COLUMNS, line) ?? groupsOf(SAID, line);
      if (said !== undefined) speakers.add(said.nick);
      const did = groupsOf(DID, line);
      // Programs say with a star who came and what is talked about: only who speaks does something.
      const found = said ?? (did !== undefined && speakers.has(did.nick) ? did : undefined);
      // No message has a second line.
      if (found === undefined) return { system: line === '' ? 'nothing' : 'system' };
      return authorOf(found, day);
    },
  };
}

interface Parts {
  stamp: string | undefined;
  nick: string;
  words: string;
}

function groupsOf(pattern: RegExp, line: string): Parts | undefined {
  return pattern.exec(line)?.groups as Parts | undefined;
}

function authorOf({ stamp = '', nick, words }: Parts, day: Day): Line {
  const time = day.at(stamp);
  // WeeChat writes who came and went, and what somebody does, with signs in place of a name.
  if (/^(?:-->|<--|--|=!=)$/.test(nick.trim())) return { system: 'system' };
  if (nick.trim() === '*') {
    const [, name = '', rest = ''] = /^(\S+) ?(.*)$/.exec(words) ?? [];
    return { author: name, time, words: rest };
  }
  // HexChat and mIRC: * mara has joined, and so on; *** Joins in ZNC
  if (
    /^(?:has (?:joined|left|quit)|is now known as|sets mode|gives |changes topic|has changed)\b|^\([^)]*\) has /.test(
      words,
    )
  )
    return { system: 'system' };
  return { author: nick.trim().replace(/^[@+%&~!]/, ''), time, words };
}
