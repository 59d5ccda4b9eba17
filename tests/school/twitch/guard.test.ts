import { describe, expect, it, vi } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import { encodeDocument } from '../../../library/tokenizer/chat-template.ts';
import { SPECIAL } from '../../../library/tokenizer/index.ts';
import { Guarding } from '../../../school/twitch/guard/guard.ts';
import { goneTexts, LibraryGuard } from '../../../school/twitch/moderation/index.ts';
import { serviceTexts } from '../../../school/twitch/texts/service.ts';
import { tokenizer } from '../tiny.ts';

type Texts = Parameters<typeof goneTexts>[0];
const goneFrom = (then: Texts, now: Texts) => goneTexts(then, now, SPECIAL.end);

const SUITCASE = 'the green suitcase under the stairs holds seventeen letters from odessa';
const KETTLE = 'the copper kettle sang all night while grandfather counted the lighthouse ships';
const text = (words: string, times = 1) => ({
  name: words.slice(0, 10),
  tokens: Uint16Array.from(tokenizer.encode(`${words}\n`.repeat(times))),
});

const random = new Random(3);
const noise = (name: string, length: number) => ({
  name,
  tokens: Uint16Array.from({ length }, () => 10 + Math.floor(random.uniform() * 300)),
});

function open(inPublic = true, bytes = 1e6) {
  const state = { inPublic };
  const notes: string[] = [];
  const guarding = new Guarding({
    bytes: () => bytes,
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

  it('hands the lesson no texts after later ones, however long the guard of the earlier takes', async () => {
    const { guarding, finds, state } = open();
    await guarding.take([text(SUITCASE)], tokenizer);
    const handed: string[] = [];
    const older = guarding.take([text(KETTLE, 2000)], tokenizer, () => handed.push('older'));
    const waiting = guarding.take([text(KETTLE, 1000)], tokenizer, () => handed.push('between'));
    state.inPublic = false;
    const newer = guarding.take([text(`${KETTLE} again`)], tokenizer, () => handed.push('newer'));
    expect(handed).toEqual(['newer']);
    await Promise.all([older, waiting, newer]);
    expect(handed).toEqual(['newer']);
    expect(guarding.ready).toBe(true);
    expect(finds(`${KETTLE} again`)).toBeDefined();
    expect(finds(SUITCASE)).toBeDefined();
  });

  it('builds no guard for each of many changes that the lesson had meanwhile, and yet knows them all', async () => {
    const { guarding, finds } = open(false);
    const build = vi.spyOn(LibraryGuard, 'build');
    const all = [SUITCASE, KETTLE, 'on tuesday we buried the old dog beneath the quince tree by the well'];
    await Promise.all(all.map((words) => guarding.take([text(words, 500)], tokenizer, () => {})));
    for (const words of all) expect(finds(words), words).toBeDefined();
    // of the first that came, with those that were gone already
    expect(build).toHaveBeenCalledTimes(2);
    build.mockRestore();
  });

  it('goes on as it is where a lesson begins again with the texts that are guarded', async () => {
    const { guarding, finds } = open();
    const both = () => [text(SUITCASE), text(KETTLE, 100)];
    await guarding.take(both(), tokenizer);
    const build = vi.spyOn(LibraryGuard, 'build');
    const again = guarding.take(both(), tokenizer);
    expect(guarding.ready).toBe(true);
    expect(finds(SUITCASE)).toBeDefined();
    await again;
    let handed = false;
    const once = guarding.take(both(), tokenizer, () => {
      handed = true;
    });
    expect(handed).toBe(true);
    await once;
    expect(build).not.toHaveBeenCalled();
    // other words under the same name, as long as before
    const other = { ...text(KETTLE, 100), tokens: text(KETTLE, 100).tokens.toReversed() };
    const changed = guarding.take([text(SUITCASE), other], tokenizer);
    expect(guarding.ready).toBe(false);
    await changed;
    expect(build).toHaveBeenCalledTimes(2);
    build.mockRestore();
  });

  it('errs no more often for a library that doubles again and again', async () => {
    const { guarding, finds, notes } = open(true, 64e6);
    const texts = [text(SUITCASE)];
    for (let length = 2000; length <= 64_000; length *= 2) {
      texts.push(noise(`${length}.txt`, length));
      await guarding.take([...texts], tokenizer, () => {});
    }
    expect(finds(SUITCASE)).toBeDefined();
    expect(notes.filter((note) => note.includes('in error'))).toEqual([]);
    const strange = (n: number) => Array.from({ length: 12 }, (_, i) => `${n}z${i * 7 + n}q`).join(' ');
    const wrong = Array.from({ length: 200 }, (_, n) => strange(n)).filter((words) => finds(words) !== undefined);
    expect(wrong.length).toBeLessThanOrEqual(2);
  }, 30_000);

  it('stays in its room, with what is gone, and says so where that is narrow', async () => {
    const { guarding, finds, notes } = open(true, 70_000);
    await guarding.take([text(SUITCASE), noise('a.txt', 20_000)], tokenizer);
    await guarding.take([noise('b.txt', 20_000)], tokenizer, () => {});
    expect(finds(SUITCASE)).toBeDefined();
    expect(notes).toContain(serviceTexts.guarded(1, '0.1'));
    expect(notes.at(-1)).toMatch(/^the guard refuses \d+ % of replies in error: give it more twitch.guardMegabytes$/);
  });
});

describe('what is gone from the texts', () => {
  const filler = Array.from({ length: 3000 }, (_, n) => `line ${n * 7919} of the long diary`).join('\n');
  const written = (words: string, name = 'diary.txt') => ({
    name,
    tokens: Uint16Array.from(encodeDocument(tokenizer, words)),
  });

  it('is nothing where texts were added, named anew or went on at their end', () => {
    const diary = written(`${filler}\n`);
    expect(goneFrom([diary], [written(SUITCASE, 'a.txt'), diary])).toEqual([]);
    expect(goneFrom([diary], [written(`${filler}\n`, 'other.txt')])).toEqual([]);
    expect(goneFrom([diary], [written(`${filler}\n${SUITCASE}\n`)])).toEqual([]);
  });

  it('is the whole of a text that was taken out, once', () => {
    const suitcase = written(SUITCASE, 'a.txt');
    expect(goneFrom([suitcase, written(SUITCASE, 'b.txt')], [written(filler)])).toEqual([suitcase]);
    // a part of a text that has no end of its own may end with a word
    const part = { name: 'a.txt', tokens: suitcase.tokens.subarray(0, -1) };
    expect(goneFrom([part], [written(`${SUITCASE.slice(0, -6)}lisbon`, 'a.txt')])).toEqual([part]);
  });

  it('is the place of a change, with enough around it that every window over its edge is known', async () => {
    const then = written(`${filler}\n${SUITCASE}\n${filler}`);
    const [gone, ...more] = goneFrom([then], [written(`${filler}\n${KETTLE}\n${filler}`)]);
    expect(more).toEqual([]);
    expect(gone.tokens.length).toBeLessThan(700);
    const guard = await LibraryGuard.build([gone], tokenizer, { bytes: 1e6 });
    const around = `${filler.slice(-40)}\n${SUITCASE}\n${filler.slice(0, 40)}`;
    for (let at = 0; at + 40 <= around.length; at++)
      expect(guard.finds(around.slice(at, at + 40)), around.slice(at, at + 40)).toBeDefined();
    // where nothing but a line went, the seam is what is new
    const [seam] = goneFrom([written(`${filler}\n${filler}`)], [written(`${filler}\n${SUITCASE}\n${filler}`)]);
    expect(tokenizer.decode(seam.tokens.subarray(0, seam.tokens.length))).toContain(
      `${filler.slice(-40)}\n${filler.slice(0, 40)}`,
    );
  });
});
