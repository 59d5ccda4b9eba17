import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../school/dashboard/state/snapshot.ts';
import type { Home } from '../../../school/home/home.ts';
import { Ledger } from '../../../statistics/ledger/ledger.ts';
import { FakeLife, statsAt } from '../fake-life.ts';
import { until } from '../temporary.ts';
import { Stage } from './support-store.ts';

let stage: Stage;
let home: Home;
let life: FakeLife;
beforeEach(() => {
  stage = new Stage();
  ({ home, life } = stage);
});
afterEach(() => stage.close());

const view = (): Snapshot => stage.view();
const opened = (): Promise<void> => stage.opened();

describe('the past', () => {
  const HOURS = 3_600_000;

  function record(): void {
    let now = Date.now() - 2 * HOURS;
    const ledger = Ledger.open({
      folder: home.statistics,
      flushEvery: 0,
      tendEvery: 0,
      now: () => now,
      steady: () => now,
    });
    ledger.beginRun();
    for (let i = 0; i < 700; i++) {
      now += 10_000;
      ledger.record(i, { smoothLoss: 6 - i / 200, exact: 0.5, 'lobe0.window0': i });
    }
    for (let i = 0; i < 5; i++) {
      ledger.chat({
        conversation: 'terminal',
        speaker: i % 2 ? 'mia' : 'ann',
        direction: i % 2 ? 'said' : 'heard',
        text: `line ${i}`,
      });
    }
    ledger.chat({ conversation: 'twitch', speaker: 'bob', direction: 'heard', text: 'psst' });
    ledger.event('diary', { step: 3, text: 'Long ago.' });
    for (const output of ['ba ba', ' ', 'I am'])
      ledger.sample({ step: output.length, source: 'babble', prompt: '', output });
    ledger.sample({ step: 9, source: 'reply', prompt: 'hello', output: 'no babble' });
    ledger.close();
  }

  it('comes from the ledger: curves, histories with their records, conversation and diary', async () => {
    record();
    await opened();
    await until(() => view().curves.smoothLoss.length > 0);
    const { curves, chat: lines, diary } = view();
    expect(curves.smoothLoss.length).toBeGreaterThan(100);
    expect(curves.smoothLoss.length).toBeLessThanOrEqual(480);
    expect(curves.smoothLoss.at(-1)?.step).toBeGreaterThan(690);
    expect(lines.map(({ speaker, kind, text }) => `${speaker} ${kind} ${text}`)).toEqual([
      'ann said line 0',
      'mia replied line 1',
      'ann said line 2',
      'mia replied line 3',
      'ann said line 4',
    ]);
    expect(diary).toBe('Long ago.');
    expect(view().babble).toEqual([
      { step: 5, text: 'ba ba', colour: '' },
      { step: 4, text: 'I am', colour: '' },
    ]);
    life.emit({ event: 'stats', data: statsAt(800, { smoothLoss: 2 }) });
    await until(() => view().standings['smoothLoss']?.step === 15);
    expect(view().standings['smoothLoss'].record).toBe(true);
    life.emit({ event: 'stats', data: statsAt(801, { smoothLoss: 5.9 }) });
    await until(() => view().standings['smoothLoss'].step === 0);
  });

  it('is of exams on what is held out now', async () => {
    let now = Date.now() - HOURS;
    const ledger = Ledger.open({
      folder: home.statistics,
      flushEvery: 0,
      tendEvery: 0,
      now: () => now,
      steady: () => now,
    });
    ledger.beginRun();
    for (let step = 0; step < 100; step++) {
      now += 10_000;
      const paper = step < 50 ? {} : { paper: 'new' };
      const exam = (step < 50 ? 1 : 3) - step / 1000;
      ledger.event('examined', { step, bitsPerByte: exam, of: 'held-out text', ...paper });
      ledger.record(step, { exam, smoothLoss: exam });
    }
    ledger.event('examined', { step: 100, bitsPerByte: 9, of: 'a poem', paper: 'poem' });
    ledger.close();
    await opened();
    await until(() => view().curves.exam.length > 0);
    expect(view().curves.exam[0].value).toBe(1);
    // those of before stay, and are no earlier exams of the same text
    const since = view().curves.exam.filter(({ step }) => step >= (view().examsSince ?? 0));
    expect(Math.min(...since.map(({ value }) => value))).toBeGreaterThan(2);
    expect(view().curves.smoothLoss[0].value).toBe(1);
    // 2.5 is better than all there were with this text, and worse than all there were before
    const told = statsAt(800, { exam: 2.5, smoothLoss: 2.5, examPaper: 'new' });
    await until(() => {
      life.emit({ event: 'stats', data: told });
      return view().standings['exam']?.step === 15 && view().standings['smoothLoss']?.step === 15;
    });
    expect(view().standings['exam'].record).toBe(true);
    life.emit({ event: 'stats', data: { ...told, step: 801, exam: 4, examPaper: 'newer' } });
    await until(() => view().standings['exam'].step === null);
    expect(view().examsSince).toBe(801);
  });

  it('leaves out of the curves what was lived before it went back', async () => {
    let now = Date.now() - HOURS;
    const ledger = Ledger.open({
      folder: home.statistics,
      flushEvery: 0,
      tendEvery: 0,
      now: () => now,
      steady: () => now,
    });
    ledger.beginRun();
    for (const step of [1, 2, 3, 4, 5, 6, 3, 4]) {
      now += 10_000;
      ledger.record(step, { smoothLoss: step + now / 1e15 });
    }
    ledger.close();
    await opened();
    await until(() => view().curves.smoothLoss.length > 0);
    const { smoothLoss } = view().curves;
    expect(smoothLoss.map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    expect(smoothLoss[3].t - smoothLoss[1].t).toBe(60_000);
  });

  it('is looked for again with each life, also in a ledger that was begun anew', async () => {
    await opened();
    expect([stage.store.ledger, view().diary]).toEqual([null, '']);
    record();
    const next = new FakeLife();
    stage.answers = [() => next];
    life.fail('killed');
    await until(() => view().diary === 'Long ago.');
    const before = stage.store.ledger;
    renameSync(join(home.statistics, 'statistics.db'), join(home.statistics, 'damaged.db'));
    record();
    stage.answers = [() => new FakeLife()];
    next.fail('killed');
    await until(() => stage.store.ledger !== before);
    expect(before?.open).toBe(false);
    expect(stage.store.ledger?.open).toBe(true);
  });

  it('that cannot be read is told, and the present is shown', async () => {
    writeFileSync(
      join(home.statistics, 'statistics.db'),
      'this is no database, but long enough to look like one'.repeat(200),
    );
    await opened();
    await until(() => view().told.length > 0);
    expect(view().told[0]).toMatchObject({ level: 'warn', scope: 'dashboard' });
    expect(view().told[0].message).toMatch(/^The statistics at .* cannot be read/);
    life.emit({ event: 'stats', data: statsAt(3) });
    await until(() => view().stats?.step === 3);
  });
});
