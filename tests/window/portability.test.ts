import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeBehind, ROOT, withoutWords } from '../node-behind.ts';

describe('the page', () => {
  it('loads nothing of Node, in whichever file', () => {
    const files = globSync('window/**/*.ts', { cwd: ROOT });
    expect(files).toContain('window/main.ts');
    expect(nodeBehind(files)).toEqual([]);
  });

  it('finds it in code, also within a template, and not in the words of a sentence', () => {
    const text =
      'const a = `the process @{process.pid} of @{{ b: `process @{global}` }.b} ended`; // process\n/* require */ f("Buffer");';
    expect(withoutWords(text.replaceAll('@', '$')).match(/\b(?:process|global|require|Buffer)\b/g)).toEqual([
      'process',
      'global',
    ]);
  });
});
