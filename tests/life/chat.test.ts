/** `baby chat` of the built program: from a pipe and in a real terminal, with a real baby, awake and asleep. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { printable } from '../../library/notices/printable.ts';
import { LATE } from '../../school/cli/talk/chat-input.ts';
import { conversationTexts } from '../../school/cli/texts/conversation.ts';
import { transcript } from '../../statistics/query/spans.ts';
import {
  baby,
  type Ended,
  inLedger,
  launcher,
  newHome,
  piped,
  SENTENCE,
  story,
  temporaryFolder,
  wakes,
} from './program.ts';
import { Screen } from './screen.ts';

/** A small baby that can speak for long. */
const homeOf = (config: object = {}): string =>
  newHome({ name: 'mia', owner: 'ann', ...config }, { 'story.txt': story });

/** `baby chat` with lines from a pipe. */
const chat = (home: string, lines: string | AsyncIterable<string>, ...args: string[]): Promise<Ended> =>
  piped(home, ['chat', ...args], lines);

const chatIn = (home: string, ...args: string[]): Screen =>
  new Screen(80, 24, [launcher, 'chat', '--home', home, ...args]);

/** What the ledger keeps of a conversation. */
const kept = (home: string, conversation: string): { speaker: string; text: string }[] =>
  inLedger(home, (ledger) =>
    transcript(ledger, { conversation, limit: 100 }).map(({ speaker, text }) => ({ speaker, text })),
  );

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !isSo(); waited += 20) {
    if (waited > 30_000) throw new Error(`${what} was waited for in vain`);
    await sleep(20);
  }
}

