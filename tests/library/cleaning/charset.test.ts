import { describe, expect, it } from 'vitest';
import {
  charsetOf,
  decodeAll,
  decodeLabelled,
  decoderOf,
  encodingName,
  isLabelRight,
} from '../../../library/cleaning/charset.ts';
import { cleaningTexts } from '../../../library/cleaning/texts.ts';

describe('names of encodings', () => {
  it.each([
    ['utf8', 'utf-8'],
    [' UTF-8 ', 'utf-8'],
    ['"CP-850"', 'cp850'],
    ['ibm_852', 'cp852'],
    ['DOS-862', 'cp862'],
    ['latin1', 'windows-1252'],
    ['us-ascii', 'windows-1252'],
    ['win-1251', 'windows-1251'],
    ['windows_1251', 'windows-1251'],
    ['x-ms-cp932', 'shift_jis'],
    ['windows-31j', 'shift_jis'],
    ['cp936', 'gbk'],
    ['GB2312', 'gbk'],
    ['ks_c_5601-1987', 'euc-kr'],
    ['x-mac-roman', 'macintosh'],
    ['koi8_r', 'koi8-r'],
    ['ISO-8859-8-I', 'iso-8859-8-i'],
    ['utf-7', 'utf7'],
    ['unknown-8bit', undefined],
    ['x-unknown', undefined],
    ['default_charset', undefined],
    ['x-user-defined', undefined],
    ['replacement', undefined],
    ['base64', undefined],
    ['binary', undefined],
    ['none', undefined],
    ['', undefined],
  ])('%j is %j', (label, charset) => {
    expect(charsetOf(label)).toBe(charset);
    if (charset !== undefined) expect(decodeAll(Buffer.from('abc'), charset).slice(0, 1)).toMatch(/[a慡]/);
  });

  it('are written as people write them', () => {
    expect(['windows-1251', 'shift_jis', 'koi8-r', 'cp850', 'macintosh', 'utf-16le'].map(encodingName)).toEqual([
      'Windows-1251',
      'Shift_JIS',
      'KOI8-R',
      'CP850',
      'Mac Roman',
      'UTF-16LE',
    ]);
  });

  it('that are not known have no decoder', () => {
    expect(() => decoderOf('nothing')).toThrow(cleaningTexts.unknownEncoding('nothing'));
  });
});

describe('decoding', () => {
  it.each([
    ['shift_jis', Buffer.of(0x8d, 0xa1, 0x93, 0xfa, 0x82, 0xcd), '今日は'],
    ['cp850', Buffer.of(0x4d, 0x94, 0x77, 0x65), 'Möwe'],
    ['utf7', Buffer.from('Gr+APwA3w-e'), 'Grüße'],
    ['gb18030', Buffer.of(0x95, 0x32, 0x82, 0x36, 0xbd, 0xf1), '𠀀今'],
    ['windows-1252', Buffer.of(0x93, 0x61, 0x94, 0x81), '“a”'],
  ])('%s in whichever pieces it comes', (charset, bytes, text) => {
    for (let piece = 1; piece <= bytes.length; piece++) {
      const decode = decoderOf(charset);
      let decoded = '';
      for (let at = 0; at < bytes.length; at += piece) decoded += decode(bytes.subarray(at, at + piece), true);
      expect(decoded + decode(new Uint8Array(0), false)).toBe(text);
    }
  });

  it('takes right UTF-8 as such, whatever the label says', () => {
    expect(decodeLabelled(Buffer.from('Grüße'), 'iso-8859-1')).toBe('Grüße');
    expect(decodeLabelled(Buffer.from('今天早上下雨了'), 'gbk')).toBe('今天早上下雨了');
    // The beginning of a letter that is cut off at the end does not count.
    expect(decodeLabelled(Buffer.from('Grüße ü').subarray(0, -1), 'iso-8859-1')).toBe('Grüße \ufffd');
    // Three letters in GBK that happen to be right UTF-8.
    const short = Buffer.of(0xc4, 0xb0, 0xc4, 0xb0);
    expect([isLabelRight(short, 'gbk'), isLabelRight(short, 'windows-1252')]).toEqual([true, false]);
  });

  it('takes what is not known as UTF-8 where that fits, else as Windows-1252', () => {
    for (const label of ['x-unknown', 'us-ascii', 'utf-8', undefined]) {
      expect(decodeLabelled(Buffer.from('Grüße'), label)).toBe('Grüße');
      expect(decodeLabelled(Buffer.from('Gr\xfc\xdfe', 'latin1'), label)).toBe('Grüße');
    }
  });
});
