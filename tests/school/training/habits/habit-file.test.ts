import { describe, expect, it } from 'vitest';
import { decodeHabit, encodeHabit } from '../../../../school/training/habits/habit-file.ts';
import { withHabit, withoutHabit } from '../../../../school/training/habits/habit-soul.ts';
import { habitTraining, reopened, taught, timeless, withHabitOf, wokenWith } from './habit-training.ts';

const LESSON = taught('a', 'what is green?', 'the moss on the wall.');

async function learnt() {
  const begun = await habitTraining();
  begun.learn(4);
  const woken = await wokenWith(begun, withHabitOf('garden', [LESSON]));
  woken.learnHabits(30);
  return woken;
}

describe('a habit in a file', () => {
  it('comes back as it was, in the middle of its learning, to the last bit', async () => {
    const woken = await learnt();
    const soul = woken.soul();
    const file = encodeHabit(soul, 'garden');
    const without = withoutHabit(soul, 'garden');
    const { habit, isForeign } = decodeHabit(file, without);
    expect(isForeign).toBe(false);
    const back = await habitTraining({ soul: reopened(withHabit(without, habit)) });
    expect(back.soul().tensors).toEqual(soul.tensors);
    expect(timeless(back.soul())).toEqual(timeless(soul));
    expect(back.says()).toEqual(woken.says());
    expect(back.learnHabits(5)).toBe(woken.learnHabits(5));
    expect(back.soul().tensors['habits']).toEqual(woken.soul().tensors['habits']);
  });

  it('may have another name there, and says when another baby learnt it', async () => {
    const woken = await learnt();
    const other = await habitTraining();
    const state = { ...timeless(other.soul()), born: '2020-01-01' };
    const { habit, isForeign } = decodeHabit(encodeHabit(woken.soul(), 'garden'), { ...other.soul(), state }, 'mine');
    expect(isForeign).toBe(true);
    expect(habit.name).toBe('mine');
    expect([...habit.trained.numbers]).toEqual([...woken.training.habits.get('garden').trained.numbers]);
    expect(habit.lessons).toEqual(woken.training.habits.get('garden').lessons);
  });

  it('is refused in one sentence where it does not belong', async () => {
    const woken = await learnt();
    const file = encodeHabit(woken.soul(), 'garden');
    const gpt = await habitTraining({ brain: 'gpt2' });
    expect(() => decodeHabit(file, gpt.soul())).toThrow('changes a baby brain, and this one is a gpt2 brain');
    const larger = await habitTraining({ sizes: { neurons: 48 } });
    expect(() => decodeHabit(file, larger.soul())).toThrow(/^the habit garden does not fit this brain: Tensor/);
    const state = { ...timeless(woken.soul()), tokenizerHash: '0' };
    expect(() => decodeHabit(file, { ...woken.soul(), state })).toThrow('was learnt with another vocabulary');
    expect(() => decodeHabit(Uint8Array.of(1, 2), woken.soul())).toThrow(/^This file is no habit: it is cut off/);
  });

  it('of which any byte was changed or cut off gives one sentence, or a habit whose numbers are numbers', async () => {
    const soul = (await learnt()).soul();
    const file = encodeHabit(soul, 'garden');
    const header = 8 + Number(new DataView(file.buffer).getBigUint64(0, true));
    const sentences = new Set<string>();
    for (let i = 0; i < 500; i++) {
      const broken = i % 5 === 0 ? file.slice(0, (i * 997) % file.length) : file.slice();
      broken[(i * 7919) % header] = (i * 31) & 255;
      try {
        const { habit } = decodeHabit(broken, soul);
        expect([...habit.trained.numbers].every(Number.isFinite)).toBe(true);
      } catch (error) {
        const { message } = error as Error;
        expect(message, message).not.toMatch(/of undefined|is not a function|Cannot read|\n/);
        sentences.add(message);
      }
    }
    expect(sentences.size).toBeGreaterThan(10);
  });
});
