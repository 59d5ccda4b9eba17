import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeHome } from '../../../school/home/home.ts';
import { ConfigError, configure, DEFAULTS, loadConfig, saveConfig } from '../../../school/settings/config.ts';
import { editDistance, nearest } from '../../../school/settings/nearest.ts';
import { undecidedShape } from '../../../school/settings/shape-settings.ts';
import { changeTexts } from '../../../school/settings/texts/changes.ts';
import { rangeTexts } from '../../../school/settings/texts/ranges.ts';
import { temporaryFolder } from '../temporary.ts';

const said = (values: unknown): string => {
  try {
    configure(values, 'baby.json');
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  return 'nothing';
};

const unknownKey = (key: string, meant: string, inside?: string): string =>
  changeTexts.unknownKey(
    'baby.json',
    `"${key}"`,
    inside === undefined ? '' : changeTexts.insideOf(inside),
    changeTexts.didYouMean(`"${meant}"`),
  );
const wrongValue = (key: string, range: string, came: string): string =>
  changeTexts.wrongValue('baby.json', key, range, came);

describe('a config', () => {
  it('is the defaults where nothing is said, and those pass their own check', () => {
    expect(configure({}, 'baby.json')).toEqual(DEFAULTS);
  });

  it('lays values over others, also inside of an object', () => {
    const config = configure({ preset: 'tiny', voice: { topK: 40 } }, 'baby.json');
    expect(config.preset).toBe('tiny');
    expect(config.voice).toEqual({ ...DEFAULTS.voice, topK: 40 });
    expect(configure({ seed: 7 }, 'flags', config)).toEqual({ ...config, seed: 7 });
    expect(DEFAULTS.voice.topK).toBe(0);
  });

  it('has the shape of its brain, each value left to the preset unless it is decided', () => {
    expect(configure({ brain: 'seed' }, 'baby.json').shape).toEqual({ channels: 0, neurons: 0 });
    const gpt2 = configure({ brain: 'gpt2', shape: { blocks: 4 } }, 'baby.json');
    expect(gpt2.shape).toEqual({ ...undecidedShape('gpt2'), blocks: 4 });
    expect(gpt2.shape).toMatchObject({ channels: 0, norm: 'preset', tied: 'preset' });
    // another brain keeps what it has too, and nothing else
    const wide = configure({ shape: { channels: 96, lobes: 2 } }, 'baby.json');
    expect(configure({ brain: 'gpt2' }, 'flags', wide).shape).toEqual({ ...gpt2.shape, channels: 96, blocks: 0 });
  });

  it.each([
    [{ learningrate: 1 }, unknownKey('learningrate', 'learningRate')],
    [{ heldout: 0.1 }, unknownKey('heldout', 'heldOut')],
    [{ saveSecond: 9 }, unknownKey('saveSecond', 'saveSeconds')],
    [{ voice: { temprature: 1 } }, unknownKey('temprature', 'temperature', 'voice')],
    [{ retry: { nonfinite: 1 } }, unknownKey('nonfinite', 'nonFinite', 'retry')],
    [{ shape: { lobs: 1 } }, unknownKey('lobs', 'lobes', 'shape')],
    [
      { brain: 'gpt2', shape: { lobes: 1 } },
      /no key "lobes" in shape; did you mean "blocks"|the keys are channels, blocks/,
    ],
    [{ ['__proto__x']: 1, preset: 'huge' }, /there is no key "__proto__x"; the keys are name, owner, brain/],
  ])('names an unknown key and the nearest known one: %j', (values, sentence) => {
    expect(said(values)).toMatch(sentence instanceof RegExp ? sentence : new RegExp(`^${literally(sentence)}$`));
  });

  it.each([
    [{ heldOut: 0.6 }, wrongValue('heldOut', rangeTexts.number(0, 0.5), '0.6')],
    [{ threads: -1 }, wrongValue('threads', rangeTexts.whole(0, 64), '-1')],
    [{ threads: 1.5 }, wrongValue('threads', rangeTexts.whole(0, 64), '1.5')],
    [{ threads: '2' }, wrongValue('threads', rangeTexts.whole(0, 64), '"2"')],
    [{ learningRate: null }, wrongValue('learningRate', rangeTexts.number(0, 1), 'null')],
    [{ preset: 'huge' }, wrongValue('preset', rangeTexts.oneOf('tiny, small, medium, full'), '"huge"')],
    [{ voice: { topP: 2 } }, wrongValue('voice.topP', rangeTexts.number(0, 1), '2')],
    [{ voice: 3 }, wrongValue('voice', rangeTexts.voice, '3')],
    [{ shape: 3 }, wrongValue('shape', rangeTexts.shape('baby'), '3')],
    [
      { brain: 'seed', shape: { neurons: -1 } },
      wrongValue('shape.neurons', rangeTexts.zeroOrWhole(1, 1_000_000), '-1'),
    ],
    [{ name: 'a]b' }, /^baby\.json: name should be a name of 1 to 32 .*, but "a\]b" came\.$/],
    [{ name: '\x1b[31mred' }, /name should be .*, but "\\u001b\[31mred" came\.$/],
    [[], changeTexts.notAnObject('baby.json')],
    [null, changeTexts.notAnObject('baby.json')],
  ])('says of a wrong value what it may be and what came: %j', (values, sentence) => {
    expect(said(values)).toMatch(sentence instanceof RegExp ? sentence : new RegExp(`^${literally(sentence)}$`));
  });

  it('is not misled by the key __proto__', () => {
    expect(said(JSON.parse('{"__proto__": {"seed": 5}}'))).toMatch(
      /^baby\.json: there is no key "__proto__"; the keys are/,
    );
  });

  it('is refused when it is not finite', () => {
    expect(said({ clip: Number.NaN })).toBe(wrongValue('clip', rangeTexts.number(0.001, 1000), 'NaN'));
    expect(said({ learningRate: Number.POSITIVE_INFINITY })).toMatch(/but Infinity came\.$/);
  });
});

describe('baby.json', () => {
  it('comes back as it was saved, private, whole and in a fixed order', async () => {
    const home = makeHome(temporaryFolder(), {});
    const config = configure({ voice: { topK: 3 }, name: 'Mia Lou', owner: 'Zoë' }, 'test', {
      ...DEFAULTS,
      preset: 'tiny',
    });
    await saveConfig(home, config);
    expect(await loadConfig(home)).toEqual(config);
    expect(statSync(home.config).mode & 0o777).toBe(0o600);
    const text = readFileSync(home.config, 'utf8');
    expect(Object.keys(JSON.parse(text) as object)).toEqual(Object.keys(DEFAULTS));
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('is all defaults where it is missing, and is not written by reading', async () => {
    const home = makeHome(temporaryFolder(), {});
    expect(await loadConfig(home)).toEqual(DEFAULTS);
    expect(() => statSync(home.config)).toThrow();
  });

  it('says in one sentence that it is no JSON, or no file', async () => {
    const home = makeHome(temporaryFolder(), {});
    writeFileSync(home.config, '{ "seed": 1,, }');
    await expect(loadConfig(home)).rejects.toThrow(
      /baby\.json should be JSON, but it is not \(.*\): correct it, or remove it/,
    );
    const other = makeHome(temporaryFolder(), {});
    mkdirSync(other.config);
    await expect(loadConfig(other)).rejects.toThrow(/baby\.json cannot be read: /);
    await expect(saveConfig(other, DEFAULTS)).rejects.toThrow(/baby\.json cannot be written: /);
  });

  it('may begin with a byte order mark', async () => {
    const home = makeHome(temporaryFolder(), {});
    writeFileSync(home.config, '\ufeff{"seed": 5}');
    expect((await loadConfig(home)).seed).toBe(5);
    // as 12ff94c wrote it
    writeFileSync(home.config, '{"brain":"gpt2","time":64,"streams":2,"lobes":3,"neurons":0}');
    const migrated = await loadConfig(home);
    expect(migrated).toMatchObject({ contextLength: 64, batch: 2, shape: { blocks: 3, feedForwardWidth: 0 } });
    await saveConfig(home, migrated);
    expect(await loadConfig(home)).toEqual(migrated);
    writeFileSync(home.config, '{"time":64,"contextLength":32}');
    await expect(loadConfig(home)).rejects.toThrow(/there is no key "time"/);
  });
});

describe('the nearest word', () => {
  it('counts changes, a swap as one', () => {
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('seed', 'sede')).toBe(1);
    expect(editDistance('same', 'same')).toBe(0);
  });

  it('is none when nothing is near', () => {
    expect(nearest('zzzzzz', ['topK', 'seed'])).toBeUndefined();
    expect(nearest('TOPK', ['topP', 'topK'])).toBe('topK');
    expect(nearest('x'.repeat(100_000), ['topK'])).toBeUndefined();
  });
});

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
