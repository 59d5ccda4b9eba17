import { describe, expect, it } from 'vitest';
import type { Foreign } from '../../../school/machine/blas/foreign-functions.ts';
import { askForLargePages } from '../../../school/machine/large-pages.ts';

const numbers = new Float32Array(new WebAssembly.Memory({ initial: 4, maximum: 4, shared: true }).buffer);

/** A machine whose madvise answers so, and what it was asked. */
function machine(answer: number, address = 0x7f0000n * 4096n) {
  const asked: unknown[][] = [];
  const koffi: Foreign = {
    address: () => address,
    load: (file) => ({
      func: (name, _result, parameters) => {
        expect([file, name, parameters.length]).toEqual([null, 'madvise', 3]);
        return (...args) => {
          asked.push(args);
          return answer;
        };
      },
    }),
  };
  return { asked, open: () => koffi };
}

describe.skipIf(process.platform !== 'linux')('large pages', () => {
  it('are asked for once, for all of the memory', () => {
    const { asked, open } = machine(0);
    expect(askForLargePages(numbers, open)).toBe(true);
    expect(asked).toEqual([[0x7f0000n * 4096n, 4 * 65536, 14]]);
  });

  it('are done without where the system refuses, where memory begins in the middle of a page, and without koffi', () => {
    expect(askForLargePages(numbers, machine(-1).open)).toBe(false);
    const crooked = machine(0, 4097n);
    expect(askForLargePages(numbers, crooked.open)).toBe(false);
    expect(crooked.asked).toEqual([]);
    const missing = () => {
      throw new Error('koffi is not there');
    };
    expect(askForLargePages(numbers, missing)).toBe(false);
  });

  it('change nothing in what is there', () => {
    numbers.fill(3);
    askForLargePages(numbers);
    expect(numbers.every((x) => x === 3)).toBe(true);
  });
});
