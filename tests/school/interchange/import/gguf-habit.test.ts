/** Low-rank adapters of llama.cpp: a habit that was exported comes back bit for bit, others change what llama.cpp says they change. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../../brain/engine/random.ts';
import { addAdapter } from '../../../../brain/learning/adapter.ts';
import { exportModel } from '../../../../school/interchange/export-model.ts';
import { FormatError } from '../../../../school/interchange/file-reader.ts';
import { openGguf } from '../../../../school/interchange/gguf/reader.ts';
import { ggufFile, type Key } from '../../../../school/interchange/gguf/writer.ts';
import { ggufHabit } from '../../../../school/interchange/import/gguf-habit.ts';
import { takeGguf } from '../../../../school/interchange/import/gguf-model.ts';
import { OutputFile, type TensorOut } from '../../../../school/interchange/output.ts';
import { habitOf } from '../../../../school/training/habits/habit-soul.ts';
import { Keeper, type SoulContent } from '../../../../soul/keeper.ts';
import { TINY, temporaryFolder } from '../../tiny.ts';
import { drawHabit, raisedHome } from '../support.ts';
import { mutated } from './mutations.ts';

const { channels } = TINY.llama as unknown as { channels: number };
const random = new Random(5);

const contentOf = (folder: string): SoulContent => {
  const soul = new Keeper({ folder }).open();
  return { ...soul, tensors: soul.allTensors(), summary: { step: soul.info.step } };
};

/** A baby with a habit of rank 3, its soul, and the file of the habit for llama.cpp. */
async function exported(brain: 'gpt2' | 'llama') {
  const home = await raisedHome({ brain, sizes: brain === 'llama' ? { kvHeads: 1 } : {}, steps: 1 });
  drawHabit(home, 'garden', 3);
  const folder = join(temporaryFolder(), 'mia');
  await exportModel(home, folder, { format: 'gguf', habits: ['garden'], awake: false });
  return { soul: contentOf(home.soul), folder, file: join(folder, 'habit-garden.gguf') };
}

const KEYS: Readonly<Record<string, Key>> = Object.fromEntries(
  (
    [
      ['general.architecture', 'string', 'llama'],
      ['general.type', 'string', 'adapter'],
      ['adapter.type', 'string', 'lora'],
      ['adapter.lora.alpha', 'f32', 8],
    ] as const
  ).map((key) => [key[0], key]),
);

/** Writes an adapter of another program. @param changes rows and rank, by their names there */
async function foreign(
  changes: Readonly<Record<string, readonly [rows: number, rank: number]>>,
  other: Readonly<Record<string, Key>> = {},
): Promise<{ file: string; numbers: ReadonlyMap<string, Float32Array> }> {
  const numbers = new Map<string, Float32Array>();
  const tensors = Object.entries(changes).flatMap(([module, [rows, rank]]) =>
    (
      [
        ['a', [rank, channels]],
        ['b', [rows, rank]],
      ] as const
    ).map(([which, shape]): TensorOut => {
      const drawn = Float32Array.from({ length: shape[0] * shape[1] }, () => random.normal());
      numbers.set(`${module}.${which}`, drawn);
      return { name: `${module}.weight.lora_${which}`, shape: [...shape], type: 'f32', read: () => drawn };
    }),
  );
  const file = ggufFile('other.gguf', Object.values({ ...KEYS, ...other }), tensors);
  const path = join(temporaryFolder(), file.name);
  await OutputFile.write(
    path,
    (to) => file.write(to),
    () => {},
  );
  return { file: path, numbers };
}

