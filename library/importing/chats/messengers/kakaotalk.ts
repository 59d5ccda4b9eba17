/** KakaoTalk's exported chats, of computers and of phones, in Korean and English. */
import { fileName, type Reader } from '../../reader.ts';
import type { LeftOut } from '../../record.ts';
import { importingTexts } from '../../texts.ts';
import { Day } from '../transcripts/day.ts';
import type { Grammar, Line } from '../transcripts/grammar.ts';
import { readTranscript } from '../transcripts/transcript.ts';

const BEGINNING =
  /^\ufeff?(?:.{0,80}(?:님과 카카오톡 대화|카카오톡 대화)|KakaoTalk Chats? with .*|.* KakaoTalk Chats? .*)\r?$/m;
const SAVED = /^(?:저장한 날짜|Date Saved) ?: ?/m;
/** Computers: a day between dashes, then `[name] [오후 9:04] words`. */
const HEADING = /^-{5,} ?(.{6,40}?) ?-{5,}$/;
const ON_COMPUTERS = /^\[(.{1,80}?)\] \[((?:오전|오후) ?\d{1,2}:\d{2}|\d{1,2}:\d{2}(?: ?[AP]M)?)\] ?(.*)$/;
/** Phones: `2024년 3월 15일 오후 9:04, name : words`, `2024. 3. 15. 오후 9:04, name : words`, `March 15, 2024 at 9:04 PM, name : words`. */
const ON_PHONES =
  /^((?:\d{4}(?:년|\.) ?\d{1,2}(?:월|\.) ?\d{1,2}(?:일|\.)|\p{L}{3,9} \d{1,2}, \d{4}(?: at|,)?) (?:오전 |오후 )?\d{1,2}:\d{2}(?: [AP]M)?)(?:, (.{1,80}?) : ?(.*)|[,:] .*|)$/u;
/** The beginning of a message that is damaged. */
const LOOSE =
  /^.{0,80}\] ?\[?(?:오전|오후) ?\d{1,2}:|^\[[^\]]{1,80}\]?.{0,3}\[.{2,14}\]|^\[[^\]]{1,80}\] .{0,6}\d{1,2}:\d{2}\]/;
const DAY = /^\d{4}년 \d{1,2}월 \d{1,2}일 \p{L}{3}$/u;

/** In place of what is no words. */
const NO_WORDS =
  /^(?:사진(?: \d+장)?|동영상|이모티콘|음성메시지|파일: .*|지도: .*|연락처: .*|Photo|Photos|Video|Emoticon|Voice Note|File: .*|<(?:사진|동영상)[^>]*>)$/;
const DELETED = /^(?:삭제된 메시지입니다\.?|This message was deleted\.?|Deleted message\.?)$/;
const SYSTEM =
  /^(?:보이스톡|페이스톡|라이브톡|그룹콜|voice ?call|video ?call|face ?talk)(?: .{0,40})?(?:해요|취소|부재중|종료|\d{1,2}:\d{2})\.?$/i;

export const kakaotalk: Reader = {
  title: importingTexts.titles.kakaotalk,
  conversations: false,
  attachments: true,
  detect: (head) => {
    if (!/^[^.]*$|\.txt$/.test(fileName(head))) return false;
    const begins = head.text.slice(0, 600);
    const lines = head.text.split('\n', 40).map((one) => one.trimEnd());
    const said = lines.filter((one) => ON_COMPUTERS.test(one) || ON_PHONES.exec(one)?.[2] !== undefined).length;
    return said > 0 && (BEGINNING.test(begins) || SAVED.test(begins) || said > 2 || /kakaotalk/.test(fileName(head)));
  },
  read: (source, head, telling) => readTranscript(source, head, telling, () => grammarOf()),
};

function grammarOf(): Grammar {
  const day = new Day();
  return {
    named: (name) => [`${name}] [`, `, ${name} :`],
    line(raw): Line {
      const written = raw.replace(/^\ufeff/, '').trimEnd();
      const said = ON_COMPUTERS.exec(written);
      if (said !== null) return { author: said[1]!, time: day.at(said[2]!), words: said[3]! };
      const phone = ON_PHONES.exec(written);
      if (phone !== null) {
        day.heading(phone[1]!);
        const [, stamp, author, words] = phone;
        return author === undefined ? { system: 'system' } : { author, time: day.at(stamp!), words: words! };
      }
      if (LOOSE.test(written)) return { system: 'damaged' };
      const heading = HEADING.exec(written)?.[1] ?? (DAY.test(written) ? written : undefined);
      if (heading !== undefined) {
        day.heading(heading);
        return { system: 'nothing' };
      }
      if (BEGINNING.test(written) || SAVED.test(written)) return { system: 'nothing' };
      // Who came and went stands alone on a line of its own, after nothing.
      return /^.{1,60}님이 .{0,60}(?:들어왔습니다|나갔습니다|초대하였습니다|초대했습니다|내보냈습니다)\.?$/.test(
        written,
      )
        ? { system: 'system' }
        : undefined;
    },
    words(text): string | { why: LeftOut } {
      const words = text.trim();
      if (DELETED.test(words)) return { why: 'deleted' };
      if (SYSTEM.test(words)) return { why: 'system' };
      return NO_WORDS.test(words) ? { why: 'attachment' } : words;
    },
  };
}
