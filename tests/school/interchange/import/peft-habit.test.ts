/** Adapters that other programs made for PEFT. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../../brain/engine/random.ts';
import { addAdapter } from '../../../../brain/learning/adapter.ts';
import { safetensorsFile } from '../../../../school/interchange/huggingface/safetensors-file.ts';
import { peftFolder, peftHabit } from '../../../../school/interchange/import/peft-habit.ts';
import { OutputFile } from '../../../../school/interchange/output.ts';
import { Keeper, type SoulContent } from '../../../../soul/keeper.ts';
import { TINY, temporaryFolder } from '../../tiny.ts';
import { raisedHome } from '../support.ts';

const CONFIG = { peft_type: 'LORA', r: 2, lora_alpha: 8, bias: 'none', target_modules: ['q_proj', 'v_proj'] };
const { channels } = TINY.llama as unknown as { channels: number };
const random = new Random(3);
const drawn = (size: number): Float32Array => Float32Array.from({ length: size }, () => random.normal());

interface Drawn {
  readonly [module: string]: {
    readonly rows: number;
    readonly rank: number;
    readonly a: Float32Array;
    readonly b: Float32Array;
  };
}
const changeOf = (rows: number, rank = 2): Drawn[string] => ({
  rows,
  rank,
  a: drawn(rank * channels),
  b: drawn(rows * rank),
});

async function written(changes: Drawn, config: object = CONFIG, ending = '.weight'): Promise<string> {
  const folder = join(temporaryFolder(), 'Foreign one');
  mkdirSync(folder);
  writeFileSync(join(folder, 'adapter_config.json'), JSON.stringify(config));
  const tensors = Object.entries(changes).flatMap(([module, { rows, rank, a, b }]) => [
    {
      name: `base_model.model.${module}.lora_A${ending}`,
      shape: [rank, channels],
      type: 'f32' as const,
      read: () => a,
    },
    { name: `base_model.model.${module}.lora_B${ending}`, shape: [rows, rank], type: 'f32' as const, read: () => b },
  ]);
  const file = safetensorsFile('adapter_model.safetensors', tensors);
  await OutputFile.write(
    join(folder, file.name),
    (to) => file.write(to),
    () => {},
  );
  return folder;
}

describe('an adapter of PEFT', () => {
  let soul: SoulContent;
  beforeAll(async () => {
    const { soul: folder } = await raisedHome({ brain: 'llama', sizes: { kvHeads: 1 }, steps: 1 });
    const opened = new Keeper({ folder }).open();
    soul = { ...opened, tensors: opened.allTensors(), summary: { step: 1 } };
  });
  const Q = 'model.layers.0.self_attn.q_proj';
  const V = 'model.layers.0.self_attn.v_proj';
  const keys = () => (soul.state as { sizes: { heads: number } }).sizes.heads;

  it.each([
    [{}, '.weight', (rank: number) => 8 / rank],
    [{ use_rslora: true }, '.default.weight', (rank: number) => 8 / Math.sqrt(rank)],
  ] as const)(
    'of queries and values alone, with %j, changes the rows of one matrix as PEFT does',
    async (more, ending, scaleOf) => {
      const depth = channels / keys();
      // a rank of its own, as rank_pattern gives it
      const changes = { [Q]: changeOf(channels), [V]: changeOf(depth, 1) };
      const folder = await written(changes, { ...CONFIG, ...more, rank_pattern: { v_proj: 1 } }, ending);
      expect(peftFolder(folder)).toBe(folder);
      const habit = peftHabit(folder, soul);
      expect(habit.name).toBe('foreign-one');
      expect(habit.adapter.rank).toBe(3);
      const made = new Float32Array((channels + 2 * depth) * channels);
      addAdapter(habit.adapter, (name) => {
        if (name === 'block0.attention.in.weight') return made;
        const { rows, cols } = habit.adapter.changes.get(name)!;
        const other = new Float32Array(rows * cols);
        addAdapter({ ...habit.adapter, changes: new Map([[name, habit.adapter.changes.get(name)!]]) }, () => other);
        expect(other.every((number) => number === 0)).toBe(true);
        return undefined;
      });
      const expected = new Float32Array(made.length);
      for (const [module, from] of [
        [Q, 0],
        [V, channels + depth],
      ] as const) {
        const { rows, rank, a, b } = changes[module]!;
        for (let n = 0; n < rows; n++)
          for (let k = 0; k < channels; k++)
            for (let r = 0; r < rank; r++)
              expected[(from + n) * channels + k]! += scaleOf(rank) * b[n * rank + r]! * a[r * channels + k]!;
      }
      expect(Math.max(...made.map((number, i) => Math.abs(number - expected[i]!)))).toBeLessThan(1e-4);
      expect(made.some((number) => Math.abs(number) > 1)).toBe(true);
    },
  );

  it('is refused in one sentence where it cannot be a habit', async () => {
    const fits = { [Q]: changeOf(channels) };
    const said = async (changes: Drawn, config: object): Promise<string> => {
      const folder = await written(changes, config);
      try {
        peftHabit(folder, soul);
        return '';
      } catch (error) {
        const { message } = error as Error;
        expect(message).not.toContain('\n');
        return message.replace(/^the adapter in .* cannot be a habit here: /, '');
      }
    };
    expect(await said(fits, CONFIG)).toBe('');
    expect(await said(fits, { ...CONFIG, peft_type: 'IA3' })).toBe('peft_type should be LORA, but it is "IA3"');
    expect(await said(fits, { ...CONFIG, use_dora: true })).toBe('use_dora should be false, but it is true');
    expect(await said(fits, { ...CONFIG, bias: 'all' })).toBe('bias should be none, but it is "all"');
    expect(await said(fits, { ...CONFIG, modules_to_save: ['lm_head'] })).toMatch(/^modules_to_save is \["lm_head"\]/);
    expect(await said(fits, { ...CONFIG, alpha_pattern: { q_proj: 3 } })).toMatch(/^alpha_pattern is/);
    expect(await said(fits, { ...CONFIG, lora_alpha: 'much' })).toMatch(/^lora_alpha should be a number/);
    expect(await said({ lm_head: changeOf(channels) }, CONFIG)).toMatch(/^it holds base_model.model.lm_head.lora_A/);
    expect(await said({ [Q]: changeOf(channels + 1) }, CONFIG)).toMatch(/should have A of \(r,24\)/);
    expect(await said({}, CONFIG)).toBe('adapter_model.safetensors is empty');
    const broken = { [Q]: { ...changeOf(channels), a: drawn(2 * channels).fill(Number.NaN) } };
    expect(await said(broken, CONFIG)).toMatch(/holds numbers that are none$/);
    expect(await said({ [Q]: changeOf(channels, 99) }, CONFIG)).toMatch(/the rank of a habit of this brain must be/);
    const other = { ...soul, state: { ...(soul.state as object), brain: 'baby' } };
    expect(() => peftHabit(join(temporaryFolder(), 'x'), other)).toThrow('families of GPT-2 and LLaMA');
  });
});
