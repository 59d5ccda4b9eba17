import { describe, expect, it } from 'vitest';
import type { Batch, BatchReader } from '../../../../library/batches/batch.ts';
import type { RepeatSettings } from '../../../../school/training/repetition/repeat.ts';
import type { Tutor } from '../../../../school/training/training-loop.ts';
import { makePupil, type Pupil, weightsOf } from '../../tiny.ts';

const OFF: RepeatSettings = {
  perfectionist: { tries: 0, lowest: 0.2, highest: 0.8 },
  difficulty: { run: 0, least: 0.5 },
};
const PERFECT: RepeatSettings = { ...OFF, perfectionist: { tries: 10, lowest: 0.5, highest: 0.8 } };
const ADAPTING: RepeatSettings = { ...OFF, difficulty: { run: 5, least: 0.5 } };

/** Counts what is drawn, and what is told of it. */
function counted(training: Pupil): BatchReader & { drawn: Batch[]; marked: number } {
  const { streams } = training;
  return {
    drawn: [],
    marked: 0,
    libraryTokens: streams.libraryTokens,
    get libraryRead() {
      return streams.libraryRead;
    },
    next() {
      const batch = streams.next();
      this.drawn.push(batch);
      return batch;
    },
    mark() {
      this.marked++;
    },
  };
}

const wanting = (tutor: Tutor, again: RepeatSettings): Tutor => {
  tutor.settings = { ...tutor.settings, repeat: again };
  return tutor;
};
const memoriesOf = ({ mind }: Pupil): number[] => mind.engine.statesOf('streams').flatMap(({ data }) => [...data]);

describe('learning a passage again', () => {
  it('does not happen unless it is wanted', async () => {
    const training = await makePupil();
    const reader = counted(training);
    for (let i = 0; i < 30; i++) training.tutor.learn(reader, 1, () => {});
    expect([reader.drawn.length, reader.marked, training.tutor.repeater.values()]).toEqual([30, 30, {}]);
    await training.hands.release();
  });

  it('repeats the same batch with the same memories until it is good enough, at most ten times', async () => {
    const training = await makePupil();
    const reader = counted(training);
    const tutor = wanting(training.tutor, PERFECT);
    let drawn = 0;
    let tries = 0;
    let before = memoriesOf(training);
    for (let i = 0; i < 200; i++) {
      tutor.learn(reader, 1, () => {});
      tries = reader.drawn.length === drawn ? tries + 1 : 1;
      drawn = reader.drawn.length;
      expect(tries).toBeLessThanOrEqual(10);
      const after = memoriesOf(training);
      // memories move on when the passage is let go, which is when it was marked
      if (reader.marked === drawn) before = after;
      else expect(after).toEqual(before);
    }
    expect(drawn).toBeLessThan(200);
    const { triesPerPassage, passRate, tooDifficult } = tutor.repeater.values();
    expect(triesPerPassage).toBeCloseTo(200 / drawn, 1);
    expect(passRate).toBeGreaterThan(0.2);
    expect(tooDifficult).toBeGreaterThanOrEqual(0);
    expect(tutor.step).toBe(200);
    await training.hands.release();
  });

  it('lowers the loss of what it tries again', async () => {
    const training = await makePupil();
    const reader = counted(training);
    const tutor = wanting(training.tutor, { ...OFF, perfectionist: { tries: 10, lowest: 0.8, highest: 0.8 } });
    const losses: number[] = [];
    while (reader.drawn.length < 2) losses.push(tutor.learn(reader, 1, () => {}).loss);
    // the last of them is of the second passage
    const first = losses.slice(0, -1);
    expect(first.length).toBeGreaterThan(1);
    expect(first.at(-1)).toBeLessThan(first[0]);
    await training.hands.release();
  });

  it('follows wins and losses, and says its stride', async () => {
    const training = await makePupil({ learningRate: 0 });
    const reader = counted(training);
    const tutor = wanting(training.tutor, ADAPTING);
    for (let i = 0; i < 300; i++) tutor.learn(reader, 1, () => {});
    const { stride, runsWon, runsLost } = tutor.repeater.values();
    expect(runsWon + runsLost).toBeGreaterThan(20);
    // who learns nothing wins as often as it loses
    expect(Math.abs(runsWon - runsLost)).toBeLessThan(0.6 * (runsWon + runsLost));
    expect(stride).toBeGreaterThanOrEqual(0.5);
    expect(reader.drawn.length).toBeLessThan(300);
    expect(reader.drawn.length).toBeGreaterThanOrEqual(150);
    await training.hands.release();
  });

  it('goes on exactly after a sleep in the middle of a passage', async () => {
    for (const again of [PERFECT, ADAPTING]) {
      const awake = await makePupil();
      wanting(awake.tutor, again);
      const asleep = await makePupil();
      wanting(asleep.tutor, again);
      let kept = false;
      let steps = 0;
      while (!kept || steps < 12) {
        awake.learn(1);
        asleep.learn(1);
        steps++;
        kept = asleep.tutor.state().again?.kept !== null;
        if (steps > 400) throw new Error('nothing was learnt again');
      }
      const content = asleep.soul();
      const soul = {
        state: JSON.parse(JSON.stringify(content.state)),
        readTensors(file: string, targets: { name: string; data: Float32Array }[]) {
          const tensors = content.tensors[file];
          for (const { name, data } of targets)
            data.set(tensors.find((one) => one.name === name)!.data as Float32Array);
        },
      };
      const woken = await makePupil({ soul: soul as never });
      wanting(woken.tutor, again);
      expect(woken.learn(25)).toEqual(awake.learn(25));
      expect(weightsOf(woken.mind)).toEqual(weightsOf(awake.mind));
      expect(woken.tutor.state()).toEqual(awake.tutor.state());
      for (const { hands } of [awake, asleep, woken]) await hands.release();
    }
  });

  it('is forgotten when what was kept may not be learnt any more', async () => {
    const training = await makePupil();
    const reader = counted(training);
    const tutor = wanting(training.tutor, PERFECT);
    while (tutor.state().again?.kept === null) tutor.learn(reader, 1, () => {});
    const { length } = reader.drawn;
    tutor.repeater.drop();
    tutor.learn(reader, 1, () => {});
    expect(reader.drawn.length).toBe(length + 1);
    await training.hands.release();
  });
});
