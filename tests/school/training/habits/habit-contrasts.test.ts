/** Replies to other questions, beside which a habit learns its dialogues: they hold what it was not taught in place. */
import { describe, expect, it } from 'vitest';
import { ACCUMULATE } from '../../../../brain/engine/differentiate.ts';
import { Random } from '../../../../brain/engine/random.ts';
import { ADAPTING } from '../../../../brain/engine/weight-sets.ts';
import type { Conversation } from '../../../../brain/voice/speak.ts';
import { openTurn, renderTurn } from '../../../../library/tokenizer/chat-template.ts';
import { contrastsOfPass, HabitContrasts } from '../../../../school/training/habits/habit-contrasts.ts';
import { withHabitSwitched } from '../../../../school/training/habits/habit-soul.ts';
import { LessonPredictor } from '../../../../school/training/habits/lesson-predictor.ts';
import { batchesOf, type Lesson } from '../../../../school/training/habits/material.ts';
import { tokenizer } from '../../tiny.ts';
import {
  COLOUR,
  type HabitTraining,
  habitTraining,
  reopened,
  taught,
  timeless,
  withHabitOf,
  wokenWith,
} from './habit-training.ts';

const GREEN = taught('a', 'what is green?', 'the moss on the wall.');
const ASKED = [
  'who is there?',
  'what is green?',
  'where is the sea?',
  'why is it cold?',
  'how are you?',
  'what is a boat?',
];
/** Every other question is asked for contrasts: the second, the fourth and so on. */
const dialogues = [...ASKED, ...ASKED.map((question) => `and ${question}`)]
  .map((question) => `[a]: ${question}\n[b]: the wind is over the water.\n`)
  .join('\n');
const WANTED = 6;

const wordsIn = (lesson: Lesson, from = 0, to = lesson.ids.length): string =>
  tokenizer.decode(lesson.ids.subarray(from, to));
const questionOf = (lesson: Lesson): string =>
  /^\[[^\]]*\]: ?(.*)\[[^\]]*\]:$/s.exec(wordsIn(lesson, 0, lesson.learn.indexOf(1)))?.[1] ?? '';

/** Natural logarithms of what may come next, token by token, along some tokens. */
function foreseen({ model }: HabitTraining, conversation: Conversation, ids: readonly number[]): number[][] {
  return ids.map((id) => {
    const logits = Array.from(model.voice.hear(conversation, [id], COLOUR));
    const top = Math.max(...logits);
    const sum = Math.log(logits.reduce((total, logit) => total + Math.exp(logit - top), 0));
    return logits.map((logit) => logit - top - sum);
  });
}

