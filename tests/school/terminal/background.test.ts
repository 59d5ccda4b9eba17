import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askBackground, backgroundIn, backgroundOfEnvironment } from '../../../school/terminal/background.ts';

/** A terminal that answers a question with `answer`. */
function terminal(answer: string | undefined) {
  const modes: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true as const,
    isRaw: false,
    setRawMode(mode: boolean) {
      modes.push(mode);
      return this;
    },
  });
  const asked: string[] = [];
  const stdout = {
    isTTY: true,
    write: (text: string) => {
      asked.push(text);
      if (answer !== undefined) setImmediate(() => stdin.write(answer));
    },
  };
  return { stdin, stdout, asked, modes };
}

describe('the background of a terminal', () => {
  it.each([
    ['\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\', '#1e1e2e'],
    ['\x1b]11;rgb:ff/ff/ff\x07', '#ffffff'],
    ['\x1b]11;rgb:f/f/8\x07', '#ffff88'],
    ['\x1b]11;rgba:0000/8080/ffff/ffff\x07', '#0080ff'],
    ['keys\x1b]11;rgb:0000/0000/0000\x1b\\more', '#000000'],
  ])('stands in its answer: %j', (answer, colour) => {
    expect(backgroundIn(answer)).toBe(colour);
  });

  it.each([
    '',
    '\x1b]11;?\x1b\\',
    '\x1b]10;rgb:ff/ff/ff\x07',
    '\x1b]11;rgb:ff/ff\x07',
    '\x1b]11;rgb:fffff/0/0\x07',
    '\x1b]11;rgb:ff/ff/ff',
  ])('is not known from %j', (answer) => expect(backgroundIn(answer)).toBeUndefined());

  it('is read from COLORFGBG where that says it', () => {
    expect(backgroundOfEnvironment('15;0')).toBe('#000000');
    expect(backgroundOfEnvironment('0;15')).toBe('#ffffff');
    expect(backgroundOfEnvironment('0;default;15')).toBe('#ffffff');
    expect(backgroundOfEnvironment('15;8')).toBe('#000000');
    for (const value of [undefined, '', 'default', '15;default', '0;255x'])
      expect(backgroundOfEnvironment(value)).toBeUndefined();
  });

  it('is asked once, in raw mode, and keys that come meanwhile are not lost', async () => {
    const { stdin, stdout, asked, modes } = terminal('q\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\3');
    expect(await askBackground({ stdin, stdout } as never)).toBe('#1e1e2e');
    expect(asked).toEqual(['\x1b]11;?\x1b\\']);
    expect(modes).toEqual([true, false]);
    expect(stdin.read()?.toString()).toBe('q3');
  });

  it('leaves the input of the terminal open: keys that are typed later come to the next reader', async () => {
    const { stdin, stdout } = terminal('\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\');
    // A process stops reading its terminal at a pause, and a reader of 'readable' does not start it again.
    let pauses = 0;
    stdin.on('pause', () => pauses++);
    await askBackground({ stdin, stdout } as never);
    const read = new Promise((resolve) => stdin.on('readable', () => resolve(stdin.read()?.toString())));
    stdin.write('j');
    expect(await read).toBe('j');
    expect(pauses).toBe(0);
  });

  it('is unknown where the terminal stays silent, and where there is none', async () => {
    const silent = terminal(undefined);
    expect(await askBackground(silent as never, 20)).toBeUndefined();
    expect(silent.modes).toEqual([true, false]);
    const none = terminal('\x1b]11;rgb:ff/ff/ff\x07');
    expect(
      await askBackground({ stdin: none.stdin, stdout: { ...none.stdout, isTTY: false } } as never),
    ).toBeUndefined();
    expect(none.asked).toEqual([]);
  });
});
