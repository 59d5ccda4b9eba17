/** Corrections that the weights that speak learn, apart from all that learns otherwise. */
import { describe, expect, it } from 'vitest';
import { LEARNING, SIBLINGS, type WeightSet } from '../../../../brain/engine/weight-sets.ts';
import type { Example } from '../../../../library/sources/examples.ts';
import { createRuntime } from '../../../../school/machine/runtime.ts';
import { configure } from '../../../../school/settings/config.ts';
import type { SoulState } from '../../../../school/training/checkpoint.ts';
import type { SteeringSet } from '../../../../school/training/evaluation/evaluator.ts';
import { optimizerSettings } from '../../../../school/training/learning-options.ts';
import { answered } from '../../../../school/training/memory/question-pairs.ts';
import { buildModel, VOICE } from '../../../../school/training/model.ts';
import { Timings } from '../../../../school/training/timings.ts';
import { TrainingState } from '../../../../school/training/training-state.ts';
import { Keeper, type OpenedSoul } from '../../../../soul/keeper.ts';
import { files, TINY, talkText, temporaryFolder, tokenizer, tokenizerText } from '../../tiny.ts';

const CORRECTIONS: readonly Example[] = [
  ['a', 'what is your favourite colour?', 'the moss.'],
  ['b', 'who is the sea?', 'an old friend.'],
].map(([id, question, answer]) => ({
  id: id!,
  turns: [
    { speaker: 'owner', text: question!, learn: false },
    { speaker: 'babyllm', text: answer!, learn: true },
  ],
}));

/** The story goes on with what it is examined on. */
const READ = 1500;
const library = {
  files: files.map(({ name, tokens }) => ({ name, tokens: tokens.slice(0, READ) })),
  exams: [{ name: 'rest', ids: Int32Array.from(files[0]!.tokens.slice(READ, READ + 2600)), bytes: 6000 }],
};

/** Greetings as the library holds them: a question of the owner, and an answer of which each token is learnt. */
const GREETINGS: readonly (readonly [string, string])[] = [
  ['who is the moon?', 'a lamp.'],
  ['who is the sea?', 'nobody at all.'],
];
const answersFile = () => {
  const { end } = tokenizer.special;
  const names = { owner: 'owner', name: 'babyllm' };
  const all = GREETINGS.map(([question, answer]) =>
    answered(tokenizer, names, question, [...tokenizer.encode(` ${answer}`), tokenizer.special.done]),
  );
  return {
    name: 'greetings.turns.jsonl',
    answers: true,
    tokens: Uint16Array.from(all.flatMap(({ ids }) => [...ids, end])),
    learn: Uint8Array.from(all.flatMap(({ learn }) => [...learn, 0])),
  };
};

interface Options {
  readonly answers?: boolean;
  readonly taught?: readonly Example[];
  readonly soul?: OpenedSoul;
  readonly consolidates?: boolean;
}

async function babyOf({ taught = CORRECTIONS, soul, consolidates = true, answers = false }: Options = {}) {
  const config = configure(
    { preset: 'tiny', threads: 1, learningRate: 1e-2, memory: { consolidate: consolidates } },
    'the test',
  );
  const sizes = TINY.baby;
  const model = buildModel(config.brain, sizes, optimizerSettings(config), { consolidates });
  await createRuntime(model.engine, {
    kernels: 'simd',
    threads: 1,
    learning: true,
    average: true,
    siblings: 2,
    speaker: VOICE,
  });
  const read = answers ? { ...library, files: [...library.files, answersFile()] } : library;
  const setup = { config, sizes, tokenizer, library: read, dialogues: talkText, from: 'resume' as const };
  const training = new TrainingState({ ...setup, taught: { corrections: taught } } as never, model, soul);
  const exam = (set: WeightSet) =>
    training.evaluator.steer(training.evaluator.steeringSet(library.exams as never) as SteeringSet, set).losses;
  const clock = new Timings();
  const { consolidator, growth } = training;
  const notes: string[] = [];
  const numbersOf = (set: WeightSet) => Array.from(model.engine.weightsOf(set));
  const baby = {
    ...{ training, model, exam, notes, numbersOf },
    /** learns so many steps; consolidates nothing */
    learn(steps: number) {
      for (let i = 0; i < steps; i++) {
        training.learn(1, () => {}, clock);
        if (growth.isDue) growth.steer(exam);
      }
    },
    /** until an exam is no better than the best */
    grow() {
      for (let i = 0; i < 9000 && growth.standing.length === 0; i++) this.learn(1);
      expect(growth.standing).toEqual([SIBLINGS]);
    },
    /** so many parts of consolidating, or all of it */
    consolidate(parts = Number.POSITIVE_INFINITY) {
      for (let i = 0; i < parts && consolidator.isDue; i++) {
        const sentence = consolidator.step(exam, () => {});
        if (sentence) notes.push(sentence);
        if (sentence) return;
      }
    },
    soul: () => consolidator.aside(() => save(training)),
  };
  return baby;
}

