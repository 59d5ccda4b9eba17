import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExampleStore } from '../../../../library/sources/example-store.ts';
import { habitInWords } from '../../../../school/api/habit-words.ts';
import { apiTexts } from '../../../../school/api/texts.ts';
import { offlineBaby } from '../../../../school/daemon/offline-baby.ts';
import { findHome, makeHome } from '../../../../school/home/home.ts';
import { encodeHabit } from '../../../../school/training/habits/habit-file.ts';
import { Keeper, type SoulContent } from '../../../../soul/keeper.ts';
import { temporaryFolder } from '../../temporary.ts';
import { habitTraining } from '../../training/habits/habit-training.ts';

const DIALOGUES =
  '[owner]: what is green?\n[babyllm]: the moss on the wall.\n\n[owner]: and blue?\n[babyllm]: the sea.\n';

/** A home in which a tiny baby sleeps. */
async function asleep() {
  const home = makeHome(join(temporaryFolder(), 'home'));
  writeFileSync(home.config, JSON.stringify({ preset: 'tiny' }));
  const training = await habitTraining();
  training.learn(4);
  new Keeper({ folder: home.soul }).save(training.soul());
  const from = join(home.folder, 'garden.txt');
  writeFileSync(from, DIALOGUES);
  const notes: string[] = [];
  const newest = (): SoulContent => {
    const soul = new Keeper({ folder: home.soul }).open();
    return { ...soul, tensors: soul.allTensors(), summary: { step: soul.info.step } };
  };
  return { home, from, notes, newest, baby: offlineBaby(findHome(home.folder), (note) => notes.push(note)) };
}

describe('habits of a baby that sleeps', () => {
  it('begin, go off and on, are forgotten and come back to the last bit; each is an act', async () => {
    const { baby, from, newest, notes } = await asleep();
    const never = newest();
    const made = await baby.newHabit('garden', { from, rank: 3 });
    expect(made).toMatchObject({ name: 'garden', does: 'new' });
    expect(habitInWords(made)).toMatch(/^The habit garden is there, and on\. It learns \d+ tokens while it is awake/);
    expect(await baby.habits()).toMatchObject([
      { name: 'garden', isOn: true, rank: 3, lessons: 2, tokens: made.tokens, passes: 0, loss: null, brain: 0 },
    ]);
    await baby.habit('garden', 'off');
    expect((await baby.habits())[0].isOn).toBe(false);
    expect((await baby.undo()).sentence).toBe('The habit garden is on again.');
    const before = newest();
    const gone = await baby.habit('garden', 'forget');
    expect(habitInWords(gone)).toMatch(/^The habit garden is forgotten: its weights never changed/);
    expect(newest().tensors).toEqual(never.tensors);
    expect(newest().state).toEqual(never.state);
    expect((await baby.undo()).sentence).toBe('The habit garden is back.');
    expect(newest().tensors).toEqual(before.tensors);
    expect(newest().state).toEqual(before.state);
    expect((await baby.acts()).map(({ what }) => what)).toEqual([
      'the new habit garden',
      'switching the habit garden off',
      'undoing switching the habit garden off',
      'forgetting the habit garden',
      'undoing forgetting the habit garden',
    ]);
    expect(notes).toEqual([]);
  });

  it('of which examples were meant for it lose them when it is forgotten, and get them back', async () => {
    const { baby, home } = await asleep();
    await baby.newHabit('garden');
    const turns = [{ speaker: 'owner', text: 'hello', learn: true }];
    const store = () => ExampleStore.open(home.sources, () => {});
    await (await store()).add('chat', [
      { id: 'a', turns, habit: 'garden' },
      { id: 'b', turns },
    ]);
    await baby.habit('garden', 'forget');
    expect((await store()).entries('chat').map(({ id }) => id)).toEqual(['b']);
    await baby.undo();
    expect((await store()).entries('chat').map(({ id, habit }) => [id, habit])).toEqual([
      ['b', undefined],
      ['a', 'garden'],
    ]);
  });

  it('are merged, which undoing takes back with the soul before', async () => {
    const { baby, from, newest } = await asleep();
    await baby.newHabit('garden', { from });
    const before = newest().tensors;
    const merged = habitInWords(await baby.habit('garden', 'merge'));
    expect(merged).toContain('is part of the weights now');
    expect(merged.endsWith(apiTexts.habit.saidInPublic)).toBe(true);
    expect(await baby.habits()).toEqual([]);
    await baby.undo();
    expect(newest().tensors).toEqual(before);
  });

  it('come out of files', async () => {
    const { baby, home, from, newest } = await asleep();
    await baby.newHabit('garden', { from });
    const file = join(home.folder, 'garden.safetensors');
    writeFileSync(file, encodeHabit(newest(), 'garden'));
    expect(await baby.importHabit(file, 'other')).toMatchObject({ name: 'other', does: 'import', isForeign: false });
    expect((await baby.habits()).map(({ name, tokens }) => [name, tokens])).toEqual([
      ['garden', (await baby.habits())[1].tokens],
      ['other', (await baby.habits())[0].tokens],
    ]);
    expect(readFileSync(file).length).toBeGreaterThan(1000);
  });

  it('are refused in one sentence, and then nothing is an act', async () => {
    const { baby, home, from } = await asleep();
    const empty = join(home.folder, 'empty.txt');
    writeFileSync(empty, ' \n');
    writeFileSync(join(home.folder, 'latin.txt'), Buffer.from([0x61, 0xe4, 0xf6]));
    const said = async (done: Promise<unknown>): Promise<string> =>
      done.then(
        () => '',
        (error: Error) => error.message,
      );
    expect(await said(baby.newHabit('garden', { from: empty }))).toMatch(/^there is nothing to learn in .*empty\.txt/);
    expect(await said(baby.newHabit('garden', { from: join(home.folder, 'nothing') }))).toMatch(
      /there is no file or folder/,
    );
    expect(await said(baby.newHabit('garden', { from: join(home.folder, 'latin.txt') }))).toMatch(
      /is no text in UTF-8/,
    );
    expect(await said(baby.newHabit('garden', { from, rank: 99 }))).toMatch(/must be a whole number from 1 to 23/);
    expect(await said(baby.habit('garden', 'on'))).toMatch(/^there is no habit "garden"/);
    expect(await said(baby.habit('garden', 'merge'))).toMatch(/^there is no habit "garden"/);
    expect(await said(baby.habit('garden', 'forget'))).toMatch(/^there is no habit "garden"/);
    expect(await said(baby.importHabit(from))).toMatch(/^This file is no habit/);
    expect(await said(baby.importHabit(home.folder))).toMatch(
      /holds no habit: one for PEFT has an adapter_config.json/,
    );
    expect(await said(baby.importHabit(join(home.folder, 'nothing')))).toMatch(/^there is no file/);
    const peft = join(home.folder, 'peft');
    mkdirSync(peft);
    writeFileSync(join(peft, 'adapter_config.json'), '{}');
    expect(await said(baby.importHabit(peft))).toMatch(/cannot be a habit here: PEFT has adapters for transformers/);
    const adapter = join(home.folder, 'habit-moss.gguf');
    writeFileSync(adapter, 'GGUF');
    expect(await said(baby.importHabit(adapter))).toMatch(/cannot be a habit here: llama.cpp has adapters for/);
    expect(await baby.acts()).toEqual([]);
  });
});
