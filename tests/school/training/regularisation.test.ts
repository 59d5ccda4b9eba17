import { describe, expect, it } from 'vitest';
import { Keeper } from '../../../soul/keeper.ts';
import { makePupil, type Pupil, type PupilOptions, temporaryFolder, weightsOf } from '../tiny.ts';

const variablesOf = ({ mind }: Pupil) => {
  const { variables } = mind.engine;
  const names = ['dropout.embedding', 'dropout.lobe', 'dropout.residual', 'labelSmoothing'];
  return names.map((name) => variables.get(name));
};
const dropout = { embedding: 0.1, lobe: 0.4, residual: 0.2 };

describe('what keeps it from knowing texts by heart', () => {
  it('falls from the first step on where exams do not steer it, and in the second reading where they do', async () => {
    const steered = await makePupil({ settings: { dropout, labelSmoothing: 0.05 } });
    const fixed = await makePupil({ settings: { dropout, labelSmoothing: 0.05, steersDropout: false } });
    for (const training of [steered, fixed]) training.learn(1);
    expect(variablesOf(steered)).toEqual([0, 0, 0, 0.05]);
    expect(variablesOf(fixed)).toEqual([0.1, 0.4, 0.2, 0.05]);
  });

  it.each(['baby', 'gpt2', 'seed'] as const)(
    'smooths the labels of what is learnt, and reports the plain loss: %s',
    async (brain) => {
      const plain = await makePupil({ brain });
      const smoothed = await makePupil({ brain, settings: { labelSmoothing: 0.3 } });
      const [one, other] = [plain, smoothed].map((training) => training.learn(1)[0]);
      expect(other).toBe(one);
      // the same step but for the target that it learns
      expect(weightsOf(smoothed.mind)).not.toEqual(weightsOf(plain.mind));
    },
  );

  it('makes a brain less sure of what it has learnt', async () => {
    const sureness = async (labelSmoothing: number) => {
      const training = await makePupil({ settings: { labelSmoothing }, tokens: 60 });
      const losses = training.learn(250);
      return losses.slice(-10).reduce((sum, loss) => sum + loss, 0) / 10;
    };
    expect(await sureness(0.2)).toBeGreaterThan((await sureness(0)) + 0.1);
  });
});

describe('scheduled sampling', () => {
  const half: PupilOptions = { settings: { scheduledSampling: 0.5 }, tokens: 60 };

  it('is nothing at 0, and in the first steps nearly nothing', async () => {
    const plain = await makePupil({ tokens: 60 });
    const none = await makePupil({ settings: { scheduledSampling: 0 }, tokens: 60 });
    expect(none.learn(20)).toEqual(plain.learn(20));
    expect(weightsOf(none.mind)).toEqual(weightsOf(plain.mind));
  });

  it('learns from its own guesses, reports the loss of the text, and leaves the text where it was read', async () => {
    const training = await makePupil({ ...half, learningRate: 0, sizes: { batch: 1 } });
    const plain = await makePupil({ tokens: 60, learningRate: 0, sizes: { batch: 1 } });
    // its memories hear the guesses, those of the plain one the text: the first step of both hears nothing else
    const { engine, learn } = training.mind;
    const shown: number[][] = [];
    // tokens that were learnt are counted as read: a whole reading, so that half of the tokens are replaced
    training.tutor.tokens = 1_000_000;
    const report = training.tutor.learn(training.streams, 1, () => {
      const ids = [...engine.input(learn, 'ids')];
      if (shown.at(-1)?.join() !== ids.join()) shown.push(ids);
    });
    expect(report.loss).toBe(plain.learn(1)[0]);
    expect(shown).toHaveLength(2);
    const [text, mixed] = shown;
    const replaced = text.flatMap((id, i) => (id === mixed[i] ? [] : [i]));
    expect(replaced.length).toBeGreaterThan(0);
    expect(replaced.length).toBeLessThan(7);
    expect(replaced).not.toContain(0);
    expect([...engine.input(learn, 'ids')]).toEqual(text);
  });

  it('replaces about its share, from draws that do not depend on what was drawn before', async () => {
    const shares = await Promise.all(
      [0.2, 0.8].map(async (scheduledSampling) => {
        const training = await makePupil({
          settings: { scheduledSampling },
          learningRate: 0,
          sizes: { contextLength: 32, batch: 8 },
        });
        const { engine, learn } = training.mind;
        training.tutor.tokens = 1_000_000;
        let [places, other] = [0, 0];
        for (let step = 0; step < 12; step++) {
          let text: number[] = [];
          let mixed: number[] = [];
          training.tutor.learn(training.streams, 1, () => {
            mixed = [...engine.input(learn, 'ids')];
            if (text.length === 0) text = mixed;
          });
          places += text.length;
          other += text.filter((id, i) => id !== mixed[i]).length;
        }
        return other / places;
      }),
    );
    expect(shares[0]).toBeGreaterThan(0.14);
    expect(shares[0]).toBeLessThan(0.22);
    expect(shares[1]).toBeGreaterThan(0.65);
  });

  it('goes on bit for bit after a kill', async () => {
    const uninterrupted = await makePupil(half);
    const losses = uninterrupted.learn(16);
    const folder = temporaryFolder();
    const evening = await makePupil(half);
    evening.learn(8);
    new Keeper({ folder }).save(evening.soul());
    const morning = await makePupil({ ...half, seed: 999, soul: new Keeper({ folder }).open() });
    expect(morning.learn(8)).toEqual(losses.slice(8));
    expect(weightsOf(morning.mind)).toEqual(weightsOf(uninterrupted.mind));
  });
});
