import { describe, expect, it } from 'vitest';
import { openForReading } from '../../statistics/query/reader.ts';
import { bear } from '../../statistics/report/bear.ts';
import { bestExam } from '../../statistics/report/best-exam.ts';
import type { About } from '../../statistics/report/data.ts';
import { type Looking, lookBack } from '../../statistics/report/gather.ts';
import { escaped, Html, html } from '../../statistics/report/html.ts';
import { nearest } from '../../statistics/report/milestones.ts';
import { reportPage } from '../../statistics/report/page.ts';
import { texts } from '../../statistics/texts.ts';
import { type Held, hold, START } from './support.ts';

const ABOUT: About = {
  name: 'babyllm',
  awake: false,
  kind: 'a tiny baby brain',
  madeAt: START,
  hasTexts: true,
  born: START,
  parameters: 1_192_661,
  secondsAwake: 5025,
  step: 1200,
  tokens: 1_234_567,
  souls: [
    { name: 'soul-0000001200', savedAt: START, step: 1200, bytes: 14_000_000, exam: 1.6 },
    { name: 'soul-0000000100', savedAt: START, step: 100, bytes: 14_000_000, exam: 1.5 },
    { name: 'soul-0000000000', savedAt: START, step: 0, bytes: 14_000_000, exam: undefined },
  ],
};
/** What a page may be made of. */
const TAG =
  /<!doctype html>|<\/?(?:html|head|meta|title|style|body|main|header|section|footer|h1|h2|h3|p|b|i|em|u|s|small|br|code|dl|dt|dd|ul|li|div|span|figure|figcaption|svg|g|path|rect|circle|ellipse|text|defs|radialGradient|stop|article|blockquote|table|thead|tbody|tr|th|td)(?: [a-z-]+="[^"<>]*"| [a-zA-Z]+="[^"<>]*")*\/?>/g;
/** The page without its tags: what is left of < and > was never ours. */
const textOf = (page: string): string => page.replace(/(?<=<style>)[\s\S]*?(?=<\/style>)/, '').replace(TAG, '');
const NASTY =
  '<script>alert("1")</script> & \'<img src=x onerror=1>\' \u202eevil\u2066 \x1b]0;title\x07 \0 \ud800 a\u200bb ü 🐻';

function look(held: Held, looking: Looking = {}) {
  held.ledger.flush();
  const database = openForReading(held.ledger.file);
  const past = lookBack(database, looking);
  database.close();
  return past;
}

/** Two wakes of a hundred seconds with an hour of sleep between. */
function life(): Held {
  const held = hold();
  for (let wake = 0; wake < 2; wake++) {
    held.ledger.beginRun({ parameters: 7 });
    for (let second = 0; second < 100; second++) {
      const step = wake * 1000 + second * 10;
      held.ledger.record(step, {
        step,
        loss: step === 500 ? 99 : 4 - step / 1000,
        bitsPerByte: 2 - step / 2000,
        exam: second < 50 ? null : 1.9 - step / 2000,
        exact: 0.3,
        learningRate: 1e-3,
        'colour.red': 1,
        'colour.green': 0.5,
        'colour.blue': second / 100,
        'expected.red': 0,
        'expected.green': 0,
        'expected.blue': 1,
        'duration.step': 10,
        'duration.forward': 4,
        'duration.backward': 6,
      });
      if (second % 2 === 1)
        held.ledger.event('examined', { step, bitsPerByte: 1.9 - step / 2000, of: 'held-out text' });
      held.pass(1000);
    }
    held.ledger.event('examined', { step: 1, bitsPerByte: 0.1, of: 'poem.txt' });
    held.ledger.endRun('asleep');
    held.pass(3_600_000);
  }
  return held;
}