describe('baby chat with a baby that is awake', () => {
  it('answers a pipe, remembers what was said, and forgets it when it is told to', async () => {
    const home = homeOf({ voice: { maxTokens: 12 } });
    await wakes(home);
    const { code, out, err } = await chat(home, 'hi\n/stats\n/temperature 0\nhow are \x1b[2Jyou?\n');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^step [\d,]+ · loss \d/m);
    expect(out).toContain('The temperature of this conversation is 0.\n');
    expect(out).not.toMatch(/ann>|mia>|Goodbye|\x1b/);
    await until(() => kept(home, 'terminal').length === 4, 'four lines in the ledger');
    const lines = kept(home, 'terminal');
    expect(lines.map(({ speaker }) => speaker)).toEqual(['ann', 'mia', 'ann', 'mia']);
    expect([lines[0]?.text, lines[2]?.text]).toEqual(['hi', 'how are you?']);
    expect(out.split('\nstep ')[0]).toBe(printable(lines[1]?.text ?? ''));

    expect(await chat(home, '/forget\n')).toEqual({ code: 0, out: 'Forgotten: 4 lines were deleted.\n', err: '' });
    expect(kept(home, 'terminal')).toEqual([]);
    expect((await chat(home, '/forget\n')).out).toBe('Forgotten: there was nothing to delete.\n');
  });

  it('holds several chats beside each other, which do not know of one another', async () => {
    const home = homeOf({ voice: { maxTokens: 20 } });
    await wakes(home);
    const names = ['red', 'green', 'blue'];
    const many = names.map((name) => chat(home, `i am ${name}\nwho am i?\n`, '--conversation', name));
    for (const { code, err } of await Promise.all(many)) expect([code, err]).toEqual([0, '']);
    await until(() => names.every((name) => kept(home, name).length === 4), 'all lines in the ledger');
    for (const name of names) {
      const said = kept(home, name).filter(({ speaker }) => speaker === 'ann');
      expect(said.map(({ text }) => text)).toEqual([`i am ${name}`, 'who am i?']);
    }
    await chat(home, '/forget\n', '--conversation', 'red');
    expect(names.map((name) => kept(home, name).length)).toEqual([0, 4, 4]);
    expect(kept(home, 'terminal')).toEqual([]);
  });

  it('says what it does not do, goes on, and tells so by its exit code', async () => {
    const home = homeOf({ voice: { maxTokens: 5 } });
    await wakes(home);
    const { code, out, err } = await chat(home, '/svae\n/set learningRte 1\n/set voice.temperature 0\n/save\n');
    expect(code).toBe(1);
    expect(err.split('\n')[0]).toBe('There is no /svae; did you mean /save?');
    expect(err.split('\n')[1]).toContain('"learningRate"');
    expect(out).toMatch(/^voice\.temperature is 0 now\.\nSaved at step [\d,]+\.\n$/);
  });

  it('speaks as it comes in a terminal, stops on Ctrl-C, and leaves the terminal as it was', async () => {
    // After a word comes the next, never the end: no other text than this one, which holds no sentence. It takes more than a second to
    // say all that it may.
    const rounds = 'north wind, east wind, south wind, west wind and round again, '.repeat(400);
    const home = newHome(
      {
        // nothing is held out, so it learns that text by heart
        ...{ name: 'mia', owner: 'ann', preset: 'small', streams: 4, heldOut: 0 },
        voice: { temperature: 0, maxTokens: 4096, repetitionPenalty: 1 },
        sources: { dialogues: 0, reflections: 0 },
      },
      { 'rounds.txt': rounds },
    );
    const awake = await wakes(home);
    await awake.says(/^step (?:\d{3}|\d+,\d{3}) · /m);
    const screen = chatIn(home);
    await screen.shows(/^mia is awake, at step [\d,]+\. Say something/);
    await screen.shows(/^ann>/);
    // words may break at the end of a row
    const replies = () => screen.lines.join('').split('mia> ').slice(1);
    const spoken = () => replies().at(-1) ?? '';
    const isAsked = () => screen.rows.findLast((row) => row !== '') === 'ann> ';
    const goesOn = () => spoken().length > 200 && !isAsked();
    // which step it has reached depends on the machine, and with the step whether it answers with nothing: it is asked until a reply goes on
    let asked = 0;
    do {
      await screen.until(isAsked, 'a prompt');
      screen.pty.write('how are you?\r');
      asked++;
      await screen.until(() => replies().length === asked && (goesOn() || isAsked()), `reply ${asked}`);
    } while (!goesOn());
    await screen.shows('ann> how are you?');
    screen.pty.write('\x03');
    await screen.until(() => spoken().includes('(stopped)'), '(stopped)');
    await screen.until(isAsked, 'a new prompt');
    const lastTwo = () => kept(home, 'terminal').slice(-2);
    await until(
      () => lastTwo()[1]?.speaker === 'mia' && lastTwo()[1]!.text.length > 100,
      'what was said in the ledger',
    );
    expect(lastTwo()[0]).toEqual({ speaker: 'ann', text: 'how are you?' });
    const lines = kept(home, 'terminal').length;

    screen.pty.write('a line that is not said\x03');
    screen.pty.write('/fix\r');
    await screen.shows(/^fix> \S/);
    screen.pty.write('\x15i am well.\r');
    await screen.shows('Corrected: ');
    await until(() => kept(home, 'terminal').at(-1)?.text === 'i am well.', 'the correction in the ledger');

    screen.pty.write('\x04');
    expect(await screen.exited).toBe(0);
    await screen.shows(conversationTexts.chat.goodbye('mia'));
    expect(screen.isCursorShown).toBe(true);
    expect(kept(home, 'terminal')).toHaveLength(lines);
  });

  it('shows what is typed and spoken as text, whatever it is', async () => {
    const home = newHome(
      { name: 'mia', owner: 'ann', voice: { temperature: 0, maxTokens: 40 } },
      { 'evil.txt': 'fox \x1b[2J\x1b]0;stolen\x07\u202e\x9b3J said\n'.repeat(300) },
    );
    await wakes(home);
    const screen = chatIn(home);
    await screen.shows(/^ann>/);
    screen.pty.write('a\x1b]0;b\x07\u202ec\u009b2Jd\r');
    await screen.shows(/^mia> ./);
    await screen.until(() => screen.rows.findLast((row) => row !== '') === 'ann> ', 'a new prompt');
    await sleep(2 * LATE);
    screen.pty.write('\x03');
    expect(await screen.exited).toBe(0);
    // cursor moves, colours, and bracketed paste switched on and off are the program's own
    const rest = screen.output.replace(/\x1b\[(?:[0-9;]*[GJCDAKm]|\?2004[hl])/g, '');
    expect(rest).not.toMatch(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e]|stolen/);
    expect(screen.output).not.toMatch(/\x1b\[[23]J/);
  });

  it('ends with one sentence when the baby falls asleep, is put to sleep, or is killed', async () => {
    const home = homeOf();
    let awake = await wakes(home);
    const screen = chatIn(home);
    await screen.shows(/^ann>/);
    await baby(home, 'sleep');
    expect(await screen.exited).toBe(69);
    await screen.shows(/^mia fell asleep: wake it with `baby wake --home/);
    expect(screen.isCursorShown).toBe(true);

    awake = await wakes(home);
    // The chat attaches and has an answer; then the process stands still, so that no reply can end before it is killed.
    const killed = async function* (): AsyncIterable<string> {
      yield 'hi\n';
      await until(() => kept(home, 'terminal').length === 2, 'the first reply in the ledger');
      awake.child.kill('SIGSTOP');
      yield 'and now?\n';
      await sleep(500);
      await awake.kill();
    };
    const { code, err } = await chat(home, killed());
    expect(code).toBe(1);
    expect(err).toMatch(SENTENCE);

    await wakes(home);
    expect(await chat(home, '/sleep\nhi\n')).toEqual({ code: 0, out: 'mia saved and fell asleep.\n', err: '' });
  });
});

describe('baby chat with a baby that sleeps', () => {
  it('speaks and is examined, and says what it must be awake for', async () => {
    const home = homeOf({ voice: { maxTokens: 8 } });
    const awake = await wakes(home);
    await awake.interrupt();
    const { code, out, err } = await chat(home, 'hi\n/exam\n/save\n/temperature\n');
    expect(code).toBe(1);
    expect(err).toBe(`/save needs mia awake, but it is asleep: wake it with \`baby wake --home ${home}\`.\n`);
    expect(out).toMatch(/^Exam at step [\d,]+: \d+\.\d{3} bits per byte of .*\.\n/m);
    expect(out).toMatch(/The temperature is 0\.8, as baby\.json says\.\n$/);
    const screen = chatIn(home);
    await screen.shows('mia is asleep: it answers, but learns nothing.');
    screen.pty.write('hi\r');
    await screen.shows(/^mia> /);
    screen.pty.write('\x04');
    expect(await screen.exited).toBe(0);
    await screen.shows(/^Goodbye\.$/);
  });

  it('says where there is none, and how it is called', async () => {
    const none = await chat(temporaryFolder(), 'hi\n');
    expect([none.code, none.out]).toEqual([69, '']);
    expect(none.err).toMatch(SENTENCE);
    const wrong = await chat(temporaryFolder(), 'hi\n', '--conversation', '');
    expect([wrong.code, wrong.err]).toEqual([
      2,
      'baby chat: --conversation should be a name of 1 to 200 letters in one line.\n',
    ]);
  });
});
