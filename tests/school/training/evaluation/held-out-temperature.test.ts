import { describe, expect, it } from 'vitest';
import { encodeText } from '../../../../library/tokenizer/chat-template.ts';
import { DEFAULTS } from '../../../../school/settings/config.ts';
import type { Evaluator } from '../../../../school/training/evaluation/evaluator.ts';
import {
  heldOutTemperature,
  tokensForTemperature,
} from '../../../../school/training/evaluation/held-out-temperature.ts';
import { VoiceTemperature } from '../../../../school/training/voice-temperature.ts';
import { files, makePupil, talkText, tokenizer } from '../../tiny.ts';

const GREY = [0.5, 0.5, 0.5] as const;
const passage = (ids: ArrayLike<number>, marked?: Uint8Array) => ({ ids, bytes: 0, ...(marked ? { marked } : {}) });
const talk = encodeText(tokenizer, talkText);

describe('the temperature at which held-out text is foreseen best', () => {
  it('is above 1 for a brain that knows a few words by heart, and near 1 for them', async () => {
    const training = await makePupil({ tokens: 60, learningRate: 1e-2 });
    training.learn(200);
    const find = (ids: ArrayLike<number>) =>
      heldOutTemperature(training.mind.voice, [passage(ids)], 60, { end: 0, colour: GREY })!;
    const [unread, known] = [find(talk), find(files[0].tokens.slice(0, 60))];
    expect(unread).toBeGreaterThan(1.3);
    expect(known).toBeLessThan(1.2);
    expect(find(talk)).toBe(unread);
  });

  it('looks at marked tokens alone, each once, and lets others speak in between', async () => {
    const { mind } = await makePupil();
    const heard: number[][] = [];
    const { voice } = mind;
    const spy = {
      begin: () => voice.begin(),
      hear(...all: Parameters<typeof voice.hear>) {
        heard.push(Array.from(all[1]));
        return voice.hear(...all);
      },
    };
    const marked = new Uint8Array(100).fill(1, 50, 60);
    const ids = talk.subarray(0, 100);
    let turns = 0;
    const options = { end: 0, colour: GREY, between: () => void turns++ };
    heldOutTemperature(spy as unknown as typeof voice, [passage(ids, marked)], 20, options);
    // the end of a text, 32 tokens of context, then one by one
    expect(heard[0]).toEqual([0, ...ids.subarray(18, 50)]);
    expect(heard.slice(1).flat()).toEqual([...ids.subarray(50, 69)]);
    expect(turns).toBe(20);
  });

  it('is none where nothing is marked, and takes fewer tokens of larger brains', async () => {
    const { mind } = await makePupil();
    const nothing = passage(talk.subarray(0, 50), new Uint8Array(50));
    expect(heldOutTemperature(mind.voice, [nothing], 20, { end: 0, colour: GREY })).toBe(undefined);
    expect([1e5, 2e6, 2e8].map(tokensForTemperature)).toEqual([400, 200, 64]);
  });
});

describe("the temperature of its owner's baby", () => {
  const set = { passages: [], name: 'a set' };
  const evaluator = (found: number | undefined) =>
    ({ temperature: () => found, steeringSet: () => set }) as unknown as Evaluator;
  const auto = { voice: { ...DEFAULTS.voice, temperature: 'auto' as const } };
  const spoken = (
    found: number | undefined,
    stored?: number,
    config: Pick<typeof DEFAULTS, 'voice'> = auto,
    on: typeof set | null = set,
  ) => {
    const temperature = new VoiceTemperature(evaluator(found), stored);
    temperature.fit(on ?? undefined, config, GREY, () => {});
    return temperature.voice(config).temperature;
  };

  it('is the one that was fitted where it is left to its exams, and until then 0.8', () => {
    expect(spoken(1.2)).toBe(1.2);
    expect(spoken(undefined)).toBe(0.8);
    expect(spoken(undefined, 1.4)).toBe(1.4);
    expect(spoken(1.2, 1.4, auto, null)).toBe(1.4);
    expect(spoken(1.2, 1.4, { voice: { ...DEFAULTS.voice, temperature: 0.3 } })).toBe(0.3);
  });

  it('is fitted at any exam where it never was', () => {
    const first = new VoiceTemperature(evaluator(1.1), undefined);
    first.fitFirst([], auto, GREY, () => {});
    expect(first.fitted).toBe(1.1);
    const later = new VoiceTemperature(evaluator(1.1), 0.9);
    later.fitFirst([], auto, GREY, () => {});
    expect(later.fitted).toBe(0.9);
  });
});
