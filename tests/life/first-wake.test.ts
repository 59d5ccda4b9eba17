/** What a newcomer does, without a terminal: the first wake on the starter texts, Ctrl-C, the second wake, and where to read on. */
import { cpSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { daemonTexts } from '../../school/daemon/texts/daemon-texts.ts';
import { starterFolder } from '../../school/home/package-root.ts';
import { BRAIN_NAMES } from '../../school/settings/shape-settings.ts';
import {
  baby,
  newHome,
  SENTENCE,
  soulOf,
  start,
  stepAfter,
  story,
  temporaryFolder,
  wakes,
  wholeSouls,
} from './program.ts';

const count = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''));
/** The step with which the newest line of this kind says it is over or begins. */
const stepIn = (text: string, before: string): number =>
  count(text.match(new RegExp(`${before} at step ([\\d,]+)`))?.[1]);

describe('the first wake', () => {
  it('learns the starter texts in plain lines, babbles, sleeps on Ctrl-C, and goes on there', async () => {
    const home = join(temporaryFolder(), 'home');
    const first = start(home, ['wake', '--preset', 'tiny']);
    await first.says(/^babyllm wakes at step 0: baby brain, tiny, [\d,]+ parameters, .* tokens in its library\.$/m);
    expect(first.err).toBe(`${daemonTexts.wake.starterTexts(15, join(home, 'library'))}\n`);
    await first.says(
      /^step [\d,]+ · loss \d+\.\d{3} · \d+\.\d{3} bits\/byte · no exam yet · feels #[0-9a-f]{6} · expects #[0-9a-f]{6} · [\d.]+k? tokens\/s · rate \d\.\de-\d · \S+\.txt$/m,
    );
    await first.says(/^babbles at step [\d,]+: \S/m);
    await first.says(/^exam at step [\d,]+: \d\.\d{4} bits per byte of held-out text$/m);
    const { code, out, err } = await first.interrupt();
    expect(code).toBe(0);
    expect(err).not.toMatch(/error|warn/i);
    // Nothing but its lines came: no colours, no cursor, no bar.
    expect(out).not.toMatch(/[^\n\x20-\uffff]/);
    // what it was doing when it was interrupted may still be told
    expect(out).toMatch(
      /\nsaving…\n(?:(?:step|babbles|exam|scribe|reflects).*\n)*saved soul-\d{10} at step [\d,]+ \([\d.]+ MB, [\d.]+ s\)\ndiary: step .*\nasleep at step [\d,]+\n$/,
    );
    const step = stepIn(out, 'asleep');
    expect(step).toBeGreaterThan(10);
    expect(stepIn(out.slice(out.indexOf('saving…')), 'saved \\S+')).toBe(step);
    expect(soulOf(home).state.tutor.step).toBe(step);
    expect(soulOf(home).state.lastExam).toEqual(expect.any(Number));
    expect(wholeSouls(home)[0]).toBe(`soul-${String(step).padStart(10, '0')}`);

    const second = await wakes(home);
    const { out: later } = await second.interrupt();
    expect(stepIn(later, 'wakes')).toBe(step);
    // on a busy machine it has learnt a little before anybody looks
    expect(count(later.match(/^step ([\d,]+) · /m)?.[1])).toBeGreaterThan(step);
    expect(stepIn(later, 'asleep')).toBeGreaterThan(step);
    expect(second.err).toBe('');
  });

  it('makes a home that nobody else may look into', async () => {
    const home = join(temporaryFolder(), 'a', 'home');
    expect(await baby(home, 'wake', '--preset', 'tiny', '--steps', '1')).toMatchObject({ code: 0 });
    expect(readdirSync(join(home, 'library')).filter((name) => !name.startsWith('.'))).toEqual(
      readdirSync(starterFolder).sort(),
    );
    const open: string[] = [];
    const look = (path: string): void => {
      const stats = statSync(path);
      if ((stats.mode & 0o077) !== 0) open.push(path);
      if (stats.isDirectory()) for (const entry of readdirSync(path)) look(join(path, entry));
    };
    look(home);
    expect(open).toEqual([]);
  });

  it('ends by itself after its minutes, and after its steps', async () => {
    const home = newHome({}, { 'story.txt': story });
    expect(await baby(home, 'wake', '--steps', '3')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/asleep at step 3\n$/),
    });
    const timed = await baby(home, 'wake', '--minutes', '0.05');
    expect(timed.code).toBe(0);
    expect(timed.out).toMatch(/\nexam at step [\d,]+: .*\nsaved .*\ndiary: .*\nasleep at step [\d,]+\n$/);
    expect(soulOf(home).state.secondsAwake).toBeGreaterThanOrEqual(3);
  });

  it('says what is there to a reader that goes away, and still saves', async () => {
    const home = newHome({}, { 'story.txt': story });
    const awake = await wakes(home);
    awake.child.stdout.destroy();
    await awake.interrupt();
    expect((await awake.ended).code).toBe(0);
    expect(soulOf(home).state.tutor.step).toBeGreaterThan(0);
    expect(existsSync(join(home, 'run', 'holder.json'))).toBe(false);
  });
});

