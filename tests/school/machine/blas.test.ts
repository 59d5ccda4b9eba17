// Finding a BLAS of the machine: what is refused and why. What a real one calculates is in tests/brain/blas-library.test.ts.
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../brain/engine/engine.ts';
import { findingOfBlas } from '../../../school/machine/blas/diagnosis.ts';
import { type Serving, search } from '../../../school/machine/blas/probe.ts';
import { howToGetBlas, placesOfBlas } from '../../../school/machine/blas/search-paths.ts';
import { type Blas, NoLibrary, openBlas } from '../../../school/machine/blas/shared-library.ts';
import { createRuntime, type KernelChoice, levelOfNote } from '../../../school/machine/runtime.ts';
import { texts } from '../../../school/machine/texts.ts';
import { wasmBackends } from '../../brain/backends.ts';

const [{ module }] = wasmBackends();

/** A library that answers, and answers wrongly. */
const liar: Blas = {
  name: 'liar 1.0',
  core: undefined,
  file: 'libliar.so',
  bind: () => ({ name: 'liar 1.0', sgemm: () => {} }),
};
const broken: Blas = {
  ...liar,
  name: 'broken 2.0',
  bind: () => {
    throw new Error('out of order');
  },
};

describe('looking for a BLAS', () => {
  it('looks where each system keeps one, or only where the owner says', () => {
    expect(placesOfBlas('linux', {})[0]).toBe('libopenblas.so.0');
    expect(placesOfBlas('darwin', {})[0]).toMatch(/Accelerate$/);
    expect(placesOfBlas('linux', { BABY_BLAS: '/opt/mine.so' })).toEqual(['/opt/mine.so']);
    for (const platform of ['linux', 'darwin', 'win32'] as const) expect(howToGetBlas(platform)).toMatch(/openblas/);
  });

  it('says what is wrong with a file that is none', () => {
    expect(() => openBlas('libnowhere.so.7')).toThrow(NoLibrary);
    expect(() => openBlas('libnowhere.so.7')).toThrow(/^libnowhere.so.7 cannot be opened: /);
  });

  it.runIf(process.platform === 'linux')('says which symbol a library lacks', () => {
    expect(() => openBlas('libm.so.6')).toThrow(texts.blas.noCInterface('libm.so.6'));
  });

  it('keeps quiet about what is not there, and takes none that is wrong or fails', () => {
    const open = (file: string): Blas => {
      if (file === 'liar') return liar;
      if (file === 'broken') return broken;
      if (file === 'other') throw new Error('other has no cblas_sgemm');
      throw new NoLibrary(`${file} cannot be opened`);
    };
    const { blas, refusals, gain } = search(['nowhere', 'liar', 'broken', 'other'], module, open);
    expect(blas).toBe(undefined);
    expect(refusals).toEqual([
      expect.stringMatching(/^liar 1.0 is not used, since it is wrong: matmulNN of /),
      texts.blas.failed('broken 2.0', 'out of order'),
      'other has no cblas_sgemm',
    ]);
    expect(gain).toEqual({ embedded: 0, library: 0 });
  });

  /** A correct product in plain loops, as a reference BLAS computes it. */
  const reference: Blas = {
    ...liar,
    name: 'reference 3.11',
    bind: (numbers) => ({
      name: 'reference 3.11',
      sgemm: (aTurned, bTurned, m, n, k, a, lda, b, ldb, beta, c, ldc) => {
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) {
            let sum = 0;
            for (let l = 0; l < k; l++) {
              const x = numbers[a / 4 + (aTurned ? l * lda + i : i * lda + l)];
              const y = numbers[b / 4 + (bTurned ? j * ldb + l : l * ldb + j)];
              sum += x * y;
            }
            const at = c / 4 + i * ldc + j;
            numbers[at] = sum + (beta === 0 ? 0 : beta * numbers[at]);
          }
        }
      },
    }),
  };

  it('takes no library that is correct but slower, and counts that as information', () => {
    const { blas, refusals, slower } = search(['reference'], module, () => reference);
    expect(blas).toBe(undefined);
    expect(refusals).toEqual([]);
    expect(slower).toEqual([
      expect.stringMatching(
        /^reference 3.11 is not used: the embedded kernels are faster here \(\d+ GFLOP\/s against \d+\)$/,
      ),
    ]);
  });

  it('takes the first library that is correct and faster', () => {
    const faster = { embedded: 60, library: 250 };
    const { blas, refusals, gain } = search(
      ['liar', 'reference'],
      module,
      (file) => (file === 'liar' ? liar : reference),
      () => faster,
    );
    expect(blas?.name).toBe('reference 3.11');
    expect(refusals).toHaveLength(1);
    expect(gain).toEqual(faster);
  });

  it('does say that the only one named by the owner is not there', () => {
    const open = () => {
      throw new NoLibrary('/opt/mine.so cannot be opened');
    };
    expect(search(['/opt/mine.so'], module, open).refusals).toEqual(['/opt/mine.so cannot be opened']);
  });
});

