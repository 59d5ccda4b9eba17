import { describe, expect, it } from 'vitest';
import { serializeTokenizer } from '../../../library/tokenizer/index.ts';
import { findSoul } from '../../../school/daemon/load-or-create.ts';
import { configure } from '../../../school/settings/config.ts';
import { STATE_VERSION } from '../../../school/training/checkpoint.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { temporaryFolder } from '../temporary.ts';
import { tokenizer } from '../tiny.ts';

const config = configure({ preset: 'tiny' }, 'a test');
const STATE = { version: STATE_VERSION, brain: config.brain, preset: config.preset, tokenizerHash: tokenizer.hash };

/** A soul whose files match their checksums, with a state of these parts. */
function soulWith(state: object): string {
  const folder = temporaryFolder();
  new Keeper({ folder, budget: 0 }).save({
    tensors: { weights: [{ name: 'w', shape: [4], data: new Float32Array(4) }] },
    texts: { 'tokenizer.json': serializeTokenizer(tokenizer) },
    state: { ...STATE, ...state },
    summary: { step: 1 },
  });
  return folder;
}

describe('a soul that was changed and signed anew', () => {
  it.each([
    ['no sizes', {}],
    ['sizes that are none', { sizes: null }],
  ])('is refused in one sentence: %s', (_, state) => {
    expect(() => findSoul(soulWith(state), config)).toThrow(
      /^soul-0000000001 holds a state that cannot be used: move its folder away to use the soul before it$/,
    );
  });
});
