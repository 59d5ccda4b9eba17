import { describe, expect, it } from 'vitest';
import { doingOf } from '../../../school/dashboard/components/frame.tsx';
import { adviceOf } from '../../../school/dashboard/now/advice.ts';
import type { Snapshot } from '../../../school/dashboard/state/snapshot.ts';
import { INTRODUCTION, statsAt } from '../fake-life.ts';
import { snapshot } from './support-pages.tsx';

const said = (kind: 'said' | 'corrected') => ({ conversation: 'terminal', speaker: 'a', kind, text: 'hi' });

describe('what would help', () => {
  it.each<[string, Partial<Snapshot>]>([
    ['W wakes it', { contact: 'asleep' }],
    ['knows its whole library', { stats: statsAt(9000, { doing: 'knows all this' }) }],
    ['and dreams of it', { stats: statsAt(9000, { doing: 'dreaming' }) }],
    ['Too little text for exams', { stats: statsAt(9000, { exam: null, bestExam: null }) }],
    ['begins to learn by heart', { stats: statsAt(9000, { exam: 2.3, bestExam: 2.2 }) }],
    [
      'A small library (12.0k tokens)',
      { stats: statsAt(9000, { exam: 2.2 }), introduction: { ...INTRODUCTION, libraryTokens: 12_000 } },
    ],
    ['Talk to it (3)', { stats: statsAt(9000, { exam: 2.2 }) }],
    ['Correct a reply', { stats: statsAt(9000, { exam: 2.2 }), chat: [said('said')] }],
  ])('is “… %s …”', (words, changes) => {
    expect(adviceOf(snapshot(changes))).toContain(words);
  });

  it('is nothing where nothing is missing, and before anything is known', () => {
    expect(adviceOf(snapshot({ stats: statsAt(9000, { exam: 2.2 }), chat: [said('said'), said('corrected')] }))).toBe(
      '',
    );
    expect(adviceOf(snapshot({ stats: null }))).toBe('');
    expect(adviceOf(snapshot({ contact: 'lost' }))).toBe('');
  });
});

describe('its state in words', () => {
  it.each([
    ['learning', 'learning'],
    ['a sibling is growing', 'a sibling is growing'],
    ['growing', 'growing'],
    ['dreaming', 'dreaming'],
    ['knows all this', 'resting: knows all this'],
    ['hums\na \x1b[2Jtune', 'hums ⏎ a tune'],
  ])('%s', (doing, words) => {
    expect(doingOf({ contact: 'awake', stats: statsAt(1, { doing }) })).toBe(words);
    expect(doingOf({ contact: 'saving', stats: statsAt(1, { doing }) })).toBe('saving');
  });

  it('is the line to it where its lesson says nothing', () => {
    expect(doingOf({ contact: 'awake', stats: null })).toBe('awake');
  });
});
