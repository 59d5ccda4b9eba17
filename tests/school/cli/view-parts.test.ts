import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printable } from '../../../library/notices/printable.ts';
import { farewell } from '../../../school/cli/commands/watch.ts';
import { bar, Progress } from '../../../school/cli/progress.ts';
import { runPlainView } from '../../../school/cli/talk/plain-view.ts';
import { interrupts } from '../../../school/cli/talk/signals.ts';
import { conversationTexts } from '../../../school/cli/texts/conversation.ts';
import { lifeTexts } from '../../../school/cli/texts/life.ts';
import { makeHome } from '../../../school/home/home.ts';
import { type Edit, type EditedLine, EMPTY_LINE, edit, textOf } from '../../../school/terminal/line-editor.ts';
import { SpokenText } from '../../../school/terminal/sanitize-stream.ts';
import { feelingLine, fitting, hex, joined, learningLine, oneLine } from '../../../school/text/view-format.ts';
import { ago, bytes, count, short } from '../../../statistics/format/numbers.ts';
import { span } from '../../../statistics/format/time.ts';
import { FakeLife, statsAt } from '../fake-life.ts';
import { temporaryFolder, until } from '../temporary.ts';

describe('the line that is typed', () => {
  const typed = (...edits: (Edit | string)[]): EditedLine =>
    edits.reduce<EditedLine>(
      (line, change) => edit(line, typeof change === 'string' ? { kind: 'insert', text: change } : change),
      EMPTY_LINE,
    );

  it('is written, moved in and cut', () => {
    expect(textOf(typed('abc', { kind: 'left' }, 'X'))).toBe('abXc');
    expect(textOf(typed('abc', { kind: 'start' }, 'X', { kind: 'end' }, 'Y'))).toBe('XabcY');
    expect(textOf(typed('abc', { kind: 'backspace' }))).toBe('ab');
    expect(textOf(typed('abc', { kind: 'start' }, { kind: 'delete' }, { kind: 'backspace' }))).toBe('bc');
    expect(textOf(typed('one two  ', { kind: 'word-back' }))).toBe('one');
    expect(textOf(typed('abc', { kind: 'left' }, { kind: 'to-start' }))).toBe('c');
    expect(textOf(typed('abc', { kind: 'left' }, { kind: 'to-end' }))).toBe('ab');
    expect(typed('abc', { kind: 'right' }, { kind: 'right' }).cursor).toBe(3);
  });

  it('goes by what people see as one character', () => {
    expect(textOf(typed('añ🇩🇪', { kind: 'backspace' }))).toBe('añ');
    expect(textOf(typed('e', '\u0301', { kind: 'backspace' }))).toBe('');
  });

  it('takes a paste as one clean line', () => {
    expect(textOf(typed('a\nb\tc\x1b[2Jd'))).toBe('a b cd');
    expect(textOf(typed('one\rtwo\r\nthree'))).toBe('one two three');
    expect(typed('x'.repeat(50_000)).characters).toHaveLength(10_000);
  });

  it('remembers what was said, once', () => {
    const line = typed('one', { kind: 'enter' }, 'two', { kind: 'enter' }, 'two', { kind: 'enter' }, { kind: 'enter' });
    expect(line.history).toEqual(['one', 'two']);
    const older = edit(edit(line, { kind: 'older' }), { kind: 'older' });
    expect(textOf(older)).toBe('one');
    expect(textOf(edit(older, { kind: 'older' }))).toBe('one');
    expect(textOf(edit(older, { kind: 'newer' }))).toBe('two');
    expect(textOf(edit(edit(older, { kind: 'newer' }), { kind: 'newer' }))).toBe('');
  });
});

