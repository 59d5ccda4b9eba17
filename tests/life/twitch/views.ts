/** What the tests of Twitch look at, and how they ask: homes, files, ledgers, answers. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { VerdictRecord } from '../../../school/api/twitch-messages.ts';
import { inLedger } from '../program.ts';
import { BOT, type Viewer } from './channel.ts';
import { ofTwitch, type StageConfig, until } from './stage.ts';

/** Says nothing of its own accord, so that all that it says is an answer; saves only when it is told to. */
export const SILENT: StageConfig = {
  saveSeconds: 86_400,
  examSeconds: 86_400,
  babbleSeconds: 86_400,
  reflection: { seconds: 0 },
  scribe: { chance: 0 },
  milestones: { seconds: 0, tokens: 8, prompts: ['hello'] },
};

/** Files of a home, by path, in which these words stand. */
export function filesWith(home: string, words: string): string[] {
  return readdirSync(home, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(join(home, file)).isFile())
    .filter((file) => readFileSync(join(home, file)).toString('latin1').toLowerCase().includes(words.toLowerCase()));
}

export function inFile<T>(path: string, look: (database: Database.Database) => T): T {
  const database = new Database(path, { readonly: true });
  try {
    return look(database);
  } finally {
    database.close();
  }
}

/** Rows of all that is kept of people: in the file of consent, among what is to be learnt, and in the ledger's conversations. */
export function rowsIn(home: string) {
  const consent = join(home, 'twitch', 'twitch.db');
  const source = join(home, 'sources', 'twitch.jsonl');
  const count = (path: string, table: string): number =>
    existsSync(path)
      ? inFile(path, (file) => file.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number)
      : 0;
  return {
    person: count(consent, 'person'),
    message: count(consent, 'message'),
    taught: count(consent, 'taught'),
    mark: count(consent, 'mark'),
    source: existsSync(source) ? readFileSync(source, 'utf8').split('\n').filter(Boolean).length : 0,
    chat: count(join(home, 'statistics', 'statistics.db'), 'chat'),
  };
}

export function verdictsIn(home: string): VerdictRecord[] {
  const found = inLedger(
    home,
    (ledger) => ledger.prepare("SELECT data FROM event WHERE kind = 'twitch.verdict'").pluck().all() as string[],
  );
  return found.map((data) => JSON.parse(data) as VerdictRecord);
}

/** Asks, and waits until it was answered, or will not be. Resolves to what was said, if anything was, and after how many milliseconds. */
export async function ask(home: string, viewer: Viewer, question: string): Promise<{ said?: string; took: number }> {
  const from = viewer.heard.length;
  const refusals = viewer.refused.length;
  // a question may be asked twice in the same words: only what is newer counts
  const before = await ofTwitch(home);
  const dropped = (all: Readonly<Record<string, number>>) => Object.values(all).reduce((sum, times) => sum + times, 0);
  const began = Date.now();
  const answer = () => viewer.heard.slice(from).find((line) => line.from === BOT);
  await viewer.say(`!bby ${question}`);
  await until(async () => {
    const refused = viewer.refused[refusals];
    if (refused !== undefined) throw new Error(`Twitch did not pass on “${question}”: ${refused}`);
    const { recent, dropped: now } = await ofTwitch(home);
    const [newest] = recent;
    if (newest?.ask === question && newest.at !== before.recent[0]?.at && newest.milliseconds !== null)
      return newest.answer === null || answer() !== undefined;
    return dropped(now) > dropped(before.dropped);
  }, `an answer to “${question}”`);
  const { text, at } = answer() ?? { text: undefined, at: Number.NaN };
  return { took: at - began, ...(text !== undefined && { said: text }) };
}
