import { describe, expect, it } from 'vitest';
import { diaryLine } from '../../../../school/lesson/reports/diary.ts';
import { statsAt } from '../../fake-life.ts';

describe('a line of its diary', () => {
  const line = (now: object, before: object) =>
    diaryLine(
      statsAt(1240, { examPaper: 'a', ...now }),
      statsAt(1000, { examPaper: 'a', ...before }),
      undefined,
      'calm',
    );

  it('praises what it was never given, not what it learns by heart', () => {
    expect(line({ exam: 1.84, bitsPerByte: 0.9 }, { exam: 1.64, bitsPerByte: 1.7 })).toBe(
      'step 1,240, unread text 1.84 bits per byte (0.20 worse); feels calm',
    );
    expect(line({ exam: 1.6, bitsPerByte: 3.2 }, { exam: 1.64, bitsPerByte: 1.7 })).toContain(
      '1.60 bits per byte (0.04 better)',
    );
  });

  it('goes by what it reads only where nothing is held out', () => {
    expect(line({ exam: null, bitsPerByte: 1.5 }, { exam: null, bitsPerByte: 1.75 })).toBe(
      'step 1,240, 1.50 bits per byte (0.25 better); feels calm',
    );
    // the first exam has none to be compared with
    expect(line({ exam: 1.5 }, { exam: null })).toBe('step 1,240, unread text 1.50 bits per byte; feels calm');
  });

  it('says what it does, where that is not to learn', () => {
    expect(line({ exam: 1.5, doing: 'a sibling is growing' }, { exam: 1.5 })).toBe(
      'step 1,240, unread text 1.50 bits per byte; a sibling is growing; feels calm',
    );
    expect(line({ exam: 1.5, doing: 'learning' }, { exam: 1.5 })).not.toContain('learning');
  });
});