describe('hands', () => {
  const none: Serving = { blas: undefined, refusals: [], gain: { embedded: 0, library: 0 } };
  const hands = async (kernels: KernelChoice, serving: Serving, threads = 1) => {
    const engine = new Engine();
    engine.record('nothing', 'nobody', (r) => ({ outputs: { x: r.input('x', [4]) } }));
    const given = await createRuntime(engine, { kernels, threads, learning: false }, () => serving);
    await given.release();
    return { name: given.backend.name, note: given.note };
  };

  it('take a library where they may, and only there', async () => {
    const serving = { ...none, blas: liar };
    expect(await hands('auto', serving)).toEqual({ name: 'liar 1.0 + simd-relaxed', note: undefined });
    expect(await hands('blas', serving)).toEqual({ name: 'liar 1.0 + simd-relaxed', note: undefined });
    expect(await hands('simd', serving)).toEqual({ name: 'simd', note: undefined });
    expect(await hands('plain', serving)).toEqual({ name: 'plain', note: undefined });
  });

  it('go on without one and say why one that was found does not serve; insist on it only where told to', async () => {
    expect(await hands('auto', none)).toEqual({ name: 'simd-relaxed', note: undefined });
    const refused = { ...none, refusals: ['liar 1.0 is not used, since it is wrong'] };
    expect(await hands('auto', refused)).toEqual({ name: 'simd-relaxed', note: refused.refusals[0] });
    await expect(hands('blas', none)).rejects.toThrow(texts.runtime.noBlas(texts.runtime.noneFound));
    await expect(hands('blas', refused)).rejects.toThrow(texts.runtime.noBlas(refused.refusals[0]));
  });

  it('warn of a library that is wrong; report one that is slower at the first wake, and then to debug lines alone', async () => {
    const noteOf = async (serving: Serving) => {
      const engine = new Engine();
      engine.record('nothing', 'nobody', (r) => ({ outputs: { x: r.input('x', [4]) } }));
      const runtime = await createRuntime(engine, { kernels: 'auto', threads: 1, learning: false }, () => serving);
      await runtime.release();
      return { note: runtime.note, levels: [levelOfNote(runtime, true), levelOfNote(runtime, false)] };
    };
    const slower = [texts.blas.isSlower('reference 3.11', '6', '60')];
    expect(await noteOf({ ...none, slower })).toEqual({ note: slower[0], levels: ['info', 'debug'] });
    const refusals = ['liar 1.0 is not used, since it is wrong'];
    expect(await noteOf({ ...none, refusals, slower })).toEqual({
      note: `${refusals[0]}; ${slower[0]}`,
      levels: ['warn', 'warn'],
    });
    expect((await noteOf(none)).note).toBe(undefined);
  });

  it('go on without one that a helper thread cannot open', async () => {
    const serving = { ...none, blas: liar };
    const note = /^liar 1.0 is not used, since a helper thread could not open it: (libliar.so cannot be opened|koffi)/;
    expect(await hands('auto', serving, 3)).toEqual({ name: 'simd-relaxed', note: expect.stringMatching(note) });
    await expect(hands('blas', serving, 2)).rejects.toThrow('a helper thread could not open it');
  });
});

describe('the doctor on a BLAS', () => {
  const gain = { embedded: 60.2, library: 249.7 };

  it('says which serves and what it gains', () => {
    const serving = { blas: { ...liar, name: 'openblas 0.3.21', core: 'SkylakeX' }, refusals: [], gain };
    const says = texts.blas.gain('openblas 0.3.21 (SkylakeX)', '250', '60');
    expect(findingOfBlas('auto', () => serving, {})).toEqual({ state: 'good', what: 'blas', says });
    expect(findingOfBlas('blas', () => serving, {})).toEqual({ state: 'good', what: 'blas', says });
    expect(findingOfBlas('simd', () => serving, {})).toEqual({
      state: 'could',
      what: 'blas',
      says: texts.blas.servesButIsNotUsed(says, 'simd'),
      advice: texts.blas.letItMultiply('openblas 0.3.21'),
    });
    const held = findingOfBlas('auto', () => serving, { OPENBLAS_CORETYPE: 'SkylakeX' });
    expect(held.says).toContain('openblas 0.3.21 (SkylakeX, as OPENBLAS_CORETYPE says), 250 GFLOP/s');
  });

  it('says why one does not serve, and what would bring one', () => {
    const none = { blas: undefined, refusals: [], gain: { embedded: 0, library: 0 } };
    expect(findingOfBlas('auto', () => none)).toEqual({
      state: 'could',
      what: 'blas',
      says: texts.blas.notFound,
      advice: texts.blas.wouldBeFaster(howToGetBlas(process.platform)),
    });
    const refused = { ...none, refusals: ['liar 1.0 is not used\u001b[2J'] };
    const { says } = findingOfBlas('auto', () => refused);
    expect(says).toMatch(/^liar 1.0 is not used/);
    expect(says).not.toContain('\u001b');
  });
});
