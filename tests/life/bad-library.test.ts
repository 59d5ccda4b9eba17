/** Texts that are none, or are odd: one clear sentence each, and what is good is read all the same. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Random } from '../../brain/engine/random.ts';
import { daemonTexts } from '../../school/daemon/texts/daemon-texts.ts';
import { LONG } from './campaign.ts';
import { baby, newHome, type Running, soulOf, start, story, wakes } from './program.ts';

/** Many times the pieces in which a text is read; the long form is larger still. */
const MEGABYTES = LONG ? 50 : 10;

const many = (line: (n: number) => string): string => Array.from({ length: 40 }, (_, n) => `${line(n)}\n`).join('');
const utf16 = Buffer.from(`\ufeff${many((n) => `The fox said good night ${n} times and walked home.`)}`, 'utf16le');
const latin1 = Buffer.from(
  many((n) => `Der Bär hörte ${n} Möwen über dem Fluß und aß Käse.`),
  'latin1',
);
const binary = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) & 0xff);

const tokens = (out: string): number => Number(out.match(/([\d,]+) tokens in its library/)?.[1]?.replaceAll(',', ''));

/** Linux says which files a process has open. */
const seesFiles = existsSync('/proc/self/fd');
if (!seesFiles) console.info('skipped: files that are cut short while they are read (no /proc tells when that is)');

async function opens(process: Running, file: string): Promise<void> {
  const folder = `/proc/${process.child.pid}/fd`;
  const link = (fd: string): string => {
    try {
      return readlinkSync(join(folder, fd));
    } catch {
      return ''; // it was closed meanwhile
    }
  };
  while (!readdirSync(folder).some((fd) => link(fd) === file)) {
    if (process.isOver) throw new Error(`it was expected to open ${file}, but it ended:\n${process.err}${process.out}`);
    await setImmediate();
  }
}

describe('a library', () => {
  it.each([
    ['an empty file', { 'nothing.txt': '' }],
    ['a binary file', { 'picture.txt': binary }],
  ])('with nothing but %s gets the starter texts beside it', async (_what, texts) => {
    const home = newHome({}, texts);
    const { code, err } = await baby(home, 'wake', '--steps', '2');
    expect(code).toBe(0);
    expect(err).toContain(`${daemonTexts.wake.starterTexts(15, join(home, 'library'))}\n`);
    const [name] = Object.keys(texts);
    expect(err).toMatch(new RegExp(`^(warn: )?${name} is (empty|no text but binary, and is skipped)\\.$`, 'm'));
  });

  it('whose only text holds not one word is told so in one sentence', async () => {
    const home = newHome({}, { 'blank.txt': '\ufeff' });
    const { code, out, err } = await baby(home, 'wake', '--steps', '2');
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(
      `there is nothing to read: put a text (.txt or .md) into ${join(home, 'library')}, or run \`baby feed <file> --home ${home}\`\n`,
    );
    expect(readdirSync(join(home, 'soul'))).toEqual([]);
  });

  it('with odd files beside good ones is read, and each of them has its sentence', async () => {
    const good = newHome({}, { 'story.txt': story });
    const alone = tokens((await baby(good, 'wake', '--steps', '1')).out);
    const home = newHome(
      {},
      {
        'story.txt': story,
        'empty.txt': '',
        'picture.txt': binary,
        'wide.txt': utf16,
        'west.txt': latin1,
        'book.pdf': '%PDF',
        'twice.txt': story,
        'broken.txt': Buffer.concat([
          Buffer.from('Ein Bär. '.repeat(100)),
          Buffer.from([0xff]),
          Buffer.from(' und so.'),
        ]),
      },
    );
    mkdirSync(join(home, 'library', 'folder.txt'));
    const { code, out, err } = await baby(home, 'wake', '--steps', '2');
    expect(code).toBe(0);
    expect(tokens(out)).toBeGreaterThan(alone);
    const sentences: [string, RegExp][] = [
      ['empty.txt', /is empty\.$/],
      ['picture.txt', /is no text but binary, and is skipped\.$/],
      ['wide.txt', /is UTF-16LE; it is read as that\.$/],
      ['west.txt', /is not UTF-8; it is read as Windows-1252\.$/],
      ['book.pdf', /is skipped: files of the kind \.pdf are not read yet/],
      ['twice.txt', /is the same as .*story\.txt and is not read twice\.$/],
      ['broken.txt', /is not valid UTF-8 in one place; a replacement character stands there\.$/],
    ];
    const lines = err.trimEnd().split('\n');
    for (const [name, sentence] of sentences) {
      const about = lines.filter((line) => sentence.test(line) && line.includes(name));
      expect(about, `${name} in\n${err}`).toHaveLength(1);
    }
    expect(lines, err).toHaveLength(sentences.length);
  });

  it('of texts and names that would steer a terminal steers none', async () => {
    const evil = many((n) => `The \x1b[2J\x1b]0;stolen\x07fox\x9b2J ${n} went \x1b[41mhome\r and \x08slept.`);
    const home = newHome(
      { babbleSeconds: 1, sources: { dialogues: 0 } },
      { 'a\x1b[2J\x1b]0;stolen\x07.txt': evil, 'b\x1b[41m\n\x9b2J.pdf': evil },
    );
    const awake = await wakes(home);
    await awake.says(/^babbles at step/m);
    const { code, out, err } = await awake.interrupt();
    expect(code).toBe(0);
    expect(err).toContain('files of the kind');
    expect(out).toMatch(/ · a.*\.txt$/m);
    expect(out + err).not.toMatch(/[^\n\x20-\x7e\xa0-\uffff]/);
  });

  it(`with one line of ${MEGABYTES} MB is read to its end`, async () => {
    const words = story.split(/\s+/);
    const random = new Random(50);
    const home = newHome({}, { 'story.txt': story });
    for (let i = 0; i < MEGABYTES; i++) {
      let text = '';
      while (text.length < 1_000_000) text += `${words[Math.floor(random.uniform() * words.length)]} `;
      appendFileSync(join(home, 'library', 'line.txt'), text);
    }
    const { code, out, err } = await baby(home, 'wake', '--steps', '2');
    expect([code, err.replace(/^(reading the library|learning to read).*\n/gm, '')]).toEqual([0, '']);
    expect(tokens(out)).toBeGreaterThan(200_000 * MEGABYTES);
  });

  it.skipIf(!seesFiles)('whose files are cut short or deleted while they are read loses nothing else', async () => {
    const home = newHome({}, { 'story.txt': story });
    const big = join(home, 'library', 'big.txt');
    const other = join(home, 'library', 'other.txt');
    await baby(home, 'wake', '--steps', '1');
    const paragraph = story.slice(0, 5000);
    writeFileSync(big, Array.from({ length: 4000 }, (_, i) => `${i} ${paragraph}`).join('\n'));
    writeFileSync(other, Array.from({ length: 4000 }, (_, i) => `${i * 7} ${paragraph}`).join('\n'));
    const awake = start(home, ['wake']);
    // By then the big one was looked at, and is read again later.
    await opens(awake, other);
    truncateSync(big, 1000);
    rmSync(other);
    await awake.says(/^step [\d,]+ · /m);
    expect(awake.err).toMatch(
      /^warn: .*big\.txt was changed while it was read; it is skipped for now, and it is read again next time\.$/m,
    );
    expect(awake.err).toMatch(
      /other\.txt (cannot be read: it is not there any more|was changed while it was read).*$/m,
    );
    // What is left of it is read without being asked.
    await awake.says(/the library changed: [\d,]+ tokens in 2 files/);
    expect(await awake.interrupt()).toMatchObject({ code: 0 });
  });
});