describe('its numbers', () => {
  it('leave out what matters least where there is little room', () => {
    const parts = learningLine(statsAt(1234));
    expect(joined(fitting(parts, 200))).toBe('step 1,234 · loss 3.200 · 2.105 bits/byte · exam 2.250 · best 2.200');
    expect(joined(fitting(parts, 40))).toBe('step 1,234 · loss 3.200');
    expect(joined(fitting(parts, 3))).toBe('step 1,234');
    expect(joined(fitting(feelingLine(statsAt(1), false), 40))).toBe('5.4k tokens/s · rate 3.0e-4');
  });

  it('tell of no exam, and of skipped steps', () => {
    const early = learningLine(statsAt(3, { exam: null, bestExam: null, skippedSteps: 2 }));
    expect(joined(early)).toBe('step 3 · loss 3.200 · 2.105 bits/byte · no exam yet · 2 skipped');
  });

  it('have colours', () => {
    expect(hex([0, 0.5, 1])).toBe('#0080ff');
    expect(hex([Number.NaN, -1, 2])).toBe('#0000ff');
    expect(feelingLine(statsAt(1), true)[0]).toEqual({ text: 'feels ██', rank: 2, colour: '#ff8000' });
  });

  it('read as people read them', () => {
    expect([count(1234567.4), short(9.96), short(12_345), short(2e6), short(3e9)]).toEqual([
      '1,234,567',
      '10.0',
      '12.3k',
      '2.0M',
      '3.0G',
    ]);
    expect([bytes(999), bytes(1500), bytes(2.5e6), bytes(1e9), bytes(1e12)]).toEqual([
      '999 bytes',
      '1.5 kB',
      '2.5 MB',
      '1.0 GB',
      '1.0 TB',
    ]);
    expect([span(59), span(75), span(3700)]).toEqual(['59 s', '1 min 15 s', '1 h 1 min']);
    expect(ago('2025-01-01T00:00:00.000Z', Date.parse('2025-01-01T00:01:15.000Z'))).toBe('1 min 15 s ago');
    expect(oneLine(' a\n\n b\tc\x07 ')).toBe('a ⏎ b c');
  });
});

describe('speech as it comes', () => {
  it.each([
    'hello\nyou\n\n',
    'a\x1b[31mred\x1b[0m b',
    '\x1b]0;title\x07after\nthe \x1b]8;;x\x1b\\link',
    'bear 🐻 ü e\u0301\u0301\u0301\u0301\u0301 x',
    '\u202eright to left\u2066 zero\u200bwidth\ud800lone',
    'cut \x1b',
    '\x1bP\x1b[2J\nnext\x9b2Jline',
  ])('is what printable makes of the whole, in any pieces: %j', (text) => {
    for (let size = 1; size <= 4; size++) {
      const spoken = new SpokenText();
      let shown = '';
      for (let at = 0; at < text.length; at += size) shown += spoken.push(text.slice(at, at + size));
      expect(shown).toBe(text.split('\n').map(printable).join('\n'));
      expect((shown + spoken.end()).endsWith('\n')).toBe(true);
    }
  });
});

describe('progress', () => {
  const on = (isTTY: boolean) => {
    const written: string[] = [];
    let now = 0;
    const progress = new Progress({ isTTY, columns: 60, write: (text) => written.push(text) }, () => now);
    return { written, progress, at: (milliseconds: number) => (now = milliseconds) };
  };

  it('is silent about what is quickly done', () => {
    for (const terminal of [true, false]) {
      const { written, progress, at } = on(terminal);
      progress.update('reading', 0, 10);
      at(1999);
      progress.update('reading', 9, 10);
      at(5000);
      progress.update('reading', 10, 10);
      progress.end();
      expect(written).toEqual([]);
    }
  });

  it('is one line on a terminal, which goes away', () => {
    const { written, progress, at } = on(true);
    progress.update('reading', 0, 10);
    at(2500);
    progress.update('reading', 5, 10);
    at(2550);
    progress.update('reading', 6, 10);
    at(5000);
    progress.update('reading', 10, 10);
    expect(written).toEqual([`\r\x1b[2K${bar('reading', 5, 10, 2.5, 60)}`, '\r\x1b[2K']);
  });

  it('is a line at the beginning and one at the end elsewhere', () => {
    const { written, progress, at } = on(false);
    progress.update('read\x1b[2Jing', 0, 10);
    for (const time of [2500, 2700, 2900]) {
      at(time);
      progress.update('read\x1b[2Jing', 5, 10);
    }
    at(3000);
    progress.update('learning', 1, 10);
    expect(written).toEqual(['reading …\n', 'reading: done in 3.0 s\n']);
  });

  it('fits into its columns', () => {
    expect(bar('reading', 1, 4, 10, 60)).toBe(`reading ${'█'.repeat(8)}${'░'.repeat(22)}  25 %, 30 s left`);
    for (const columns of [10, 20, 40, 80]) {
      for (const done of [0, 1, 7, 10])
        expect(bar('a long label', done, 10, 100, columns).length).toBeLessThan(Math.max(11, columns));
    }
    expect(bar('counting', 7, 0, 12, 60)).toBe('counting … 12 s');
  });
});