function save(training: TrainingState): OpenedSoul {
  const keeper = new Keeper({ folder: temporaryFolder() });
  keeper.save(training.soul(tokenizerText));
  return keeper.open();
}

const stateOf = ({ state }: OpenedSoul) => ({ ...(state as SoulState), secondsAwake: 0, born: '' });

describe('the weights that speak', () => {
  it('learn corrections in the place where they rest, and what learns goes on as if there had been none', async () => {
    const baby = await babyOf();
    const twin = await babyOf({ taught: [] });
    baby.grow();
    twin.grow();
    expect(baby.numbersOf(LEARNING)).toEqual(twin.numbersOf(LEARNING));
    const before = baby.numbersOf(SIBLINGS);
    expect(before).toEqual(twin.numbersOf(SIBLINGS));
    baby.consolidate();
    expect(baby.notes).toHaveLength(1);
    expect(baby.notes[0]).toMatch(/^the weights that speak learnt 2 corrections from [\d,]+ tokens/);
    expect(baby.numbersOf(SIBLINGS)).not.toEqual(before);
    expect(baby.numbersOf(LEARNING)).toEqual(twin.numbersOf(LEARNING));
    // it speaks as it was at its best, with what was consolidated into that
    expect(baby.training.growth.speakers).toEqual([{ set: SIBLINGS, mind: '0' }]);
    // reads are told of, and the learner goes on as the twin does, to the last bit, moments and memories and all
    expect(baby.training.mixer.known('corrections').a!.reads).toBeGreaterThan(0);
    baby.learn(20);
    twin.learn(20);
    expect(baby.numbersOf(LEARNING)).toEqual(twin.numbersOf(LEARNING));
    expect(baby.training.mixer.report().find(({ name }) => name === 'corrections')!.given.chunks).toBe(0);
  });

  it('are those of before in a soul that is saved meanwhile, and come to the same after a kill', async () => {
    const whole = await babyOf();
    whole.grow();
    const folder = whole.soul();
    whole.consolidate(30);
    expect(whole.training.consolidator.isActive).toBe(true);
    // bit for bit the soul of before
    const meanwhile = whole.soul();
    expect(stateOf(meanwhile)).toEqual(stateOf(folder));
    const killed = await babyOf({ soul: meanwhile });
    whole.consolidate();
    killed.consolidate();
    expect(killed.notes).toEqual(whole.notes);
    for (const set of [LEARNING, SIBLINGS]) expect(killed.numbersOf(set)).toEqual(whole.numbersOf(set));
    whole.learn(10);
    killed.learn(10);
    expect(stateOf(killed.soul())).toEqual(stateOf(whole.soul()));
  });

  it('stay as they were where it is broken off: a correction is taken back, a text comes, or it goes back', async () => {
    const baby = await babyOf();
    baby.grow();
    const soul = baby.soul();
    const before = [LEARNING, SIBLINGS].map((set) => baby.numbersOf(set));
    const { training } = baby;
    baby.consolidate(10);
    training.unteach('corrections', ['a']);
    expect(training.consolidator.isActive).toBe(false);
    expect([LEARNING, SIBLINGS].map((set) => baby.numbersOf(set))).toEqual(before);
    baby.consolidate(10);
    training.replaceLibrary(library as never);
    expect([LEARNING, SIBLINGS].map((set) => baby.numbersOf(set))).toEqual(before);
    baby.consolidate(10);
    training.goBack(soul, library.exams as never);
    expect([LEARNING, SIBLINGS].map((set) => baby.numbersOf(set))).toEqual(before);
  });

  it('are examined when others speak: what those do not know is learnt again, not before so many tokens', async () => {
    const baby = await babyOf();
    baby.grow();
    const { training } = baby;
    for (const { id } of CORRECTIONS) training.mixer.consolidation.corrections.consolidated(id, 3, true);
    expect(training.consolidator.isDue).toBe(false);
    expect(training.consolidator.findLost(() => {})).toBe(2);
    expect(training.consolidator.isDue).toBe(true);
    baby.consolidate();
    const { next } = training.consolidator.state();
    expect(next).toBeGreaterThan(training.tutor.tokens);
    training.mixer.lose(['a', 'b']);
    expect(training.consolidator.isDue).toBe(false);
  });

  it('learn nothing before exams get no better, without consolidating, or without a correction', async () => {
    const young = await babyOf();
    expect(young.training.mixer.consolidatesApart).toBe(true);
    expect(young.training.consolidator.isDue).toBe(false);
    // an exam that is the best so far: the next one may be better
    young.training.growth.steer(young.exam);
    expect(young.training.growth.standing).toEqual([]);
    expect(young.training.consolidator.isDue).toBe(false);
    for (const baby of [await babyOf({ consolidates: false }), await babyOf({ taught: [] })]) {
      baby.grow();
      expect(baby.training.consolidator.isDue).toBe(false);
    }
  });

  it('learn the few answers of a library too, but not one whose question was corrected', async () => {
    const baby = await babyOf({ answers: true });
    baby.grow();
    const { mixer } = baby.training;
    expect(mixer.fewAnswers?.size).toBe(2);
    expect(mixer.report().find(({ name }) => name === 'answers')).toMatchObject({ holds: 2, given: { chunks: 0 } });
    baby.consolidate();
    expect(baby.notes[0]).toMatch(
      /^the weights that speak learnt 2 corrections and an answer of a text from [\d,]+ tokens/,
    );
    const reads = mixer.fewAnswers!.all().map(({ id }) => mixer.fewAnswers!.known(id).reads);
    expect(reads).toEqual([expect.any(Number), 0]);
    expect(reads[0]).toBeGreaterThan(0);
    const only = await babyOf({ answers: true, taught: [] });
    only.grow();
    only.consolidate();
    expect(only.notes[0]).toMatch(/^the weights that speak learnt 2 answers of texts/);
    // its state is kept with the soul
    const resumed = await babyOf({ answers: true, taught: [], soul: only.soul() });
    expect(resumed.training.mixer.fewAnswers!.state()).toEqual(only.training.mixer.fewAnswers!.state());
  });

  it('that are not changed by it keep their best exam, and a better one takes their place', async () => {
    const baby = await babyOf();
    baby.grow();
    const { growth } = baby.training;
    const before = baby.exam(SIBLINGS);
    growth.steer(() => before);
    expect(growth.state().part).toBe('now');
    growth.consolidated(SIBLINGS, before);
    expect(growth.state()).toMatchObject({ part: 'best', unconsolidated: { tokens: before.length } });
    const resumed = await babyOf({ soul: baby.soul() });
    expect(resumed.training.growth.state()).toEqual(growth.state());
    // as long as it is not better than it was at its best, it speaks as it was then, with what was consolidated into that
    growth.steer(() => before);
    expect(growth.state().part).toBe('best');
    growth.steer((set) => (set === SIBLINGS ? before : before.map((nats) => nats - 0.5)));
    expect(growth.state()).toMatchObject({ part: 'now' });
    expect(growth.state().unconsolidated).toBeUndefined();
  });
});
