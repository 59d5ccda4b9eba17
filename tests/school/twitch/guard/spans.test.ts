import { describe, expect, it } from 'vitest';
import { trainTokenizer } from '../../../../library/tokenizer/index.ts';
import { asReplied, eachSpan } from '../../../../school/twitch/guard/spans.ts';
import { LibraryGuard, PeopleWords } from '../../../../school/twitch/moderation/index.ts';
import { PLACES, SIGNS, spansOf, TEXTS } from './signs.ts';

const VOCABULARIES = [512, 1024, 2048];

describe.each(['plain', 'signed'] as const)('8 tokens of a %s text', (text) => {
  it.each(VOCABULARIES)('are found beside every sign, at a vocabulary of %d', async (vocabularySize) => {
    const { tokenizer, tokens, spans } = spansOf(text, vocabularySize, 30);
    const guard = await LibraryGuard.build([{ name: 'a.txt', tokens }], tokenizer, { bytes: 64e6 });
    const people = new PeopleWords(tokenizer);
    TEXTS[text].split('\n').forEach((line, i) => people.put(String(i), 'ann', line));
    const missed: string[] = [];
    let looked = 0;
    for (const span of spans) {
      // a reply may hold fewer tokens than the text: one gap in the place of two, three points in the place of an ellipsis
      const said = asReplied(span);
      if (tokenizer.encode(span.startsWith(' ') ? ` ${said}` : said).length < 8) continue;
      for (const [name, place] of Object.entries(PLACES)) {
        for (const [i, sign] of SIGNS.entries()) {
          const reply = asReplied(place(span, sign));
          looked++;
          if (!guard.finds(reply)) missed.push(`library, ${name}: ${reply}`);
          // what people say is kept as a reply would hold it
          if (i % 4 > 0 || tokenizer.encode(` ${said}`).length < 8) continue;
          if (!people.finds(reply, 'bob')) missed.push(`people, ${name}: ${reply}`);
        }
      }
    }
    expect(missed.slice(0, 3)).toEqual([]);
    expect(looked).toBeGreaterThan(20 * SIGNS.length * Object.keys(PLACES).length);
  });
});

describe('8 tokens of a text', () => {
  const text = 'he said that the milk was off, my dear. then the old tune ended. It goes on and on';
  const tokenizer = trainTokenizer([Buffer.from(`${text}\n`.repeat(50))], { vocabularySize: 400 });
  const guardOf = (words: string) =>
    LibraryGuard.build([{ name: 'a.txt', tokens: Uint16Array.from(tokenizer.encode(words)) }], tokenizer, {
      bytes: 1e6,
    });

  it.each([
    ['"milk was off, my dear. then the old"', text],
    ['(tune ended. It goes on and on)', text],
    // signs stand before the words of the text, and not before those of the reply
    ['well, milk was off, my dear. then', text.replace('milk', '"milk')],
    ['well tune ended. It goes on and', text.replace('tune', '…\ntune')],
    // the text has another form than a reply can have
    ['milk was off... my dear. then the', text.replace('off,', 'off…')],
    ['the old tune ended. It goes on', text.replace('tune ', 'tune  \t')],
    ['the old tune ended. It goes on', text.replaceAll(' ', '\u00a0')],
  ])('are found in %s', async (reply, words) => {
    expect((await guardOf(words)).finds(reply)).toBeDefined();
  });

  it('are 8, and no fewer: other replies of the same words pass', async () => {
    const guard = await guardOf(text);
    for (const reply of ['milk off', 'the tune (it goes on)', 'my dear! then', 'on and on "he said"', '']) {
      expect(guard.finds(reply), reply).toBeUndefined();
    }
  });

  it('are looked for in little time, also among many signs', () => {
    const time = (reply: string): number => {
      let spans = 0;
      eachSpan(
        reply,
        (form) => tokenizer.encode(form),
        () => spans++,
      );
      return spans;
    };
    expect(time(Array.from({ length: 80 }, () => 'milk').join(' '))).toBeLessThan(400);
    expect(time('milk "*(-,…'.repeat(36))).toBeLessThan(40_000);
  });
});
