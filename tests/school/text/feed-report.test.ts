import { describe, expect, it } from 'vitest';
import { fedInWords } from '../../../school/text/feed-report.ts';
import { feedFiles } from '../ingest/feed-files.ts';

async function report(files: Record<string, string>, me?: string[]): Promise<string> {
  const { fed } = await feedFiles(files, { me });
  return fed.map((one) => fedInWords(one, true)).join('');
}

const CHAT = [
  '15.03.24, 21:04 - Mara Lind: where is the oar',
  '15.03.24, 21:05 - Jonas: in the bath tub, call +49 151 23456789',
  '15.03.24, 21:06 - Bo: why',
  '15.03.24, 21:07 - Jonas: <Medien ausgeschlossen>',
  '15.03.24, 21:08 - Jonas: ask the duck',
].join('\n');

describe('the summary after a feed', () => {
  it('says who is in it, whose words are learnt, what was left out and why, the encoding, and shows lines', async () => {
    const text = await report({ 'chat.txt': CHAT }, ['Jonas']);
    expect(text).toMatch(
      /by Jonas \(2\), Bo \(1\), Mara Lind \(1\)\n {2}learnt: the words of Jonas; not those of Bo, Mara Lind\n/,
    );
    expect(text).toMatch(/left out \((?=.*messages of others: 2)(?=.*attachments without words: 1).*\)/);
    expect(text).toMatch(/read as UTF-8/);
    expect(text).toMatch(/2 lines as they will be learnt:\n {4}in the bath tub, call 555-0001\n {4}ask the duck\n/);
  });

  it('says that an unnamed owner’s words are yours', async () => {
    expect(
      await report({
        'sms.xml':
          '<smses><sms address="1" type="1" body="hers" date="1"/><sms address="1" type="2" body="mine" date="2"/></smses>',
      }),
    ).toMatch(/learnt: the words of me; not those of 1\n/);
    expect(await report({ 'a.json': '[{"text":"a note"}]' })).toMatch(/one line as it will be learnt:\n {4}a note\n/);
  });

  it('shows nothing that could steer a terminal', async () => {
    const text = await report(
      {
        'a.json': JSON.stringify([
          { author: 'J\u001b[31m', text: 'red \u001b[31m\u0007 words' },
          { author: 'M\u001b]0;x\u0007', text: 'hers' },
        ]),
      },
      ['J\u001b[31m'],
    );
    expect(text).not.toMatch(/[\u001b\u0007]/);
    expect(text).toMatch(/learnt: the words of J/);
  });

  it('draws the same lines from a long chat, from all over it', async () => {
    const long = Array.from({ length: 300 }, (_unused, i) => `15.03.24, 21:05 - Jonas: line ${i}`).join('\n');
    const [one, two] = [
      await report({ 'chat.txt': `${CHAT}\n${long}` }, ['Jonas']),
      await report({ 'chat.txt': `${CHAT}\n${long}` }, ['Jonas']),
    ];
    const shown = (text: string): number[] =>
      [...text.matchAll(/^ {4}line (\d+)$/gm)].map(([, number]) => Number(number));
    expect(shown(one)).toEqual(shown(two));
    expect(shown(one)).toHaveLength(3);
    expect(Math.max(...shown(one))).toBeGreaterThan(20);
  });
});