describe('an adapter of llama.cpp', () => {
  const made = {} as Record<'gpt2' | 'llama', Awaited<ReturnType<typeof exported>>>;
  beforeAll(async () => {
    for (const brain of ['gpt2', 'llama'] as const) made[brain] = await exported(brain);
  });

  it.each(['gpt2', 'llama'] as const)('comes back as the habit of a %s brain that it was, bit for bit', (brain) => {
    const { soul, file } = made[brain];
    const back = ggufHabit(file, soul, 'back');
    const habit = habitOf(soul, 'garden');
    expect(back.trained.numbers).toEqual(habit.trained.numbers);
    expect(back.trained.numbers.some((number) => number !== 0)).toBe(true);
    expect(back.state()).toMatchObject({ name: 'back', rank: 3, alpha: 6, isOn: true, brain: 0, units: [] });
    // named after its file
    expect(ggufHabit(file, soul).name).toBe('garden');
  });

  it('of queries and values alone, each of its own rank, changes rows of one matrix as llama.cpp does', async () => {
    const { soul } = made.llama;
    const { heads } = (soul.state as { sizes: { heads: number } }).sizes;
    const depth = channels / heads;
    const changes = { 'blk.0.attn_q': [channels, 2], 'blk.0.attn_v': [depth, 1] } as const;
    const { file, numbers } = await foreign(changes);
    const habit = ggufHabit(file, soul);
    expect(habit.adapter.rank).toBe(3);
    const sum = new Map(
      [...habit.adapter.changes].map(([name, { rows, cols }]) => [name, new Float32Array(rows * cols)]),
    );
    addAdapter(habit.adapter, (name) => sum.get(name));
    const name = 'block0.attention.in.weight';
    for (const [other, change] of sum) if (other !== name) expect(change.every((number) => number === 0)).toBe(true);
    const expected = new Float32Array(sum.get(name)!.length);
    for (const [module, from] of [
      ['blk.0.attn_q', 0],
      ['blk.0.attn_v', channels + depth],
    ] as const) {
      const [rows, rank] = changes[module];
      const [a, b] = ['a', 'b'].map((which) => numbers.get(`${module}.${which}`)!) as [Float32Array, Float32Array];
      for (let n = 0; n < rows; n++) {
        // row 2d+s of a head there is row s·D/2+d here
        const [head, at] = [Math.floor(n / depth), n % depth];
        const own = module === 'blk.0.attn_q' ? head * depth + (at % 2) * (depth / 2) + Math.floor(at / 2) : n;
        for (let k = 0; k < channels; k++)
          for (let r = 0; r < rank; r++)
            expected[(from + own) * channels + k]! += (8 / rank) * b[n * rank + r]! * a[r * channels + k]!;
      }
    }
    const worst = Math.max(...expected.map((number, i) => Math.abs(number - sum.get(name)![i]!)));
    expect(worst).toBeLessThan(1e-4);
    expect(Math.max(...expected)).toBeGreaterThan(1);
  });

  it('counts once where it has no alpha, as llama.cpp has it, and keeps an alpha that f32 rounds', async () => {
    const { soul } = made.llama;
    const changes = { 'blk.0.attn_output': [channels, 2] } as const;
    const alphaOf = async (value: number): Promise<number> => {
      const { file } = await foreign(changes, { 'adapter.lora.alpha': ['adapter.lora.alpha', 'f32', value] });
      return ggufHabit(file, soul).adapter.alpha;
    };
    expect(await alphaOf(0)).toBe(2);
    expect(await alphaOf(0.1)).toBe(0.1);
  });

  it('is refused in one sentence where it cannot be a habit', async () => {
    const { soul, folder } = made.llama;
    const said = (file: string, of = soul): string => {
      try {
        ggufHabit(file, of, 'one');
        return '';
      } catch (error) {
        expect((error as Error).message).not.toContain('\n');
        return (error as Error).message.replace(/^the adapter in .* cannot be a habit here: /, '');
      }
    };
    const text = (key: string, value: string) => ({ [key]: [key, 'string', value] as Key });
    const fits = { 'blk.0.attn_output': [channels, 2] } as const;
    const ofForeign = async (...args: Parameters<typeof foreign>) => said((await foreign(...args)).file);
    expect(await ofForeign(fits)).toBe('');
    expect(said(join(folder, 'mia.gguf'))).toMatch(
      /^general.type should be adapter, but it is missing \(`baby import`/,
    );
    expect(await ofForeign(fits, text('adapter.type', 'control'))).toMatch(/^adapter.type should be lora, but it is/);
    expect(await ofForeign(fits, text('general.architecture', 'gpt2'))).toMatch(/made for another kind of brain/);
    expect(said(made.gpt2.file)).toMatch(/^general.architecture should be llama, but it is "gpt2"/);
    expect(await ofForeign(fits, text('adapter.lora.alpha', 'much'))).toMatch(/^adapter.lora.alpha should be a number/);
    expect(await ofForeign(fits, text('adapter.alora.invocation_tokens', '1'))).toMatch(/counts behind some tokens/);
    expect(await ofForeign({ token_embd: [channels, 2] })).toMatch(/^it holds token_embd.weight.lora_a/);
    expect(await ofForeign({ 'blk.9.attn_q': [channels, 2] })).toMatch(/^it holds blk.9.attn_q/);
    expect(await ofForeign({ 'blk.0.attn_output': [channels + 1, 2] })).toMatch(/should have A of \(r,24\) and B of/);
    expect(await ofForeign(fits, {})).toBe('');
    expect(await ofForeign({})).toBe('it holds no tensors');
    expect(await ofForeign({ 'blk.0.attn_output': [channels, 99] })).toMatch(
      /the rank of a habit of this brain must be/,
    );
    const { file, numbers } = await foreign(fits);
    const whole = readFileSync(file);
    const { begin } = openGguf(file).tensors.get('blk.0.attn_output.weight.lora_a')!;
    whole.writeFloatLE(Number.NaN, begin);
    writeFileSync(file, whole);
    expect(numbers.size).toBe(2);
    expect(said(file)).toMatch(/^blk.0.attn_output holds numbers that are none$/);
    const other = { ...soul, state: { ...(soul.state as object), brain: 'baby' } };
    expect(said(file, other)).toMatch(/families of GPT-2 and LLaMA, and this brain \(baby\) is none of them$/);
    expect(() => takeGguf(file)).toThrow('`baby habit import` takes it');
  });

  it('that was changed anywhere becomes a habit of its size, or is refused in one sentence', () => {
    let refused = 0;
    const chance = new Random(11);
    for (const { soul, file } of [made.gpt2, made.llama]) {
      const whole = readFileSync(file);
      for (let i = 0; i < 60; i++) {
        writeFileSync(file, mutated(whole, chance));
        try {
          const { trained } = ggufHabit(file, soul, 'one');
          expect(trained.numbers.every(Number.isFinite)).toBe(true);
          expect(trained.numbers.byteLength).toBeLessThan(64 * statSync(file).size + (1 << 16));
        } catch (error) {
          if (!(error instanceof FormatError)) expect((error as Error).message).toMatch(/^the rank of a habit/);
          expect((error as Error).message).not.toMatch(/\n|\u001b/);
          expect((error as Error).message.length).toBeLessThan(500);
          refused++;
        }
      }
      writeFileSync(file, whole);
      expect(ggufHabit(file, soul, 'one').adapter.rank).toBe(3);
    }
    expect(refused).toBeGreaterThan(30);
  });
});
