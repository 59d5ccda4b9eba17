import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BrainName } from '../../../../brain/brains/index.ts';
import type { AnyShape } from '../../../../brain/brains/shapes/shape.ts';
import { toHuggingFace } from '../../../../library/tokenizer/index.ts';
import { findSoul } from '../../../../school/daemon/load-or-create.ts';
import type { Home } from '../../../../school/home/home.ts';
import type { ElementType } from '../../../../school/interchange/elements.ts';
import { exportModel } from '../../../../school/interchange/export-model.ts';
import type { FormatName } from '../../../../school/interchange/formats.ts';
import { safetensorsFile } from '../../../../school/interchange/huggingface/safetensors-file.ts';
import { importModel } from '../../../../school/interchange/import/import-model.ts';
import { recogniserOf } from '../../../../school/interchange/import/recognisers.ts';
import { openShards } from '../../../../school/interchange/import/shards.ts';
import { OutputFile } from '../../../../school/interchange/output.ts';
import { exportTexts } from '../../../../school/interchange/texts/export.ts';
import { fileTexts } from '../../../../school/interchange/texts/files.ts';
import { importTexts } from '../../../../school/interchange/texts/import.ts';
import { isPrivate } from '../../babies/baby.ts';
import { makePupil, temporaryFolder, tokenizer } from '../../tiny.ts';
import { engineLogits, raisedHome } from '../support.ts';

const IDS = [5, 300, 44, 270, 261, 9, 310, 77];

async function exported(home: Home, format: FormatName, type?: ElementType): Promise<string> {
  const folder = join(temporaryFolder(), 'mia');
  await exportModel(home, folder, { format, type, awake: false });
  return folder;
}

async function imported(path: string) {
  const recogniser = recogniserOf(path);
  if (!recogniser) throw new Error('nobody takes it');
  return importModel(path, recogniser, join(temporaryFolder(), 'home'));
}

/** The largest difference of logits, as a share of the largest of them. */
async function difference(a: Home, b: Home): Promise<number> {
  const [ours, theirs] = [await engineLogits(a, IDS), await engineLogits(b, IDS)];
  const flat = ours.flatMap((row) => [...row]);
  const worst = Math.max(...theirs.flatMap((row) => [...row]).map((x, i) => Math.abs(x - flat[i]!)));
  return worst / Math.max(...flat.map(Math.abs));
}

/** Brains, what is changed of their shapes, and formats that carry them. */
const CASES: readonly (readonly [BrainName, AnyShape, readonly FormatName[]])[] = [
  ['baby', {}, ['huggingface', 'safetensors']],
  ['seed', {}, ['pytorch']],
  ['gpt2', { normBias: true }, ['gguf', 'huggingface']],
  ['gpt2', { feedForward: 'gelu-tanh' }, ['gguf', 'huggingface']],
  ['gpt2', { bias: true, tied: false }, ['gguf']],
  ['llama', {}, ['gguf', 'huggingface']],
  ['llama', { kvHeads: 2, tied: false, epsilon: '1e-6' }, ['gguf']],
  ['cleanai', {}, ['huggingface']],
];

