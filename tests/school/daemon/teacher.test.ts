import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseTokenizer } from '../../../library/tokenizer/index.ts';
import { beginBaby } from '../../../school/babies/begin.ts';
import { wake } from '../../../school/daemon/daemon.ts';
import { openOfflineModel } from '../../../school/daemon/offline-model.ts';
import { findTeacher, teacherHome } from '../../../school/daemon/teacher.ts';
import { daemonTexts } from '../../../school/daemon/texts/daemon-texts.ts';
import { type Home, makeHome } from '../../../school/home/home.ts';
import { configure, saveConfig } from '../../../school/settings/config.ts';
import type { SoulState } from '../../../school/training/checkpoint.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { openForReading } from '../../../statistics/query/reader.ts';
import { makePupil, storyText, temporaryFolder, tokenizer } from '../tiny.ts';

const quiet = { threads: 1, saveSeconds: 3600, examSeconds: 3600, babbleSeconds: 3600 };
let mia: Home;
beforeAll(async () => {
  mia = makeHome(temporaryFolder());
  await saveConfig(mia, configure({ ...quiet, name: 'mia', preset: 'tiny' }, 'the test'));
  writeFileSync(join(mia.library, 'story.txt'), storyText);
  const training = await makePupil();
  training.learn(5);
  new Keeper({ folder: mia.soul }).save(training.soul());
});

const asked = (taughtBy: string, more: object = {}) =>
  findTeacher({ config: { taughtBy }, sizes: { contextLength: 8 }, tokenizerHash: tokenizer.hash, ...more });

describe('the teacher of a baby', () => {
  it('is nobody, the newest soul of a home, or the one that taught before', async () => {
    expect(await asked('')).toBeUndefined();
    const { name: first } = new Keeper({ folder: mia.soul }).list()[0]!;
    const newest = { home: mia.folder, name: 'mia', soul: first, step: 5 };
    expect(await asked(mia.folder)).toEqual(newest);
    const training = await makePupil();
    training.learn(9);
    const { name: second } = new Keeper({ folder: mia.soul }).save(training.soul());
    expect(await asked(mia.folder)).toMatchObject({ soul: second, step: 9 });
    const taughtBefore = (home: string): { state: Pick<SoulState, 'teacher'> } => ({
      state: { teacher: { home, soul: first } },
    });
    expect(await asked(mia.folder, taughtBefore(mia.folder))).toEqual(newest);
    expect(await asked(mia.folder, taughtBefore('/another'))).toMatchObject({ soul: second });
  });

  it('is told not to teach in one sentence', async () => {
    const nowhere = join(temporaryFolder(), 'gone');
    expect(await asked(nowhere)).toEqual({
      home: nowhere,
      name: nowhere,
      why: daemonTexts.teacher.noSoul(nowhere),
    });
    expect(await asked(mia.folder, { tokenizerHash: 'another' })).toMatchObject({
      name: 'mia',
      why: daemonTexts.teacher.otherTokenizer,
    });
    expect(() => teacherHome(nowhere)).toThrow('that has learnt anything, and could teach');
  });

  it('teaches an heir of another kind, which goes on from its texts alone when that home is gone', async () => {
    const { home: teacher, tokenizer: text } = teacherHome(mia.folder);
    const { home, config } = await beginBaby('kid', {
      folder: temporaryFolder(),
      ...{ brain: 'llama', from: teacher, tokenizer: parseTokenizer(text), trim: false },
      settings: { taughtBy: mia.folder },
    });
    expect(config).toMatchObject({ brain: 'llama', preset: 'tiny', tokenizer: 'file', taughtBy: mia.folder });
    const notes: string[] = [];
    const onNote = (level: string, scope: string, message: string) => void notes.push(`${level} ${scope}: ${message}`);
    const life = await wake({ home, config, onNote, steps: 4 });
    expect(life.introduction.teacher).toMatchObject({ name: 'mia', home: mia.folder, step: 9 });
    expect((await life.exam()).teacher).toMatchObject({ name: 'mia' });
    await life.over;
    const [newest] = new Keeper({ folder: home.soul }).list();
    const state = JSON.parse(readFileSync(join(newest!.folder, 'state.json'), 'utf8'));
    expect(state.teacher).toMatchObject({ home: mia.folder });
    const asleep = await openOfflineModel(home, config);
    const exam = await asleep.exam();
    expect(exam.teacher?.bitsPerByte).toBeGreaterThan(0);
    await asleep.close();
    expect(notes.filter((note) => note.includes(' teacher: '))).toEqual([]);

    renameSync(mia.folder, `${mia.folder}-moved`);
    const alone = await wake({ home, config, steps: 3 });
    expect(alone.introduction.teacher?.why).toMatch(/^there is no soul of a baby in /);
    await alone.over;
    const ledger = openForReading(join(home.statistics, 'statistics.db'));
    const told = ledger.prepare("SELECT message FROM log WHERE scope = 'teacher'").all();
    ledger.close();
    expect(told).toEqual([
      { message: expect.stringMatching(/learns from its texts alone: there is no soul of a baby in /) },
    ]);
    expect(new Keeper({ folder: home.soul }).list()[0]?.step).toBe(7);
    renameSync(`${mia.folder}-moved`, mia.folder);
  });
});
