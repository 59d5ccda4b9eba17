// The sentences of a room lie in one place, its `texts.ts` or the files of its folder `texts/`, so that all of them can be read side by side,
// and tests name a sentence by its key.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseAst } from 'vitest/node';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Every room; `brain` is none of them: its errors stand beside the mathematics, and its shapes are tables with a description for each size. */
const ROOMS: readonly string[] = [
  ...['school', 'library'].flatMap((part) =>
    readdirSync(join(ROOT, part), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${part}/${name}`),
  ),
  'soul',
  'statistics',
  'window',
];

interface Exception {
  readonly file: string;
  readonly why: string;
  /** how the literal begins; without it, every literal of the file is excepted */
  readonly literal?: string;
}
/** Sentences that stay where they are; one line an exception, in the order of the alphabet. */
const EXCEPTIONS: readonly Exception[] = [
  { file: 'library/cleaning/legacy-encoding.ts', literal: 'cp850', why: 'names of encodings' },
  { file: 'library/cleaning/stand-ins.ts', literal: 'Wren Moss', why: 'names that stand for people' },
  { file: 'library/cleaning/streets.ts', why: 'words of addresses that are recognised' },
  { file: 'library/importing/chats/dates.ts', why: 'names of months that are recognised' },
  { file: 'library/importing/chats/messengers/whatsapp-words.ts', why: 'words that WhatsApp writes into chats' },
  { file: 'library/importing/chats/networks/meta-words.ts', why: 'words that Facebook and Instagram write into chats' },
  { file: 'library/importing/chats/transcripts/shapes.ts', why: 'words of dates and times that are recognised' },
  { file: 'library/importing/collection.ts', literal: 'jpg jpeg', why: 'ends of names' },
  { file: 'library/importing/mail/mime.ts', literal: 'utf-8 windows', why: 'names of encodings' },
  { file: 'library/importing/mail/quotes.ts', why: 'words with which mail programs begin a quotation' },
  { file: 'library/importing/mail/signatures.ts', why: 'words with which mail programs sign' },
  { file: 'library/importing/tables/columns.ts', why: 'names of columns that are recognised' },
  { file: 'school/babies/archive/inventory.ts', literal: 'an inventory of', why: 'a RangeError that no user sees' },
  { file: 'school/cli/commands/new.ts', literal: '--tokenizer', why: 'an option as it is typed' },
  { file: 'school/cli/completions.ts', why: 'scripts of shells and the frame of the man page, whole' },
  { file: 'school/cli/launcher.ts', why: 'read by old Nodes, so it imports nothing' },
  { file: 'school/cli/node-version.ts', why: 'read by old Nodes, so it imports nothing' },
  { file: 'school/dashboard/glossary.ts', why: 'the table of words that the help explains, and nothing else' },
  { file: 'school/interchange/card.ts', literal: '---', why: 'the card of an exported model, whole' },
  { file: 'school/interchange/gguf/gguf-format.ts', literal: 'ollama create', why: 'a command' },
  { file: 'school/interchange/huggingface/huggingface-format.ts', literal: 'python3 -c', why: 'a command' },
  { file: 'school/interchange/huggingface/plain-formats.ts', literal: 'python3 -c', why: 'a command' },
  { file: 'school/interchange/prompt-templates.ts', literal: '{% for m in', why: 'a template of Jinja' },
  { file: 'school/machine/system-service.ts', literal: '# Written by', why: 'the unit file of systemd, whole' },
  { file: 'school/raising/feelings.ts', why: 'rules, each with the word for its feeling, which souls store' },
  { file: 'school/settings/raising-settings.ts', why: 'questions to the baby: the default of a setting' },
  {
    file: 'school/training/evaluation/corrections-exam.ts',
    literal: 'please tell me',
    why: 'a prompt',
  },
  { file: 'school/twitch/moderation/fold.ts', literal: 'kill kills', why: 'words that a rule looks for' },
  { file: 'school/twitch/moderation/harm-phrases.ts', why: 'patterns of phrases that rules look for' },
  { file: 'school/twitch/moderation/number-words.ts', why: 'numbers in words, in eight languages' },
  { file: 'school/twitch/moderation/personal.ts', literal: 'cpf|cnpj', why: 'a pattern' },
  { file: 'school/twitch/moderation/terms/blocklist.ts', literal: 'nightbot', why: 'names of bots' },
  { file: 'school/twitch/moderation/terms/innocent.ts', why: 'words and patterns of words' },
  { file: 'school/twitch/moderation/terms/terms.ts', why: 'parts of words' },
  {
    file: 'statistics/names.ts',
    why: 'the table of all statistics: unit, meaning and drawing of each stand in one row',
  },
  { file: 'statistics/report/colour.ts', literal: '<figure class', why: 'classes of CSS' },
  { file: 'statistics/report/style.ts', why: 'CSS' },
];

/** A node of the syntax tree, by the names of ESTree. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}
const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string';
const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

const parse = (text: string, file: string): Node =>
  parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' }, file) as unknown as Node;

/** What a literal, a template or a sum of them says, with `X` for each value in it; undefined for every other node. */
function wordsOf(node: Node): string | undefined {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined;
  if (node.type === 'JSXText') return node['value'] as string;
  if (node.type === 'TemplateLiteral')
    return (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('X');
  if (node.type !== 'BinaryExpression' || node['operator'] !== '+') return undefined;
  const [left, right] = [node['left'], node['right']].map((side) => wordsOf(side as Node));
  return left === undefined && right === undefined ? undefined : `${left ?? 'X'}${right ?? 'X'}`;
}

const isSentence = (words: string): boolean =>
  /[a-z]+ [a-z]+ [a-z]+/i.test(words) &&
  (words.match(/[a-z']+/gi) ?? []).length >= 4 &&
  (words.replace(/\bX\b/g, '').match(/[a-z']{2,}/gi) ?? []).length >= 2;
const isSql = (words: string): boolean =>
  /\b(SELECT|INSERT|UPDATE|DELETE FROM|CREATE|DROP TABLE|ALTER TABLE|PRAGMA|CASE|FROM|AND|OR|INDEXED|JOIN)\b/.test(
    words,
  );

/** The sentences of a source, each with its line. */
function sentencesOf(text: string, file: string): { readonly line: number; readonly words: string }[] {
  const found: { line: number; words: string }[] = [];
  const visit = (node: Node): void => {
    if (/^(Import|ExportAll)/.test(node.type)) return;
    const words = wordsOf(node);
    if (words !== undefined && isSentence(words) && !isSql(words)) {
      found.push({ line: text.slice(0, node.start).split('\n').length, words });
      // the parts of a sum are said with it; what stands in a template has words of its own
      if (node.type === 'BinaryExpression') return;
    }
    childrenOf(node).forEach(visit);
  };
  visit(parse(text, file));
  return found;
}

/** What does not belong into a file of texts: it exports tables of texts, `as const`, and imports nothing but types and the formats of numbers and times. */
function strangersIn(text: string, file: string): string[] {
  return (parse(text, file)['body'] as Node[])
    .filter((node) => {
      if (node.type === 'ImportDeclaration')
        return node['importKind'] !== 'type' && !/\/(format|texts)\b/.test((node['source'] as Node)['value'] as string);
      if (node.type !== 'ExportNamedDeclaration') return !/^(VariableDeclaration|TS)/.test(node.type);
      const declaration = node['declaration'] as Node | null;
      if (declaration?.type.startsWith('TS')) return false;
      const declared = declaration?.['declarations'] as Node[] | undefined;
      return !declared?.every(({ id, init }) => {
        // … as const satisfies …
        const table = (init as Node).type === 'TSSatisfiesExpression' ? (init as Node)['expression'] : init;
        return /^(texts|\w+Texts)$/.test((id as Node)['name'] as string) && (table as Node).type === 'TSAsExpression';
      });
    })
    .map(({ start }) => text.slice(start).split('\n')[0]);
}

/** Characters of a sentence, without those of its values, from which on a test names it by its key. */
const WHOLE = 30;
const VALUE = /(?<![A-Z])X+(?![A-Z])/;

/** What a sentence is like, whatever its values; undefined for a short one. */
function patternOf(words: string): { test(said: string): boolean } | undefined {
  const parts = words.split(VALUE);
  if (parts.join('').length < WHOLE) return undefined;
  const whole = new RegExp(`^${parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('[^]*')}$`);
  const [longest] = parts.toSorted((a, b) => b.length - a.length);
  // of millions of pairs, nearly all differ already in this, which is found in a tenth of the time
  return { test: (said) => said.includes(longest) && whole.test(said) };
}

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const isFile = (path: string): boolean => statSync(join(ROOT, path), { throwIfNoEntry: false })?.isFile() === true;
const sourcesOf = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path}`)
    .filter((path) => /(?<!\.d)\.tsx?$/.test(path));
/** The files of texts of a room. */
const textsOf = (room: string): string[] => {
  if (isFile(`${room}/texts.ts`)) return [`${room}/texts.ts`];
  return existsSync(join(ROOT, room, 'texts')) ? sourcesOf(`${room}/texts`) : [];
};
const isExcepted = (file: string, words: string): boolean =>
  EXCEPTIONS.some((one) => one.file === file && words.startsWith(one.literal ?? ''));

describe('the texts of a room', () => {
  it.each(ROOMS)('hold every sentence of %s', (room) => {
    const places = textsOf(room);
    const outside = sourcesOf(room)
      .filter((file) => !places.includes(file))
      .flatMap((file) => sentencesOf(read(file), file).map((one) => ({ ...one, file })))
      .filter(({ file, words }) => !isExcepted(file, words))
      .map(({ file, line, words }) => `${file}:${line} ${JSON.stringify(words)}`);
    expect(outside, `put these into ${room}/texts.ts`).toEqual([]);
  });

  it('are tables of texts and nothing else', () => {
    const wrong = ROOMS.flatMap(textsOf).flatMap((file) =>
      strangersIn(read(file), file).map((line) => `${file}: ${line}`),
    );
    expect(wrong).toEqual([]);
  });

  it('are all said somewhere', () => {
    const texts = new Set(ROOMS.flatMap(textsOf));
    const said = new Set(
      ['school', 'library', 'soul', 'statistics', 'window']
        .flatMap(sourcesOf)
        .filter((file) => !texts.has(file))
        .flatMap((file) => read(file).match(/\w+/g) ?? []),
    );
    const silent = [...texts].flatMap((file) =>
      keysOf(parse(read(file), file))
        .filter((key) => !said.has(key))
        .map((key) => `${file}: ${key}`),
    );
    expect(silent).toEqual([]);
  });

  it('leave out what is excepted, and every exception is needed', () => {
    const needless = EXCEPTIONS.filter(
      ({ file, literal = '' }) =>
        !isFile(file) || !sentencesOf(read(file), file).some(({ words }) => words.startsWith(literal)),
    );
    expect(needless).toEqual([]);
    expect(EXCEPTIONS.filter(({ file }) => !ROOMS.some((room) => file.startsWith(`${room}/`)))).toEqual([]);
  });
});

describe('a test', () => {
  it('names a whole sentence of a room by its key: words then change in one place', () => {
    const patterns = ROOMS.flatMap(textsOf).flatMap((file) =>
      sentencesOf(read(file), file).flatMap(({ words }) => patternOf(words) ?? []),
    );
    const repeated = sourcesOf('tests')
      .filter((file) => !file.includes('/node_modules/'))
      .flatMap((file) => sentencesOf(read(file), file).map((one) => ({ ...one, file })))
      .filter(({ words }) => words.length >= WHOLE && patterns.some((pattern) => pattern.test(words)))
      .map(({ file, line, words }) => `${file}:${line} ${JSON.stringify(words)}`);
    expect(repeated, 'import the texts of the room, or assert a short part that stays').toEqual([]);
  });

  it('may say a part of a sentence, and short ones whole', () => {
    const pattern = patternOf('the folder X cannot be written to the disk: X');
    expect(pattern?.test('the folder /tmp/a cannot be written to the disk: it is full')).toBe(true);
    expect(pattern?.test('cannot be written to the disk')).toBe(false);
    expect(patternOf('there is no such X: X')).toBe(undefined);
  });
});

describe('a sentence', () => {
  const found = (text: string, file = 'a.ts') => sentencesOf(text, file).map(({ words }) => words);

  it.each([
    ["throw new Error('there is no such baby');", 'there is no such baby'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the source of a template
    ['const a = `${name} is not a baby`;', 'X is not a baby'],
    ["const a = 'there is ' + one + ' too many';", 'there is X too many'],
    ["const a = { key: ['it goes on from here'] };", 'it goes on from here'],
  ])('is found in %s', (text, words) => {
    expect(found(text)).toEqual([words]);
  });

  it('is found in the text of an element', () => {
    expect(found('const a = <Text>it is asleep now</Text>;', 'a.tsx')).toEqual(['it is asleep now']);
  });

  it.each([
    "import { a } from './there is no such.ts';",
    '// there is no such baby\nconst a = /there is no such baby/;',
    "const a = 'SELECT a FROM b WHERE c';",
    "const a = 'AND (a IS NULL OR b = c)';",
    "const a = 'three words only';",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the source of a template
    'const a = `${one} ${two} ${three}: ${four} of ${five}`;',
    "const a = ['there', 'is', 'no', 'sentence'];",
  ])('is not %s', (text) => {
    expect(found(text)).toEqual([]);
  });

  it('stands in a table, with types and formats beside it: anything else in a file of texts is found', () => {
    const texts =
      "import { count } from '../../statistics/format/numbers.ts';\nexport const texts = { a: 'b' } as const;";
    expect(strangersIn(texts, 'texts.ts')).toEqual([]);
    for (const other of ["import { a } from './a.ts';", 'export const a = 1;', 'export function a() {}', 'a();'])
      expect(strangersIn(`${texts}\n${other}`, 'texts.ts')).toEqual([other]);
  });
});

/** The keys of the tables of a source, the inner ones too. */
function keysOf(node: Node): string[] {
  const own = node.type === 'Property' ? [(node['key'] as Node)['name'] as string | undefined] : [];
  // the body of a text has objects that are no tables
  const inner = node.type === 'ArrowFunctionExpression' ? [] : childrenOf(node).flatMap(keysOf);
  return [...own.filter((key) => key !== undefined), ...inner];
}