describe('a model that becomes a baby', () => {
  it.each(CASES)('speaks as it did: a %s brain of %j in %j', async (brain, parts, formats) => {
    const before = await raisedHome({ brain, sizes: parts, steps: 3 });
    for (const format of formats) {
      const { home, config, steps, notes } = await imported(await exported(before, format, 'f32'));
      expect(await difference(before, home), format).toBeLessThan(1e-5);
      expect([config.name, steps, notes]).toEqual(['Mia', 3, []]);
      expect(isPrivate(home.folder)).toBe(true);
      const found = findSoul(home.soul, config);
      expect(found?.tokenizer.hash).toBe(tokenizer.hash);
      expect(found?.state.tutor.step).toBe(3);
    }
  });

  it('goes on learning', async () => {
    const path = await exported(await raisedHome({ brain: 'llama', steps: 20 }), 'gguf', 'f32');
    const { home, config } = await imported(path);
    const found = findSoul(home.soul, config);
    const training = await makePupil({
      brain: 'llama',
      sizes: found!.state.sizes,
      soul: found!.soul,
      learningRate: 3e-3,
    });
    const losses = training.learn(40);
    await training.hands.release();
    const mean = (part: number[]) => part.reduce((sum, loss) => sum + loss, 0) / part.length;
    expect(mean(losses.slice(-8))).toBeLessThan(mean(losses.slice(0, 8)) - 0.2);
  });

  it('may come in several files, without the name of the model, and with a tokenizer of others', async () => {
    const before = await raisedHome({ brain: 'gpt2', sizes: { bias: true }, steps: 3 });
    const folder = await exported(before, 'huggingface', 'f32');
    rmSync(join(folder, 'babyllm.json'));
    const whole = openShards(folder);
    const names = [...whole.shapes.keys()];
    const files: Record<string, string> = {};
    for (const part of [0, 1]) {
      const file = `model-0000${part + 1}-of-00002.safetensors`;
      const tensors = names
        .filter((_, i) => i % 2 === part)
        .map((name) => {
          const numbers = whole.read(name);
          files[name.replace('transformer.', '')] = file;
          return {
            name: name.replace('transformer.', ''),
            shape: whole.shapes.get(name)!,
            type: 'f32' as const,
            read: () => numbers,
          };
        });
      const planned = safetensorsFile(file, tensors);
      await OutputFile.write(
        join(folder, file),
        (to) => planned.write(to),
        () => {},
      );
    }
    whole.close();
    rmSync(join(folder, 'model.safetensors'));
    writeFileSync(join(folder, 'model.safetensors.index.json'), JSON.stringify({ metadata: {}, weight_map: files }));
    const theirs = {
      ...toHuggingFace(tokenizer),
      pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: true },
    };
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(theirs));
    const { home, config, steps, notes } = await imported(folder);
    const found = findSoul(home.soul, config)!;
    expect([config.name, steps]).toEqual(['mia', 0]);
    expect(notes).toEqual([importTexts.learnsCarefully]);
    expect(found.state.tutor.caution).toBe(0.25);
    // the marks of turns stand behind the ids of the file: the logits of these are as they were
    const [ours, now] = [await engineLogits(before, IDS), await engineLogits(home, IDS)];
    const { vocabularySize } = found.tokenizer;
    expect(vocabularySize).toBeGreaterThanOrEqual(tokenizer.vocabularySize);
    now.forEach((row, t) => {
      expect(row.length).toBe(vocabularySize);
      ours[t]!.forEach((logit, id) => expect(Math.abs(row[id]! - logit)).toBeLessThan(1e-4));
      const marks = [...row.slice(tokenizer.vocabularySize)];
      const mean = ours[t]!.reduce((sum, logit) => sum + logit, 0) / ours[t]!.length;
      for (const mark of marks) expect(mark).toBeCloseTo(mean, 3);
    });
    // and with that tokenizer it goes out again
    await expect(exported(home, 'gguf')).rejects.toThrow(
      exportTexts.tryAnotherFormat(exportTexts.noTokenizerOfKind('huggingface')),
    );
    const back = await exported(home, 'huggingface', 'f32');
    const { added_tokens } = JSON.parse(readFileSync(join(back, 'tokenizer.json'), 'utf8'));
    expect(added_tokens.map(({ id }: { id: number }) => id)).toEqual(Object.values(found.tokenizer.special));
    const third = await imported(back);
    expect(findSoul(third.home.soul, third.config)?.tokenizer.hash).toBe(found.tokenizer.hash);
    expect(await difference(home, third.home)).toBeLessThan(1e-5);
  });

  it('that cannot be one says why, and leaves nothing behind', async () => {
    const folder = await exported(await raisedHome({ brain: 'gpt2', steps: 1 }), 'huggingface');
    const home = join(temporaryFolder(), 'home');
    const says = async (change: (config: Record<string, unknown>) => void): Promise<string> => {
      const path = join(folder, 'config.json');
      const config = JSON.parse(readFileSync(path, 'utf8'));
      const changedConfig = { ...config };
      change(changedConfig);
      writeFileSync(path, JSON.stringify(changedConfig));
      const error = await importModel(folder, recogniserOf(folder)!, home).catch((thrown: Error) => thrown);
      writeFileSync(path, JSON.stringify(config));
      expect(readdirSync(join(home, '..'))).toEqual([]);
      return (error as Error).message
        .replace(`${folder} cannot be used: `, '')
        .replace('; nothing of it is left behind.', '');
    };
    expect(await says((config) => (config['model_type'] = 'mamba'))).toBe(importTexts.wrongModelType('"mamba"'));
    expect(await says((config) => (config['n_embd'] = 65_536))).toMatch(
      /^the tensor "wte.weight" is \[320,24\], but \[320,65536\]/,
    );
    expect(await says((config) => (config['n_layer'] = 3))).toBe(fileTexts.noTensor('h.2.ln_1.weight'));
    expect(await says((config) => (config['n_head'] = 5))).toBe(fileTexts.headsDoNotDivide(5, 24));
    expect(await says((config) => (config['activation_function'] = 'mish'))).toMatch(
      /^activation_function should be gelu or relu/,
    );
    rmSync(join(folder, 'tokenizer.json'));
    expect(await says(() => {})).toMatch(/^it has no tokenizer.json or tokenizer.model/);
    rmSync(join(folder, 'model.safetensors'));
    expect(recogniserOf(folder)).toBeUndefined();
    writeFileSync(join(folder, 'pytorch_model.bin'), 'x');
    expect(await says(() => {})).toMatch(/^its weights are pickled/);
    mkdirSync(home);
    writeFileSync(join(home, 'letter.txt'), 'dear');
    const whole = await exported(await raisedHome({ brain: 'gpt2', steps: 1 }), 'gguf');
    await expect(importModel(whole, recogniserOf(whole)!, home)).rejects.toThrow(
      /say where it should live with --home/,
    );
    expect(readdirSync(home)).toEqual(['letter.txt']);
  });
});