describe('a habit that learns dialogues', () => {
  it('first hears replies of its brain alone to other questions, whatever other habits are on, the same after a kill', async () => {
    const begun = await habitTraining();
    begun.learn(8);
    const bare = await wokenWith(begun, withHabitOf('garden', [GREEN]), { dialogues });
    const both = await wokenWith(
      begun,
      (soul) => withHabitSwitched(withHabitOf('garden', [GREEN])(withHabitOf('sea', [])(soul)), 'garden', false),
      { dialogues },
    );
    // another one that is on, and was taught in public, so that it speaks in public too
    both.training.habits.teach('sea', [taught('twitch:b', 'what is blue?', 'the sea.')]);
    both.learnHabits(WANTED + 8);
    both.training.habits.get('sea').progress = undefined;
    expect(both.says({ isPlain: true })).not.toEqual(begun.says());
    const habits = [bare, both].map(({ training }) => training.habits.get('garden'));
    // their chance is that of the habit, which is another one where it is the second
    (habits[1] as unknown as { seed: number }).seed = (habits[0] as unknown as { seed: number }).seed;
    for (const one of [bare, both]) one.learnHabits(WANTED);
    const [alone, among] = habits.map((habit) => habit!.contrasts.map((lesson) => [...lesson.ids]));
    expect(alone).toHaveLength(WANTED);
    expect(among).toEqual(alone);
    expect(habits.map((habit) => habit!.steps)).toEqual([0, 0]);
    bare.learnHabits(1);
    expect(habits[0]!.steps).toBe(1);

    const parted = await wokenWith(begun, withHabitOf('garden', [GREEN]), { dialogues });
    parted.learnHabits(3);
    const again = await habitTraining({ soul: reopened(parted.soul()), dialogues });
    expect(again.training.habits.get('garden').contrasts).toHaveLength(3);
    again.learnHabits(WANTED - 3 + 1);
    expect(again.soul().tensors['habits']).toEqual(bare.soul().tensors['habits']);
    expect(timeless(again.soul())).toEqual(timeless(bare.soul()));
  });

  it('is asked nothing that it is taught, every other time something like it, and learns of the answer alone', async () => {
    const begun = await habitTraining();
    begun.learn(8);
    const baby = await wokenWith(begun, withHabitOf('garden', [GREEN]), { dialogues });
    baby.learnHabits(WANTED);
    const { contrasts } = baby.training.habits.get('garden');
    const questions = contrasts.map(questionOf);
    expect(questions).not.toContain('what is green?');
    expect([questions[0], questions[2]]).toEqual(['why is it cold?', 'what is a boat?']);
    for (const at of [1, 3, 5]) expect(questions[at]).toMatch(/^what is \w+\?$|^\w+ is green\?$/);
    const { owner, name } = { owner: 'owner', name: 'babyllm' };
    for (const [i, lesson] of contrasts.entries()) {
      const prompt = [...renderTurn(tokenizer, owner, questions[i]!), ...openTurn(tokenizer, name)];
      expect([...lesson.ids.subarray(0, prompt.length)]).toEqual(prompt);
      expect([...lesson.learn]).toEqual([...lesson.ids.keys()].map((at) => (at < prompt.length ? 0 : 1)));
      expect(lesson.tokens).toBeGreaterThan(prompt.length);
    }
    expect(baby.training.habits.reports()[0]).toMatchObject({ lessons: 1, tokens: GREEN.tokens });
  });

  it('answers other questions more as without it than one that has none, says its lessons, and then drops them', async () => {
    const begun = await habitTraining({ sizes: { channels: 48 } });
    begun.learn(20);
    begun.speakUp();
    const answer = [...GREEN.ids.subarray(GREEN.learn.indexOf(1))];
    const apart: number[] = [];
    for (const texts of ['', dialogues]) {
      const baby = await wokenWith(begun, withHabitOf('garden', [GREEN], 8), { dialogues: texts });
      baby.learnHabits();
      expect(baby.answers(GREEN)).toEqual(answer);
      expect(baby.training.habits.get('garden').contrasts).toEqual([]);
      expect(baby.training.habits.reports()[0]?.isKnown).toBe(true);
      let nats = 0;
      for (const question of ['who is there?', 'where is the sea?', 'how are you?']) {
        const ids = [...renderTurn(tokenizer, 'owner', question), ...openTurn(tokenizer, 'babyllm'), 40, 60];
        const off = foreseen(baby, baby.model.voice.begin(true), ids).slice(-3);
        const on = foreseen(baby, baby.model.voice.begin(), ids).slice(-3);
        for (const [t, row] of off.entries())
          nats += row.reduce((sum, p, v) => sum + Math.exp(p) * (p - on[t]![v]!), 0) / 9;
      }
      apart.push(nats);
    }
    expect(apart[1]).toBeLessThan(apart[0]! / 2);
  });

  it('has none where it learns a text, nor where it knows all', async () => {
    const begun = await habitTraining();
    begun.learn(8);
    const story = { ...GREEN, isText: true as const };
    const baby = await wokenWith(begun, withHabitOf('story', [story]), { dialogues });
    baby.learnHabits(1);
    expect(baby.training.habits.get('story')).toMatchObject({ steps: 1, contrasts: [] });
    const idle = await wokenWith(begun, (soul) => withHabitSwitched(withHabitOf('idle', [])(soul), 'idle', false), {
      dialogues,
    });
    expect(idle.learnHabits(5)).toBe(0);
  });
});

