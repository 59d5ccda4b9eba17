// Rows of the eighteen cases, and of a hundred different corrections.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missing } from '../context.ts';
import type { Entry, Row } from '../rows.ts';
import { changeOfVariety } from './cases.ts';
import { type Case, casesOf, hundredCorrections } from './eighteen.ts';

/** Of the diary, what stands for the texts of one owner. */
const OWN_BYTES = 181_000;

/** What a reply more or less changes of a count: an allowance. */
const NOISE = 0.1;

export async function* caseRows(pepys: string | undefined): AsyncGenerator<Entry> {
  for await (const one of casesOf(undefined)) yield rowOf('starter', one);
  if (!pepys) yield missing('corrections-own', 'the same of a baby of own texts', 'needs its text: --pepys <file>');
  else {
    const folder = mkdtempSync(join(tmpdir(), 'baby-own-'));
    const text = join(folder, 'diary.txt');
    writeFileSync(text, readFileSync(pepys).subarray(0, OWN_BYTES));
    try {
      for await (const one of casesOf(text)) yield rowOf('own', one);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const { of, right, paraphrased } = await hundredCorrections();
  yield {
    name: 'corrections-hundred',
    what: `${of} different corrections: right in the next reply, in a chat that has just begun`,
    value: (100 * right) / of,
    unit: '%',
    digits: 1,
    better: 'higher',
    bar: 99,
    noise: NOISE,
    assumed: true,
    also: [
      { label: 'in other words', value: (100 * paraphrased) / of, unit: '%', digits: 1, better: 'higher', bar: 50 },
    ],
    how: 'default preset on the starter texts, one after another',
  };
}

/** One case: the other questions that got a correction, and how varied replies to them are. */
function rowOf(baby: 'starter' | 'own', one: Case): Row {
  const { set, count, wait, steps, wrong, wrongByWeights, others, right, corrected, paraphrased, paraphrases } = one;
  const { replies, twin, same } = one;
  return {
    name: `corrections-${baby}-${set}-${count}-${wait}`,
    what: `other questions answered with one of ${count} corrections, ${wait} s after (${baby} baby, ${set} half)`,
    value: Math.max(wrong, wrongByWeights),
    unit: `of ${others}`,
    digits: 0,
    better: 'lower',
    bar: 1,
    noise: NOISE,
    assumed: true,
    also: [
      {
        label: 'corrected right',
        value: (100 * right) / corrected,
        ...{ unit: '%', digits: 0, better: 'higher', bar: 99, points: true },
      },
      {
        label: 'in other words',
        value: (100 * paraphrased) / paraphrases,
        ...{ unit: '%', digits: 0, better: 'higher', bar: 50, points: true },
      },
      {
        label: 'replies less or more varied by',
        value: changeOfVariety(one),
        ...{ unit: '%', digits: 0, better: 'lower', bar: 20, points: true },
      },
    ],
    note:
      `${wrong} with memory, ${wrongByWeights} by the weights alone; ${right} of ${corrected} and ${paraphrased} of ${paraphrases}; ` +
      `${replies.distinct} distinct replies of ${Math.round(replies.length)} characters, its twin that was not corrected ` +
      `${twin.distinct} of ${Math.round(twin.length)}, ${same} the same`,
    how: `${steps} steps after the corrections; ten of the other questions are near ones: the same form, one other content word; every question in a chat that has just begun, at the voice's own temperature; the twin is the same soul at the same step without corrections`,
  };
}
