import { describe, expect, it } from 'vitest';
import type { ExampleTurn } from '../../../library/sources/examples.ts';
import type { CompletionOptions } from '../../../school/api/contract.ts';
import type { Prompt, Reply } from '../../../school/api/messages.ts';
import { completionsOf } from '../../../school/daemon/completions.ts';
import { configure } from '../../../school/settings/config.ts';

const reply: Reply = { text: 'the sea', tokens: 2, milliseconds: 1, firstTokenMilliseconds: 1, stopped: 'turn' };

function begin(values: object = { api: { learn: true } }) {
  const taught: [readonly ExampleTurn[], string][] = [];
  const settings = { config: configure({ owner: 'ada', name: 'mia', ...values }, 'the test') };
  const spoken: unknown[] = [];
  const room = {
    say: async (...said: unknown[]) => {
      spoken.push(said);
      return reply;
    },
  };
  const { complete, forget } = completionsOf({
    guardian: {
      ask: async (question: (room: never) => unknown) => question(room as never),
      introduction: { name: 'mia' },
    } as never,
    settings,
    twitch: () => ({ answerPublicly: async (_, speak) => speak({ memory: 'public' }) }),
    teach: (...said) => taught.push(said),
  });
  const ask = (prompt: Prompt, options: Partial<CompletionOptions> = {}) =>
    complete(prompt, { conversation: 'completion:1', learnable: true, ...options });
  return { ask, forget, taught, spoken, settings };
}

const hello = [{ speaker: 'ada', text: 'hello' }];
const talk = [...hello, { speaker: 'mia', text: 'hello you' }, { speaker: 'ada', text: 'the whale is blue' }];

describe('what is said through programs', () => {
  it('is learnt by nobody unless its owner wants it', async () => {
    const { ask, taught, settings } = begin({});
    await ask(hello);
    expect(taught).toEqual([]);
    settings.config = configure({ ...settings.config, api: { port: 0, learn: true } }, 'the test');
    await ask(hello);
    expect(taught).toEqual([[[{ speaker: 'ada', text: 'hello', learn: true }], 'api']]);
  });

  it('is learnt word by word of its owner, after the reply that it answers, and once however often it is sent', async () => {
    const { ask, taught } = begin();
    await ask(talk);
    await ask(talk);
    expect(taught).toEqual([
      [
        [
          { speaker: 'mia', text: 'hello you', learn: false },
          { speaker: 'ada', text: 'the whale is blue', learn: true },
        ],
        'api',
      ],
    ]);
  });

  it('is learnt once more where it was forgotten and is said again', async () => {
    const { ask, forget, taught } = begin();
    await ask(hello);
    forget();
    await ask(hello);
    expect(taught).toHaveLength(2);
  });

  it.each([
    ['a friend', hello, { public: true, learnable: true }],
    ['an editor or a page', hello, { learnable: undefined }],
    ['somebody with another name', [{ speaker: 'bob', text: 'hello' }], {}],
    ['its own reply', [...hello, { speaker: 'mia', text: 'hello you' }], {}],
    ['the rules of a program', [{ speaker: 'system', text: 'be kind' }], {}],
    ['a text that it goes on with', 'hello', {}],
    ['nothing', [{ speaker: 'ada', text: ' ' }], {}],
    ['a flood', [{ speaker: 'ada', text: 'x'.repeat(100_000) }], {}],
  ] as const)('is not learnt where it comes from %s', async (_, prompt, options) => {
    const { ask, taught, spoken } = begin();
    await ask(prompt as Prompt, options as Partial<CompletionOptions>);
    expect(taught).toEqual([]);
    expect(spoken).toHaveLength(1);
  });
});
