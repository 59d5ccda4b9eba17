import { describe, expect, it } from 'vitest';
import type { Engine } from '../../brain/engine/engine.ts';
import { plainBackend } from '../../brain/kernels/plain.ts';
import { speakingPart } from '../../school/interchange/speaking-soul.ts';
import { DEFAULTS } from '../../school/settings/config.ts';
import { LEARNING_ROOM } from '../../school/training/model.ts';
import { type AttentionView, Inspection, type LobesView } from '../../window/inside/inspection.ts';
import { insideTexts } from '../../window/texts/inside.ts';
import { PageLesson, prepare } from '../../window/train/lesson.ts';
import type { Plan } from '../../window/train/plan.ts';

const TEXT = Array.from(
  { length: 40 },
  (_, i) => `The sea is ${i % 3 === 0 ? 'green' : 'grey'} today, and the boat is number ${i}.`,
).join('\n');

async function onPlainKernels(engine: Engine): Promise<void> {
  const numbers = new Float32Array(engine.layOut({ learning: false, scratch: 0, threads: 1 }));
  engine.attach(numbers, plainBackend(numbers));
}

/** A soul of a small brain that learnt a few steps. */
function soulOf(change: Partial<Plan>) {
  const plan: Plan = {
    name: 'mia',
    brain: 'baby',
    preset: 'tiny',
    chosen: {},
    contextLength: 16,
    batch: 2,
    vocabulary: 280,
    learningRate: 0,
    seed: 5,
    ...change,
  };
  const prepared = prepare(plan, [{ name: 'sea.txt', text: TEXT }], DEFAULTS);
  const { engine } = prepared.model;
  const numbers = new Float32Array(engine.layOut({ ...LEARNING_ROOM, scratch: 0, threads: 1 }));
  engine.attach(numbers, plainBackend(numbers));
  const lesson = new PageLesson(prepared);
  for (let i = 0; i < 3; i++) lesson.learn();
  return speakingPart(lesson.soul());
}

describe('looking inside', () => {
  it('shows how much each token hears of each, which adds up to 1, and of none that comes later', async () => {
    const chosen = {
      channels: 16,
      blocks: 2,
      heads: 4,
      kvHeads: 2,
      feedForwardWidth: 24,
      norm: 'rms',
      positions: 'rope',
    };
    const inspection = new Inspection(soulOf({ brain: 'llama', chosen }), onPlainKernels);
    const view = (await inspection.look('The sea is green')) as AttentionView;
    expect(view).toMatchObject({ kind: 'attention', blocks: 2, heads: 4 });
    expect(view.tokens.join('')).toBe('The sea is green');
    const time = view.tokens.length;
    expect(view.matrices).toHaveLength(8);
    for (const matrix of view.matrices)
      for (let t = 0; t < time; t++) {
        const row = matrix.subarray(t * time, (t + 1) * time);
        expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
        expect([...row.subarray(t + 1)].every((weight) => weight === 0)).toBe(true);
      }
    // heads differ, and a token that comes later changes nothing before it
    expect(view.matrices[0]).not.toEqual(view.matrices[1]);
    const longer = (await inspection.look('The sea is green now')) as AttentionView;
    const width = longer.tokens.length;
    for (let j = 0; j <= 2; j++)
      expect(longer.matrices[0]![2 * width + j]).toBeCloseTo(view.matrices[0]![2 * time + j]!, 5);
    // only the last of a long text fit
    expect(((await inspection.look(TEXT)) as AttentionView).tokens).toHaveLength(16);
  });

  it('shows what the windows, groups and memories of a lobe make of each token', async () => {
    const inspection = new Inspection(soulOf({}), onPlainKernels);
    const { kind, tokens, lobes } = (await inspection.look('The sea is green')) as LobesView;
    expect(kind).toBe('lobes');
    expect(lobes.map(({ title }) => title)).toEqual(['Lobe 1', 'Lobe 2']);
    for (const { parts } of lobes) {
      expect(parts.map(({ title }) => title)).toEqual([
        insideTexts.heardBySize,
        'heard now, by group',
        'short memory',
        'long memory',
        'gate',
      ]);
      for (const { strips } of parts) {
        const all = strips.flatMap(({ values }) => [...values]);
        expect(strips.every(({ values }) => values.length === tokens.length)).toBe(true);
        expect(Math.max(...all.map(Math.abs))).toBeCloseTo(1, 6);
      }
      const [windows, , , long] = parts;
      expect(windows!.strips[0]!.label).toBe('1.0 tokens');
      // a long memory moves little from token to token, beside what is heard now
      expect(roughness(long!.strips)).toBeLessThan(roughness(parts[1]!.strips));
    }
  });

  it('finds the tokens whose vectors point the same way, and says in a sentence what it cannot show', async () => {
    const soul = soulOf({});
    const inspection = new Inspection(soul, onPlainKernels);
    const [first] = inspection.neighbours('sea');
    expect(first!.nearest).toHaveLength(10);
    expect(first!.nearest.map(({ cosine }) => cosine)).toEqual(
      first!.nearest.map(({ cosine }) => cosine).toSorted((a, b) => b - a),
    );
    expect(first!.nearest.some(({ token }) => token === first!.token)).toBe(false);
    await expect(inspection.look('')).rejects.toThrow(insideTexts.noText);
    const seed = new Inspection({ ...soul, state: { ...(soul.state as object), brain: 'seed' } }, onPlainKernels);
    await expect(seed.look('a')).rejects.toThrow(insideTexts.noTokens('seed'));
  });

  it('looks into a soul that holds nothing of what it read', () => {
    const soul = soulOf({});
    expect(JSON.stringify([soul.state, soul.texts])).not.toContain('sea.txt');
    expect(Object.keys(soul.tensors)).not.toContain('moments');
  });
});

function roughness(strips: readonly { readonly values: Float32Array }[]): number {
  return strips.reduce(
    (sum, { values }) => sum + values.subarray(1).reduce((all, value, i) => all + Math.abs(value - values[i]!), 0),
    0,
  );
}
