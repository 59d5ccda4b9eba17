/** tests/fixtures/cleanai: the configuration and the dataset of Cleanai (MIT), unchanged. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { holdsCleanai, planOfCleanai } from '../../../../school/interchange/import/cleanai.ts';
import { beginFromCleanai } from '../../../../school/interchange/import/cleanai-home.ts';
import { fileTexts } from '../../../../school/interchange/texts/files.ts';
import { importTexts } from '../../../../school/interchange/texts/import.ts';
import { loadConfig } from '../../../../school/settings/config.ts';
import { temporaryFolder } from '../../temporary.ts';

const CLEANAI = fileURLToPath(new URL('../../../fixtures/cleanai', import.meta.url));
const own = JSON.parse(readFileSync(join(CLEANAI, 'cleanai-config.json'), 'utf8'));

/** A folder with the configuration, some of its keys replaced, and with other files. */
function folderWith(parts: object, files: Readonly<Record<string, string>> = {}): string {
  const folder = join(temporaryFolder(), 'greeter');
  mkdirSync(folder);
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...own, ...parts }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('a configuration of Cleanai', () => {
  it('is told from other JSON by its keys, in a file or a folder', () => {
    expect(holdsCleanai(join(CLEANAI, 'cleanai-config.json'))).toBe(true);
    expect(holdsCleanai(CLEANAI)).toBe(true);
    expect(holdsCleanai(join(CLEANAI, 'cleanai-dataset.json'))).toBe(false);
    expect(holdsCleanai(temporaryFolder())).toBe(false);
  });

  it('becomes settings, key by key; what is not taken is named', () => {
    const { settings, files, notes } = planOfCleanai(CLEANAI);
    expect(settings).toEqual({
      contextLength: 128,
      batch: 9,
      learningRate: 0.001,
      voice: { maxTokens: 16 },
      generalise: 'auto',
      optimizer: 'adam',
      sources: { dialogues: 0 },
      shape: { channels: 64, feedForwardWidth: 256, blocks: 2, heads: 2, kvHeads: 2 },
    });
    expect(files).toEqual([join(CLEANAI, 'cleanai-dataset.json')]);
    expect(notes).toEqual([
      'Its text "wiki_000000.txt" is not there.',
      importTexts.datasetFoundAs('cleanai-dataset.json'),
      'pre-train-epochs was not taken: it reads its texts for as long as it lives.',
      'train-epochs was not taken: it rehearses its answers for as long as it lives.',
      'biasesinitrange was not taken: biases begin at 0.',
      'embeddinginitrange was not taken: tables begin as the brain needs them.',
    ]);
  });

  it('understands or names every key of the original', () => {
    const { notes } = planOfCleanai(CLEANAI);
    for (const key of Object.keys(own)) expect(notes).not.toContain(importTexts.notTaken(key, importTexts.unknownKey));
    const other = planOfCleanai(
      folderWith({ colour: 'red', 'train-optimizer': 'rmsprop', antiOverfittingOptimisations: false }),
    );
    expect(other.settings).toMatchObject({ generalise: 'off' });
    expect(other.notes).toEqual(
      expect.arrayContaining([
        'colour was not taken: nothing is known of it.',
        'train-optimizer was not taken: "rmsprop" is none of adamw, adam, sgd, momentum, muon.',
        'pre-train-optimizer was not taken: texts and answers are learnt side by side, by one optimizer.',
      ]),
    );
  });

  it.each<[object, string]>([
    [{ heads: 1.5 }, fileTexts.wrongWholeNumber('heads', 1, 1024, '1.5')],
    [{ learningRate: 'fast' }, importTexts.wrongNumber('learningRate', 0, 1, '"fast"')],
    [{ 'pre-training-paths': 'a.txt' }, importTexts.wrongPaths('pre-training-paths', '"a.txt"')],
    [{ antiOverfittingOptimisations: 3 }, 'antiOverfittingOptimisations should be true or false, but it is 3'],
  ])('with %j is refused in one sentence', async (parts, sentence) => {
    const folder = folderWith(parts);
    expect(() => planOfCleanai(folder)).toThrow(sentence);
    await expect(beginFromCleanai(folder, join(temporaryFolder(), 'home'))).rejects.toThrow(
      importTexts.nothingLeftBehind(importTexts.cannotBeUsed(folder), sentence),
    );
  });

  it('becomes a home with its texts and its answers', async () => {
    const folder = folderWith(
      { 'training-dataset-path': 'cleanai-dataset.json' },
      { 'wiki_000000.txt': 'A text to read first.\n' },
    );
    copyFileSync(join(CLEANAI, 'cleanai-dataset.json'), join(folder, 'cleanai-dataset.json'));
    const { home, notes } = await beginFromCleanai(folder, join(temporaryFolder(), 'home'));
    expect(notes.filter((note) => !note.includes('was not taken'))).toEqual([
      expect.stringMatching(
        /cleanai-dataset\.json is a JSON list; to learn: 46 words in 10 answers of 10 conversations\.$/,
      ),
    ]);
    const config = await loadConfig(home);
    expect(config).toMatchObject({
      name: 'greeter',
      brain: 'cleanai',
      batch: 9,
      optimizer: 'adam',
      shape: { channels: 64 },
    });
    const texts = readdirSync(home.library, { recursive: true, encoding: 'utf8' }).sort();
    expect(texts).toContain('wiki_000000.txt');
    const answers = readFileSync(join(home.library, texts.find((name) => name.endsWith('.turns.jsonl'))!), 'utf8');
    expect(answers.trim().split('\n')).toHaveLength(20);
    expect(answers).toContain('{"speaker":"greeter","text":"Hey stranger, how are you?","learn":true}');
  });
});
