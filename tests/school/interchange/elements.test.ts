import { describe, expect, it } from 'vitest';
import { decodeElements, elementBytes, encodeElements } from '../../../school/interchange/elements.ts';
import { exportTexts } from '../../../school/interchange/texts/export.ts';

const halfOf = (number: number): number => {
  const [low, high] = encodeElements('f16', Float32Array.of(number));
  return (high! << 8) | low!;
};

describe('numbers of other programs', () => {
  it('f16 come back exactly, all that there are', () => {
    const patterns = Uint16Array.from({ length: 1 << 16 }, (_, i) => i).filter((word) => ((word >>> 10) & 31) !== 31);
    const numbers = decodeElements('f16', new Uint8Array(patterns.buffer));
    expect(Array.from(numbers.slice(0, 3))).toEqual([0, 2 ** -24, 2 ** -23]);
    expect(Buffer.from(encodeElements('f16', numbers)).equals(Buffer.from(patterns.buffer))).toBe(true);
  });

  it('between two f16 the nearest is taken, and the even one of two equally near', () => {
    expect(halfOf(1 + 1 / 2048)).toBe(0x3c00);
    expect(halfOf(1 + 3 / 2048)).toBe(0x3c02);
    expect(halfOf(1 + 1.01 / 2048)).toBe(0x3c01);
    expect(halfOf(2 ** -25)).toBe(0);
    expect(halfOf(2 ** -25 * 1.01)).toBe(1);
    expect(halfOf(-2)).toBe(0xc000);
    expect(halfOf(65_519)).toBe(0x7bff);
  });

  it('refuses what f16 cannot hold', () => {
    expect(() => halfOf(65_520)).toThrow(exportTexts.tooLargeForHalf(65520, 65504));
    expect(() => halfOf(Number.NaN)).toThrow('NaN');
  });

  it('bf16 are rounded halves of f32', () => {
    const numbers = Float32Array.of(1, 1 + 2 ** -8, 1 + 3 * 2 ** -8, -3.5, 1e30);
    const back = decodeElements('bf16', encodeElements('bf16', numbers));
    expect(Array.from(back.slice(0, 4))).toEqual([1, 1, 1 + 2 ** -6, -3.5]);
    expect(back[4]! / 1e30).toBeCloseTo(1, 2);
  });

  it('q8_0 keeps each number within half a step of its block', () => {
    const numbers = Float32Array.from({ length: 96 }, (_, i) => Math.sin(i * 7) * (i < 64 ? 3 : 0));
    const bytes = encodeElements('q8_0', numbers);
    expect(bytes.length).toBe(elementBytes('q8_0', 96));
    const back = decodeElements('q8_0', bytes);
    // half a step, and what f16 loses of the scale
    for (let i = 0; i < 96; i++) expect(Math.abs(back[i]! - numbers[i]!)).toBeLessThanOrEqual((3 / 127) * 0.5 + 3e-3);
    expect(Array.from(back.slice(64))).toEqual(new Array(32).fill(0));
  });

  it('f32 are the very bytes', () => {
    const numbers = Float32Array.of(0.1, -0, 1e-40);
    expect(Array.from(decodeElements('f32', encodeElements('f32', numbers)))).toEqual(Array.from(numbers));
  });
});
