import { describe, expect, it } from 'vitest';
import { type DumpForm, dump } from '../../../library/token-cache/dump.ts';
import { LEARNABLE_KINDS, type Tokenizer, trainTokenizer } from '../../../library/tokenizer/index.ts';
import { makeHome } from '../home.ts';
import { SAMPLE, utf8 } from '../tokenizer/support.ts';

const pairs = trainTokenizer([utf8(SAMPLE)], { vocabularySize: 500 });

async function dumped(texts: Readonly<Record<string, string>>, form: DumpForm, tokenizer: Tokenizer = pairs) {
  const home = makeHome();
  for (const [name, text] of Object.entries(texts)) home.put(name, text);
  const { files } = await home.open().refresh(tokenizer, { heldOutFraction: 0, speaker: 'b' });
  let all = '';
  for (const file of files) for await (const piece of dump(file, tokenizer, form)) all += piece;
  return all;
}

const turns = ['Hi!', 'Hello. How are you?'].map((text, i) =>
  JSON.stringify({ speaker: i ? 'b' : 'ann', text, learn: i === 1, ...(i ? {} : { begins: true }) }),
);
const TALK = `${[...turns, ...turns].join('\n')}\n`;

describe('a dump of the library', () => {
  it('has a text a line', async () => {
    const texts = { 'a.txt': 'One line.\nAnd one more.\n\n[ann]: hello\n', 'b.txt': 'Another text 😀.' };
    expect(await dumped(texts, 'lines')).toBe('One line. And one more. [ann]: hello\nAnother text 😀.\n');
  });

  it('has a conversation of a file of turns a line', async () => {
    const line = '[ann]: Hi! [b]: Hello. How are you?\n';
    expect(await dumped({ 'talk.turns.jsonl': TALK }, 'lines')).toBe(line + line);
  });

  it('has a sentence a line', async () => {
    const text = 'It rained. “Will it stop?” she asked.\nNobody knew 3.5 ways out!\n\nThe end';
    expect(await dumped({ 'a.txt': text }, 'sentences')).toBe(
      'It rained.\n“Will it stop?” she asked.\nNobody knew 3.5 ways out!\nThe end\n',
    );
  });

  it('has an object a line, from which each text comes back, whatever stands in it', async () => {
    const text = `"quotes" \\ and\ttabs\n${'long '.repeat(60_000)}\n日本語 😀 end\n`;
    const lines = (await dumped({ 'a "b".txt': text, 'c.txt': 'two' }, 'jsonl')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { file: 'a "b".txt', text },
      { file: 'c.txt', text: 'two' },
    ]);
  });

  it('leaves out the space that a tokenizer puts before a document, and only that', async () => {
    const spaced = LEARNABLE_KINDS.sentencepiece.learn([utf8(SAMPLE)], { vocabularySize: 500 });
    expect(await dumped({ 'a.txt': 'A text.', 'b.txt': '  indented' }, 'lines', spaced)).toBe('A text.\n  indented\n');
  });

  it('has nothing of what is held out', async () => {
    const home = makeHome();
    const text = Array.from(
      { length: 400 },
      (_, i) => `Sentence number ${i} of a long text about nothing much.\n`,
    ).join('');
    home.put('a.txt', text);
    const shelf = home.open();
    const { files } = await shelf.refresh(pairs, { heldOutFraction: 0.2, speaker: 'b' });
    let all = '';
    for (const file of files) for await (const piece of dump(file, pairs, 'sentences')) all += piece;
    const held = (await shelf.exams())
      .map(({ ids }) => pairs.decode(ids))
      .join('')
      .trim()
      .split('\n');
    expect(held.length).toBeGreaterThan(10);
    for (const line of held) expect(all).not.toContain(`${line}\n`);
    expect(all.split('\n').length + held.length).toBeGreaterThan(395);
  });
});
