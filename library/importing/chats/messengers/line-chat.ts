/** LINE's saved chats: a day as a heading, then time, name and words with tabs between, in the phone's language. */
import { fileName, type Reader } from '../../reader.ts';
import type { LeftOut } from '../../record.ts';
import { importingTexts } from '../../texts.ts';
import { Day } from '../transcripts/day.ts';
import type { Grammar } from '../transcripts/grammar.ts';
import { readTranscript } from '../transcripts/transcript.ts';

const BEGINNING =
  /^\ufeff?\[LINE\]|^(?:Chat history (?:with|in) |.{1,60}(?:とのトーク履歴|のトーク履歴|的聊天[记記][录錄]|님과의 대화))/;
const SAVED = /^(?:Saved (?:on|time)|保存日時|保存日期|儲存日期|저장한 날짜)\s?[:：]/m;
const HEADING =
  /^(?:\d{4}[/.]\d{1,2}[/.]\d{1,2}|\p{L}{2,12}\.?, ?\d{1,2}\/\d{1,2}\/\d{4}|\d{4}년 ?\d{1,2}월 ?\d{1,2}일)\s?(?:[（(][^)）]{1,12}[)）]|\p{L}{2,12})?$/u;
const CLOCK = '(?:午前|午後|上午|下午|오전|오후)?\\s?\\d{1,2}:\\d{2}\\s?(?:[AaPp]\\.?[Mm]\\.?)?';
const SAID = new RegExp(`^(${CLOCK})\\t([^\\t]*)\\t(.*)$`);
const REMARK = new RegExp(`^${CLOCK}(?:\\t|\\s*$)`);

/** What LINE writes in place of what is no words. */
const NO_WORDS =
  /^(?:\[(?:Photo|Sticker|Video|Audio|File|Voice message|Album|Note|Location|Contact|Photos|写真|スタンプ|動画|ボイスメッセージ|ファイル|アルバム|ノート|位置情報|連絡先|照片|圖片|图片|貼圖|贴图|影片|视频|語音訊息|语音信息|檔案|文件|相簿|相册|記事本|사진|스티커|동영상|음성메시지|파일|앨범|노트)\]|(?:Photos|Stickers|Videos)|☎.*)$/;
const UNSENT =
  /(?:unsent a message\.?|メッセージの送信を取り消しました|已收回訊息|已撤回消息|메시지 전송을 취소했습니다)$/;

export const lineChat: Reader = {
  title: importingTexts.titles.lineChat,
  conversations: false,
  attachments: true,
  detect: (head) => {
    if (!/^[^.]*$|\.txt$/.test(fileName(head))) return false;
    const lines = head.text.split('\n', 30).map((one) => one.trimEnd());
    const said = lines.some((one) => SAID.test(one));
    return (
      said &&
      (BEGINNING.test(lines[0]!) || SAVED.test(head.text.slice(0, 400)) || lines.some((one) => HEADING.test(one)))
    );
  },
  read: (source, head, telling) => readTranscript(source, head, telling, () => grammarOf()),
};

function grammarOf(): Grammar {
  const day = new Day();
  let isQuoted = false;
  return {
    named: (name) => [`\t${name}\t`, `\t${name}`, `${name}\t`],
    line(raw) {
      const written = raw.replace(/^\ufeff/, '').trimEnd();
      const found = SAID.exec(raw.replace(/\r$/, ''));
      if (found !== null) {
        const [, stamp, name, words] = found;
        // A message of several lines stands between quotation marks.
        isQuoted = words!.startsWith('"') && !/[^"]"$|^""$/.test(words!.slice(1));
        return name === '' ? { system: 'system' } : { author: name!, time: day.at(stamp!), words: words! };
      }
      if (isQuoted) {
        isQuoted = !written.endsWith('"');
        return undefined;
      }
      if (HEADING.test(written)) {
        day.heading(written);
        return { system: 'nothing' };
      }
      if (REMARK.test(written)) return { system: 'system' };
      return BEGINNING.test(written) || SAVED.test(written) ? { system: 'nothing' } : undefined;
    },
    words(text): string | { why: LeftOut } {
      const lines = text.trim();
      const words = /^"[\s\S]*\n[\s\S]*"$/.test(lines) ? lines.slice(1, -1).replaceAll('""', '"').trim() : lines;
      if (NO_WORDS.test(words)) return { why: words.startsWith('☎') ? 'system' : 'attachment' };
      return UNSENT.test(words) && words.length < 80 ? { why: 'deleted' } : words;
    },
  };
}
