import { Box, renderToString, Text } from 'ink';
import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../../../school/api/messages.ts';
import {
  AT_THE_END,
  below,
  lastReply,
  matching,
  namesWidth,
  noteRows,
  rowsOf,
  scrolledBack,
  speakingRows,
} from '../../../school/dashboard/chat/rows.ts';
import { clusters, widthOf } from '../../../school/terminal/text-width.ts';
import { broken, wrapped } from '../../../school/terminal/wrap.ts';

const message = (kind: ChatMessage['kind'], text: string, speaker = kind === 'said' ? 'ann' : 'mia'): ChatMessage => ({
  conversation: 'terminal',
  speaker,
  kind,
  text,
});

/** Words of many scripts, with all that is hard to measure. */
const MANY =
  'the sea 日本語 ｗｉｄｅ ｶﾞ 한국어 ᄒᆞᆫ ᄀᄀᄀ नमस्ते की हिन्दी தமிழ் ไทยคำ e\u0301 café 👩🏽 👍🏿 🇩🇪 1️⃣ ❤️ ♥ ☀ ™ ʕ•ᴥ•ʔ ½ ﷽ ⏎ ✎ 𝒳 𠀀 \u{1f9d1}x – … العربية'.split(
    ' ',
  );

describe('columns of a text', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['日本', 4],
    ['한국', 4],
    ['e\u0301', 1],
    ['🐻', 2],
    ['👩🏽', 2],
    ['🇩🇪', 2],
    ['❤️', 2],
    ['ｗ', 2],
    ['ʕ•ᴥ•ʔ', 5],
  ])('%j: %i', (text, columns) => expect(widthOf(text)).toBe(columns));

  it('are never fewer than the drawing takes: what fits is not cut', () => {
    for (const word of MANY) {
      const width = widthOf(word);
      const drawn = renderToString(
        <Box width={width}>
          <Text wrap="truncate">{word}</Text>
        </Box>,
        { columns: 80 },
      );
      expect(drawn.trimEnd(), word).toBe(word === '…' ? '…' : word.replace('…', ''));
    }
  });
});

