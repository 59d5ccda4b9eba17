import { describe, expect, it } from 'vitest';
import { averageRoom } from '../../../school/daemon/average-room.ts';
import { configure } from '../../../school/settings/config.ts';

const found = (values: object) => averageRoom(configure(values, 'the test'));

describe('room for the average of the weights', () => {
  it('is there for the default baby', () => {
    expect(found({})).toEqual({ state: 'good', what: 'average', says: 'of the weights, kept beside them; it speaks' });
  });

  it('is not there for the original of 204 million parameters, and the sentence says how much is missing', () => {
    const finding = found({ brain: 'seed', preset: 'full' });
    expect(finding.state).toBe('could');
    expect(finding.says).toMatch(/^none: with it this brain needs 4\.\d\d GB, and 4\.29 GB can be addressed$/);
    expect(finding.advice).toContain('A smaller preset');
  });
});
