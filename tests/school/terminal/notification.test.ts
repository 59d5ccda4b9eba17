import { describe, expect, it } from 'vitest';
import { notificationOf } from '../../../school/terminal/notification.ts';

describe('a notification', () => {
  it('is nothing, a bell, or a message by the sequence that the terminal knows', () => {
    expect(notificationOf('off', 'mia', 'hello', {})).toBe('');
    expect(notificationOf('bell', 'mia', 'hello', {})).toBe('\x07');
    expect(notificationOf('message', 'mia', 'hello', {})).toBe('\x1b]777;notify;mia;hello\x07');
    expect(notificationOf('message', 'mia', 'hello', { TERM_PROGRAM: 'iTerm.app' })).toBe('\x1b]9;mia: hello\x07');
    expect(notificationOf('message', 'mia', 'hello', { WT_SESSION: '1' })).toBe('\x1b]9;mia: hello\x07');
  });

  it('cannot be ended or led elsewhere by its words', () => {
    const evil = notificationOf('message', 'a;b', `x\x07\x1b]0;stolen\x9b${'y'.repeat(500)}`, {});
    expect(evil.slice(1, -1)).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
    expect(evil.split(';')).toHaveLength(4);
    expect(evil.length).toBeLessThan(340);
  });
});