describe('a library that changes while it is awake', () => {
  it('is read anew: more tokens, and the same exams as before', async () => {
    const home = newHome({ saveSeconds: 3600 }, { 'story.txt': story });
    const library = join(home, 'library');
    const awake = await wakes(home);
    const before = tokens(awake.out);
    const exam = JSON.parse((await baby(home, 'exam', '--json')).out);
    expect(exam.tokens).toBeGreaterThan(0);

    writeFileSync(join(library, 'new.txt'), 'A little text that is too short to be examined on.\n');
    const [, more] = await awake.says(/the library changed: ([\d,]+) tokens in 2 files/);
    expect(Number(more!.replaceAll(',', ''))).toBeGreaterThan(before);
    expect(JSON.parse((await baby(home, 'exam', '--json')).out)).toMatchObject({
      tokens: exam.tokens,
      bytes: exam.bytes,
    });

    // Words before it, after it, and gone from it: what was held out stays held out, to the byte.
    writeFileSync(
      join(library, 'story.txt'),
      `A new beginning, never seen before.\n${story.slice(200)}And a new end of it.\n`,
    );
    await awake.says(/the library changed(?:.|\n)*the library changed/);
    expect(JSON.parse((await baby(home, 'exam', '--json')).out)).toMatchObject({
      tokens: exam.tokens,
      bytes: exam.bytes,
    });

    rmSync(join(library, 'new.txt'));
    await awake.says(/the library changed: [\d,]+ tokens in 1 file$/m);
    rmSync(join(library, 'story.txt'));
    await awake.says(/^warn: .*$/m);
    const running = JSON.parse((await baby(home, 'status', '--json')).out).stats.step;
    expect(await awake.interrupt()).toMatchObject({ code: 0 });
    expect(soulOf(home).state.tutor.step).toBeGreaterThanOrEqual(running);
  });

  it('takes in what is fed', async () => {
    const home = newHome({}, { 'story.txt': story });
    const awake = await wakes(home);
    const before = tokens(awake.out);
    const text = join(home, 'letters.md');
    writeFileSync(text, story.toUpperCase());
    expect(await baby(home, 'feed', text)).toMatchObject({ code: 0, err: '' });
    const [, more] = await awake.says(/the library changed: ([\d,]+) tokens in 2 files/);
    expect(Number(more!.replaceAll(',', ''))).toBeGreaterThan(before);
    expect(await awake.interrupt()).toMatchObject({ code: 0 });
    expect(readFileSync(join(home, 'library', 'letters.md'), 'utf8')).toBe(story.toUpperCase());
  });
});
