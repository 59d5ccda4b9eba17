/** A brain that goes out to other programs and comes home again, by the commands of the built program. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { baby, newHome, SENTENCE, soulOf, story, temporaryFolder, wakes } from './program.ts';

const QUIET = { saveSeconds: 3600, examSeconds: 3600, babbleSeconds: 3600 };

it('goes out while it is awake, and comes home as a baby that speaks and goes on learning', async () => {
  const home = newHome({ name: 'Mia', brain: 'llama', ...QUIET }, { 'story.txt': story });
  const folder = temporaryFolder();
  const out = join(folder, 'mia');
  const awake = await wakes(home);
  const written = await baby(home, 'export', out, '--as', 'gguf', '--type', 'bf16');
  expect([written.code, written.err]).toEqual([0, '']);
  expect(written.out).toMatch(
    /^The brain of Mia lies in \S+mia: llama, [\d,]+ parameters as bf16, of step \d+\. Only you can read it/,
  );
  expect(written.out).toContain('ollama create mia -f Modelfile');
  expect(await awake.interrupt()).toMatchObject({ code: 0, err: '' });
  expect(readdirSync(out).sort()).toEqual(['Modelfile', 'README.md', 'babyllm.json', 'mia.gguf']);
  expect(statSync(out).mode & 0o777).toBe(0o700);

  const there = join(folder, 'there');
  const came = await baby(there, 'import', join(out, 'mia.gguf'));
  expect([came.code, came.err]).toEqual([0, '']);
  expect(came.out).toMatch(/^Mia lives in \S+there now: a tiny llama brain of [\d,]+ parameters, out of a GGUF/);
  const { code, out: said } = await baby(there, 'say', 'hello');
  expect([code, said.trim() === '']).toEqual([0, false]);
  const { step } = soulOf(there).state.tutor;
  const fed = await baby(there, 'feed', join(home, 'library', 'story.txt'));
  expect(fed.code).toBe(0);
  const learnt = await baby(there, 'wake', '--steps', '3');
  expect([learnt.code, learnt.err]).toEqual([0, '']);
  expect(soulOf(there).state.tutor.step).toBe(step + 3);
});

it('is refused in one sentence where it cannot be', async () => {
  const home = newHome({ brain: 'baby', ...QUIET }, { 'story.txt': story });
  const out = join(temporaryFolder(), 'mia');
  const refused = async (code: number, sentence: RegExp, ...args: string[]): Promise<void> => {
    const ended = await baby(home, 'export', out, ...args);
    expect([ended.code, ended.out]).toEqual([code, '']);
    expect(ended.err).toMatch(SENTENCE);
    expect(ended.err).toMatch(sentence);
  };
  await refused(1, /^No baby was born yet in/, '--as', 'gguf');
  expect((await baby(home, 'wake', '--steps', '1')).code).toBe(0);
  await refused(1, /^llama\.cpp has no architecture for a baby brain: use --as huggingface/, '--as', 'gguf');
  await refused(2, /^--type, --habit and --with-owner belong to --as <format>/, '--type', 'f16');
  await refused(2, /^With --as, neither its library nor its chats go along/, '--as', 'pytorch', '--without-chats');
  await refused(
    1,
    /^Numbers of the format pytorch can be f32, but q8_0 was asked for/,
    '--as',
    'pytorch',
    '--type',
    'q8_0',
  );
});
