import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../../school/settings/config.ts';
import { sentenceOfMoments } from '../../../school/settings/optimizer-words.ts';
import { changeSetting, sentenceOfSetting, settingSentence } from '../../../school/settings/settings.ts';

describe('what becomes of the moments', () => {
  it('is said in one sentence, by what they mean to the next optimizer', () => {
    const warms = ', and the learning rate warms up again';
    expect(sentenceOfMoments('adamw', 'muon')).toBe(
      `the moments of adamw mean nothing to muon: they begin at 0${warms}`,
    );
    expect(sentenceOfMoments('adamw', 'adam')).toBe('the moments of adamw mean the same to adam and go on');
    expect(sentenceOfMoments('momentum', 'sgd')).toBe(
      `the moments of momentum mean nothing to sgd: sgd keeps none${warms}`,
    );
    expect(sentenceOfMoments('sgd', 'adamw')).toBe(`sgd kept no moments; they begin at 0${warms}`);
  });

  it('is said where the setting is changed, and only where it changes', () => {
    const { setting } = changeSetting(DEFAULTS, 'optimizer', 'muon');
    expect(setting).toMatchObject({ key: 'optimizer', value: 'muon', later: false });
    expect(sentenceOfSetting(setting)).toMatch(/^optimizer is "muon" now: the moments of adamw mean nothing to muon/);
    expect(settingSentence(setting)).toMatch(/^optimizer is muon now: the moments of adamw mean nothing to muon/);
    expect(changeSetting(DEFAULTS, 'optimizer', 'adamw').setting).not.toHaveProperty('says');
    expect(() => changeSetting(DEFAULTS, 'optimizer', 'adamax')).toThrow('one of adamw, adam, sgd, momentum, muon');
  });
});
