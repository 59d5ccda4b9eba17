import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unconfused } from '../../../../school/twitch/moderation/confusables.ts';
import { confusablesFile, unicodeConfusables } from './confusables-table.ts';

describe('characters that look like others', () => {
  it('come from Unicode’s table, which is generated and not edited', () => {
    const path = new URL('../../../../school/twitch/moderation/unicode-confusables.ts', import.meta.url);
    expect(readFileSync(path, 'utf8')).toBe(confusablesFile());
    expect([...unicodeConfusables().values()].join('').length).toBeGreaterThan(500);
  });

  it('are read as Unicode reads them, but for those that people read otherwise', () => {
    const otherwise: string[] = [];
    for (const [target, sources] of unicodeConfusables())
      for (const source of sources) if (unconfused(source) !== target) otherwise.push(source);
    // such as the Greek eta, which is an h, and capitals of I, which Unicode reads as an l
    expect(otherwise.length).toBeLessThan(25);
    expect(unconfused('ηІɪ')).toBe('hii');
  });

  it('are read alike in both cases, in many scripts', () => {
    for (const word of ['ꓗꓲꓖꓰꓡ', 'kіgеl', 'KΙGΕL', 'ҜᎥᎶ乇ㄥ', 'ᛕ丨Ꮆᗴᒪ', 'ᴋɪɢᴇʟ', '𐊋ɨցҽӏ'.replace('𐊋', 'ƙ')])
      expect(unconfused(word.normalize('NFKC')), word).toBe('kigel');
  });

  it('leave living scripts and signs that mean themselves', () => {
    for (const text of ['今天天气', 'こんにちは ノート', '안녕하세요', 'สวัสดี', '3 × 4', '5 €', '∞'])
      expect(unconfused(text)).toBe(text);
  });
});
