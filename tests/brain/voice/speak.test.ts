// Several that speak as one. What one says alone is held to what it learns in tests/brain/{baby,gpt2,seed}.test.ts.
import { describe, expect, it } from 'vitest';
import type { BrainName } from '../../../brain/brains/index.ts';
import { Random } from '../../../brain/engine/random.ts';
import { AVERAGE, LEARNING, SIBLINGS } from '../../../brain/engine/weight-sets.ts';
import { plainBackend } from '../../../brain/kernels/plain.ts';
import { mixture } from '../../../brain/voice/mixture.ts';
import { buildModel, type Model, VOICE } from '../../../school/training/model.ts';
import { TINY } from '../../school/tiny.ts';

const COLOUR = [0.5, 0.4, 0.3];
const text = (count: number, from = 0): number[] =>
  Array.from({ length: count }, (_, i) => 4 + (((i + from) * 31) % 280));

/** A brain with two siblings at rest; the weights of each are its own. */
function family(brain: BrainName): Model {
  const mind = buildModel(brain, TINY[brain], { beta1: 0.9, beta2: 0.99, weightDecay: 0.1, clip: 1, accumulation: 1 });
  const room = { learning: true, scratch: 0, threads: 1, average: true, siblings: 2, speaker: VOICE };
  const numbers = new Float32Array(mind.engine.layOut(room));
  mind.engine.attach(numbers, plainBackend(numbers));
  for (const [seed, set] of [SIBLINGS, SIBLINGS + 1, AVERAGE, LEARNING].entries()) {
    mind.engine.initialise(new Random(seed));
    if (set !== LEARNING) mind.engine.weightsOf(set).set(mind.engine.weightsOf(LEARNING));
  }
  return mind;
}

const ELDEST = { set: SIBLINGS, mind: 'eldest' };
const SECOND = { set: SIBLINGS + 1, mind: 'second' };
const YOUNGEST = { set: AVERAGE, mind: 'youngest' };

describe.each(['baby', 'gpt2', 'seed'] as const)('a voice of several (%s)', (brain) => {
  const mind = family(brain);
  const { voice } = mind;
  const saying = (ids: readonly number[], ...speakers: (typeof ELDEST)[]): number[] => {
    voice.speakers = speakers;
    return Array.from(voice.hear(voice.begin(), ids, COLOUR));
  };

  it('says what its speakers say on average, token by token, over more than it can carry in mind', () => {
    voice.speakers = [ELDEST, SECOND, YOUNGEST];
    const talk = voice.begin();
    for (let n = 1; n <= 30; n++) {
      voice.speakers = [ELDEST, SECOND, YOUNGEST];
      const together = Array.from(voice.hear(talk, text(1, n), COLOUR));
      const alone = [ELDEST, SECOND, YOUNGEST].map((one) => {
        voice.speakers = [one];
        const own = voice.begin();
        let logits: number[] = [];
        for (let i = 1; i <= n; i++) logits = Array.from(voice.hear(own, text(1, i), COLOUR));
        return logits;
      });
      expect(together).toEqual([...mixture(alone)]);
    }
  });

  it('keeps conversations apart, with all minds of each', () => {
    voice.speakers = [ELDEST, YOUNGEST];
    const quiet = voice.begin();
    let undisturbed: number[] = [];
    for (let at = 0; at < 9; at++) undisturbed = Array.from(voice.hear(quiet, text(1, at), COLOUR));
    const [mine, yours] = [voice.begin(), voice.begin()];
    for (let at = 0; at < 9; at++) {
      const logits = Array.from(voice.hear(mine, text(1, at), COLOUR));
      if (at === 8) expect(logits).toEqual(undisturbed);
      voice.hear(yours, text(2, 50 + at), COLOUR);
    }
    expect([...mine.minds.keys()]).toEqual(['eldest', 'youngest']);
  });

  // what the seed brain remembers depends on where it answered, and one who joins later answered nothing before
  it.skipIf(brain === 'seed')('lets one who joins later hear what was said before', () => {
    const told = saying(text(20), ELDEST, SECOND);
    voice.speakers = [ELDEST];
    const talk = voice.begin();
    voice.hear(talk, text(19), COLOUR);
    voice.speakers = [ELDEST, SECOND];
    const joined = Array.from(voice.hear(talk, text(1, 19), COLOUR));
    for (const [i, z] of joined.entries()) expect(z).toBeCloseTo(told[i]!, 4);
  });

  it('carries a mind on where its owner moves to another set of weights', () => {
    mind.engine.weightsOf(SIBLINGS + 1).set(mind.engine.weightsOf(AVERAGE));
    voice.speakers = [ELDEST, YOUNGEST];
    const talk = voice.begin();
    voice.hear(talk, text(11), COLOUR);
    const other = voice.copyOf(talk);
    const stayed = Array.from(voice.hear(talk, text(1, 11), COLOUR));
    voice.speakers = [ELDEST, { ...YOUNGEST, set: SIBLINGS + 1 }];
    expect(Array.from(voice.hear(other, text(1, 11), COLOUR))).toEqual(stayed);
  });

  it('needs somebody', () => {
    expect(() => {
      voice.speakers = [];
    }).toThrow('a voice needs at least one that speaks');
  });
});
