import { describe, expect, it } from 'vitest';
import { type ChatCommand, COMMAND_NAMES, parseLine } from '../../../school/chat/commands.ts';
import { chatBabyOf } from '../../../school/chat/of-life.ts';
import { type ChatBaby, runCommand } from '../../../school/chat/run.ts';
import { chatTexts } from '../../../school/chat/texts.ts';
import { FakeLife, statsAt } from '../fake-life.ts';

const command = (line: string): ChatCommand => {
  const typed = parseLine(line);
  if (typed.kind !== 'command') throw new Error(`${line} is no command`);
  return typed.command;
};

describe('a command to a baby that is awake', () => {
  const run = async (line: string, life = new FakeLife()) =>
    runCommand(command(line), chatBabyOf(life, 'ours', 'ann'), {});

  it('concerns its own conversation alone', async () => {
    const life = new FakeLife();
    expect(await run('/forget', life)).toEqual({ lines: ['Forgotten: 2 lines were deleted.'] });
    expect(await run('/stop', life)).toEqual({ lines: [] });
    expect((await run('/fix better words', life)).lines[0]).toMatch(/^Corrected: /);
    expect(life.asked).toEqual([
      ['forget', 'ours'],
      ['stop', 'ours'],
      ['correct', 'ours', 'better words'],
    ]);
  });

  it('says what there was to forget and to stop', async () => {
    const life = new FakeLife();
    life.forget = async () => 0;
    life.stop = async () => false;
    expect((await run('/forget', life)).lines).toEqual([chatTexts.nothingToForget]);
    expect((await run('/stop', life)).lines).toEqual(['Nothing is being said.']);
    life.forget = async () => 1;
    expect((await run('/forget', life)).lines).toEqual(['Forgotten: 1 line was deleted.']);
  });

  it('saves, examines, sets and puts to sleep', async () => {
    const life = new FakeLife();
    expect((await run('/save', life)).lines).toEqual(['Saved at step 42.']);
    expect((await run('/exam', life)).lines).toEqual([chatTexts.examAt('42', '2.500', 'held-out text')]);
    expect((await run('/set learningRate 3e-4', life)).lines).toEqual(['learningRate is "3e-4" now.']);
    await expect(run('/set nonsense 1', life)).rejects.toThrow('There is no setting "nonsense".');
    expect((await run('/sleep', life)).lines).toEqual(['mia saved and fell asleep.']);
    expect([life.saved, life.slept]).toEqual([1, 1]);
  });

  it('lists what can be typed there, and nothing else', async () => {
    const all = (await run('/help')).lines;
    const there = COMMAND_NAMES.filter((name) => name !== 'talk' && name !== 'write');
    expect(all.map((line) => line.split(' ')[0])).toEqual([...there.map((name) => `/${name}`), '//…']);
    const { sleep: _, exam: __, ...others } = chatBabyOf(new FakeLife(), 'ours', 'ann');
    const some = (await runCommand({ kind: 'help' }, others, {})).lines;
    expect(all.filter((line) => !some.includes(line)).map((line) => line.split(' ')[0])).toEqual(['/exam', '/sleep']);
  });

  it('shows its numbers, once it has some', async () => {
    const life = new FakeLife();
    expect((await run('/stats', life)).lines).toEqual([chatTexts.noStepYet]);
    life.stats = statsAt(1234);
    expect((await run('/stats', life)).lines).toEqual([
      'step 1,234 · loss 3.200 · 2.105 bits/byte · exam 2.250 · best 2.200',
      '5.4k tokens/s · rate 3.0e-4 · reads pepys.txt',
      'It feels excited, surprised at itself.',
    ]);
  });

  it('leaves the editing of the last reply to whoever asked for it', async () => {
    expect(await run('/fix')).toEqual({ lines: [], edit: true });
  });
});

describe('how it speaks', () => {
  const baby = chatBabyOf(new FakeLife(), 'ours', 'ann');
  it.each([
    ['/temperature 0.5', {}, { temperature: 0.5 }, chatTexts.ownVoice('temperature', 0.5)],
    ['/temperature 0', { seed: 3 }, { seed: 3, temperature: 0 }, chatTexts.ownVoice('temperature', 0)],
    ['/temperature', { temperature: 2 }, { temperature: 2 }, chatTexts.ownVoice('temperature', 2)],
    ['/temperature', {}, {}, chatTexts.usualTemperature(0.8)],
    ['/temperature off', { temperature: 2, seed: 1 }, { seed: 1 }, chatTexts.usualTemperature(0.8)],
    ['/seed 7', { temperature: 1 }, { temperature: 1, seed: 7 }, chatTexts.ownVoice('seed', 7)],
    ['/seed off', { temperature: 1, seed: 7 }, { temperature: 1 }, chatTexts.noSeed],
  ])('%s', async (line, before, after, sentence) => {
    expect(await runCommand(command(line), baby, before)).toEqual({ lines: [sentence], voice: after });
  });

  it('says so where the usual temperature is not known', async () => {
    const unknown: ChatBaby = { temperature: async () => undefined, unable: () => '' };
    expect((await runCommand({ kind: 'temperature', value: null }, unknown, {})).lines).toEqual([
      chatTexts.usualTemperature(undefined),
    ]);
  });
});

describe('a baby that can do little', () => {
  const sleeper: ChatBaby = { temperature: async () => 1, unable: (what) => `${what}? Not now.` };

  it.each(COMMAND_NAMES)('answers /%s, or says why not', async (name) => {
    const example = name === 'set' ? '/set clip 1' : name === 'write' ? '/write talk.txt' : `/${name}`;
    const does = ['temperature', 'seed', 'help'];
    const answer = runCommand(command(example), sleeper, {});
    if (does.includes(name)) expect((await answer).lines.length).toBeGreaterThan(0);
    else await expect(answer).rejects.toThrow(`/${name}? Not now.`);
  });
});
