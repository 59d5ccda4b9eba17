// Several conversations of which a token is heard at once: each hears what it would hear alone, to the last bit.
import { afterAll, describe, expect, it } from 'vitest';
import type { BrainName } from '../../../brain/brains/index.ts';
import type { Sizes } from '../../../brain/brains/shapes/shape.ts';
import { Random } from '../../../brain/engine/random.ts';
import { LEARNING, SIBLINGS } from '../../../brain/engine/weight-sets.ts';
import type { StorageType } from '../../../brain/kernels/storage.ts';
import type { Conversation } from '../../../brain/voice/speak.ts';
import { createRuntime, type KernelChoice } from '../../../school/machine/runtime.ts';
import { buildModel, VOICE } from '../../../school/training/model.ts';
import { TINY } from '../../school/tiny.ts';

const releases: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const release of releases) await release();
});

/** rows that end within lanes, and some that do not */
const ODD = { ...TINY.baby, channels: 37, neurons: 75, history: 7, vocabulary: 331 };
const LARGE = { ...TINY.baby, channels: 96, neurons: 240, history: 16 };

interface Wishes {
  readonly brain?: BrainName;
  readonly sizes?: Sizes;
  readonly kernels?: KernelChoice;
  readonly threads?: number;
  readonly storage?: StorageType;
}

async function voiceOf({
  brain = 'baby',
  sizes = TINY[brain],
  kernels = 'auto',
  threads = 1,
  storage = 'f32',
}: Wishes) {
  const model = buildModel(brain, sizes);
  const room = { learning: false, siblings: 1, speaker: VOICE, storage };
  const runtime = await createRuntime(model.engine, { kernels, threads, ...room });
  releases.push(runtime.release);
  for (const set of [SIBLINGS, LEARNING]) {
    model.engine.initialise(new Random(3 + set));
    if (set !== LEARNING) model.engine.weightsOf(set).set(model.engine.weightsOf(LEARNING));
  }
  return model.voice;
}

type Heard = { readonly ids: readonly number[]; readonly colour: readonly number[] };

/** What is heard in a conversation, turn by turn: a long prompt, single tokens, pauses. */
const script = (seed: number): (Heard | undefined)[] => {
  const random = new Random(seed);
  const ids = (count: number) => Array.from({ length: count }, () => 4 + random.below(280));
  return Array.from({ length: 14 }, (_, turn) => {
    const isPause = random.below(4) === 0;
    if (isPause && turn > 0) return undefined;
    return { ids: ids(turn === 0 ? 1 + random.below(40) : 1), colour: [random.uniform(), 0.5, 0.1 * seed] };
  });
};

const CASES: [string, Wishes][] = [
  ['plain', { kernels: 'plain' }],
  ['simd', { kernels: 'simd', sizes: ODD }],
  ['simd-relaxed, odd sizes', { kernels: 'simd-relaxed', sizes: ODD }],
  ['the kernels of this machine, two threads', { threads: 2, sizes: LARGE }],
  ['weights stored as f16', { storage: 'f16', sizes: LARGE }],
  ['weights stored as q8_0', { storage: 'q8_0', sizes: LARGE }],
  ['a brain that speaks in one conversation after the other', { brain: 'gpt2' }],
];

describe.each(CASES)('conversations at once (%s)', async (_, wishes) => {
  const voice = await voiceOf(wishes);
  const scripts = [1, 2, 3, 4, 5, 6].map(script);

  it.each([
    ['one speaker', [{ set: LEARNING, mind: 'a' }]],
    [
      'two who speak as one',
      [
        { set: LEARNING, mind: 'a' },
        { set: SIBLINGS, mind: 'b' },
      ],
    ],
  ])('%s', (_, speakers) => {
    voice.speakers = speakers;
    const alone = scripts.map((turns) => {
      const conversation = voice.begin();
      return turns.map((turn) => turn && Array.from(voice.hear(conversation, turn.ids, turn.colour)));
    });
    const conversations = scripts.map(() => voice.begin());
    const copies: Conversation[] = [];
    for (let turn = 0; turn < scripts[0].length; turn++) {
      const hearings = scripts.flatMap((turns, i) => {
        const heard = turns[turn];
        return heard ? [{ conversation: conversations[i], ...heard, i }] : [];
      });
      const logits = voice.hearEach(hearings);
      // each keeps what it heard, whatever is heard next
      hearings.forEach(({ i }, at) => expect(Array.from(logits[at])).toEqual(alone[i][turn]));
      if (turn === 6) copies.push(...conversations.map((one) => voice.copyOf(one)));
    }
    // copies were not moved on
    const last = scripts.map((turns) => turns.slice(0, 7).filter((turn) => turn !== undefined));
    copies.forEach((copy, i) => {
      const fresh = voice.begin();
      for (const turn of last[i]) voice.hear(fresh, turn.ids, turn.colour);
      expect(copy.ids).toEqual(fresh.ids);
      expect(Array.from(voice.hear(copy, [9], [0, 0, 1]))).toEqual(Array.from(voice.hear(fresh, [9], [0, 0, 1])));
    });
  });
});

describe('a turn of a prompt', () => {
  it('is as long as pieces that are heard at once, and a token where single ones cost less beside those of others', async () => {
    const [many, one] = [await voiceOf({}), await voiceOf({ brain: 'gpt2' })];
    expect(many.atOnce).toBe(4);
    expect([1, 3, 15, 16, 22, 255, 300, 5000].map((tokens) => many.turnOf(tokens))).toEqual([
      1, 1, 1, 16, 16, 240, 256, 256,
    ]);
    expect(one.atOnce).toBe(1);
    expect([1, 22, 300].map((tokens) => one.turnOf(tokens))).toEqual([1, 22, 256]);
  });

  it('leaves every token as it would be heard at once', async () => {
    const voice = await voiceOf({ sizes: ODD });
    for (const length of [1, 15, 16, 22, 33, 300]) {
      const ids = Array.from({ length }, (_, i) => (i * 37) % 320);
      const whole = Array.from(voice.hear(voice.begin(), ids, [0.5, 0.5, 0.5]));
      const conversation = voice.begin();
      let last: number[] = [];
      for (let at = 0, turn = 0; at < length; at += turn) {
        turn = voice.turnOf(length - at);
        last = Array.from(voice.hear(conversation, ids.slice(at, at + turn), [0.5, 0.5, 0.5]));
      }
      expect(last).toEqual(whole);
    }
  });
});

describe('an error while several are heard', () => {
  it('leaves none of them half heard', async () => {
    const voice = await voiceOf({});
    const conversations = [voice.begin(), voice.begin()];
    const hear = (ids: readonly number[], between?: () => void) =>
      voice.hearEach(
        conversations.map((conversation, i) => ({ conversation, ids: [ids[i]], colour: [0, 0, 0] })),
        between,
      );
    hear([5, 6]);
    voice.putDown();
    let calls = 0;
    expect(() =>
      hear([7, 8], () => {
        if (++calls === 20) throw new Error('no more');
      }),
    ).toThrow('no more');
    const [mine] = hear([9, 10]);
    const fresh = voice.begin();
    voice.hear(fresh, [5], [0, 0, 0]);
    expect(Array.from(mine)).toEqual(Array.from(voice.hear(fresh, [9], [0, 0, 0])));
  });
});
