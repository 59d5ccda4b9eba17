// A home in which something was remembered and deleted, beside the same home where it never was.
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExampleStore } from '../../../library/sources/example-store.ts';
import type { TaughtName } from '../../../library/sources/names.ts';
import { offlineBaby } from '../../../school/daemon/offline-baby.ts';
import { openOfflineModel } from '../../../school/daemon/offline-model.ts';
import { type Home, makeHome } from '../../../school/home/home.ts';
import { configure } from '../../../school/settings/config.ts';
import { ConsentStore } from '../../../school/twitch/consent/consent.ts';
import { twitchFiles } from '../../../school/twitch/service-options.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { makePupil, storyText, temporaryFolder } from '../tiny.ts';

const CONFIG = { preset: 'tiny', threads: 1, kernels: 'simd', name: 'mia', owner: 'ann', memory: { chats: true } };
const QUESTIONS = ['where is the gull?', 'who keeps the quince jam?', 'the quince', 'hello', 'tell me of the boat.'];
/** Words of what is deleted, which stand nowhere else. */
const SECRETS = /quince|medlar|rowan|juniper/;

const turns = (question: string, answer: string, speaker = 'ann') => [
  { speaker, text: question, learn: false },
  { speaker: 'mia', text: answer, learn: true },
];

/** A home of a baby that was born and sleeps. */
async function newHome(): Promise<Home> {
  const home = makeHome(temporaryFolder());
  const training = await makePupil();
  new Keeper({ folder: home.soul }).save(training.soul());
  await training.hands.release();
  writeFileSync(home.config, JSON.stringify(CONFIG));
  writeFileSync(join(home.library, 'story.txt'), storyText);
  await shelve(home);
  return home;
}

/** Puts its texts on the shelf, from which they are remembered. */
async function shelve(home: Home): Promise<void> {
  const model = await openOfflineModel(home, configure(CONFIG, 'the test'));
  await model.exam();
  await model.close();
}

/** Every reply to every question, in private and in public, each drawn with a chance of its own. */
async function repliesOf(home: Home): Promise<string[]> {
  const model = await openOfflineModel(home, configure(CONFIG, 'the test'));
  const replies: string[] = [];
  for (const memory of ['all', 'public', 'none'] as const)
    for (const [i, question] of QUESTIONS.entries()) {
      const { text } = await model.say(question, { seed: i, memory, maxTokens: 20, conversation: `${memory} ${i}` });
      replies.push(JSON.stringify([memory, question, text]));
    }
  await model.close();
  return replies;
}

/** Files of a home that hold a secret. */
const filesWithSecrets = ({ folder }: Home): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => SECRETS.test(readFileSync(file, 'latin1')))
    .map((file) => relative(folder, file));

describe('what was deleted', () => {
  it('leaves no bit in any reply, and no word in any file, as if it had never been there', async () => {
    const never = await newHome();
    const plain = await repliesOf(never);
    const home = makeHome(temporaryFolder());
    cpSync(never.folder, home.folder, { recursive: true });

    const taught: Partial<Record<TaughtName, readonly object[]>> = {
      corrections: [{ id: 'fix', turns: turns('who keeps the quince jam?', 'The medlar keeps it.') }],
      chat: [{ id: 'talk', turns: turns('tell me of the boat.', 'The rowan boat is mine.') }],
      twitch: [{ id: 'word', turns: [{ speaker: 'chatter', text: 'hello from the juniper', learn: true }] }],
    };
    const consent = new ConsentStore(twitchFiles(home.twitch).consent, { retention: 86_400_000 });
    consent.optIn('1', 'bob', 0);
    consent.keep({ id: 'word', userId: '1', channel: 'loop', at: Date.now() }, 'hello from the juniper');
    consent.close();
    const book = await ExampleStore.open(home.sources, () => {});
    for (const [source, examples] of Object.entries(taught)) await book.add(source as TaughtName, examples as never);
    writeFileSync(join(home.library, 'secret.txt'), 'the quince and the medlar hello gull boat\n'.repeat(40));
    await shelve(home);
    const baby = offlineBaby(home, () => {});
    await baby.keepSoul('before', undefined);
    const told = await repliesOf(home);
    expect(told).not.toEqual(plain);
    expect(told.some((reply) => reply.includes('The medlar keeps it.'))).toBe(true);
    expect(told.filter((reply) => reply.startsWith('["none"'))).toEqual(
      plain.filter((reply) => reply.startsWith('["none"')),
    );

    for (const [source, examples] of Object.entries(taught))
      await baby.unteach(
        source as TaughtName,
        examples.map((one) => (one as { id: string }).id),
      );
    const people = new ConsentStore(twitchFiles(home.twitch).consent, { retention: 86_400_000 });
    people.forget('1', Date.now());
    people.close();
    const { read } = await baby.removeText('secret.txt');
    expect(read).toBe(0);
    expect(await repliesOf(home)).toEqual(plain);
    // a text that is removed waits in the trash, so that `baby undo` brings it back
    expect(filesWithSecrets(home).filter((file) => !file.startsWith('trash'))).toEqual([]);
  });
});
