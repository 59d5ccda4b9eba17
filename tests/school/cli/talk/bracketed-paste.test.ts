import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { PasteReader } from '../../../../school/cli/talk/bracketed-paste.ts';
import { KeyGate } from '../../../../school/cli/talk/input-gate.ts';

const paste = (text: string): string => `\x1b[200~${text}\x1b[201~`;
const read = (...pieces: string[]): string => {
  const reader = new PasteReader();
  return pieces.map((piece) => reader.push(piece)).join('');
};

describe('what is pasted', () => {
  it.each([
    ['please keep this list:\n- bread\n- cheese\nthank you', 'please keep this list: - bread - cheese thank you'],
    ['one\r\ntwo\r\n', 'one two'],
    ['one\rtwo\r', 'one two'],
    ['one\n\n\n  two', 'one two'],
    ['one\ttwo\x03\x1b[31m', 'one two[31m'],
    ['ä 😀\nö', 'ä 😀 ö'],
    ['\n', ''],
    ['', ''],
  ])('%j is one line', (text, line) => {
    expect(read(paste(text))).toBe(line);
  });

  it('is the same in pieces of any length', () => {
    const pasted = 'one\r\ntwo\nthree\n\x1b[201~ after\r';
    for (let length = 1; length < 12; length++) {
      const pieces = pasted.match(new RegExp(`[\\s\\S]{1,${length}}`, 'g')) ?? [];
      expect(read('before \x1b[20', '0~', ...pieces)).toBe('before one two three after\r');
    }
  });

  it('may be long', () => {
    expect(read(paste('words and more\n'.repeat(1000)))).toBe(`${'words and more '.repeat(1000)}`.trimEnd());
  });

  it('leaves keys alone', () => {
    for (const keys of ['\x1b', '\x1b[A', '\x1b[2~', 'a\rb\r', '\x03', '\x1b[15~']) expect(read(keys)).toBe(keys);
  });

  it('waits in the line for Enter', () => {
    const terminal = new PassThrough();
    const gate = new KeyGate(terminal as unknown as NodeJS.ReadStream);
    let line = '';
    gate.on('data', (chunk: Buffer) => {
      line += chunk.toString();
    });
    gate.open();
    terminal.emit('data', Buffer.from(paste('one\ntwo\n')));
    gate.read();
    expect(line).toBe('one two');
    terminal.emit('data', Buffer.from('\r'));
    gate.read();
    expect(line).toBe('one two\r');
    gate.release();
  });
});
