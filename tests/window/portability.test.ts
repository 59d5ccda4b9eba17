import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeBehind, ROOT } from '../node-behind.ts';

describe('the page', () => {
  it('loads nothing of Node, in whichever file', () => {
    const files = globSync('window/**/*.ts', { cwd: ROOT });
    expect(files).toContain('window/main.ts');
    expect(nodeBehind(files)).toEqual([]);
  });
});
