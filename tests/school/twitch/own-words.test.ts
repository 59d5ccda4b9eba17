import { describe, expect, it } from 'vitest';
import { Guarding } from '../../../school/twitch/guard/guard.ts';
import { tokenizer } from '../tiny.ts';

describe('what its owner said in private', () => {
  it('does not leave word for word, from the moment on that it is learnt', async () => {
    const own = [{ id: 'a 0', text: 'on sunday we will meet aunt mathilda by the old ferry house' }];
    const guarding = new Guarding({
      bytes: () => 1e6,
      stored: () => [],
      own: () => own,
      inPublic: () => true,
      onNote: () => {},
    });
    expect(guarding.guard).toBeUndefined();
    await guarding.take([], tokenizer);
    const finds = (text: string, to: string | null = '42') => guarding.guard!.finds(text, to);
    expect(finds('oh, we will meet aunt mathilda by the old ferry house')).toBe('memory.person');
    expect(finds('oh, we will meet aunt mathilda by the old ferry house', null)).toBe('memory.person');
    expect(finds('the sea is wide')).toBeUndefined();
    const later = 'nobody may ever know that the key lies under the blue pot';
    expect(finds(later)).toBeUndefined();
    own.push({ id: 'b 0', text: later });
    expect(finds(`well, ${later}`)).toBe('memory.person');
    guarding.close();
  });
});
