import { describe, expect, it } from 'vitest';
import {
  batchesOf,
  behind,
  dialogueLesson,
  heldOutOf,
  shuffled,
  textLessons,
} from '../../../../school/training/habits/material.ts';

const counted = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

describe('lessons of a habit', () => {
  it('are stretches of a text, each token of which but the first is learnt once', () => {
    const lessons = textLessons('a.txt', counted(61), 8);
    const learnt = lessons.flatMap(({ ids, learn }) => [...ids].filter((_, i) => learn[i] === 1));
    expect(learnt).toEqual(counted(61).slice(1));
    expect(Math.max(...lessons.map(({ ids }) => ids.length))).toBe(17);
    expect(lessons[1].ids.slice(0, 4)).toEqual(Int32Array.of(13, 14, 15, 16));
    expect(textLessons('a.txt', [5], 8)).toEqual([]);
  });

  it('are dialogues, of which too long ones lose their beginning', () => {
    const ids = counted(100);
    const learn = ids.map((id) => (id > 90 ? 1 : 0));
    const lesson = dialogueLesson({ id: 'a', ids, learn }, 8, { owner: 'Ada' });
    expect(lesson).toMatchObject({ id: 'a', tokens: 65, owner: 'Ada' });
    expect(lesson.ids[0]).toBe(36);
    expect([...lesson.learn].filter((one) => one === 1)).toHaveLength(10);
  });

  it('hold out every tenth stretch, where there are twenty', () => {
    expect(heldOutOf(textLessons('a.txt', counted(200), 8))).toEqual([]);
    const lessons = textLessons('a.txt', counted(400), 8);
    expect(heldOutOf(lessons).map(({ id }) => id)).toEqual(['file:a.txt#9', 'file:a.txt#19', 'file:a.txt#29']);
  });

  it('come in another order in each pass, the same for the same seed', () => {
    const lessons = textLessons('a.txt', counted(400), 8);
    expect(shuffled(lessons, 3)).toEqual(shuffled(lessons, 3));
    expect(shuffled(lessons, 3)).not.toEqual(shuffled(lessons, 4));
    expect(new Set(shuffled(lessons, 3))).toEqual(new Set(lessons));
  });

  it('stand behind others, of which nothing is learnt, and which lose their beginning where there is no room', () => {
    const lesson = dialogueLesson({ id: 'a', ids: [7, 8], learn: [0, 1] }, 8);
    const other = dialogueLesson({ id: 'b', ids: counted(65), learn: counted(65).map(() => 1) }, 8);
    const both = behind(lesson, other, 8);
    expect(both).toMatchObject({ id: 'a', tokens: 65 });
    expect([...both.ids.slice(-3)]).toEqual([65, 7, 8]);
    expect([...both.learn]).toEqual([...Array(64).fill(0), 1]);
  });

  it('fill chunks that follow one another, one stream each, and nothing is learnt behind their ends', () => {
    const [long, short] = [11, 4].map((count, i) =>
      dialogueLesson({ id: `${i}`, ids: counted(count), learn: counted(count).map(() => 1) }, 8),
    );
    const [first, second] = batchesOf([long, short], { streams: 3, length: 8, end: 99 });
    expect([...first.inputs]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 99, 99, 99, 99, 99, ...Array(8).fill(99)]);
    expect([...first.targets.subarray(0, 12)]).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 99]);
    expect([...first.learn].filter(Boolean)).toHaveLength(8 + 3);
    expect([...second.inputs.subarray(0, 4)]).toEqual([9, 10, 99, 99]);
    expect([...first.fresh, ...second.fresh]).toEqual([1, 1, 1, 0, 0, 0]);
  });
});
