import { describe, expect, it } from 'vitest';
import { ownThreads, parseTold, peerOf, whyNot } from './peers.ts';

describe('a peer', () => {
  it('uses as many threads as it is told, whatever libraries of our own process were told', () => {
    const env = ownThreads({ HOME: '/root', OPENBLAS_NUM_THREADS: '1', OPENBLAS_CORETYPE: 'Haswell' }, 2);
    expect(env).toMatchObject({ HOME: '/root', OPENBLAS_CORETYPE: 'Haswell' });
    expect([env['OPENBLAS_NUM_THREADS'], env['OMP_NUM_THREADS'], env['MKL_NUM_THREADS']]).toEqual(['2', '2', '2']);
  });
});

describe('what a peer tells', () => {
  it('is the last line it printed', () => {
    const told = parseTold('warming up\n{"version":"1.13.0","matmul":280.5}\n', ['matmul']);
    expect(told).toEqual({ version: '1.13.0', matmul: 280.5 });
  });

  it('is refused where it is no JSON, or lacks its version or a number', () => {
    expect(() => parseTold('Segmentation fault', [])).toThrow('one line of JSON');
    expect(() => parseTold('', [])).toThrow('one line of JSON');
    expect(() => parseTold('null', [])).toThrow('version');
    expect(() => parseTold('{"matmul":1}', ['matmul'])).toThrow('version');
    expect(() => parseTold('{"version":"1","matmul":null}', ['matmul', 'copy'])).toThrow('matmul, copy');
  });

  it('shows nothing that could steer a terminal', () => {
    expect(parseTold('{"version":"1\\u001b[31m.0"}', []).version).toBe('1.0');
    expect(whyNot({ stderr: 'Trace\nOSError: \u001b]0;x\u0007broken' })).toBe('it failed: OSError: broken');
  });

  it('without PyTorch says how to get it, and otherwise why it failed', () => {
    expect(whyNot({ stderr: "Traceback\nModuleNotFoundError: No module named 'torch'\n" })).toContain(
      'apt-get install',
    );
    expect(whyNot(new Error('spawn ENOENT'))).toBe('it failed: spawn ENOENT');
  });

  it('stands beside a row as a figure, or as why there is none', () => {
    const told = { version: '2.0', seconds: 3, never: null };
    expect(peerOf(told, ({ seconds }) => seconds)).toEqual({ name: 'PyTorch 2.0', value: 3 });
    expect(peerOf(told, ({ never }) => never)).toEqual({ name: 'PyTorch 2.0', missing: 'never' });
    expect(peerOf<{ seconds: number }>({ missing: 'not installed' }, ({ seconds }) => seconds)).toEqual({
      name: 'PyTorch',
      missing: 'not installed',
    });
  });
});
