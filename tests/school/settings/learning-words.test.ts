import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../../school/settings/config.ts';
import { sentenceOfMoments } from '../../../school/settings/learning-words.ts';
import { changeSetting, sentenceOfSetting } from '../../../school/settings/settings.ts';
import { changeTexts } from '../../../school/settings/texts/changes.ts';
import { optimizerSettings, tutorSettings } from '../../../school/training/learning-options.ts';

describe('what becomes of the moments', () => {
  it('is said in one sentence, by what they mean to the next optimizer', () => {
    expect(sentenceOfMoments('adamw', 'muon')).toBe(changeTexts.otherMoments('adamw', 'muon'));
    expect(sentenceOfMoments('adamw', 'adam')).toBe(changeTexts.sameMoments('adamw', 'adam'));
    expect(sentenceOfMoments('momentum', 'sgd')).toBe(changeTexts.noMomentsNow('momentum', 'sgd'));
    expect(sentenceOfMoments('sgd', 'adamw')).toBe(changeTexts.noMomentsBefore('sgd'));
  });

  it('is said where the setting is changed, and only where it changes', () => {
    const { setting } = changeSetting(DEFAULTS, 'optimizer', 'muon');
    expect(setting).toMatchObject({ key: 'optimizer', value: 'muon', later: false });
    expect(sentenceOfSetting(setting)).toMatch(/^optimizer is "muon" now: the moments of adamw mean nothing to muon/);
    expect(changeSetting(DEFAULTS, 'optimizer', 'adamw').setting).not.toHaveProperty('says');
    expect(() => changeSetting(DEFAULTS, 'optimizer', 'adamax')).toThrow('one of adamw, adam, sgd, momentum, muon');
  });
});

describe('generalise', () => {
  it('sets dropout, label smoothing and weight decay together, and says so', () => {
    const { config, setting } = changeSetting(DEFAULTS, 'generalise', 'strong');
    expect(sentenceOfSetting(setting)).toBe(
      'generalise is "strong" now: dropout 0.1 (embedding), 0.3 (lobe), 0.15 (residual), from the first reading on, label smoothing 0.1, weight decay 0.3',
    );
    expect(optimizerSettings(config).weightDecay).toBe(0.3);
    expect(tutorSettings(config)).toMatchObject({
      dropout: { embedding: 0.1, lobe: 0.3, residual: 0.15 },
      labelSmoothing: 0.1,
      steersDropout: false,
    });
    expect(optimizerSettings({ ...config, generalise: 'off' }).weightDecay).toBe(0);
    expect(tutorSettings({ ...config, generalise: 'off' })).toMatchObject({ labelSmoothing: 0 });
  });

  it('leaves the three to their own settings and the exams where it is auto', () => {
    const own = {
      ...DEFAULTS,
      labelSmoothing: 0.02,
      weightDecay: 0.5,
      dropout: { embedding: 0, lobe: 0.4, residual: 0 },
    };
    expect(optimizerSettings(own).weightDecay).toBe(0.5);
    expect(tutorSettings(own)).toMatchObject({ labelSmoothing: 0.02, dropout: own.dropout, steersDropout: true });
    expect(changeSetting(own, 'weightDecay', 0.2).setting).not.toHaveProperty('says');
  });

  it('is named where one of the three is set beside it', () => {
    const light = { ...DEFAULTS, generalise: 'light' } as const;
    for (const key of ['weightDecay', 'labelSmoothing', 'dropout.lobe'])
      expect(changeSetting(light, key, 0.2).setting.says).toBe(changeTexts.overruled('light'));
  });
});
