import { describe, expect, it } from 'vitest';
import { encodeText } from '../../../../library/tokenizer/chat-template.ts';
import { SPECIAL } from '../../../../library/tokenizer/index.ts';
import { endWithoutSpeakers, withoutSpeakers } from '../../../../school/training/memory/speakers.ts';
import { tokenizer } from '../../tiny.ts';

const shown = (ids: ArrayLike<number>): string =>
  Array.from(ids, (id) => (id === SPECIAL.end ? '|' : id === SPECIAL.done ? '$' : tokenizer.decode([id]))).join('');

describe('a text as it is remembered', () => {
  it('has ends in the place of its speakers, which nothing foresees', () => {
    const ids = encodeText(tokenizer, 'dear you\n[ann]: hello there\n[babyllm]: hello, [ann]: is my friend\n');
    const { ids: known, learn } = withoutSpeakers(tokenizer, ids);
    expect(known).toHaveLength(ids.length);
    expect(shown(known).replace(/\|+/g, '|')).toBe('dear you\n| hello there$| hello, [ann]: is my friend$');
    expect([...known].filter((id, i) => id === SPECIAL.end && learn![i])).toEqual([]);
    expect([...known].every((id, i) => id === SPECIAL.end || learn![i] === 1)).toBe(true);
  });

  it('keeps what is not learnt as it was told', () => {
    const ids = encodeText(tokenizer, '[ann]: a b\n');
    const learn = Uint8Array.from(ids, (_, i) => i % 2);
    const remembered = withoutSpeakers(tokenizer, ids, learn);
    remembered.ids.forEach((id, i) => expect(remembered.learn![i]).toBe(id === SPECIAL.end ? 0 : i % 2));
    expect(withoutSpeakers(tokenizer, [5, 6, 7])).toEqual({ ids: Uint16Array.of(5, 6, 7), learn: undefined });
  });

  it('takes only the turn itself away where no name follows', () => {
    const ids = [SPECIAL.turn, ...tokenizer.encode('no name here')];
    expect([...withoutSpeakers(tokenizer, ids).ids]).toEqual([SPECIAL.end, ...ids.slice(1)]);
  });

  it('has the same end whether all of it is read or only that, wherever it begins', () => {
    const line = '[ann]: hello there\n[a person with rather a long name]: dear friend\nand words\n';
    const tokens = Uint16Array.from(encodeText(tokenizer, line.repeat(4)));
    const learn = Uint8Array.from(tokens, (_, i) => (i % 3 === 0 ? 0 : 1));
    const whole = withoutSpeakers(tokenizer, tokens, learn);
    for (let from = 0; from <= tokens.length; from++) {
      const end = endWithoutSpeakers(tokenizer, { tokens, learn }, from);
      expect([...end.ids]).toEqual([...whole.ids.slice(from)]);
      expect([...end.learn!]).toEqual([...whole.learn!.slice(from)]);
    }
  });
});
