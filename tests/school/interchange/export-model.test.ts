import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { renderTurn } from '../../../library/tokenizer/chat-template.ts';
import { exportModel, type ModelExportOptions } from '../../../school/interchange/export-model.ts';
import { openGguf } from '../../../school/interchange/gguf/reader.ts';
import { exportTexts } from '../../../school/interchange/texts/export.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { openTensors } from '../../../soul/safetensors.ts';
import { isPrivate } from '../babies/baby.ts';
import { temporaryFolder } from '../temporary.ts';
import { storyText, tokenizer } from '../tiny.ts';
import { raisedHome } from './support.ts';

const written = async (home: Awaited<ReturnType<typeof raisedHome>>, options: Partial<ModelExportOptions> = {}) => {
  const folder = join(temporaryFolder(), 'mia');
  const exported = await exportModel(home, folder, { format: 'gguf', awake: false, ...options });
  return { folder, exported, card: readFileSync(join(folder, 'README.md'), 'utf8') };
};

describe('an export for other programs', () => {
  it('is a private folder with the weights, a card, and how to talk to it', async () => {
    const home = await raisedHome({ config: { owner: 'Ann Secret' } });
    const seen: number[] = [];
    const { folder, exported, card } = await written(home, { onProgress: (done, total) => seen.push(done / total) });
    expect(readdirSync(folder).sort()).toEqual(['Modelfile', 'README.md', 'babyllm.json', 'mia.gguf']);
    expect(isPrivate(folder)).toBe(true);
    for (const { name, bytes } of exported.files) expect(statSync(join(folder, name)).size).toBe(bytes);
    expect(seen.at(-1)).toBe(1);
    expect(card).toContain('# Mia\n');
    expect(card).toContain('Its memory of episodes');
    expect(card).toContain("None is given with these files: what others may do with them is its owner's to decide.");
    const all = exported.files.map(({ name }) => readFileSync(join(folder, name), 'latin1')).join('');
    expect(all).not.toContain('Ann');
    expect(all).not.toContain(home.folder);
    const asked = await written(home, { withOwner: true });
    expect(readFileSync(join(asked.folder, 'Modelfile'), 'utf8')).toContain(
      '{{ if eq .Role "user" }}Ann Secret{{ else }}',
    );
  });

  it('keeps numbers as it was asked to; the table of positions is padded, and holds the colour', async () => {
    const home = await raisedHome();
    const { folder, exported } = await written(home, { type: 'q8_0' });
    expect(exported.notes).toEqual([exportTexts.someAreHalf(7)]);
    const file = openGguf(join(folder, 'mia.gguf'));
    expect(file.keys.get('gpt2.context_length')).toBe(256);
    expect(file.tensors.get('position_embd.weight')).toMatchObject({ shape: [256, 24], type: 'f32' });
    expect(file.tensors.get('blk.0.ffn_down.weight')?.type).toBe('q8_0');
    expect(file.tensors.get('blk.0.ffn_up.weight')?.type).toBe('f16');
    const positions = file.read('position_embd.weight');
    expect(positions.slice(255 * 24)).toEqual(positions.slice(7 * 24, 8 * 24));
    file.close();
  });

  it('passes over a damaged soul, and says so', async () => {
    const home = await raisedHome();
    const [newest] = new Keeper({ folder: home.soul }).list();
    const path = join(newest!.folder, 'weights.safetensors');
    const bytes = readFileSync(path);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(path, bytes);
    await expect(written(home)).rejects.toThrow(
      /^No whole soul is left in \S+: wake it first with `baby wake`, and export it then\. soul-\S+ is damaged and was passed over: weights\.safetensors does not match its checksum\.$/,
    );
  });

  it('for transformers has a tokenizer that cuts texts and turns into our ids', async () => {
    const home = await raisedHome({ steps: 1 });
    const { folder } = await written(home, { format: 'huggingface' });
    const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const settings = read('tokenizer_config.json');
    expect(settings.tokenizer_class).toBe('PreTrainedTokenizerFast');
    const theirs = new Tokenizer(read('tokenizer.json'), settings);
    const ids = (text: string): number[] => theirs.encode(text, { add_special_tokens: false }).ids;
    expect(ids(storyText.slice(0, 2000))).toEqual([...tokenizer.encode(storyText.slice(0, 2000))]);
    expect(ids('<| turn |>[Mia]: Hello.<| done |>')).toEqual([...renderTurn(tokenizer, 'Mia', 'Hello.')]);
    expect(read('config.json')).toMatchObject({ model_type: 'gpt2', n_positions: 8, n_head: 2, dtype: 'float32' });
  });

  it('of any brain carries all of its tensors, as they are learnt', async () => {
    const home = await raisedHome({ brain: 'seed', steps: 1 });
    const { folder, exported } = await written(home, { format: 'pytorch' });
    const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
    const { places } = openTensors(join(folder, 'model.safetensors'));
    expect([...places.keys()].sort()).toEqual(Object.keys(config.tensors).sort());
    for (const [name, { shape }] of Object.entries<{ shape: number[] }>(config.tensors))
      expect(places.get(name)?.shape).toEqual(shape);
    expect(config.tensors['interneuronNetwork.neurons.n_weights']).toMatchObject({ decays: true, rowNorms: [1, 100] });
    expect(config.tensors['memory.shortTermDecay'].bounds).toEqual([-5, 5]);
    expect(exported.files.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['babyllm_brains.py', 'train.py', 'tokenizer.json']),
    );
    await expect(written(home, { format: 'pytorch', type: 'f16' })).rejects.toThrow(
      exportTexts.wrongNumbers('pytorch', ['f32'], 'f16'),
    );
  });

  it('of a brain that the format cannot carry says what can', async () => {
    const home = await raisedHome({ brain: 'baby', steps: 1 });
    const folder = join(temporaryFolder(), 'mia');
    await expect(exportModel(home, folder, { format: 'gguf', awake: false })).rejects.toThrow(
      exportTexts.tryAnotherFormat(exportTexts.noArchitecture('baby')),
    );
    const odd = await raisedHome({ brain: 'llm-from-scratch', steps: 1 });
    await expect(exportModel(odd, folder, { format: 'gguf', awake: false })).rejects.toThrow(
      exportTexts.tryAnotherFormat(exportTexts.noArchitectureWith([exportTexts.normsBehindLayers, 'relu'])),
    );
    expect(readdirSync(join(folder, '..'))).toEqual([]);
  });

  it('takes the place of an earlier export only when it is asked to, and of nothing else', async () => {
    const home = await raisedHome({ steps: 1 });
    const { folder } = await written(home);
    const again = (replace: boolean, to = folder) => exportModel(home, to, { format: 'gguf', awake: false, replace });
    await expect(again(false)).rejects.toThrow(
      /^There is an export in \S+ already: choose another name, or say --replace\.$/,
    );
    await expect(again(true)).resolves.toMatchObject({ folder });
    expect(readdirSync(join(folder, '..'))).toEqual(['mia']);
    const mine = join(temporaryFolder(), 'mine');
    mkdirSync(mine);
    writeFileSync(join(mine, 'letter.txt'), 'dear');
    await expect(again(true, mine)).rejects.toThrow(/is not empty, and no earlier export/);
    await expect(again(true, join(home.folder, 'x'))).rejects.toThrow(/cannot lie in the home of the baby/);
  });
});
