import { describe, expect, it } from 'vitest';
import { csv, csvLine, jsonLine, jsonLines } from '../../statistics/query/format.ts';

describe('CSV', () => {
  it('follows RFC 4180', () => {
    expect(
      csv(
        ['a', 'b "c"'],
        [
          [1, 'x,y'],
          ['two\r\nlines', null],
        ],
      ),
    ).toBe('a,"b ""c"""\r\n1,"x,y"\r\n"two\r\nlines",\r\n');
  });

  it('keeps spreadsheets from running texts, and leaves numbers alone', () => {
    expect(csvLine(['=1+1', '+cmd', '@SUM(A1)', '-x', '\tx', '＝1'])).toBe("'=1+1,'+cmd,'@SUM(A1),'-x,'\tx,'＝1\r\n");
    expect(csvLine(['=HYPERLINK("http://x","y")'])).toBe('"\'=HYPERLINK(""http://x"",""y"")"\r\n');
    expect(csvLine([-1.5, '-1.5', '+3e5', Number.NaN, Number.POSITIVE_INFINITY])).toBe('-1.5,-1.5,+3e5,,\r\n');
  });

  it('writes blobs as hex and cleans texts as it is told', () => {
    expect(csvLine([new Uint8Array([1, 255]), 'a\u001b[31m'], (text) => text.replaceAll('\u001b', '?'))).toBe(
      '01ff,a?[31m\r\n',
    );
  });
});

describe('JSON lines', () => {
  it('hold every character and show none that a terminal acts upon', () => {
    const text = 'é字😀 \u001b[31m \u009b31m \u202e \u200b \u2028 \u007f \ud800';
    const line = jsonLine({ text });
    expect(line).toMatch(/^[\x20-\x7e\u00a1-\u00ff\u4e00-\u9fff\u{1f600}]+$/u);
    expect(JSON.parse(line)).toEqual({ text });
  });

  it('are one object a row', () => {
    expect(
      jsonLines(
        ['a', 'b'],
        [
          [1, null],
          [Number.NaN, new Uint8Array([16])],
        ],
      ),
    ).toEqual(['{"a":1,"b":null}', '{"a":null,"b":"10"}']);
  });
});
