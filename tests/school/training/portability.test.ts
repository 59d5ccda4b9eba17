/** The training core runs where there is no Node: from a reader of batches and a backend of kernels, and nothing else of its surroundings. */
import { globSync, readFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import { plainBackend } from '../../../brain/kernels/plain.ts';
import { type BatchReader, emptyBatch } from '../../../library/batches/batch.ts';
import { Evaluator } from '../../../school/training/evaluation/evaluator.ts';
import { buildModel } from '../../../school/training/model.ts';
import { Tutor } from '../../../school/training/tutor.ts';
import { files, OPTIMIZER, TINY, tokenBytes, tokenizer } from '../tiny.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CORE = ['brain/learning/*.ts', 'brain/engine/*.ts', 'brain/brains/**/*.ts', 'school/training/**/*.ts'];

/** What is imported when a file is loaded: imports of types alone leave no trace. */
const loadedBy = (text: string): string[] =>
  [
    ...text
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .matchAll(
        /(?:^|[\n;])\s*(?:import|export)\b([^;'"()]*?)\bfrom\s*['"]([^'"]+)['"]|(?:^|[\n;])\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|\brequire\(\s*['"]([^'"]+)['"]/g,
      ),
  ]
    .filter(([, what = '']) => !/^\s*type\b/.test(what) && !/^\s*\{(\s*type\s[^,{}]+,?)+\s*\}\s*$/.test(what))
    .map(([, , from, alone, lazy, required]) => (from ?? alone ?? lazy ?? required) as string);

const withoutWords = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:'"`])\/\/.*$/gm, '$1')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");

/** Globals that only Node has. */
const NODE_GLOBALS =
  /(?<![.\w])(Buffer|process|setImmediate|clearImmediate|__dirname|__filename|require|global)\b(?!['":]|\s*:)/;

/** The file that another one means by a name; one of a package that is no module leaves endings out. */
function fileOf(name: string, from: string): string {
  if (!from.includes('/node_modules/'))
    return name.startsWith('.') ? resolve(dirname(from), name) : fileURLToPath(import.meta.resolve(name));
  try {
    return createRequire(from).resolve(name);
  } catch {
    return fileURLToPath(import.meta.resolve(name)); // a package of modules alone
  }
}

/** Whatever of Node is met on the way from some files through all that they load, packages included; each with the way to it. */
function nodeBehind(starts: readonly string[]): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const here = [...way, relative(ROOT, file)];
    const text = readFileSync(file, 'utf8');
    const isOurs = !file.includes('/node_modules/');
    const used = isOurs ? NODE_GLOBALS.exec(withoutWords(text)) : null;
    if (used) found.push(`${here.join(' > ')} uses ${used[1]}`);
    for (const name of loadedBy(text)) {
      if (name.startsWith('node:') || builtinModules.includes(name)) found.push(`${here.join(' > ')} loads ${name}`);
      else visit(fileOf(name, file), here);
    }
  };
  for (const start of starts) visit(join(ROOT, start), []);
  expect(seen.size).toBeGreaterThanOrEqual(starts.length);
  return found;
}

describe('the training core', () => {
  const core = globSync(CORE, { cwd: ROOT });

  it('loads nothing of Node, and no package that does', () => {
    for (const file of ['tutor', 'model', 'evaluation/evaluate', 'evaluation/evaluator', 'training-state', 'scribe'])
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
