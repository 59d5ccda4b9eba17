import { describe, expect, it } from 'vitest';
import { printable } from '../../../library/notices/printable.ts';

describe('printable', () => {
  const attacks: [name: string, attack: string, safe: string][] = [
    ['colour', 'a\x1b[31mred\x1b[0m', 'ared'],
    ['cursor up and erase', '\x1b[2A\x1b[Khidden', 'hidden'],
    ['private mode (alternate screen)', '\x1b[?1049hx', 'x'],
    ['colour with colons', '\x1b[38:2::255:0:0mx', 'x'],
    ['intermediate bytes', '\x1b[1 qx', 'x'],
    ['unfinished control sequence', 'x\x1b[31', 'x'],
    ['title (OSC, BEL)', '\x1b]0;owned\x07x', 'x'],
    ['link (OSC 8, ST)', '\x1b]8;;http://evil\x1b\\here\x1b]8;;\x1b\\', 'here'],
    ['clipboard (OSC 52)', '\x1b]52;c;ZXZpbA==\x07x', 'x'],
    ['unfinished OSC ends with the line', '\x1b]0;x\nnext', '\nnext'],
    ['device control string', '\x1bPq#0;2;0;0;0\x1b\\x', 'x'],
    ['application command', '\x1b_G1;secret\x1b\\x', 'x'],
    ['privacy message', '\x1b^hidden\x1b\\x', 'x'],
    ['start of string', '\x1bXhidden\x1b\\x', 'x'],
    ['reset', '\x1bcx', 'x'],
    ['character set', '\x1b(0x', 'x'],
    ['8-bit CSI', '\x9b31mx', 'x'],
    ['8-bit OSC', '\x9d0;owned\x9cx', 'x'],
    ['8-bit DCS', '\x90payload\x9cx', 'x'],
    ['escape at the end', 'x\x1b', 'x'],
    ['sequence inside a sequence', '\x1b\x1b[0m[31mx', '[31mx'],
    ['carriage return over the line', 'safe\rEVIL', 'safeEVIL'],
    ['backspaces', 'safe\b\b\b\bEVIL', 'safeEVIL'],
    ['bell, NUL, DEL, form feed, vertical tab', '\x07\0\x7f\f\vx', 'x'],
    ['C1 next line', 'a\x85b', 'ab'],
    ['bidi override', 'user\u202Etxt.exe', 'usertxt.exe'],
    ['bidi isolates and marks', '\u2066a\u2069\u200e\u200f\u061c\u202a\u202c', 'a'],
    ['zero width', 'a\u200bb\u200cc\u200dd\u2060e\ufefff', 'abcdef'],
    ['joiners that join no two emoji', '\u200d👩\u200d\u200d👧\u200da\u200d❤\u200b\u200d🔥👩\u200d', '👩👧a❤🔥👩'],
    ['joiners around a mark too many', '👩\ufe0f\ufe0f\u200d👧', '👩\ufe0f\ufe0f👧'],
    ['joiners in words', 'pass\u200dword 1\u200d2 क\u200dष', 'password 12 कष'],
    ['soft hyphen, grapheme joiner, fillers', 'a\u00ad\u034f\u115f\u1160\u3164\uffa0b', 'ab'],
    ['line and paragraph separator', 'a\u2028b\u2029c', 'abc'],
    ['lone surrogates', 'a\ud800b\udc00c', 'abc'],
    ['surrogates that a gap keeps apart', '\ud83d\u200b\ude00', ''],
    ['tags', 'a\u{e0001}\u{e0041}\u{e0020}\u{e007f}\u{e0000}\u{e0002}b', 'ab'],
    ['tag out of halves around a sequence', 'a\udb40\x1b[m\udc41b', 'ab'],
    ['smuggling variation selectors', 'a\u{e0100}\u{e01ef}\ufe00b', 'ab'],
    ['noncharacters', 'a\uffff\ufdd0\u{1ffff}b', 'ab'],
    ['zalgo', `e${'\u0301'.repeat(40)}x`, 'e\u0301\u0301\u0301x'],
    ['zalgo with gaps', `e${'\u0301\u200b'.repeat(40)}x`, 'e\u0301\u0301\u0301x'],
  ];

  it.each(attacks)('takes the harm out of: %s', (_, attack, safe) => {
    expect(printable(attack)).toBe(safe);
    expect(printable(safe)).toBe(safe);
  });

  it('leaves writing as it is', () => {
    const joined = '👩‍👩‍👧‍👦 👩🏽‍🚀 🏳️‍🌈 ❤️‍🔥 🧔‍♂️';
    expect(joined.split('\u200d').length - 1).toBe(7);
    expect(printable(joined)).toBe(joined);
    const writing = 'Grüße,\n\tمرحبا, 你好, שלום, नमस्ते, 😀👍🏽 ❤️ — “so” … ʕ•ᴥ•ʔ ༼つ◕_◕༽';
    expect(printable(writing)).toBe(writing);
  });

  it('lets no control through, whatever comes, and cleaning twice changes nothing', () => {
    const parts = [
      '\x1b',
      '[',
      ']',
      'P',
      '\\',
      '\x07',
      '\x9b',
      '\x9c',
      '0',
      ';',
      'm',
      '\n',
      '\ud83d',
      '\ude00',
      '\u200b',
      'é',
      '\u0301',
      '\u200d',
      '👩',
      '\ufe0f',
    ];
    let state = 7;
    for (let round = 0; round < 2000; round++) {
      let text = '';
      for (let i = 0; i < 12; i++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        text += parts[(state >>> 16) % parts.length];
      }
      const safe = printable(text);
      expect(safe).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u200b]|\p{Cs}/u);
      expect(safe).not.toMatch(/(?<!\p{ExtPict}\ufe0f?)\u200d|\u200d(?!\p{ExtPict})/u);
      expect(printable(safe)).toBe(safe);
    }
  });

  it('takes no longer than the text is long', () => {
    const hostile = [
      `\x1b]`.repeat(200_000),
      '\x1b['.repeat(200_000),
      `\x1b[${'0'.repeat(400_000)}`,
      '\u0301'.repeat(400_000),
    ];
    for (const text of hostile) expect(printable(text).length).toBeLessThan(4);
  });
});
