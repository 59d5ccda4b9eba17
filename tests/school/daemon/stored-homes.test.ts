/** Homes that commit 12ff94c wrote (tests/fixtures/12ff94c/make.sh): they open as they are, speak as they did then, and go on learning. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExampleStore } from '../../../library/sources/example-store.ts';
import { wake } from '../../../school/daemon/daemon.ts';
import { openOfflineModel } from '../../../school/daemon/offline-model.ts';
import { correctionsAsleep } from '../../../school/daemon/teaching.ts';
import { type Home, makeHome } from '../../../school/home/home.ts';
import { LessonClient } from '../../../school/lesson/lesson-client.ts';
import type { LessonOptions } from '../../../school/lesson/options.ts';
import { stateOf } from '../../../school/lesson/soul-state.ts';
import { loadConfig } from '../../../school/settings/config.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { openForReading } from '../../../statistics/query/reader.ts';
import { runs } from '../../../statistics/query/spans.ts';
import { temporaryFolder } from '../tiny.ts';

const FIXTURES = join(import.meta.dirname, '..', '..', 'fixtures', '12ff94c');

/** What its owner said in a chat, as the build of 12ff94c kept it where `sources.chat` was above 0. */
const CHAT = `{"id":"4e686af7bdcc5ae0-mx3qgsjv-1","time":"2026-11-30T20:41:19.283Z","turns":[{"speaker":"ann","text":"the boat came home","learn":true}]}
{"id":"4e686af7bdcc5ae0-mx3qgsq9-2","time":"2026-11-30T20:41:19.591Z","turns":[{"speaker":"mia","text":"on the wall","learn":false},{"speaker":"ann","text":"and the gull sat","learn":true}]}
`;

/** What the build of 12ff94c said and learnt from this home. */
interface Recorded {
  readonly reply: string;
  readonly exam: Record<string, unknown>;
  readonly correction: Record<string, unknown>;
  readonly steps: number;
  readonly after: Record<string, unknown>;
}

function unpacked(brain: string): { home: Home; recorded: Recorded } {
  const folder = mkdtempSync(join(temporaryFolder(), `${brain}-`));
  execFileSync('tar', ['-C', folder, '-xzf', join(FIXTURES, `${brain}.tgz`)]);
  return { home: makeHome(folder), recorded: JSON.parse(readFileSync(join(FIXTURES, `${brain}.json`), 'utf8')) };
}

/** SHA-256 of baby.json and of every file of the souls. */
const sumsOf = (home: Home): Record<string, string> =>
  Object.fromEntries(
    [
      home.config,
      ...readdirSync(home.soul, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
    ].map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]),
  );

/** SHA-256 of the tensors of a file by their names: their order in the file is no part of what was learnt. */
function sumOfTensors(path: string): string {
  const bytes = readFileSync(path);
  const length = Number(bytes.readBigUInt64LE(0));
  const { __metadata__: _, ...tensors } = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Record<
    string,
    { shape: number[]; data_offsets: [number, number] }
  >;
  const hash = createHash('sha256');
  for (const [name, { shape, data_offsets }] of Object.entries(tensors).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [from, to] = data_offsets.map((offset) => 8 + length + offset);
    hash.update(`${name} ${shape.join('x')}`).update(bytes.subarray(from, to));
  }
  return hash.digest('hex');
}

const newest = (home: Home) => new Keeper({ folder: home.soul }).list()[0]!;

describe.each(['baby', 'seed', 'gpt2'])('a home of 12ff94c with a %s brain', (brain) => {
  const { home, recorded } = unpacked(brain);

  it('asleep, says and foresees what it did then, and is left as it is', async () => {
    writeFileSync(join(home.sources, 'chat.jsonl'), CHAT, { mode: 0o600 });
    const before = sumsOf(home);
    const model = await openOfflineModel(home, await loadConfig(home));
    const reply = await model.say('where is the gull?', {
      temperature: 0,
      maxTokens: 24,
      whole: false,
      memory: 'none',
    });
    expect(`${reply.text}\n`).toBe(recorded.reply);
    expect(await model.exam()).toMatchObject(recorded.exam);
    // what was corrected then is remembered now, and its chats are episodes
    const { question, answer } = recorded.correction as { question: string; answer: string };
    for (let seed = 0; seed < 5; seed++)
      expect((await model.say(question.toUpperCase(), { seed, conversation: `c${seed}` })).text).toBe(answer);
    const { sources } = await model.memory();
    const episodes = Object.fromEntries(sources.map(({ source, episodes }) => [source, episodes]));
    expect(episodes).toMatchObject({ corrections: 1, chat: 2 });
    await model.close();
    const book = await ExampleStore.open(home.sources, () => {});
    expect(correctionsAsleep(book, stateOf(newest(home)) as never)).toMatchObject([recorded.correction]);
    expect(sumsOf(home)).toEqual(before);
    rmSync(join(home.sources, 'chat.jsonl'));
  });

  it('woken, learns what it would have learnt, bit for bit, and its ledger goes on', async () => {
    // it had no dropout, and its corrections were left out
    const stored = await loadConfig(home);
    // it had no starter dialogues
    const sources = { ...stored.sources, dialogues: 0 };
    const config = { ...stored, sources, dropout: { embedding: 0, lobe: 0, residual: 0 } };
    // exams of so short a held-out text did not steer
    const openRoom = (options: LessonOptions) =>
      LessonClient.open({ ...options, library: { ...options.library, exams: [] } });
    const life = await wake({ home, config, steps: recorded.steps, openRoom });
    await life.over;
    const { folder, step } = newest(home);
    const sum = (file: string) => sumOfTensors(join(folder, `${file}.safetensors`));
    const { tutor, streams, random } = stateOf(newest(home))!;
    const learnt = { weights: sum('weights'), moments: sum('moments'), memories: sum('memories') };
    // who changes on purpose how it learns changes these numbers; state that is new may stand beside them
    expect({ ...learnt, tutor, streams, random }).toMatchObject(recorded.after);
    expect(step).toBe((recorded.exam['step'] as number) + recorded.steps);
    const ledger = openForReading(join(home.statistics, 'statistics.db'));
    expect(runs(ledger).length).toBeGreaterThan(3);
    ledger.close();
  });
});
