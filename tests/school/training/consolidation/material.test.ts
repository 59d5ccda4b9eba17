import { describe, expect, it } from 'vitest';
import type { TokenExample } from '../../../../library/sources/example-pool.ts';
import { MaterialReader } from '../../../../school/training/consolidation/material.ts';

const END = 0;
const STREAMS = 10;
const LENGTH = 16;

const example = (id: string, first: number, length: number): TokenExample => ({
  id,
  ids: Int32Array.from({ length }, (_, i) => first + i),
  learn: Uint8Array.from({ length }, (_, i) => (i >= length / 2 ? 1 : 0)),
});

const library = Uint16Array.from({ length: 500 }, (_, i) => 1000 + i);

function readerOf(corrections: readonly TokenExample[], contrast = corrections[0]): MaterialReader {
  return new MaterialReader({
    corrections,
    contrast: () => contrast && { ...contrast, id: 'elsewhere', ids: contrast.ids },
    files: [{ name: 'text', tokens: library }],
    ...{ end: END, streams: STREAMS, length: LENGTH, seed: 3 },
  });
}

describe('what is read while corrections are consolidated', () => {
  it('is corrections, their answers behind other questions, and the library: only the first are learnt as they are written', () => {
    const reader = readerOf([example('a', 100, 6), example('b', 200, 6)]);
    const rows = { corrections: 0, contrasts: 0, library: 0 };
    const { inputs, targets, learn, tethered } = reader.next();
    for (let b = 0; b < STREAMS; b++) {
      const row = [...inputs.subarray(b * LENGTH, (b + 1) * LENGTH)];
      const isLearnt = [...learn.subarray(b * LENGTH, (b + 1) * LENGTH)];
      const isTethered = [...tethered.subarray(b * LENGTH, (b + 1) * LENGTH)];
      if (row[0]! >= 1000) {
        rows.library++;
        expect(isTethered).toEqual(isLearnt);
        expect(isLearnt).not.toContain(0);
      } else if (isTethered.includes(1)) {
        rows.contrasts++;
        expect(isTethered).toEqual(isLearnt);
      } else {
        rows.corrections++;
        expect(isLearnt).toContain(1);
      }
    }
    expect(rows.corrections).toBeGreaterThan(0);
    expect(rows.contrasts).toBeGreaterThanOrEqual(rows.corrections);
    expect(rows.library).toBeGreaterThan(0);
    // every learnt target stands where its passage has it
    for (let i = 0; i < inputs.length; i++) if (learn[i] && inputs[i]! < 1000) expect(targets[i]).toBe(inputs[i]! + 1);
  });

  it('reads a passage that is longer than a row to its end, and counts it then', () => {
    const reader = readerOf([example('long', 100, 40)]);
    const first = reader.next();
    expect([first.fresh[0], reader.corrections.get('long')]).toEqual([1, undefined]);
    const second = reader.next();
    expect([second.fresh[0], second.inputs[0]]).toEqual([0, 100 + LENGTH]);
    reader.next();
    expect(reader.corrections.get('long')).toBeGreaterThan(0);
  });

  it('reads every correction as often as the others, and the same for the same seed', () => {
    const all = ['a', 'b', 'c', 'd'].map((id, i) => example(id, 100 + 10 * i, 8));
    const [one, other] = [readerOf(all), readerOf(all)];
    for (let i = 0; i < 60; i++) expect(one.next()).toEqual(other.next());
    const counts = all.map(({ id }) => one.corrections.get(id) ?? 0);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(4);
    expect(Math.min(...counts)).toBeGreaterThan(10);
    expect([...one.texts.keys()]).toEqual(['text']);
  });
});