describe('the page', () => {
  it('is one file that loads nothing and runs nothing', () => {
    const page = reportPage(ABOUT, look(life()));
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(textOf(page)).not.toMatch(/[<>]/);
    expect(page).not.toMatch(/https?:|\/\/|url\((?!#)|@import|<script|<link|<img|<iframe|\bsrc=|\bhref=|\bon\w+=/i);
    expect(page).toContain("default-src 'none'");
    for (const [tag, times] of [
      ['svg', 6],
      ['figure', 5],
      ['section', 8],
    ] as const) {
      expect(page.split(`<${tag}`).length - 1).toBe(times);
      expect(page.split(`</${tag}>`).length - 1).toBe(times);
    }
    expect(page).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  it('never takes words of others for markup, and shows no hidden ones', () => {
    const held = life();
    held.ledger.beginRun();
    held.ledger.sample({ step: 5, source: 'babble', prompt: NASTY, output: NASTY });
    held.ledger.log('error', NASTY, NASTY);
    held.ledger.log('warn', 'tutor', NASTY);
    held.ledger.chat({ conversation: NASTY, speaker: NASTY, direction: 'said', text: NASTY });
    held.ledger.endRun(NASTY);
    const about: About = { ...ABOUT, name: NASTY, kind: NASTY, souls: [{ ...ABOUT.souls[0], name: NASTY }] };
    const page = reportPage(about, look(held, { chats: 10 }));
    expect(textOf(page)).not.toMatch(/[<>]/);
    expect(page).not.toMatch(/<script|<img/);
    expect(page).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}]|[\u200b\u202a-\u202e\u2066-\u2069]/u);
    expect(page.split('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;&lt;img').length - 1).toBe(13);
    expect(page).toContain('ü 🐻');
  });

  it('tells what it is about', () => {
    const page = reportPage(ABOUT, look(life()));
    for (const told of ['1,200', '1.23 M', '1.19 M', '14.0 MB', '1 h 23 min', 'in 2 wakes', '1 March 2026'])
      expect(page).toContain(told);
    expect(page).toMatch(/soul-0000001200[\s\S]*newest[\s\S]*soul-0000000100[\s\S]*best[\s\S]*soul-0000000000/);
    expect(page).toMatch(/1 min 40 s<\/td><td class="n">1,000 – 1,990<\/td><td>fell asleep/);
    expect(page).toMatch(/backward<\/td>[\s\S]*60\.0 %[\s\S]*forward<\/td>[\s\S]*40\.0 %/);
    expect(page).not.toContain('class="missing">No statistics');
    // Of what is kept hour by hour the day is known; a share is told as people say it.
    expect(page).toMatch(/<dd><b>30\.0 %<\/b><i>1 March 2026<\/i><\/dd>/);
  });

  it('says of an empty ledger what is missing, a sentence for each part', () => {
    const page = reportPage(
      { ...ABOUT, born: undefined, step: undefined, secondsAwake: undefined, souls: [] },
      look(hold()),
    );
    const missing = [...page.matchAll(/<p class="missing">([^<]*)<\/p>/g)].map(([, sentence]) => sentence);
    expect(missing).toEqual([
      texts.report.nothingRecorded,
      texts.report.neverSpoke,
      texts.report.noRecordsYet,
      texts.report.noSoulYet,
      texts.report.notAwake,
      texts.report.noStepTime,
      texts.report.noTalk,
      texts.report.noTroubles,
    ]);
    expect(page).not.toMatch(/NaN|undefined|<figure/);
    expect(reportPage(ABOUT, undefined)).toContain(texts.report.noStatisticsYet);
    expect(reportPage(ABOUT, undefined)).toContain('soul-0000000100');
  });
});

describe('what is looked back at', () => {
  it('is drawn wake by wake, with a mark for the sleep between, and no spike is lost', () => {
    const past = look(life());
    expect(past.stretches.map(({ from, to }) => [from - START, to - START])).toEqual([
      [0, 100_000],
      [3_700_000, 3_800_000],
    ]);
    const loss = past.curves.find(({ name }) => name === 'loss')!;
    expect(loss.stretches.map((dots) => dots.length)).toEqual([100, 100]);
    expect(Math.max(...loss.stretches.flat().map(({ max }) => max))).toBe(99);
    const exams = past.curves.find(({ name }) => name === 'exam')!;
    expect(exams.stretches.map((dots) => dots.length)).toEqual([50, 50]);
    expect(past.wakes.map(({ firstStep, lastStep, reason }) => [firstStep, lastStep, reason])).toEqual([
      [1000, 1990, 'asleep'],
      [0, 990, 'asleep'],
    ]);
    const page = reportPage(ABOUT, past);
    expect(page.split('<title>asleep for 1 h</title>').length - 1).toBe(5);
    const lines = [...page.matchAll(/<path class="line c\d" d="([^"]*)"/g)].map(([, d]) => d.split('M').length - 1);
    expect(lines).toEqual([2, 2, 2, 2, 2]);
  });

  it('compares only exams that are about what is held out now', () => {
    const held = life();
    held.ledger.beginRun();
    for (const bitsPerByte of [3, 2.7, 2.9]) {
      held.ledger.record(2000, { step: 2000, exam: bitsPerByte, bestExam: 0.9 });
      held.ledger.event('examined', { step: 2000, bitsPerByte, of: 'held-out text', paper: 'new' });
      held.pass(1000);
    }
    held.ledger.endRun('asleep');
    const past = look(held);
    expect(bestExam(past, ABOUT.souls)?.value).toBe(2.7);
    const soul = { name: 'soul-0000002000', savedAt: START, step: 2000, bytes: 14_000_000, exam: 2.6, paper: 'new' };
    const about = { ...ABOUT, souls: [soul, ...ABOUT.souls] };
    expect(bestExam(past, about.souls)?.value).toBe(2.6);
    expect(bestExam(undefined, about.souls)?.value).toBe(2.6);
    expect(bestExam(look(life()), ABOUT.souls)?.value).toBeCloseTo(0.905);
    expect(reportPage(about, past)).toMatch(/soul-0000002000<\/code> <em>newest<\/em> <em class="good">best/);
  });

  it('is drawn in pieces where another text was held out in the middle of a wake', () => {
    const held = hold();
    held.ledger.beginRun();
    for (const paper of ['a', 'a', 'b', 'b', 'b']) {
      held.ledger.record(1, { step: 1 });
      held.ledger.event('examined', { step: 1, bitsPerByte: 2, of: 'held-out text', paper });
      held.pass(1000);
    }
    held.ledger.endRun('asleep');
    const exams = look(held).curves.find(({ name }) => name === 'exam')!;
    expect(exams.stretches.map((dots) => dots.length)).toEqual([2, 3]);
  });

  it('is taken together where there is much, and keeps least and greatest', () => {
    const held = hold();
    held.ledger.beginRun();
    for (let step = 0; step < 5000; step++) {
      held.ledger.record(step, { loss: step === 3333 ? 50 : 2 });
      held.pass(1000);
      if (step % 500 === 0) held.ledger.flush();
    }
    held.ledger.endRun('asleep');
    const dots = look(held).curves[0].stretches[0];
    expect(dots.length).toBeLessThanOrEqual(401);
    expect(Math.max(...dots.map(({ max }) => max))).toBe(50);
    expect(dots.every(({ min }) => min === 2)).toBe(true);
  });

  it('is of one span alone where one is given', () => {
    const past = look(life(), { since: START + 3_750_000, until: START + 3_760_000 });
    expect(past.stretches).toEqual([{ from: START + 3_750_000, to: START + 3_760_000 }]);
    expect(past.curves.find(({ name }) => name === 'loss')!.stretches.flat().length).toBe(11);
    expect(past.wakes.length).toBe(1);
    expect(look(life(), { since: START + 200_000, until: START + 300_000 }).stretches).toEqual([]);
  });

  it('knows its colours, felt and expected', () => {
    const { colours } = look(life());
    expect(colours.length).toBe(200);
    expect(colours[0]).toEqual({ ts: START, felt: [1, 0.5, 0], expected: [0, 0, 1] });
    const page = reportPage(ABOUT, look(life()));
    expect(page).toMatch(/<rect [^>]*fill="#ff8000"/);
    expect(page).toMatch(/<rect [^>]*fill="#0000ff"/);
  });

  it('puts warnings and errors that are alike together', () => {
    const held = hold();
    for (let i = 0; i < 30; i++) {
      held.ledger.log('warn', 'tutor', `step ${i * 7} was not finite (loss ${i / 3})`);
      held.pass(1000);
    }
    held.ledger.log('error', 'soul', 'the disk is full');
    held.ledger.log('info', 'soul', 'all is well');
    for (let kind = 0; kind < 30; kind++) held.ledger.log('warn', `s${'x'.repeat(kind)}`, 'the same');
    const { troubles, troublesMore } = look(held);
    expect(troubles[0]).toEqual({
      level: 'warn',
      scope: 'tutor',
      message: `step ${29 * 7} was not finite (loss ${29 / 3})`,
      count: 30,
      first: START,
      last: START + 29_000,
    });
    expect([troubles.length, troublesMore]).toEqual([20, 12]);
    expect(troubles.some(({ message }) => message === 'all is well')).toBe(false);
  });

  it('only counts conversations unless their words are asked for', () => {
    const held = hold();
    for (const conversation of ['owner', 'owner', 'web'])
      held.ledger.chat({ conversation, speaker: 'mira', direction: 'heard', text: 'a secret' });
    expect(look(held).talk).toEqual({ conversations: 2, lines: 3, told: [] });
    expect(reportPage(ABOUT, look(held))).not.toContain('a secret');
    expect(reportPage(ABOUT, look(held, { chats: 2 }))).toMatch(
      /2 conversations, 3 lines; the last 2 of them\.[\s\S]*a secret/,
    );
  });

  it('shows the same questions answered then and now', () => {
    const held = hold();
    held.ledger.beginRun();
    for (const step of [10, 1000])
      held.ledger.sample({
        step,
        source: 'milestone',
        prompt: 'who are <you>?',
        output: step === 10 ? 'xq <z' : 'i am mia',
      });
    const markup = reportPage(ABOUT, look(held));
    expect(markup).toMatch(/“who are &lt;you&gt;\?”[\s\S]*xq &lt;z[\s\S]*i am mia/);
    const none = hold();
    none.ledger.beginRun();
    expect(reportPage(ABOUT, look(none))).not.toContain('The same questions');
  });

  it('chooses what it said at powers of ten, and last', () => {
    const said = Array.from({ length: 1000 }, (_, i) => [i + 1, i * 50] as const);
    expect(nearest(said).map((id) => (id - 1) * 50)).toEqual([0, 50, 100, 300, 1000, 3000, 10_000, 30_000, 49_950]);
    expect(nearest([])).toEqual([]);
    expect(nearest([[7, 0]])).toEqual([7]);
    const many = Array.from({ length: 70 }, (_, i) => [i, Math.round(1.6 ** i)] as const);
    expect(nearest(many).length).toBe(12);
    expect(nearest(many).at(-1)).toBe(69);
    const held = hold();
    held.ledger.beginRun();
    for (const [id, step] of said.slice(0, 40))
      held.ledger.sample({ step, source: 'babble', prompt: '', output: `at ${id}` });
    held.ledger.sample({ step: 10, source: 'chat', prompt: '', output: 'to somebody' });
    held.ledger.sample({ step: 5000, source: 'babble', prompt: '', output: ' \n' });
    expect(look(held).speech.map(({ step }) => step)).toEqual([0, 50, 100, 300, 1000, 1950]);
  });
});

describe('markup', () => {
  it('is what templates write; all else is text', () => {
    const bold = html`<b title="${'"'}">${'<x>'}</b>`;
    expect(bold.markup).toBe('<b title="&quot;">&lt;x&gt;</b>');
    expect(html`${[bold, 1, null, undefined, false, ['&', new Html('<br>')]]}`.markup).toBe(`${bold.markup}1&amp;<br>`);
    expect(escaped('a\r\x00\u061c\u200f\ufeff\u{e0041}b\n\tc 👍\ufe0f')).toBe('ab\n\tc 👍\ufe0f');
  });

  it('draws a bear that sleeps or is awake, in its colour', () => {
    expect(bear([1, 0, 0], [0, 0, 1], false).markup).toMatch(/aria-label="asleep"[\s\S]*zzz/);
    expect(bear([1, 0, 0], [0, 0, 1], true).markup).not.toContain('zzz');
    expect(bear([1, 0, 0]).markup).not.toBe(bear([0, 1, 0]).markup);
    expect(bear([Number.NaN, 9, -1]).markup).not.toMatch(/NaN|undefined/);
    expect(bear().markup).toContain('aria-label="asleep"');
  });
});
