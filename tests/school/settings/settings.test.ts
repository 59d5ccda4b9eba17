import { describe, expect, it } from 'vitest';
import { configure, DEFAULTS } from '../../../school/settings/config.ts';
import { changeSetting, sentenceOfSetting, settingKeys, settingOf } from '../../../school/settings/settings.ts';
import { changeTexts } from '../../../school/settings/texts/changes.ts';
import { rangeTexts } from '../../../school/settings/texts/ranges.ts';

describe('a setting', () => {
  it('is changed by its name, as a number or as it was typed; nothing else changes', () => {
    const { config, setting } = changeSetting(DEFAULTS, 'learningRate', '3e-4');
    expect(setting).toEqual({ key: 'learningRate', value: 3e-4, later: false });
    expect(config).toEqual({ ...DEFAULTS, learningRate: 3e-4 });
    expect(changeSetting(DEFAULTS, 'learningRate', 0.01).setting.value).toBe(0.01);
    expect(sentenceOfSetting(setting)).toBe('learningRate is 0.0003 now');
  });

  it('inside of an object is named with a dot, or alone where that is clear', () => {
    for (const key of ['voice.temperature', 'temperature']) {
      const { config, setting } = changeSetting(DEFAULTS, key, '0.5');
      expect(setting).toEqual({ key: 'voice.temperature', value: 0.5, later: false });
      expect(config.voice).toEqual({ ...DEFAULTS.voice, temperature: 0.5 });
    }
    expect(settingOf(DEFAULTS, 'temperature')).toBe(DEFAULTS.voice.temperature);
  });

  it('is the weight of a text by its name, dots and all, and 1 where it has none', () => {
    const { config, setting } = changeSetting(DEFAULTS, 'textWeights.letters/2026.06.txt', '3');
    expect(setting).toEqual({ key: 'textWeights.letters/2026.06.txt', value: 3, later: false });
    expect(config.textWeights).toEqual({ 'letters/2026.06.txt': 3 });
    expect(settingOf(config, 'textWeights.letters/2026.06.txt')).toBe(3);
    expect(settingOf(config, 'textWeights.notes.txt')).toBe(1);
    expect(settingKeys(config)).toContain('textWeights.letters/2026.06.txt');
    expect(changeSetting(config, 'textWeights.letters/2026.06.txt', 1).config.textWeights).toEqual({});
    expect(() => changeSetting(config, 'textWeights.a', '101')).toThrow(
      'textWeights.a should be a number from 0 to 100',
    );
  });

  it('that belongs to the mind or the library counts from the next wake on, and says so', () => {
    const { setting } = changeSetting(DEFAULTS, 'threads', '2');
    expect(setting).toEqual({ key: 'threads', value: 2, later: true });
    expect(sentenceOfSetting(setting)).toBe('threads is 2 now, and counts from the next wake on');
    expect(changeSetting(DEFAULTS, 'name', '7').setting.value).toBe('7');
  });

  it('that was decided at its first wake is not changed any more, only put back', () => {
    const born = { brain: 'baby', preset: 'tiny' };
    const before = { ...DEFAULTS, preset: 'medium' as const };
    const why = 'was decided at its first wake, and a soul cannot change its brain: raise another one with --home.';
    expect(() => changeSetting(before, 'preset', 'full', born)).toThrow(`"preset" ${why}`);
    expect(() => changeSetting(before, 'brain', 'seed', born)).toThrow(`"brain" ${why}`);
    for (const [key, value] of Object.entries({ 'shape.lobes': 4, vocabulary: 300 }))
      expect(() => changeSetting(before, key, value, { brain: 'baby' }), key).toThrow(`"${key}" ${why}`);
    expect(changeSetting(before, 'shape.lobes', 0, born).config).toEqual(before);
    expect(changeSetting(before, 'shape.lobes', 4).config.shape).toMatchObject({ lobes: 4 });
    expect(changeSetting(before, 'preset', 'tiny', born).config.preset).toBe('tiny');
    expect(changeSetting(before, 'preset', 'full').config.preset).toBe('full');
    expect(changeSetting(before, 'threads', 2, born).config.threads).toBe(2);
  });

  it('may leave the temperature to its exams, and take it back', () => {
    const { config, setting } = changeSetting(DEFAULTS, 'temperature', 'auto');
    expect(setting).toEqual({ key: 'voice.temperature', value: 'auto', later: false });
    expect(changeSetting(config, 'voice.temperature', '0.7').setting.value).toBe(0.7);
    expect(() => changeSetting(config, 'temperature', 'hot')).toThrow('should be auto, or a number from 0 to 5');
  });

  it('of a grown brain changes its context and batch where nothing that it learnt is of that size', () => {
    const born = { brain: 'baby', preset: 'small' };
    expect(changeSetting(DEFAULTS, 'contextLength', 128, born)).toMatchObject({
      config: { contextLength: 128 },
      setting: { later: true },
    });
    expect(changeSetting(DEFAULTS, 'batch', 4, born).config.batch).toBe(4);
    const gpt2 = configure({ brain: 'gpt2' }, 'the test');
    const grown = { brain: 'gpt2', preset: 'small' };
    expect(changeSetting(gpt2, 'batch', 4, grown).config.batch).toBe(4);
    expect(() => changeSetting(gpt2, 'contextLength', 32, grown)).toThrow(
      changeTexts.staysAsItIs('contextLength', 'it has learnt a position for each place of its context'),
    );
    expect(changeSetting(gpt2, 'contextLength', 32).config.contextLength).toBe(32);
    const llama = configure({ brain: 'llama' }, 'the test');
    expect(changeSetting(llama, 'contextLength', 32, { ...grown, brain: 'llama' }).config.contextLength).toBe(32);
    const seed = configure({ brain: 'seed' }, 'the test');
    for (const key of ['batch', 'contextLength'])
      expect(() => changeSetting(seed, key, 2, { ...grown, brain: 'seed' })).toThrow('of a grown brain stays');
  });

  it('that there is not, or that may not be so, is refused in one sentence', () => {
    expect(() => changeSetting(DEFAULTS, 'learnigRate', 1)).toThrow(changeTexts.didYouMean('"learningRate"'));
    expect(() => changeSetting(DEFAULTS, 'toString', 1)).toThrow('There is no setting "toString"');
    expect(() => changeSetting(DEFAULTS, '__proto__', 1)).toThrow('There is no setting');
    expect(() => changeSetting(DEFAULTS, 'foo', 1)).toThrow(changeTexts.noSuchSetting('"foo"', changeTexts.listOfAll));
    expect(() => changeSetting(DEFAULTS, 'rate', 1)).toThrow(/did you mean ("[^"]+" or )*"learningRate"/);
    expect(() => changeSetting(DEFAULTS, 'learnignRate', 1)).toThrow(changeTexts.didYouMean('"learningRate"'));
    expect(() => changeSetting(DEFAULTS, 'learningRate', 'fast')).toThrow(rangeTexts.number(0, 1));
    expect(() => changeSetting(DEFAULTS, 'learningRate', '')).toThrow(rangeTexts.number(0, 1));
    expect(() => changeSetting(DEFAULTS, 'temperature', 9)).toThrow(rangeTexts.number(0, 5));
    expect(() => changeSetting(DEFAULTS, 'voice', { temperature: 1 })).toThrow('There is no setting "voice"');
  });

  it('that is a yes or a list is understood as it is typed', () => {
    for (const off of ['off', 'false', false]) {
      expect(changeSetting(DEFAULTS, 'journal.ask', off).config.journal.ask).toBe(false);
    }
    expect(changeSetting(DEFAULTS, 'ask', 'on').setting).toEqual({ key: 'journal.ask', value: true, later: false });
    expect(() => changeSetting(DEFAULTS, 'journal.ask', 'maybe')).toThrow('true or false, but "maybe" came');
    const prompts = (value: unknown) => changeSetting(DEFAULTS, 'prompts', value).config.milestones.prompts;
    expect(prompts('who are you? | and the sea?')).toEqual(['who are you?', 'and the sea?']);
    expect(prompts('["a | b"]')).toEqual(['a | b']);
    expect(prompts('')).toEqual([]);
    const sentence = 'milestones.prompts should be a list of at most 12 texts of 1 to 200 characters, each in one line';
    for (const wrong of ['[1]', '["a"', ['a\nb'], ['x'.repeat(201)], Array(13).fill('a')]) {
      expect(() => prompts(wrong)).toThrow(sentence);
    }
  });

  it('that is an object is typed as JSON, whole', () => {
    const commands = (value: string) => changeSetting(DEFAULTS, 'twitch.commands', value).config.twitch.commands;
    expect(commands('{"ask":["hey","you"]}')).toEqual({ ...DEFAULTS.twitch.commands, ask: ['hey', 'you'] });
    for (const wrong of ['hey', '{"ask":["hey"', '{"ask":[]}', '{"aks":["hey"]}'])
      expect(() => commands(wrong), wrong).toThrow(/twitch\.commands/);
  });

  it('of the shape is one of the brain, by its own name or with its section, and older names are explained', () => {
    const { config, setting } = changeSetting(DEFAULTS, 'lobes', '4');
    expect(setting).toEqual({ key: 'shape.lobes', value: 4, later: true });
    expect(config.shape).toEqual({ ...DEFAULTS.shape, lobes: 4 });
    const gpt2 = changeSetting(DEFAULTS, 'brain', 'gpt2').config;
    expect(settingKeys(gpt2)).toEqual(expect.arrayContaining(['shape.blocks', 'shape.heads']));
    expect(settingKeys(gpt2)).not.toContain('shape.lobes');
    expect(() => changeSetting(gpt2, 'lobes', 4)).toThrow(changeTexts.didYouMean('"shape.blocks"'));
    expect(() => changeSetting(DEFAULTS, 'time', 64)).toThrow(changeTexts.didYouMean('"contextLength"'));
    expect(() => changeSetting(DEFAULTS, 'streams', 4)).toThrow(changeTexts.didYouMean('"batch"'));
    expect(() => changeSetting(DEFAULTS, 'shape.lobes', 1.5)).toThrow(rangeTexts.zeroOrWhole(1, 256));
  });

  it('is in the list, each with a value', () => {
    for (const key of settingKeys(DEFAULTS)) expect(settingOf(DEFAULTS, key), key).toBeDefined();
    expect(settingKeys(DEFAULTS)).toContain('retry.nonFinite');
  });
});
