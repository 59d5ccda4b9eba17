import { describe, expect, it } from 'vitest';
import { Guarding } from '../../../school/twitch/guarding.ts';
import { LibraryGuard } from '../../../school/twitch/moderation/index.ts';
import { HashSet } from '../../../school/twitch/moderation/memorised.ts';
import { tokenizer } from '../tiny.ts';

const SUITCASE = 'the green suitcase under the stairs holds seventeen letters from odessa';
const KETTLE = 'the copper kettle sang all night while grandfather counted the lighthouse ships';
const text = (words: string, times = 1) => ({
  name: words.slice(0, 10),
  tokens: Uint16Array.from(tokenizer.encode(`${words}\n`.repeat(times))),
});

function open(inPublic = true) {
  const state = { inPublic };
  const notes: string[] = [];
  const guarding = new Guarding({
    bytes: () => 1e6,
    stored: () => [],
    inPublic: () => state.inPublic,
    onNote: (_level, message) => notes.push(message),
  });
  const finds = (words: string) => guarding.guard?.finds(words, null);
  return { guarding, finds, notes, state };
}

describe('the guard of a library that changes', () => {
  it('knows a text before the lesson does, and the old guard serves until then', async () => {
    const { guarding, finds } = open();
    await guarding.take([text(SUITCASE)], tokenizer);
    let handed = false;
    const taking = guarding.take([text(SUITCASE), text(KETTLE, 2000)], tokenizer, () => {
      handed = true;
      expect(finds(KETTLE)).toBeDefined();
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(handed).toBe(false);
    expect(guarding.ready).toBe(true);
    expect(finds(SUITCASE)).toBeDefined();
    await taking;
    expect(handed).toBe(true);
  });

  it('does not keep the lesson waiting where nothing is said in public, and is not ready until it has caught up', async () => {
    const { guarding, finds, notes, state } = open(false);
    await guarding.take([text(SUITCASE)], tokenizer);
    expect(guarding.ready).toBe(true);
    let handed = false;
    const taking = guarding.take([text(KETTLE, 2000)], tokenizer, () => {
      handed = true;
    });
    expect(handed).toBe(true);
    // somebody joins a channel meanwhile
    state.inPublic = true;
    expect(guarding.ready).toBe(false);
    expect(guarding.guard).toBeUndefined();
    await taking;
    expect(finds(KETTLE)).toBeDefined();
    expect(notes).toEqual([expect.stringContaining('1 private texts are guarded')]);
    // a lesson that begins with texts of its own
    const again = guarding.take([text(KETTLE)], tokenizer);
    expect(guarding.ready).toBe(false);
    await again;
    expect(guarding.ready).toBe(true);
  });

  it('keeps no change waiting for the next, however many come', async () => {
    const { guarding, finds } = open();
    await guarding.take([], tokenizer);
    const handed: number[] = [];
    const all = [0, 1, 2].map((n) =>
      guarding.take([text(`${KETTLE} number ${n}`, 500)], tokenizer, () => handed.push(n)),
    );
    await all[0];
    expect(handed).toEqual([0]);
    expect(finds(`${KETTLE} number 0`)).toBeDefined();
    await Promise.all(all);
    expect(handed).toEqual([0, 1, 2]);
  });

  it('still knows what was taken out of the library, since the weights do', async () => {
    const { guarding, finds } = open();
    await guarding.take([text(SUITCASE)], tokenizer);
    await guarding.take([text(KETTLE, 3000)], tokenizer, () => {});
    await guarding.take([], tokenizer, () => {});
    for (const words of [SUITCASE, KETTLE, SUITCASE.slice(4), SUITCASE.toUpperCase()])
      expect(finds(words), words).toBeDefined();
    expect(finds('quite another thing, said the fox, and went home')).toBeUndefined();
  });

  it('that cannot be built hands the lesson its texts, and nothing more is said until one can', async () => {
    const { guarding } = open();
    await guarding.take([text(SUITCASE)], tokenizer);
    const broken = { ...text(KETTLE), tokens: Uint16Array.of(65_000) };
    let handed = false;
    const taking = guarding.take([broken], tokenizer, () => {
      handed = true;
    });
    await expect(taking).rejects.toThrow();
    expect(handed).toBe(true);
    expect(guarding.ready).toBe(false);
    await guarding.take([text(KETTLE)], tokenizer, () => {});
    expect(guarding.ready).toBe(true);
  });

  it('ends with what it belongs to', async () => {
    const { guarding } = open();
    const taking = guarding.take([text(KETTLE, 5000)], tokenizer);
    guarding.close();
    await taking;
    expect(guarding.ready).toBe(false);
  });
});

describe('a set that grows', () => {
  it('knows all that it knew, in its size or a larger one, and no more than before', () => {
    const small = new HashSet(4096);
    const hash = (n: number) => [Math.imul(n + 1, 0x9e3779b1) >>> 0, Math.imul(n + 7, 0x85ebca6b) >>> 0] as const;
    for (let n = 0; n < 800; n++) small.add(...hash(n));
    for (const [bytes, most, size] of [
      [100, 1e6, 4096],
      [6000, 1e6, 4096],
      [20_000, 1e6, 16_384],
      [20_000, 9000, 8192],
    ]) {
      const large = HashSet.from(small, bytes, most);
      expect(large.bytes).toBe(size);
      for (let n = 0; n < 800; n++) expect(large.has(...hash(n))).toBe(true);
      expect(large.fullness).toBeCloseTo(small.fullness, 12);
      for (let n = 1000; n < 3000; n++) expect(large.has(...hash(n))).toBe(small.has(...hash(n)));
    }
  });

  it('stays in its room', async () => {
    const options = { bytes: 4000, pause: async () => {} };
    const first = await LibraryGuard.build([text(SUITCASE)], tokenizer, options);
    const second = await LibraryGuard.build([text(KETTLE, 3000)], tokenizer, { ...options, earlier: first });
    expect(second.bytes).toBeLessThanOrEqual(4000);
    expect(second.finds(SUITCASE)).toBeDefined();
  });
});
