/** Random chats of three conversations in a ledger, and what remains in its files of the words that were deleted. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../../brain/engine/random.ts';
import { Ledger } from '../../../statistics/ledger/ledger.ts';

export const DELETIONS = ['forget a conversation', 'forget a speaker', 'correct', 'expire'] as const;
export type Deletion = (typeof DELETIONS)[number];

const START = Date.UTC(2026, 2, 1);

/** @returns how many deleted texts can still be read in a file, and how many of the others */
export function chatLeftovers(folder: string, seed: number, deletion: Deletion) {
  const random = new Random(seed);
  const below = (most: number): number => Math.floor(random.uniform() * most);
  const letters = (least: number, most: number): string =>
    Array.from({ length: least + below(most - least) }, () => String.fromCharCode(97 + below(26))).join('');
  let now = START;
  const ledger = Ledger.open({ folder, flushEvery: 0, tendEvery: 0, now: () => now, steady: () => now });
  ledger.beginRun();
  const people = Array.from({ length: 3 }, () => ({ conversation: letters(8, 20), speaker: letters(10, 14) }));
  const lines: { by: number; marker: string; expires: boolean }[] = [];
  const count = 150 + below(250);
  const expiring = deletion === 'expire' ? 0.4 : 0;
  for (let i = 0; i < count; i++) {
    now += 1000;
    const by = below(3);
    const marker = letters(14, 18);
    const expires = random.uniform() < expiring;
    lines.push({ by, marker, expires });
    const words = Array.from({ length: 2 + below(random.uniform() < 0.02 ? 3000 : 30) }, () => letters(2, 12));
    ledger.chat({
      ...people[by]!,
      direction: 'said',
      text: [marker, ...words].join(' '),
      ...(expires && { keep: 60_000 }),
    });
    if (random.uniform() < 0.5) ledger.record(i, { loss: random.uniform() });
    if (random.uniform() < 0.3) ledger.flush();
  }
  ledger.flush();
  const isGone: boolean[] = lines.map(({ by, expires }) => (deletion === 'expire' ? expires : by === 0));
  if (deletion === 'forget a conversation') ledger.forget({ conversation: people[0]!.conversation });
  if (deletion === 'forget a speaker') ledger.forget({ speaker: people[0]!.speaker });
  if (deletion === 'expire') {
    now += 120_000;
    ledger.tend();
  }
  if (deletion === 'correct') {
    const last = lines.findLastIndex(({ by }) => by === 0);
    lines.forEach((_, i) => (isGone[i] = i === last));
    ledger.correct(people[0]!.conversation, 'better words');
  }
  const bytes = readdirSync(folder).map((file) => readFileSync(join(folder, file)));
  const stands = (text: string): boolean => bytes.some((content) => content.includes(text));
  const result = {
    deleted: isGone.filter(Boolean).length,
    found: lines.filter(({ marker }, i) => isGone[i] && stands(marker)).length,
    name: deletion === 'forget a conversation' && stands(people[0]!.conversation),
    lost: lines.filter(({ marker }, i) => !isGone[i] && !stands(marker)).length,
    rows: ledger.database.prepare('SELECT count(*) FROM chat').pluck().get() as number,
    expected: deletion === 'correct' ? lines.length : isGone.filter((gone) => !gone).length,
  };
  ledger.close();
  return result;
}
