import { describe, expect, it } from 'vitest';
import { HtmlText } from '../../../../library/importing/documents/html-text.ts';
import { quoteInHtml } from '../../../../library/importing/mail/quotes.ts';

function wordsOf(html: string, piece = html.length, options = {}): string {
  const page = new HtmlText(options);
  let text = '';
  for (let at = 0; at < html.length; at += piece) text += page.push(html.slice(at, at + piece));
  return (text + page.end()).trim();
}

describe('the words of a page', () => {
  it.each([
    ['<p>その言葉が<ruby>表示<rp>(</rp><rt>ひょうじ</rt><rp>)</rp></ruby>された。</p>', 'その言葉が表示された。'],
    ['<ruby>瞬間<rt>しゅんかん</ruby>だった', '瞬間だった'],
    ['<ruby><rb>漢</rb><rb>字</rb><rtc><rt>かん</rt><rt>じ</rt></rtc></ruby>を', '漢字を'],
    ['<ruby>北<rt>Běi</rt>京<rt>jīng</rt></ruby>很大', '北京很大'],
    ['<ruby>大<rtc>ㄉㄚˋ</rtc></ruby>人', '大人'],
  ])('leave readings above letters out: %s', (html, words) => {
    for (const piece of [1, 7, 1000]) expect(wordsOf(html, piece)).toBe(words);
    expect(wordsOf(html, 5, { quoteOf: quoteInHtml })).toBe(words);
  });

  it.each([
    ['<b>x', 'x'],
    ['<div>y', 'y'],
    ['<ul><li>z', 'z'],
    ['<a href="x<y">q', 'q'],
  ])('are all read where 200,000 elements of %s lie in one another', (element, letter) => {
    const html = `<p>first</p>${element.repeat(200_000)}<p>last</p>`;
    for (const piece of [65_536, 777]) {
      const words = wordsOf(html, piece).replace(/\s+/g, '');
      expect(words.startsWith('first')).toBe(true);
      expect(words.endsWith('last')).toBe(true);
      // At a place where the parser begins anew an attribute with a `<` may be cut.
      expect(words.split(letter).length - 1).toBeGreaterThan(199_900);
    }
  });

  it('that are quoted in a mail stay so, however deep they lie', () => {
    const html = `mine<blockquote>${'<div>x'.repeat(9000)}</div></blockquote>`;
    const lines = wordsOf(html, 5000, { quoteOf: quoteInHtml })
      .split('\n')
      .filter((line) => line !== '');
    expect(lines[0]).toBe('mine');
    expect(lines.slice(1).every((line) => line.startsWith('>'))).toBe(true);
  });
});
