/** The training core runs where there is no Node: from a reader of batches and a backend of kernels, and nothing else of its surroundings. */
import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import { plainBackend } from '../../../brain/kernels/plain.ts';
import { type BatchReader, emptyBatch } from '../../../library/batches/batch.ts';
import { Evaluator } from '../../../school/training/evaluation/evaluator.ts';
import { buildModel } from '../../../school/training/model.ts';
import { Tutor } from '../../../school/training/training-loop.ts';
import { nodeBehind, ROOT } from '../../node-behind.ts';
import { files, OPTIMIZER, TINY, tokenBytes, tokenizer } from '../tiny.ts';

const CORE = ['brain/learning/*.ts', 'brain/engine/*.ts', 'brain/brains/**/*.ts', 'school/training/**/*.ts'];

describe('the training core', () => {
  const core = globSync(CORE, { cwd: ROOT });

  it('loads nothing of Node, and no package that does', () => {
    for (const file of [
      'training-loop',
      'model',
      'evaluation/evaluate',
      'evaluation/evaluator',
      'training-state',
      'scribe',
    ])
      expect(core).toContain(`school/training/${file}.ts`);
    expect(core).toContain('brain/learning/optimizer.ts');
    expect(nodeBehind(core)).toEqual([]);
  });

  it('would be caught, in our own files and in a package, by a module or a global', () => {
    expect(nodeBehind(['school/machine/runtime.ts'])).toEqual(
      expect.arrayContaining(['school/machine/runtime.ts loads node:fs']),
    );
    expect(nodeBehind(['library/importing/source.ts'])).toEqual(
      expect.arrayContaining(['library/importing/source.ts uses Buffer']),
    );
    // chokidar's own files
    expect(nodeBehind(['library/texts/watch.ts']).join('\n')).toMatch(
      /watch\.ts > \S*node_modules\/\S+ loads (node:)?fs/,
    );
  });

  it('trains and examines the default brain from a reader of batches and plain kernels, where there is no Node', () => {
    const sizes = TINY.baby;
    const { tokens } = files[0]!;
    const reader: BatchReader & { at: number } = {
      at: 0,
      libraryTokens: tokens.length,
      libraryRead: 0,
      next() {
        const batch = emptyBatch(sizes.batch, sizes.contextLength);
        batch.learn.fill(1);
        for (let i = 0; i < batch.inputs.length; i++) {
          const place = (this.at + i) % 64;
          [batch.inputs[i], batch.targets[i]] = [tokens[place], tokens[place + 1]];
        }
        this.at += 8;
        return batch;
      },
    };
    const losses: number[] = [];
    let exam = Number.NaN;
    const { process, Buffer, setImmediate } = globalThis;
    Object.assign(globalThis, { process: undefined, Buffer: undefined, setImmediate: undefined });
    try {
      const { engine, learn, optimizer, average, overlap, ...rest } = buildModel('baby', sizes, {
        ...OPTIMIZER,
        accumulation: 1,
      });
      const numbers = new Float32Array(engine.layOut({ learning: true, scratch: 0, threads: 1 }));
      engine.attach(numbers, plainBackend(numbers));
      engine.initialise(new Random(1));
      engine.applyConstraints();
      const settings = { learningRate: 1e-2, warmupSteps: 2, horizon: 1000, readings: 3, accumulation: 1 };
      const tutor = new Tutor(
        { engine, learn, optimizer: optimizer!, average, sizes, overlap, end: 0, tokenBytes },
        settings,
      );
      for (let step = 0; step < 12; step++) losses.push(tutor.learn(reader, 1, () => {}).loss);
      const model = { engine, learn, optimizer, average, overlap, ...rest };
      exam = new Evaluator(model, tokenizer).examine({ text: 'the sea' }, [], 12).bitsPerByte;
    } finally {
      Object.assign(globalThis, { process, Buffer, setImmediate });
    }
    expect(losses[11]).toBeLessThan(0.8 * losses[0]!);
    expect(exam).toBeGreaterThan(0);
    expect(exam).toBeLessThan(10);
  });
});
