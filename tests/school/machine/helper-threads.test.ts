/** Threads that cannot be started, in place of those that can. */
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LessonClient } from '../../../school/lesson/lesson-client.ts';
import type { LessonOptions } from '../../../school/lesson/options.ts';
import { createRuntime } from '../../../school/machine/runtime.ts';
import { texts } from '../../../school/machine/texts.ts';
import { buildModel } from '../../../school/training/model.ts';
import { OPTIMIZER, TINY } from '../tiny.ts';

/** Programs of threads by what they are, and all threads that were started. */
const { broken, started } = vi.hoisted(() => ({
  broken: { helper: '', lesson: '' },
  started: [] as { over: Promise<unknown> }[],
}));

vi.mock('node:worker_threads', async (original) => {
  const real = await original<typeof import('node:worker_threads')>();
  class Breakable extends real.Worker {
    constructor(program: URL, options: { workerData: { thread?: number } }) {
      const { thread } = options.workerData;
      const instead = thread === undefined ? broken.lesson : thread === 2 ? broken.helper : '';
      super(instead ? new URL(`data:text/javascript,${encodeURIComponent(instead)}`) : program, options);
      started.push({ over: new Promise((resolve) => this.once('exit', resolve)) });
    }
  }
  return { ...real, Worker: Breakable as unknown as typeof Worker };
});

afterEach(() => {
  started.length = 0;
  Object.assign(broken, { helper: '', lesson: '' });
});

describe('a helper thread that cannot be started', () => {
  const give = () =>
    createRuntime(buildModel('baby', TINY.baby, { ...OPTIMIZER, accumulation: 1 }).engine, {
      kernels: 'simd',
      threads: 4,
      learning: true,
    });

  it.each([
    ['throw new Error("no room for one more thread")', 'no room for one more thread'],
    ['process.exit(7)', 'it ended at once (exit code 7)'],
  ])('is told in a sentence, and the others are sent away: %s', async (program, why) => {
    broken.helper = program;
    await expect(give()).rejects.toThrow(texts.runtime.helperNotStarted(why));
    expect(started).toHaveLength(3);
    await Promise.all(started.map(({ over }) => over));
  });

  it('is not left alone where the leader cannot take up its work', async () => {
    const { engine } = buildModel('baby', TINY.baby, { ...OPTIMIZER, accumulation: 1 });
    vi.spyOn(engine, 'attach').mockImplementation(() => {
      throw new Error('it does not fit');
    });
    await expect(createRuntime(engine, { kernels: 'simd', threads: 3, learning: true })).rejects.toThrow(
      'it does not fit',
    );
    expect(started).toHaveLength(2);
    await Promise.all(started.map(({ over }) => over));
  });

  it('is not asked for where there is no memory: how much it takes is told', async () => {
    const memory = vi.spyOn(WebAssembly, 'Memory').mockImplementation(function noMemory() {
      throw new RangeError('WebAssembly.Memory(): could not allocate memory');
    });
    await expect(give()).rejects.toThrow(/^this brain needs \d+ MB of memory, and this machine does not give it: /);
    memory.mockRestore();
    expect(started).toEqual([]);
  });
});

describe('a lesson that failed', () => {
  it('is over, whatever would keep its thread', async () => {
    broken.lesson = `
      import { workerData } from 'node:worker_threads';
      workerData.port.postMessage({ kind: 'failed', message: 'no thread could be started', stack: '', atTheEnd: false });
      setInterval(() => {}, 1000);`;
    await expect(LessonClient.open({ library: { files: [], exams: [] } } as unknown as LessonOptions)).rejects.toThrow(
      'no thread could be started',
    );
  });
});