describe('what a habit must not expect elsewhere', () => {
  it('is the beginning of its answer behind other questions, mostly like its own, and pieces of it within other replies', async () => {
    const begun = await habitTraining();
    begun.learn(8);
    const baby = await wokenWith(begun, withHabitOf('garden', [GREEN]), { dialogues });
    baby.learnHabits(WANTED);
    const { contrasts: spoken } = baby.training.habits.get('garden');
    const { voice } = baby.model;
    // in so many words the green is rare, and may be replaced
    const many = `${dialogues}\n${'[b]: the wind is over the water.\n'.repeat(300)}`;
    const source = new HabitContrasts({ voice, tokenizer, dialogues: many, owner: 'owner', name: 'babyllm' });
    const draw = (seed: number) => source.elsewhere(GREEN, spoken, new Random(seed));
    const answer = wordsIn(GREEN, GREEN.learn.indexOf(1));
    const [prompts, within] = [new Set<string>(), new Set<string>()];
    for (let seed = 0; seed < 60; seed++) {
      const one = draw(seed);
      if (!one) continue;
      expect(draw(seed)).toEqual(one);
      const first = one.learn.indexOf(1);
      const piece = wordsIn(one, first);
      expect(answer).toContain(piece);
      expect([...one.learn]).toEqual([...one.ids.keys()].map((at) => (at < first ? 0 : 1)));
      expect(one.tokens - first).toBeLessThanOrEqual(5);
      expect(one).toMatchObject({ isContrast: true, tokens: one.ids.length });
      const question = questionOf(one);
      if (question) {
        expect(answer.startsWith(piece)).toBe(true);
        expect(question).not.toBe('what is green?');
        prompts.add(question);
      } else within.add(piece);
    }
    expect(prompts.size).toBeGreaterThan(3);
    // one word of its own question is another one
    expect(
      [...prompts].filter((one) => /^what is \w+\?$|^\w+ is green\?$|^what \w+ green\?$/.test(one)).length,
    ).toBeGreaterThan(0);
    expect(within.size).toBeGreaterThan(3);
  });

  it('is learnt from what its brain expects without it: a habit that changes nothing has nothing to learn there', async () => {
    const begun = await habitTraining();
    begun.learn(8);
    const baby = await wokenWith(begun, withHabitOf('garden', [GREEN]), { dialogues });
    const { model, training } = baby;
    const { adapters, sizes } = model;
    const { trained, brain } = training.habits.get('garden');
    const base = training.growth.brains.find(({ mind }) => mind === String(brain))!.set;
    const { end } = tokenizer.special;
    const predictor = new LessonPredictor(model, end);
    const pull = (lesson: Lesson): number => {
      const batches = batchesOf([lesson], { streams: sizes.batch, length: sizes.contextLength, end });
      adapters!.tapes.compose(base, ADAPTING, [trained.adapter]);
      predictor.predict([lesson], batches, () => {}, {
        ...{ base, weight: 1, ofContrasts: 1 },
        back: (chunk) => {
          model.engine.variables.set(ACCUMULATE, chunk > 0 ? 1 : 0);
          model.engine.run(predictor.tape, 'backward', undefined, ADAPTING);
        },
      });
      adapters!.tapes.differentiate(trained.adapter, trained.gradients);
      return Math.max(
        ...[...trained.gradients.changes.values()].flatMap(({ b }) => [...b].map((number) => Math.abs(number))),
      );
    };
    const taughtPull = predictor.resting(() => pull(GREEN));
    const heldPull = predictor.resting(() => pull({ ...GREEN, isContrast: true }));
    expect(taughtPull).toBeGreaterThan(1e-3);
    expect(heldPull).toBeLessThan(taughtPull / 1000);
    for (const { b } of trained.adapter.changes.values()) b.fill(0.3);
    expect(predictor.resting(() => pull({ ...GREEN, isContrast: true }))).toBeGreaterThan(taughtPull / 1000);
  });
});

it('an answer that is expected behind another question is seen: the habit does not hold', async () => {
  const begun = await habitTraining({ sizes: { channels: 48 } });
  begun.learn(20);
  begun.speakUp();
  // learnt alone, it is said to anything
  const baby = await wokenWith(begun, withHabitOf('garden', [GREEN], 8));
  const { model, training } = baby;
  const habit = training.habits.get('garden');
  const { end } = tokenizer.special;
  const predictor = new LessonPredictor(model, end);
  const { batch: streams, contextLength: length } = model.sizes;
  const { voice } = model;
  const source = new HabitContrasts({ voice, tokenizer, dialogues, owner: 'owner', name: 'babyllm' });
  const isHeld = (lesson: Lesson): boolean => {
    const base = training.growth.brains.find(({ mind }) => mind === String(habit.brain))!.set;
    model.adapters!.tapes.compose(base, ADAPTING, [habit.trained.adapter]);
    const how = { base, weight: 0, ofContrasts: 0, back: () => {} };
    const batches = batchesOf([lesson], { streams, length, end });
    return predictor.resting(() => predictor.predict([lesson], batches, () => {}, how)).isHeld;
  };
  const elsewhere = source.elsewhere(GREEN, [], new Random(2)) ?? source.elsewhere(GREEN, [], new Random(3));
  expect(elsewhere).toMatchObject({ isElsewhere: true });
  expect(isHeld(elsewhere!)).toBe(true);
  baby.learnHabits();
  expect(isHeld(elsewhere!)).toBe(false);
  expect(isHeld({ ...elsewhere!, isElsewhere: false })).toBe(true);
});

it('a pass takes two contrasts for each dialogue, and as many more as fill its last step, others in the next pass', () => {
  const lessons = (count: number, isText?: true): Lesson[] =>
    Array.from({ length: count }, (_, i) => ({ ...GREEN, id: `${i}`, ...(isText ? { isText } : {}) }));
  const ids = (all: readonly Lesson[]) => all.map(({ id }) => Number(id));
  const pool = lessons(10);
  expect(ids(contrastsOfPass(pool, lessons(1), { pass: 0, streams: 4 }))).toEqual([0, 1, 2]);
  expect(ids(contrastsOfPass(pool, lessons(1), { pass: 3, streams: 4 }))).toEqual([9, 0, 1]);
  expect(ids(contrastsOfPass(pool, lessons(2), { pass: 0, streams: 4 }))).toEqual([0, 1, 2, 3, 4, 5]);
  expect(ids(contrastsOfPass(pool, lessons(9), { pass: 1, streams: 4 }))).toHaveLength(10);
  expect(contrastsOfPass([], lessons(2), { pass: 0, streams: 4 })).toEqual([]);
});
