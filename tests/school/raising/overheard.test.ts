import { describe, expect, it } from 'vitest';
import { LONGEST_TURN } from '../../../library/sources/example-schema.ts';
import type { ExampleTurn } from '../../../library/sources/examples.ts';
import type { ChatMessage } from '../../../school/api/messages.ts';
import { Overheard } from '../../../school/raising/overheard.ts';
import { configure } from '../../../school/settings/config.ts';

function overhearing(chat: number) {
  const settings = { config: configure({ owner: 'ann', sources: { ...configure({}, '').sources, chat } }, 'the test') };
  const taught: [string, readonly ExampleTurn[]][] = [];
  const overheard = new Overheard({ settings, teach: (turns, conversation) => taught.push([conversation, turns]) });
  const hear = (kind: ChatMessage['kind'], text: string, conversation = 'owner', speaker?: string) =>
    overheard.hear({ conversation, speaker: speaker ?? (kind === 'said' ? 'ann' : 'mia'), kind, text });
  return { overheard, hear, taught, settings };
}
const learnt = (turns: readonly ExampleTurn[]) => turns.map(({ speaker, text, learn }) => [speaker, text, learn]);

describe('what its owner says in a chat', () => {
  it('is learnt as an answer to what it replied; its own words are not', () => {
    const { hear, taught } = overhearing(0.1);
    hear('said', 'good morning');
    hear('replied', 'good mornig');
    hear('corrected', 'good morning to you');
    hear('said', 'it rains');
    hear('said', 'elsewhere', 'terminal');
    expect(taught.map(([conversation, turns]) => [conversation, learnt(turns)])).toEqual([
      ['owner', [['ann', 'good morning', true]]],
      [
        'owner',
        [
          ['mia', 'good morning to you', false],
          ['ann', 'it rains', true],
        ],
      ],
      ['terminal', [['ann', 'elsewhere', true]]],
    ]);
  });

  it('is neither kept nor learnt without a weight, and at once with one', () => {
    const { hear, taught, settings } = overhearing(0);
    hear('said', 'a secret');
    hear('replied', 'really?');
    expect(taught).toEqual([]);
    settings.config = { ...settings.config, sources: { ...settings.config.sources, chat: 0.1 } };
    hear('said', 'yes');
    expect(taught).toHaveLength(1);
  });

  it('is kept without a weight too, while other chats may remember it', () => {
    const { hear, taught, settings } = overhearing(0);
    settings.config = { ...settings.config, memory: { ...settings.config.memory, chats: true } };
    hear('said', 'I have a dog');
    expect(taught.map(([, turns]) => learnt(turns))).toEqual([[['ann', 'I have a dog', true]]]);
  });

  it('is not what others say, nor a line of the game, nor longer than a passage can be', () => {
    const { hear, taught } = overhearing(1);
    hear('said', 'I am bob', 'owner', 'bob');
    hear('said', 'a line of the library', 'game 3');
    hear('said', 'x'.repeat(LONGEST_TURN + 1));
    hear('replied', 'y'.repeat(LONGEST_TURN + 1));
    hear('said', 'short');
    expect(taught.map(([, turns]) => learnt(turns))).toEqual([[['ann', 'short', true]]]);
  });

  it('is no answer any more to what was forgotten', () => {
    const { overheard, hear, taught } = overhearing(1);
    hear('replied', 'an old story');
    overheard.forget('owner');
    hear('said', 'and now?');
    expect(learnt(taught[0][1])).toEqual([['ann', 'and now?', true]]);
  });
});
