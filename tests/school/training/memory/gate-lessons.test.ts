import { describe, expect, it } from 'vitest';
import { Streams } from '../../../../library/batches/batches.ts';
import { GateLessons } from '../../../../school/training/memory/gate-lessons.ts';
import { Memory } from '../../../../school/training/memory/memory.ts';
import { files, tokenizer } from '../../tiny.ts';

const lessons = (lossOf: () => number, steps: number, read = 0) => {
  const memory = new Memory(tokenizer, { chats: false, megabytes: 1 });
  memory.readLibrary(files);
  const teacher = new GateLessons(memory);
  const streams = new Streams({ files, streams: 3, length: 8 });
  for (let step = 0; step < steps; step++) {
    const batch = streams.next();
    const losses = Float32Array.from(batch.targets, lossOf);
    const reader = { next: () => batch, libraryTokens: 1000, libraryRead: read };
    teacher.learn(batch, losses, step, reader);
  }
  return memory.gate.summary();
};

describe('lessons of the gate', () => {
  it('are taken while the library is read for the first time: the better the weights, the less the memory is believed', () => {
    const [untaught] = [lessons(() => 1, 0)];
    const beside = [6, 0.05].map((loss) => lessons(() => loss, 300));
    expect(beside[0][2]).toBeGreaterThan(untaught[2]);
    expect(beside[1][1]).toBeLessThan(untaught[1]);
    expect(lessons(() => 6, 300, 1001)).toEqual(untaught);
  });

  it('do not count the place itself: a text that says everything once is no reason to believe', () => {
    const memory = new Memory(tokenizer, { chats: false, megabytes: 1 });
    const tokens = Uint16Array.from({ length: 60 }, (_, i) => 260 + i);
    const once = [{ name: 'once.txt', tokens }];
    memory.readLibrary(once);
    const teacher = new GateLessons(memory);
    const streams = new Streams({ files: once, streams: 1, length: 8 });
    const before = memory.gate.summary();
    for (let step = 0; step < 7; step++) {
      const batch = streams.next();
      const reader = { next: () => batch, libraryTokens: 60, libraryRead: 8 * step };
      teacher.learn(batch, new Float32Array(8).fill(5), step, reader);
    }
    expect(memory.gate.summary().slice(1)).toEqual(before.slice(1));
  });
});
