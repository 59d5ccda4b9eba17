import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderForNew, folderMeant, isBareName, nameOfPlace, placeOf, slugOf } from '../../../school/home/naming.ts';
import { texts } from '../../../school/home/texts.ts';
import { temporaryFolder } from '../temporary.ts';

describe('the name of a baby', () => {
  it.each([
    ['mia', 'mia'],
    ['Mia Ö. 2', 'mia-ö-2'],
    ['a._b', 'a-b'],
    ['小明', '小明'],
    // one letter, or a letter and a mark
    ['Zoe\u0308', 'zoë'],
  ])('%s is %s in the name of a folder', (name, slug) => {
    expect(slugOf(name)).toBe(slug);
    expect(placeOf(name, '/home/me')).toBe(`/home/me/.babyllm-${slug}`);
    expect(nameOfPlace(`.babyllm-${slug}`)).toBe(slug);
  });

  it('is babyllm for the first', () => {
    expect(placeOf('babyLLM', '/home/me')).toBe('/home/me/.babyllm');
    expect(nameOfPlace('.babyllm')).toBe('babyllm');
    for (const other of ['babyllm', '.babyllms', '.babyllm-', '..babyllm-mia.filling-12']) {
      expect(nameOfPlace(other)).toBeUndefined();
    }
  });

  it('is told from a path', () => {
    for (const name of ['mia', 'Mia 2', 'a.b']) expect(isBareName(name)).toBe(true);
    for (const path of ['', '.', '..', './mia', '/mia', 'a/b', 'a\\b', 'C:', '~', '.mia', '-x', 'a\nb']) {
      expect(isBareName(path)).toBe(false);
    }
  });
});

describe('--home', () => {
  it('with a name means the baby of that name, wherever it is said', () => {
    const nest = temporaryFolder();
    mkdirSync(join(nest, '.babyllm-tests'));
    // such a folder is here too
    expect(folderMeant('tests', nest)).toBe(join(nest, '.babyllm-tests'));
    expect(folderMeant('Tests', nest)).toBe(join(nest, '.babyllm-tests'));
    expect(folderMeant('./tests', nest)).toBe(join(process.cwd(), 'tests'));
    expect(folderMeant('/x/y', nest)).toBe('/x/y');
  });

  it('with a name that no baby has means a folder that is here', () => {
    expect(folderMeant('school', temporaryFolder())).toBe(join(process.cwd(), 'school'));
  });

  it('begins no life by a slip of the pen', () => {
    expect(() => folderMeant('mai', temporaryFolder())).toThrow(texts.noSuchBaby('mai'));
    // but the first may begin
    const nest = temporaryFolder();
    expect(folderMeant('babyllm', nest)).toBe(join(nest, '.babyllm'));
  });

  it('for a new one means its place, there or not', () => {
    expect(folderForNew('mai', '/home/me')).toBe('/home/me/.babyllm-mai');
    expect(folderForNew('/x/y', '/home/me')).toBe('/x/y');
  });
});