describe('the plain view', () => {
  it('prints what happens, numbers now and then, and ends with the life', async () => {
    const life = new FakeLife();
    const ending = new AbortController();
    const lines: string[] = [];
    const over = runPlainView(life, { signal: ending.signal, write: (line) => lines.push(line) });
    for (let step = 1; step <= 20; step++) life.emit({ event: 'stats', data: statsAt(step) });
    life.emit({ event: 'babble', data: { step: 20, text: 'ba\nba\x1b[2J' } });
    await life.exam();
    await life.save();
    life.emit({ event: 'note', data: { level: 'warn', scope: 'x', message: 'careful' } });
    life.emit({ event: 'note', data: { level: 'debug', scope: 'x', message: 'nobody reads this' } });
    ending.abort();
    ending.abort();
    await over;
    expect(lines).toEqual([
      expect.stringMatching(/^mia wakes at step 41: /),
      'step 1 · loss 3.200 · 2.105 bits/byte · exam 2.250 · best 2.200 · feels #ff8000 · expects #0080ff · 5.4k tokens/s · rate 3.0e-4 · pepys.txt',
      conversationTexts.events.babbles('20', 'ba ⏎ ba'),
      conversationTexts.events.exam('42', '2.5000', 'held-out text'),
      conversationTexts.events.saved('soul-0000000042', '42', '1.2 MB', '0.1'),
      'warn: careful',
      'saving…',
      conversationTexts.events.asleep('1,234'),
    ]);
    expect(life.slept).toBe(1);
    expect(life.watchers).toBe(0);
  });

  it('ends when the life breaks', async () => {
    const life = new FakeLife();
    const over = runPlainView(life, { signal: new AbortController().signal, write: () => {} });
    life.fail('The lesson broke.');
    await over;
  });
});

describe('signals', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ask well once, and the second time leave at once: %s', async (name) => {
    const left: number[] = [];
    let now = 0;
    let heard = 0;
    const count = () => heard++;
    const ending = interrupts(
      (code) => left.push(code),
      () => now,
    );
    process.on(name, count);
    try {
      process.kill(process.pid, name);
      await until(() => ending.signal.aborted);
      // npm hands on what the terminal has sent already
      now = 20;
      process.kill(process.pid, name);
      await until(() => heard === 2);
      expect(left).toEqual([]);
      now = 1000;
      process.kill(process.pid, name);
      await until(() => left.length > 0);
      expect(left).toEqual([130]);
    } finally {
      process.off(name, count);
      ending.stop();
    }
    expect(process.listenerCount(name)).toBe(0);
  });

  it('of a terminal that closes come twice and mean one', async () => {
    const left: number[] = [];
    const ending = interrupts((code) => left.push(code));
    let heard = 0;
    const count = () => heard++;
    process.on('SIGHUP', count);
    try {
      for (const times of [1, 2]) {
        process.kill(process.pid, 'SIGHUP');
        await until(() => heard === times);
      }
      expect(ending.signal.aborted).toBe(true);
      expect(left).toEqual([]);
    } finally {
      process.off('SIGHUP', count);
      ending.stop();
    }
    expect(process.listenerCount('SIGHUP')).toBe(0);
  });
});

describe('looking away', () => {
  it('is no mistake while it falls asleep and its line is just closing', async () => {
    const home = makeHome(join(temporaryFolder(), 'home'));
    const server = createServer((socket) => {
      server.close();
      socket.end('no greeting\n');
    });
    await new Promise<void>((resolve) => server.listen(home.socket, resolve));
    expect(await farewell(home)).toBe(`${lifeTexts.watch.isAsleep}\n`);
  });

  it('says when a line is broken that goes on being there', async () => {
    const home = makeHome(join(temporaryFolder(), 'home'));
    const server = createServer((socket) => void socket.end('no greeting\n'));
    await new Promise<void>((resolve) => server.listen(home.socket, resolve));
    try {
      await expect(farewell(home)).rejects.toThrow();
    } finally {
      server.close();
    }
  });
});