describe('a baby that is awake', () => {
  it('tells of its library as it is now, and counts its lobes from one', async () => {
    const home = newHome({ saveSeconds: 3600 }, { 'story.txt': story });
    // no starter dialogue: those are learnt from the first wake on, and cannot be held out any more
    const more = join(temporaryFolder(), 'diary.txt');
    cpSync(join(starterFolder, 'diary-winter.txt'), more);
    const awake = await wakes(home);
    const tokens = async (): Promise<number> =>
      count((await baby(home, 'status')).out.match(/^ {2}library +([\d,]+) tokens/m)?.[1]);
    const before = await tokens();
    expect(await baby(home, 'feed', more)).toMatchObject({ code: 0 });
    await awake.says(/the library changed: [\d,]+ tokens in 2 files; its held-out part changed too/);
    const after = await tokens();
    expect(after).toBeGreaterThan(before);
    const { introduction } = JSON.parse((await baby(home, 'status', '--json')).out);
    expect(introduction.libraryTokens).toBe(after);
    expect(awake.out + awake.err).toContain(`the library changed: ${after.toLocaleString('en')} tokens`);

    const { out } = await baby(home, 'status', '--parameters');
    expect(out).toMatch(/^ {2}lobe 1 memory +[\d,]+ {2}/m);
    expect(out).not.toMatch(/lobe\d/);
    expect(introduction.organs.join('\n')).toContain('lobe0.memory');
    await awake.interrupt();
    const listed = (await baby(home, 'stats', '--list')).out;
    expect(listed).toMatch(/^lobe0\.gate .*let through\. Lobe 1\.$/m);
    expect(listed).toMatch(/^lobe1\.window2 .*\. Lobe 2, window 3\.$/m);
    expect((await baby(home, 'stats', 'lobe1.gate')).out).toMatch(/^lobe1\.gate {2}0\.\d+ share \(lobe 2\)\n/);
  });

  it('answers whatever is asked', async () => {
    const home = newHome({ saveSeconds: 3600 }, { 'story.txt': story });
    const poem = join(temporaryFolder(), 'poem.txt');
    writeFileSync(poem, 'The sea is wide and the night is long,\nand under the water there is a song.\n');
    const awake = await wakes(home);
    const [help, doctor, said, again] = [
      await baby(home, '--help'),
      await baby(home, 'doctor'),
      await baby(home, 'say', 'hello', '--max-tokens', '10'),
      await baby(home, 'wake'),
    ];
    expect(help).toMatchObject({ code: 0, out: expect.stringContaining('Examples:') });
    expect(doctor).toMatchObject({ code: 0, out: expect.stringMatching(/^ok +baby\.json +baby, tiny$/m) });
    expect(said).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^[^\x00-\x09\x0b-\x1f]*\n$/) });
    expect(again.code).toBe(75);
    expect(again.err).toMatch(SENTENCE);
    expect(again.err).toContain(`process ${awake.child.pid} holds it since`);
    // Nobody who asked, not even the second wake, has disturbed it.
    const before = await stepAfter(home, 0);
    expect(await baby(home, 'exam', '--text', poem)).toMatchObject({ code: 0, err: '' });
    await stepAfter(home, before);
    expect(await awake.interrupt()).toMatchObject({ code: 0 });
    expect(awake.err).toBe('');
  });
});

describe('reading on elsewhere', () => {
  /** What the only stream of a seed brain will read next, as a token of the one text there is. */
  const offset = (home: string): number => soulOf(home).state.streams.streams[0]!.offset;

  it('goes where --from says', async () => {
    const home = newHome({ brain: 'seed', time: 8, sources: { dialogues: 0 } }, { 'story.txt': story });
    const read = async (...from: string[]): Promise<number> => {
      expect(await baby(home, 'wake', '--steps', '1', ...from)).toMatchObject({ code: 0 });
      return offset(home);
    };
    expect(await read()).toBe(8);
    expect(await read()).toBe(16);
    expect(await read('--from', 'resume')).toBe(24);
    expect(await read('--from', '1000')).toBe(1008);
    expect(await read('--from', 'start')).toBe(8);
    const places = new Set([await read('--from', 'random'), await read('--from', 'random')]);
    expect(places.size).toBeGreaterThan(1);
    const step = soulOf(home).state.tutor.step;

    const { code, out, err } = await baby(home, 'wake', '--from', '99999999');
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(SENTENCE);
    expect(err).toMatch(/the token to begin at should be a whole number from 0 to \d+, but it is 99999999\.$/m);
    expect(soulOf(home).state.tutor.step).toBe(step);
  });

  it.each([
    ['--brain', 'whale', BRAIN_NAMES.join(', ')],
    ['--preset', 'huge', 'tiny, small, medium, full'],
  ])('refuses %s %s, and says which there are', async (option, name, known) => {
    const home = temporaryFolder();
    const { code, out, err } = await baby(home, 'wake', option, name);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(SENTENCE);
    expect(err).toContain(`Allowed choices are ${known}.`);
    expect(readdirSync(home)).toEqual([]);
  });
});
