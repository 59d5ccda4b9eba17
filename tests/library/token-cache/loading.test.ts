import { truncateSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Streams } from '../../../library/batches/batches.ts';
import type { Chunking } from '../../../library/batches/chunks.ts';
import { noticeTexts } from '../../../library/notices/texts.ts';
import { answersOf } from '../../../library/sources/answers.ts';
import { FileMask, FileTokens } from '../../../library/token-cache/file-tokens.ts';
import { type LoadedFile, loadFiles } from '../../../library/token-cache/loading.ts';
import { SPECIAL } from '../../../library/tokenizer/index.ts';
import { byteTokenizer, inMemory, makeHome, prose, randomFrom } from '../home.ts';

async function catalogued() {
  const home = makeHome();
  home.put('a.txt', prose(60, 1));
  home.put('b.txt', prose(3, 2));
  home.put('c.txt', prose(40, 3));
  const turns = Array.from({ length: 30 }, (_, i) => [
    { speaker: 'ann', text: `what is ${i} times ${i}`, learn: false, begins: true },
    { speaker: 'baby', text: `it is ${i * i} of course`, learn: true },
  ]);
  home.put(
    'd.turns.jsonl',
    turns
      .flat()
      .map((turn) => `${JSON.stringify(turn)}\n`)
      .join(''),
  );
  const shelf = home.open();
  const catalogue = await shelf.refresh(byteTokenizer(), { speaker: 'baby', onNote: () => {} });
  return { catalogue, load: (options = {}) => loadFiles(catalogue, () => {}, options) };
}

const onDisk = (files: readonly LoadedFile[]): string[] =>
  files.filter(({ tokens }) => tokens instanceof FileTokens).map(({ name }) => name);

describe('a library that is loaded', () => {
  it('has its large texts on the disk, and of the others as much in memory as there is room for', async () => {
    const { load } = await catalogued();
    expect(onDisk(await load())).toEqual([]);
    expect(onDisk(await load({ large: 1500 }))).toEqual(['a.txt', 'c.txt', 'd.turns.jsonl']);
    const some = await load({ inMemory: 10_000 });
    expect(onDisk(some).length).toBeGreaterThan(0);
    expect(onDisk(some)).not.toContain('b.txt');
    const none = await load({ inMemory: 0 });
    expect(onDisk(none)).toHaveLength(4);
    expect(none[3]!.learn).toBeInstanceOf(FileMask);
    expect(inMemory(none)).toEqual(inMemory(await load()));
  });

  it.each<[string, Chunking, Record<string, number>]>([
    ['continuous', { packing: 'continuous', stride: 0, end: SPECIAL.end }, {}],
    ['by documents', { packing: 'documents', stride: 0, end: SPECIAL.end }, {}],
    ['with a stride', { packing: 'continuous', stride: 7, end: SPECIAL.end }, {}],
    ['weighed', { packing: 'continuous', stride: 0, end: SPECIAL.end }, { 'a.txt': 0.4, 'c.txt': 0 }],
  ])('is read the same from the disk as from memory: %s', async (_, chunking, weights) => {
    const { load } = await catalogued();
    const read = async (options: object): Promise<string> => {
      const streams = new Streams({ files: await load(options), streams: 3, length: 16, chunking, weights });
      const random = randomFrom(5);
      let all = '';
      for (let i = 0; i < 400; i++) {
        const batch = streams.next();
        if (i % 10 === 0) streams.readAnywhere(1, batch, random);
        all += `${JSON.stringify([...batch.inputs, batch.targets, batch.learn, batch.fresh, batch.places])}\n`;
      }
      return all + JSON.stringify(streams.state());
    };
    const memory = await read({});
    expect((await read({ inMemory: 0 })) === memory).toBe(true);
  });

  it('gives the same answers from the disk as from memory', async () => {
    const { load } = await catalogued();
    const drawn = async (options: object) => {
      const answers = answersOf(await load(options), SPECIAL.end);
      const random = randomFrom(8);
      return Array.from({ length: 20 }, () => {
        const { id, ids, learn } = answers.draw(random);
        return [id, answers.size, answers.tokens, [...Array.from(ids)], [...Array.from(learn)]];
      });
    };
    const memory = await drawn({});
    expect(memory[0]![1]).toBe(30);
    expect(await drawn({ inMemory: 0 })).toEqual(memory);
  });

  it('leaves a damaged file of the disk out; only who may change the shelf removes it', async () => {
    const { catalogue } = await catalogued();
    const [{ path, name }] = catalogue.files as [(typeof catalogue.files)[0]];
    truncateSync(path, 100);
    const notes: string[] = [];
    const load = (keepDamaged: boolean) =>
      loadFiles(catalogue, ({ message }) => notes.push(message), { inMemory: 0, keepDamaged });
    for (const keeps of [true, true, false]) expect((await load(keeps)).map((file) => file.name)).not.toContain(name);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(
      /^a\.txt cannot be read from the token cache: its token file should have \d+ bytes, but it has 100;/,
    );
    await load(false);
    expect(notes[1]).toContain(noticeTexts.notThere);
  });
});
