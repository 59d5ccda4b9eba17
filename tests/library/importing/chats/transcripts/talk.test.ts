import { describe, expect, it } from 'vitest';
import { feedFiles } from '../../../../school/ingest/feed-files.ts';
import { memorySource, readAll, said } from '../../read.ts';

const WORDS = ['the goat is on the roof', 'which roof', 'ours', 'then she has good taste'];
const two = (form: (name: string, words: string, i: number) => string): string =>
  WORDS.map((words, i) => form(i % 2 === 0 ? 'Mara Lind' : 'Jonas', words, i)).join('\n');

const FORMS: [string, string][] = [
  ['a bracketed stamp, a name, a colon', two((name, words, i) => `[2024-03-15 21:0${i}] ${name}: ${words}`)],
  ['Skype', two((name, words, i) => `[15.03.2024 21:0${i}:05] ${name}: ${words}`)],
  ['Pidgin', two((name, words, i) => `(21:0${i}:05) ${name}: ${words}`)],
  ['a time, a dash, a name', two((name, words, i) => `21:0${i} - ${name}: ${words}`)],
  ['a date and time alone', two((name, words, i) => `15/03/2024 21:0${i} ${name}: ${words}`)],
  ['Element', two((name, words, i) => `Fri, Mar 15, 2024, 21:0${i}:05 - ${name}: ${words}`)],
  ['a time and a nick', two((name, words, i) => `21:0${i} <${name.split(' ')[0]}> ${words}`)],
  ['tabs', two((name, words, i) => `15.03.2024 21:0${i}\t${name}\t${words}`)],
  ['a name, then a time in brackets', two((name, words, i) => `${name} (21:0${i}:05): ${words}`)],
  ['both in brackets', two((name, words, i) => `[${name}] [21:0${i}] ${words}`)],
  ['full-width', two((name, words, i) => `2024年3月15日 21:0${i} ${name}: ${words}`)],
  ['Telegram-like headings', two((name, words, i) => `${name} [15.03.24 21:0${i}]\n${words}\n`)],
  ['Slack', two((name, words, i) => `${name}  9:0${i} PM\n${words}\n`)],
  ['Discord', two((name, words, i) => `${name} — 03/15/2024 9:0${i} PM\n${words}\n`)],
  ['Discord today', two((name, words, i) => `${name} — Today at 9:0${i} PM\n${words}\n`)],
  ['Teams', two((name, words, i) => `[3/15/2024 9:0${i} PM] ${name}\n${words}\n`)],
  ['a Markdown heading', two((name, words, i) => `### ${name} 2024-03-15 21:0${i}\n${words}\n`)],
  ['names and colons', two((name, words) => `${name}: ${words}`)],
  ['bold names', two((name, words) => `**${name}:** ${words}`)],
  ['bold names, colon outside', two((name, words) => `**${name}**: ${words}`)],
  ['a list', two((name, words) => `- ${name}: ${words}`)],
  ['nicks alone', two((name, words) => `<${name.split(' ')[0]}> ${words}`)],
  ['names on lines of their own', two((name, words) => `${name}:\n${words}\n`)],
];

describe('what looks like a conversation', () => {
  it.each(FORMS)('is read by who speaks: %s', async (_form, text) => {
    for (const name of ['chat.txt', 'chat.md', 'chat.log', 'chat']) {
      const chat = await readAll(memorySource(name, text));
      expect(['talk', 'irc', 'kakaotalk', 'signalExport', 'telegramLines', 'whatsapp']).toContain(chat.format);
      expect(said(chat).map((line) => line.replace('Mara Lind:', 'Mara:'))).toEqual(
        WORDS.map((words, i) => `${i % 2 === 0 ? 'Mara' : 'Jonas'}: ${words}`),
      );
    }
  });

  const file = { 'convo.txt': two((name, words) => `${name}: ${words}`) };

  it('is learnt of the owner alone', async () => {
    expect((await feedFiles(file, { me: ['Jonas'] })).all).toBe('which roof\nthen she has good taste\n');
  });

  it('is refused in one sentence where nobody in it is the owner', async () => {
    const { library, says, fed } = await feedFiles(file, { me: ['Tove'] });
    expect(library).toEqual({});
    expect(fed).toHaveLength(1);
    expect(says).toBe(
      'convo.txt is not fed: nothing in it is by Tove, but by Jonas (2), Mara Lind (2); say with --me which of them you are, or feed it with --own if all of it is your own writing.',
    );
  });

  it('is explained where nobody can be asked, and asked where somebody can', async () => {
    const { library, says } = await feedFiles(file);
    expect(library).toEqual({});
    expect(says).toBe(
      'convo.txt is not fed: it should be known which of the people in it is you, but it holds words of Jonas (2), Mara Lind (2): say so with --me "Jonas" (or another of these names), or feed it with --own if all of it is your own writing.',
    );
    const asked = await feedFiles(file, { askOwner: async (people) => people.map(({ name }) => name).slice(0, 1) });
    expect(asked.all).toBe('which roof\nthen she has good taste\n');
  });

  it('is a text where the owner says so, with --own or when asked', async () => {
    expect((await feedFiles(file, { own: true })).library).toEqual({ 'convo.txt': file['convo.txt'] });
    const asked = await feedFiles(file, { askOwner: async () => 'own' as const });
    expect(asked.all).toBe(file['convo.txt']);
  });
});

describe('what is no conversation', () => {
  it.each([
    ['recipe.txt', 'Ingredients: flour\nSugar: 100 g\nButter: 50 g\nMethod: stir\nTime: an hour\n'],
    ['diary.md', 'Monday: rain\nTuesday: sun\nWednesday: rain\nMonday: sun\nTuesday: rain\nWednesday: sun\n'],
    [
      'form.txt',
      'Mood: good\nWeather: rain\nSlept: well\nMood: bad\nWeather: sun\nSlept: ill\nMood: good\nWeather: rain\nSlept: well\n',
    ],
    [
      'form.txt',
      'Energy: 3\nRuns: 5 km\nPages: 40\nEnergy: 4\nRuns: 6 km\nPages: 41\nEnergy: 3\nRuns: 2 km\nPages: 12\n',
    ],
    ['letters.txt', 'Berlin, 12.03.2024\nDear Mara\n\nParis, 14.03.2024\nDear Bo\n\nBerlin, 20.03.2024\nDear Mara\n'],
    ['story.txt', 'She said: come in.\nI came.\nShe said: sit down.\nI sat.\nHe said: and me?\nShe said: no.\n'],
    ['notes.txt', 'Mara: call her\nJonas: pay him\nTove: ask about the oar\nAnn: bring the bread\n'],
    ['times.txt', '08:00 breakfast\n09:00 work\n12:30 lunch\n18:00 home\n'],
    ['code.md', '# Use\n\nname: build\non: push\njobs: test\nname: deploy\non: tag\n'],
    ['log.txt', '2024-03-12 21:04:33 INFO: up\n2024-03-12 21:04:34 WARN: slow\n2024-03-12 21:04:35 INFO: up\n'],
  ])('%s with %j stays a text', async (name, text) => {
    expect((await readAll(memorySource(name, text))).format).toBe('plain');
  });
});
