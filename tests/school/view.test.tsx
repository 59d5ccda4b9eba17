import { PassThrough } from 'node:stream';
import { render as inkRender } from 'ink';
import { cleanup, render } from 'ink-testing-library';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { View } from '../../school/cli/view.tsx';
import { ViewStore } from '../../school/cli/view-store.ts';
import { FakeLife, statsAt } from './fake-life.ts';
import { until } from './temporary.ts';

let life: FakeLife;
let store: ViewStore;
let interrupts = 0;
beforeEach(() => {
  life = new FakeLife();
  store = new ViewStore(life, 'ann');
  interrupts = 0;
});
afterEach(() => {
  store.close();
  cleanup();
});

const open = (colours = false) => {
  const view = render(<View store={store} name="mia" colours={colours} onInterrupt={() => interrupts++} />);
  const shows = (text: string) => until(() => view.lastFrame()?.includes(text) ?? false);
  return { ...view, shows, type: (keys: string) => view.stdin.write(keys) };
};

describe('the view', () => {
  it('greets, and says what to do', async () => {
    const { shows } = open();
    await shows('mia wakes at step 41: baby brain, small, 1,612,345 parameters, 2 threads');
    await shows('Type to talk to it.');
    await shows('you>');
  });

  it('shows its numbers in two lines', async () => {
    const { shows, lastFrame } = open();
    life.emit({ event: 'stats', data: statsAt(1234) });
    await shows('step 1,234 · loss 3.200 · 2.105 bits/byte · exam 2.250 · best 2.200');
    expect(lastFrame()).toContain('feels #ff8000 · expects #0080ff · 5.4k tokens/s · rate 3.0e-4 · pepys.txt');
  });

  it('lets what it babbles, saves and notes go up, cleaned', async () => {
    const { shows, lastFrame } = open();
    life.emit({ event: 'babble', data: { step: 2, text: 'ba\x1b[2Jba\nda \x1b]0;title\x07du' } });
    life.emit({ event: 'saved', data: { name: 's', step: 9, bytes: 2_500_000, milliseconds: 120 } });
    life.emit({ event: 'note', data: { level: 'warn', scope: 'library', message: 'a.txt is \x1b[31mempty.' } });
    life.emit({ event: 'note', data: { level: 'debug', scope: 'x', message: 'nobody reads this' } });
    await shows('ʕ-ᴥ-ʔ baba ⏎ da du');
    await shows('saved at step 9 (2.5 MB, 0.1 s)');
    await shows('a.txt is empty.');
    expect(lastFrame()).not.toContain('nobody reads this');
    expect(lastFrame()).not.toContain('title');
  });

  it('says what is typed, and shows the reply as it is spoken', async () => {
    const { type, shows } = open();
    let go = () => {};
    life.pause = () =>
      new Promise((resolve) => {
        go = resolve;
      });
    await shows('you>');
    type('helo');
    type('\x1b[D');
    type('l');
    await shows('hello');
    type('\r');
    await until(() => life.said.length === 1);
    expect(life.said[0]).toEqual({ text: 'hello', options: { from: 'ann', conversation: 'terminal' } });
    go();
    await shows('mia> Hel▌');
    life.pause = async () => {};
    go();
    await shows('mia> Hello you.\n');
    type('again\rand again\r');
    await until(() => life.said.length === 3);
    expect(life.said.map((said) => said.text)).toEqual(['hello', 'again', 'and again']);
  });

  it('shows why it was not answered, and goes on', async () => {
    const { type, shows } = open();
    await shows('you>');
    type('be cross\r');
    await shows('I will not.');
    type('hello\r');
    await shows('mia> Hello you.');
  });

  it('does /save, /exam and /sleep, and explains what it does not know', async () => {
    const { type, shows } = open();
    await shows('you>');
    type('/save\r');
    await shows('saved at step 42');
    type('/exam\r');
    await shows('exam at step 42: 2.500 bits per byte of held-out text');
    type('/nothing\r');
    await until(() => store.snapshot().lines.filter((line) => line.text.startsWith('Type to talk')).length === 2);
    type('/sleep\r');
    await shows('asleep at step 1,234');
    expect(life.said).toEqual([]);
  });

  it('hands on Ctrl-C, and Ctrl-D where nothing is typed', async () => {
    const { type, shows } = open();
    await shows('you>');
    type('\x03');
    expect(interrupts).toBe(1);
    type('a');
    type('\x04');
    expect(interrupts).toBe(1);
    type('\x15');
    type('\x04');
    expect(interrupts).toBe(2);
  });

  it('says that it saves, and where it fell asleep', async () => {
    const { shows, lastFrame } = open();
    await shows('you>');
    store.sleep();
    await shows('saving…');
    await shows('asleep at step 1,234');
    expect(lastFrame()).not.toContain('you>');
    expect(life.slept).toBe(1);
  });

  it('ends with the life when that breaks', async () => {
    open();
    life.fail('The lesson broke.');
    await until(() => store.snapshot().phase === 'asleep');
  });

  it('draws four times a second at most, however much happens', async () => {
    let drawn = 0;
    store.subscribe(() => drawn++);
    for (let step = 0; step < 500; step++) life.emit({ event: 'stats', data: statsAt(step) });
    await until(() => store.snapshot().stats?.step === 499);
    expect(drawn).toBe(1);
  });

  it('lets old lines go', async () => {
    const { shows } = open();
    for (let step = 0; step < 500; step++) life.emit({ event: 'babble', data: { step, text: `da ${step}` } });
    await until(() => store.snapshot().lines.length > 500);
    life.emit({ event: 'stats', data: statsAt(1) });
    await until(() => store.snapshot().lines.length === 100);
    life.emit({ event: 'babble', data: { step: 501, text: 'and a new one' } });
    await shows('and a new one');
  });
});

describe('in a narrow terminal', () => {
  it.each([20, 40, 80, 200])('no line is longer than %i columns', async (columns) => {
    const stdout = Object.assign(new PassThrough(), { columns, rows: 24, isTTY: true });
    const frames: string[] = [];
    stdout.on('data', (chunk: Buffer) => frames.push(chunk.toString()));
    const stdin = Object.assign(new PassThrough(), {
      isTTY: true,
      setRawMode: () => {},
      ref: () => {},
      unref: () => {},
    });
    const instance = inkRender(<View store={store} name="mia" colours={false} onInterrupt={() => {}} />, {
      stdout: stdout as unknown as NodeJS.WriteStream,
      stdin: stdin as unknown as NodeJS.ReadStream,
      debug: true,
      interactive: true,
      patchConsole: false,
    });
    life.emit({
      event: 'stats',
      data: statsAt(123_456, { skippedSteps: 3, reading: 'a/very/long/name/of/a/file.txt' }),
    });
    life.emit({ event: 'babble', data: { step: 1, text: 'word '.repeat(60) } });
    await until(() => frames.at(-1)?.includes('step 123,456') ?? false);
    stdin.write('a long line that is typed into a narrow terminal '.repeat(5));
    await until(() => frames.at(-1)?.includes('…') ?? false);
    for (const line of frames.at(-1)!.split('\n')) {
      expect(line.replace(/\x1b\[[0-9;?]*[a-zA-Z]/g, '').length).toBeLessThan(columns);
    }
    instance.unmount();
  });
});
