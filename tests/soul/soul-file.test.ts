import { describe, expect, it } from 'vitest';
import { decodeSoulFile, encodeSoulFile, fillTensors, isSoulFile } from '../../soul/soul-file.ts';

const CONTENT = {
  tensors: {
    weights: [
      { name: 'embed.tokens', shape: [2, 2], data: Float32Array.of(1, -0, Number.NaN, 3e-40) },
      { name: 'a/b', shape: [], data: Float32Array.of(7) },
    ],
    memories: [{ name: 'm', shape: [3], data: Uint8Array.of(1, 2, 3) }],
    empty: [],
  },
  texts: { 'tokenizer.json': '{"é":"🐻"}', 'config.json': '{}' },
  state: { step: 7, loss: Number.NaN, seed: 2n ** 60n, list: [-0] },
  summary: { step: 7, score: 1.5, paper: 'p' },
};

function bytesOf(content: Parameters<typeof encodeSoulFile>[0]): Uint8Array {
  return new Uint8Array(Buffer.concat(encodeSoulFile(content)));
}

describe('a soul in one file', () => {
  it.each([
    ['bytes', bytesOf(CONTENT)],
    ['a Buffer, which shares its memory with others', Buffer.concat(encodeSoulFile(CONTENT))],
  ])('comes back as it was, to the last bit, from %s', (_kind, bytes) => {
    expect(isSoulFile(bytes)).toBe(true);
    const { empty: _, ...tensors } = CONTENT.tensors;
    const found = decodeSoulFile(bytes);
    expect({
      ...found,
      tensors: { ...found.tensors, weights: found.tensors['weights']!.toReversed().toReversed() },
    }).toEqual({
      ...CONTENT,
      tensors,
    });
    expect(Buffer.from(found.tensors['weights']![0]!.data.buffer)).toEqual(
      Buffer.from(CONTENT.tensors.weights[0]!.data.buffer),
    );
  });

  it('is refused where it is cut off, of another kind, or no file at all', () => {
    const bytes = bytesOf(CONTENT);
    for (const length of [0, 7, 8, 100, bytes.length - 1])
      expect(() => decodeSoulFile(bytes.slice(0, length)), String(length)).toThrow(/^This file is no soul: .*\.$/);
    const other = new TextEncoder().encode('        {"a":1}');
    other[0] = 7;
    other.fill(0, 1, 8);
    expect(() => decodeSoulFile(other)).toThrow('This file is no soul');
    expect(isSoulFile(other)).toBe(false);
    expect(isSoulFile(new Uint8Array(3))).toBe(false);
  });

  it('fills only targets of its own shapes, all of them or none', () => {
    const found = decodeSoulFile(bytesOf(CONTENT));
    const target = (name: string, shape: number[], size: number) => ({ name, shape, data: new Float32Array(size) });
    const good = target('embed.tokens', [2, 2], 4);
    fillTensors(found, 'weights', [good]);
    expect([...good.data.slice(0, 2)]).toEqual([1, -0]);
    const first = target('embed.tokens', [2, 2], 4);
    for (const wrong of [target('embed.tokens', [4], 4), target('gone', [], 1), target('embed.tokens', [2, 2], 3)])
      expect(() => fillTensors(found, 'weights', [first, wrong])).toThrow(
        /^Tensor ".*" of weights is .*, but .* was expected\.$/,
      );
    expect([...first.data]).toEqual([0, 0, 0, 0]);
  });
});
