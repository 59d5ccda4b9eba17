import { describe, expect, it } from 'vitest';
import { daemonTexts } from '../../../school/daemon/texts/daemon-texts.ts';
import { averageRoom, weightStorage } from '../../../school/daemon/weight-room.ts';
import { configure } from '../../../school/settings/config.ts';

const found = (values: object) => averageRoom(configure(values, 'the test'));
const stored = (values: object) => weightStorage(configure(values, 'the test'));

describe('room for the average of the weights', () => {
  it('is there for the default baby', () => {
    expect(found({})).toEqual({ state: 'good', what: 'average', says: daemonTexts.room.averageIsKept });
  });

  it('is not there for the original of 204 million parameters, and the sentence says how much is missing', () => {
    const finding = found({ brain: 'seed', preset: 'full' });
    expect(finding.state).toBe('could');
    expect(finding.says).toMatch(/^none: with it this brain needs 4\.\d\d GB, and 4\.29 GB can be addressed$/);
    expect(finding.advice).toContain('baby set learning.storage bf16');
  });

  it('is there for it where gradients and moments are halves', () => {
    expect(found({ brain: 'seed', preset: 'full', learning: { storage: 'bf16' }, threads: 2 }).state).toBe('good');
    const larger = { brain: 'gpt2', preset: 'full', shape: { channels: 2048 } };
    expect(found(larger).advice).toContain('A smaller preset');
  });
});

describe('what the weights are stored as', () => {
  it('is float32 for a small brain, with nothing to better', () => {
    expect(stored({})).toEqual({
      state: 'good',
      what: 'storage',
      says: expect.stringMatching(/^weights are f32 while it speaks: \d\.\d MB$/),
    });
  });

  it('is said with what it saves', () => {
    const { state, says } = stored({ voice: { storage: 'f16' } });
    expect(state).toBe('good');
    const [, short, whole] = says.match(/f16 while it speaks: ([\d.]+) MB instead of ([\d.]+) MB;/) ?? [];
    expect(Number(short) / Number(whole)).toBeGreaterThan(0.49);
    expect(Number(short) / Number(whole)).toBeLessThan(0.6);
  });

  it('could be shorter where the brain is large', () => {
    const { state, advice } = stored({ preset: 'full', brain: 'seed' });
    expect(state).toBe('could');
    expect(advice).toMatch(/^`baby set voice.storage f16` makes so large a brain speak faster: [\d.]+ MB are read/);
  });

  it('is not known of a brain that cannot be', () => {
    expect(stored({ brain: 'gpt2', shape: { heads: 7 } }).says).toMatch(/^not known: /);
  });
});