describe('wrapping', () => {
  it.each([
    ['one two three', 8, ['one two', 'three']],
    ['one two three', 7, ['one two', 'three']],
    ['one two three', 3, ['one', 'two', 'thr', 'ee']],
    ['', 8, ['']],
    ['a\n\nb', 8, ['a', '', 'b']],
    ['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['ab cdefghij', 4, ['ab c', 'defg', 'hij']],
    ['日本語の本', 4, ['日本', '語の', '本']],
    ['日本語の本', 5, ['日本', '語の', '本']],
    ['a    b', 4, ['a', 'b']],
    ['a  b', 8, ['a  b']],
    ['tab\there', 20, ['tab  here']],
  ])('%j in %i', (text, width, rows) => expect(wrapped(text, width)).toEqual(rows));

  it('keeps every character, and no row is too wide', () => {
    for (const width of [2, 3, 5, 9, 17, 40]) {
      const rows = wrapped(MANY.join(' '), width);
      expect(rows.join('').replaceAll(' ', '')).toBe(MANY.join(''));
      expect(rows.filter((row) => row === '')).toEqual([]);
      // but for a single character that is wider than the row
      const wide = rows.filter((row) => widthOf(row) > width && clusters(row).length > 1);
      expect(wide, `in ${width}`).toEqual([]);
    }
  });

  it('takes a long text of one word in no time', () => {
    expect(wrapped('x'.repeat(200_000), 80)).toHaveLength(2500);
  });

  it('breaks a line that is typed anywhere, and knows where', () => {
    expect(broken([...'abcdefg', ' '], 3)).toEqual([
      { from: 0, to: 3 },
      { from: 3, to: 6 },
      { from: 6, to: 8 },
    ]);
    expect(broken(['日', '本', ' '], 3)).toEqual([
      { from: 0, to: 1 },
      { from: 1, to: 3 },
    ]);
    expect(broken([], 3)).toEqual([{ from: 0, to: 0 }]);
  });
});

describe('a conversation in rows', () => {
  const chat = [message('said', 'how are you?'), message('replied', 'i am well and i read'), message('said', 'good')];

  it('has names in a column, and words beside it', () => {
    expect(rowsOf(chat, { names: 3, width: 20, gaps: false })).toEqual([
      { tone: 'said', name: 'ann  ', text: 'how are you?' },
      { tone: 'replied', name: 'mia  ', text: 'i am well and i' },
      { tone: 'replied', name: '     ', text: 'read' },
      { tone: 'said', name: 'ann  ', text: 'good' },
    ]);
  });

  it('sets turns apart where there is room', () => {
    expect(rowsOf(chat, { names: 3, width: 40, gaps: true }).map(({ name, text }) => name + text)).toEqual([
      'ann  how are you?',
      'mia  i am well and i read',
      '',
      'ann  good',
    ]);
  });

  it('has times, and the date of each day, where there is room', () => {
    const at = (time: number, text: string) => ({ ...message('said', text), time });
    const [first, second] = [new Date(2026, 5, 1, 9, 5).getTime(), new Date(2026, 5, 2, 18, 30).getTime()];
    const rows = rowsOf([at(first, 'good morning'), message('replied', 'hm'), at(second, 'evening')], {
      names: 3,
      width: 30,
      gaps: false,
      times: true,
    });
    expect(rows.map(({ time = '', name, text }) => time + name + text)).toEqual([
      '── 2026-06-01 ──',
      '09:05 ann  good morning',
      '      mia  hm',
      '',
      '── 2026-06-02 ──',
      '18:30 ann  evening',
    ]);
  });

  it('can be looked through', () => {
    expect(matching(chat, ' WELL').map(({ text }) => text)).toEqual(['i am well and i read']);
    expect(matching(chat, '')).toBe(chat);
  });

  it('marks what was corrected, and shows a reply without words', () => {
    const rows = rowsOf([message('corrected', 'better'), message('replied', ' \n ')], {
      names: 3,
      width: 40,
      gaps: false,
    });
    expect(rows.map(({ text }) => text)).toEqual(['(corrected) better', '…']);
  });

  it('cuts long names, and measures wide ones', () => {
    const long = [message('said', 'hi', 'a very long name indeed'), message('said', 'ho', '日本')];
    const names = namesWidth(long, 'mia', 40);
    expect(names).toBe(10);
    const [first, second] = rowsOf(long, { names, width: 40, gaps: false });
    expect([first?.name, second?.name]).toEqual(['a very lo…  ', '日本        ']);
    expect(namesWidth([], 'mia', 80)).toBe(3);
  });

  it('lets nothing through that steers, hides or reorders', () => {
    const evil = 'a\x1b[2Jb\x1b]0;stolen\x07c\u202ed\u200be\x9b3Jf\x08g\rh';
    const rows = [
      ...rowsOf([message('said', evil, evil), message('replied', evil, evil)], { names: 8, width: 40, gaps: false }),
      ...speakingRows(evil, evil, { names: 8, width: 40 }),
      ...noteRows([{ tone: 'error', text: evil }], 40),
    ];
    const all = rows.map(({ name, text }) => name + text).join('\n');
    expect(all).toContain('abcdefgh');
    expect(all).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u200b]|stolen/);
  });

  it('shows what is being said with a mark', () => {
    expect(speakingRows('mia', ' the sea', { names: 3, width: 40 })).toEqual([
      { tone: 'replied', name: 'mia  ', text: 'the sea▌' },
    ]);
    expect(speakingRows('mia', '', { names: 3, width: 40 })[0]?.text).toBe('▌');
  });

  it('knows the last reply', () => {
    expect(lastReply(chat)).toBe('i am well and i read');
    expect(lastReply([...chat, message('corrected', 'better')])).toBe('better');
    expect(lastReply([chat[0]!])).toBeUndefined();
  });
});

describe('looking back', () => {
  it('follows the end', () => {
    expect(below(AT_THE_END, 10, 4)).toBe(0);
    expect(below(AT_THE_END, 100, 4)).toBe(0);
  });

  it('stays where it is when more is said, and within what there is', () => {
    const back = scrolledBack(AT_THE_END, 3, 20, 4);
    expect(below(back, 20, 4)).toBe(3);
    expect(below(back, 25, 4)).toBe(8);
    expect(below(scrolledBack(AT_THE_END, 100, 20, 4), 20, 4)).toBe(16);
    expect(below(scrolledBack(back, -1, 25, 4), 25, 4)).toBe(7);
    expect(scrolledBack(back, -100, 25, 4).rows).toBe(0);
    expect(below(back, 2, 4)).toBe(0);
    expect(scrolledBack(AT_THE_END, 5, 3, 4).rows).toBe(0);
  });
});
