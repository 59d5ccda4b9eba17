import { describe, expect, it } from 'vitest';
import { FIRST_BYTE } from '../../../../library/tokenizer/index.ts';
import { Words } from '../../../../school/training/replies/reply-words.ts';
import { tokenizer } from '../../tiny.ts';

describe('a reply that grows', () => {
  const tell = (text: string, from: number) => {
    const told: string[] = [];
    const reply = new Words(tokenizer, [], (delta) => told.push(delta));
    [...Buffer.from(text)].forEach((byte, i) => {
      reply.push(FIRST_BYTE + byte);
      if (i + 1 >= from) reply.holdBack();
    });
    return { told, reply };
  };

  it('is told by whole sentences once it is held back, and wholly where it ends of itself', () => {
    const { told, reply } = tell('One. Two is long. Three', 6);
    expect(told.join('|')).toBe('O|n|e|.| T|wo is long.');
    expect(reply.end()).toBe('One. Two is long. Three');
    expect(told.join('')).toBe('One. Two is long. Three');
  });

  it('ends behind its last sentence where it is cut, or with a mark where some of the next was told', () => {
    expect(tell('One. Two is long. Three', 6).reply.cut()).toBe('One. Two is long.');
    expect(tell('One. Two is long. Three', 20).reply.cut()).toBe('One. Two is long. Three…');
    expect(tell('One. Two is lo', 4).reply.cut()).toBe('One.');
    expect(tell('no end ', 2).reply.cut()).toBe('no end…');
    expect(tell('   ', 1).reply.cut()).toBe('');
  });
});
