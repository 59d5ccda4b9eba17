/** A habit in the form of PEFT: its names, shapes and scaling are those by which PEFT merges an adapter. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BrainName } from '../../../../brain/brains/index.ts';
import type { AnyShape } from '../../../../brain/brains/shapes/shape.ts';
import { exportHabit } from '../../../../school/interchange/export-habit.ts';
import { exportModel } from '../../../../school/interchange/export-model.ts';
import { peftFolder, peftHabit } from '../../../../school/interchange/import/peft-habit.ts';
import { openFiles, openShards } from '../../../../school/interchange/import/shards.ts';
import { habitOf, withHabitMerged } from '../../../../school/training/habits/habit-soul.ts';
import { Keeper, type SoulContent } from '../../../../soul/keeper.ts';
import { temporaryFolder } from '../../tiny.ts';
import { drawHabit, raisedHome } from '../support.ts';

const contentOf = (folder: string): SoulContent => {
  const soul = new Keeper({ folder }).open();
  return { ...soul, tensors: soul.allTensors(), summary: { step: soul.info.step } };
};

const FOUND = ['attn.c_attn', 'attn.c_proj', 'mlp.c_fc', 'mlp.c_proj'];
const LINEAR = ['o_proj', 'q_proj', 'k_proj', 'v_proj'].map((name) => `self_attn.${name}`);
const GATED = ['mlp.gate_proj', 'mlp.up_proj', 'mlp.down_proj'];

describe.each([
  ['gpt2', {}, FOUND],
  ['llama', { kvHeads: 1 }, [...LINEAR, ...GATED]],
] as const satisfies readonly (readonly [BrainName, AnyShape, readonly string[]])[])(
  'a habit of a %s brain of %j for PEFT',
  (brain, sizes, modules) => {
    it('merges by the rule of PEFT into the exported model as it does into the brain, and comes back the same', async () => {
      const home = await raisedHome({ brain, sizes });
      drawHabit(home, 'garden', 3);
      const model = join(temporaryFolder(), 'model');
      const adapter = join(temporaryFolder(), 'garden');
      await exportModel(home, model, { format: 'huggingface', type: 'f32', awake: false });
      const bytes = await exportHabit(home, 'garden', adapter, 'peft');
      const config = JSON.parse(readFileSync(join(adapter, 'adapter_config.json'), 'utf8'));
      expect(config).toMatchObject({ peft_type: 'LORA', r: 3, lora_alpha: 6, fan_in_fan_out: brain === 'gpt2' });
      expect(config.target_modules.toSorted()).toEqual(modules.toSorted());
      expect(statSync(adapter).mode & 0o777).toBe(0o700);
      const file = join(adapter, 'adapter_model.safetensors');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(bytes).toBe(statSync(file).size + statSync(join(adapter, 'adapter_config.json')).size);

      const soul = contentOf(home.soul);
      new Keeper({ folder: home.soul }).save(withHabitMerged(soul, 'garden'));
      const wanted = join(temporaryFolder(), 'merged');
      await exportModel(home, wanted, { format: 'huggingface', type: 'f32', awake: false });
      const [base, merged, changes] = [openShards(model), openShards(wanted), openFiles(adapter, [basename(file)])];
      const left = new Set(changes.shapes.keys());
      let worst = 0;
      for (const name of base.shapes.keys()) {
        const weights = base.read(name).slice();
        const module = name.replace(/\.weight$/, '');
        const [a, b] = ['A', 'B'].map((x) => `base_model.model.${module}.lora_${x}.weight`) as [string, string];
        if (left.delete(a) && left.delete(b)) {
          const [r, inputs] = changes.shapes.get(a) as [number, number];
          const [outputs] = changes.shapes.get(b) as [number, number];
          const [A, B] = [changes.read(a), changes.read(b)];
          for (let o = 0; o < outputs; o++)
            for (let i = 0; i < inputs; i++) {
              let delta = 0;
              for (let k = 0; k < r; k++) delta += B[o * r + k]! * A[k * inputs + i]!;
              weights[config.fan_in_fan_out ? i * outputs + o : o * inputs + i]! +=
                (config.lora_alpha / config.r) * delta;
            }
        }
        const there = merged.read(name);
        weights.forEach((weight, i) => (worst = Math.max(worst, Math.abs(weight - there[i]!))));
      }
      expect([...left]).toEqual([]);
      expect(worst).toBeLessThan(1e-6);
      for (const one of [base, merged, changes]) one.close();

      expect(peftFolder(file)).toBe(adapter);
      const back = peftHabit(adapter, soul, 'back');
      const habit = habitOf(soul, 'garden');
      expect([...back.trained.numbers]).toEqual([...habit.trained.numbers]);
      expect(back.state()).toMatchObject({ name: 'back', rank: 3, alpha: 6, isOn: true, brain: 0 });
      expect(peftHabit(adapter, soul).name).toBe('garden');
    });
  },
);

describe('a habit for PEFT', () => {
  it('is not written where the brain has no class in transformers, nor where something is already', async () => {
    const home = await raisedHome({ brain: 'baby' });
    drawHabit(home, 'garden', 3);
    const folder = join(temporaryFolder(), 'garden');
    await expect(exportHabit(home, 'garden', folder, 'peft')).rejects.toThrow('families of GPT-2 and LLaMA');
    expect(existsSync(folder)).toBe(false);
    await exportHabit(home, 'garden', folder, 'safetensors');
    await expect(exportHabit(home, 'garden', folder, 'safetensors')).rejects.toThrow('is there already');
    const transformer = await raisedHome({ brain: 'gpt2' });
    drawHabit(transformer, 'garden', 3);
    const taken = temporaryFolder();
    writeFileSync(join(taken, 'mine.txt'), 'mine');
    await expect(exportHabit(transformer, 'garden', taken, 'peft')).rejects.toThrow('is there already');
    await expect(exportHabit(transformer, 'moss', join(taken, 'moss'), 'peft')).rejects.toThrow('no habit "moss"');
  });
});
