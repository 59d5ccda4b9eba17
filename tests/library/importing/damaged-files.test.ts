import { expect, it } from 'vitest';
import { FILES, outcomes, SECRET } from './damaged-files.ts';

/** Damaged files in all. */
const COUNT = process.env['BABY_TESTS_LONG'] ? 20_000 : 1000;

/** What V8 says when a program is wrong, not a file. */
const OF_A_PROGRAM =
  /is not a function|Cannot read prop|undefined|is not iterable|Maximum call stack|Invalid (?:array|string) length/;

/** Whether the mail of somebody else still begins in front of each of their words: else nothing tells whose they are. */
function areSendersWhole(text: string): boolean {
  const begins = [...text.matchAll(/^From - Fri Mar 15 21:04:05 2024\nFrom: (Mara) <|(Jonas) </gm)];
  return [...text.matchAll(new RegExp(SECRET, 'g'))].every(
    ({ index }) => begins.findLast((line) => line.index < index)?.[1] === 'Mara',
  );
}

it(`reads or refuses ${COUNT} damaged files, and gives nobody words that are others'`, async () => {
  // Vitest counts what Node would end a process for, before the reader of PDFs can say that it is nothing.
  const listeners = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  const unexpected: unknown[] = [];
  const last = (reason: unknown): number => unexpected.push(reason);
  process.on('uncaughtException', last);
  const seeds = Array.from({ length: Math.ceil(COUNT / FILES.length) }, (_seed, i) => i + 1);
  const wrong: string[] = [];
  let read = 0;
  for await (const { name, seed, damaged, read: found, refusal } of outcomes(seeds)) {
    if (refusal !== undefined && (OF_A_PROGRAM.test(refusal) || refusal === ''))
      wrong.push(`${name} ${seed}: ${refusal}`);
    if (found === undefined) continue;
    read++;
    if (name !== 'all.mbox' || !areSendersWhole(damaged.toString('latin1'))) continue;
    for (const record of found.records) {
      const jonas = record.kind === 'message' && (record.own === true || record.authorId === 'jonas@example.net');
      if (jonas && record.text.includes(SECRET)) wrong.push(`${name} ${seed}: ${JSON.stringify(record.text)}`);
    }
  }
  await new Promise((done) => setImmediate(done));
  for (const listener of listeners) process.on('unhandledRejection', listener);
  process.off('uncaughtException', last);
  expect(unexpected).toEqual([]);
  expect(wrong).toEqual([]);
  expect(read).toBeGreaterThan(COUNT / 2);
}, 600_000);
