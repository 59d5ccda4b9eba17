import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Box } from 'ink';
import { cleanup, render } from 'ink-testing-library';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { methodsOver } from '../../../school/api/calls.ts';
import type { Method } from '../../../school/api/contract.ts';
import type { ChatMessage } from '../../../school/api/messages.ts';
import { chat } from '../../../school/dashboard/chat/chat.tsx';
import { NO_PAINT } from '../../../school/dashboard/components/paint.ts';
import type { Actions, PageProps } from '../../../school/dashboard/page.ts';
import { NOTHING } from '../../../school/dashboard/state/reducer.ts';
import type { Snapshot } from '../../../school/dashboard/state/snapshot.ts';
import { chatPageTexts } from '../../../school/dashboard/texts/chat-page.ts';
import { DEFAULTS } from '../../../school/settings/config.ts';
import { INTRODUCTION, statsAt } from '../fake-life.ts';
import { temporaryFolder, until } from '../temporary.ts';

let asked: unknown[][];
let actions: Actions;
let captured: boolean[];
beforeEach(() => {
  asked = [];
  captured = [];
  const answers: Partial<Record<Method, unknown>> = {
    stop: true,
    forget: 3,
    set: 'clip is 1 now.',
    save: 'It saved.',
    exam: 'It was examined.',
  };
  const methods = methodsOver(async (name, args) => {
    asked.push([name, ...args]);
    if (args.includes('be cross')) throw new Error('I will\x1b[2J not.');
    return answers[name];
  });
  actions = {
    ...(methods as unknown as Actions),
    feed: async () => [],
    talk: (name) => void asked.push(['talk', name]),
    talks: () => ['terminal', 'poems'],
    whole: () => [],
  };
});
afterEach(cleanup);

const said = (text: string): ChatMessage => ({ conversation: 'terminal', speaker: 'ann', kind: 'said', text });
const replied = (text: string): ChatMessage => ({ conversation: 'terminal', speaker: 'mia', kind: 'replied', text });

const AWAKE: Snapshot = {
  ...NOTHING,
  contact: 'awake',
  introduction: INTRODUCTION,
  config: DEFAULTS,
  stats: statsAt(1234),
};

const open = (view: Partial<Snapshot> = {}, [width, height] = [80, 20]) => {
  const props: PageProps = {
    view: { ...AWAKE, ...view },
    home: {} as PageProps['home'],
    width,
    height,
    paint: NO_PAINT,
    actions,
    ledger: null,
    capture: (typing) => void captured.push(typing),
  };
  const page = (more: Partial<Snapshot>) => (
    <Box width={width} height={height}>
      <chat.Body {...props} view={{ ...props.view, ...more }} />
    </Box>
  );
  const { lastFrame, stdin, rerender, unmount } = render(page({}));
  const isSo = (is: (frame: string) => boolean, what: string) => {
    const end = performance.now() + 10_000;
    return until(() => {
      const frame = lastFrame() ?? '';
      if (performance.now() > end) throw new Error(`${what} was expected, but this is shown:\n${frame}`);
      return is(frame);
    });
  };
  const shows = (text: string) => isSo((frame) => frame.includes(text), text);
  const hides = (text: string) => isSo((frame) => !frame.includes(text), `no ${text}`);
  const wasAsked = (...deed: unknown[]) =>
    until(() => asked.some((one) => JSON.stringify(one) === JSON.stringify(deed)));
  return {
    shows,
    hides,
    wasAsked,
    unmount,
    lines: () => (lastFrame() ?? '').split('\n'),
    type: (keys: string) => stdin.write(keys),
    press: async (keys: string, seen: string) => {
      stdin.write(keys);
      await shows(seen);
    },
    change: (more: Partial<Snapshot>) => rerender(page(more)),
  };
};

const ESCAPE = '\x1b';
const UP = '\x1b[A';
const PAGE_UP = '\x1b[5~';
const PAGE_DOWN = '\x1b[6~';

describe('the chat page', () => {
  it('says what is typed, whatever letters it has', async () => {
    const page = open();
    await page.shows('Say something: mia answers while it learns.');
    await page.press('q1 and ʕ 日', 'you› q1 and ʕ 日');
    page.type('\r');
    await page.wasAsked('say', 'q1 and ʕ 日', {});
    await page.hides('you› q1');
    expect(captured.at(-1)).toBe(true);
  });

  it('says why nobody answers once, also to somebody who tried', async () => {
    actions = { ...actions, say: () => Promise.reject(new Error('It is gone: wake it.')) };
    const page = open({ contact: 'lost', why: 'it is gone: wake it' });
    await page.shows('! it is gone: wake it');
    page.type('hello\r');
    await page.shows('! It is gone: wake it.');
    expect(page.lines().filter((line) => /gone/.test(line))).toHaveLength(1);
  });

  it('joins emoji that belong together, typed and said', async () => {
    const page = open({ chat: [said('two 👩\u200d👧 \u200dof\u200d us')] });
    await page.shows('two 👩\u200d👧 of us');
    page.type('\x1b[200~🏳️\u200d🌈\x1b[201~');
    await page.shows('you› 🏳️\u200d🌈');
  });

  it('says of what draws its words what is off', async () => {
    const page = open({}, [200, 56]);
    await page.shows('how it speaks here');
    expect(page.lines().find((line) => line.includes('top k'))).toMatch(/top k +off/);
  });

  it('says several lines that come in one piece one by one, and a paste as one', async () => {
    const page = open();
    page.type('one\rtwo\rthr');
    await page.wasAsked('say', 'one', {});
    await page.wasAsked('say', 'two', {});
    await page.shows('you› thr');
    page.type('\x1b[200~ee\nlines \x1b]0;stolen\x07of \u202eit\x1b[201~');
    await page.shows('you› three lines of it');
  });

  it('shows the conversation, and a reply as it grows', async () => {
    const page = open({ chat: [said('how are you?')], speaking: '' });
    await page.shows('ann  how are you?');
    await page.shows('mia  ▌');
    await page.shows('speaking: Esc stops it');
    page.change({ chat: [said('how are you?')], speaking: 'i am \x1b[31mwell' });
    await page.shows('mia  i am well▌');
    page.change({ chat: [said('how are you?'), replied('i am well.')], speaking: undefined });
    await page.shows('mia  i am well.');
    await page.hides('▌');
    await page.hides('Esc stops it');
  });

  it('holds a temperature and a seed for what is said from then on, also while another page is looked at', async () => {
    const page = open();
    page.type('/temperature 0.5\r');
    await page.shows('talking with mia · temperature 0.5 ─');
    page.type('/seed 7\r');
    await page.shows('talking with mia · temperature 0.5 · seed 7 ─');
    page.type('half a lin');
    await page.shows('half a lin');
    page.unmount();
    expect(captured.at(-1)).toBe(false);
    const again = open();
    await again.shows('temperature 0.5 · seed 7');
    await again.press('e', 'you› half a line');
    again.type('\r');
    await again.wasAsked('say', 'half a line', { temperature: 0.5, seed: 7 });
    again.type('/temperature off\r');
    await again.hides('temperature 0.5');
  });

  it('does commands, and shows what became of them until the next line', async () => {
    const page = open({ chat: [said('a'), replied('b')] });
    await page.press('/save\r', 'It saved.');
    await page.press('/set clip 1\r', 'clip is 1 now.');
    await page.hides('It saved.');
    await page.press('/forget\r', 'Forgotten: 3 lines were deleted.');
    await page.press('/stats\r', 'step 1,234 · loss 3.200');
    await page.press('/exam\r', 'It was examined.');
    await page.press('/sleep\r', '! /sleep is a key here: press Esc, and then S');
    await page.press('/svae\r', '! There is no /svae; did you mean /save?');
    await page.press('/help\r', '/temperature <n>|off    how boldly');
    expect(asked).toEqual([['save'], ['set', 'clip', '1'], ['forget', 'terminal'], ['exam']]);
  });

  it('follows a correction until it says that by itself', async () => {
    let says = 'oor';
    const { complete } = actions;
    actions = {
      ...actions,
      complete: async (...args) => {
        await complete(...args);
        return { text: says } as Awaited<ReturnType<Actions['complete']>>;
      },
    };
    const page = open({ chat: [said('hello'), replied('oor')] });
    await page.press('/fix good morning\r', 'learning “good morning” …');
    await page.hides('known ✓');
    says = 'good morning';
    await page.shows('learning “good morning” … known ✓');
    expect(asked).toContainEqual(['correct', 'terminal', 'good morning']);
    expect(asked.find(([name]) => name === 'complete')?.[1]).toEqual([{ speaker: 'ann', text: 'hello' }]);
    page.type('and now?\r');
    await page.hides('known ✓');
  });

  it('completes commands, settings and names of conversations', async () => {
    const page = open();
    const complete = async (text: string, seen: string) => {
      page.type('\x15');
      await page.hides('you› /');
      await page.press(text, `you› ${text}`);
      page.type('\t');
      await page.shows(seen);
    };
    await complete('/tem', 'you› /temperature ');
    await complete('/s', '/seed  /stop  /stats  /save  /set  /sleep');
    await complete('/set voice.tem', 'you› /set voice.temperature ');
    await complete('/talk p', 'you› /talk poems ');
    page.type('\r');
    await page.wasAsked('talk', 'poems');
    await page.shows('This is the conversation “poems”.');
  });

  it('is looked through, and goes over to another conversation', async () => {
    const page = open({ chat: [said('the wave'), replied('the hill'), said('a boat')] });
    await page.shows('the hill');
    page.type(ESCAPE);
    await page.shows('i types');
    await page.press('/', 'find› ');
    page.type('HILL');
    await page.hides('the wave');
    await page.shows('“HILL”: 1 of 3 lines');
    await page.press('\r', 'the hill');
    page.type(ESCAPE);
    await page.shows('the wave');
    page.type('t');
    await page.wasAsked('talk', 'poems');
  });

  it('is written into a file that only its owner can read, and never over another', async () => {
    const file = join(temporaryFolder(), 'talk.txt');
    const page = open({
      chat: [{ ...said('the sea'), time: new Date(2026, 5, 1).getTime() }, replied('is wide\x1b[2J')],
    });
    await page.press(`/write ${file}\r`, '2 lines were written into');
    expect(readFileSync(file, 'utf8')).toBe('2026-06-01\n\n[ann]: the sea\n[mia]: is wide\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await page.press(`/write ${file}\r`, 'is there already');
  });

  it('shows why something was refused, cleaned, and keeps the words for another try', async () => {
    const page = open();
    await page.press('be cross\r', '! I will not.');
    await page.press(UP, 'you› be cross');
  });

  it('stops a reply with Escape and goes on typing, and ends the typing where nothing is said', async () => {
    const page = open({ speaking: 'on and on' });
    await page.shows('on and on▌');
    page.type('so');
    page.type(ESCAPE);
    await page.wasAsked('stop', 'terminal');
    expect(captured.at(-1)).toBe(true);
    page.change({ speaking: undefined });
    await page.hides('▌');
    await page.press(ESCAPE, chatPageTexts.howToType);
    expect(captured.at(-1)).toBe(false);
    page.type('3');
    await page.press('i', 'you› so');
    await page.hides('i types');
    expect(captured.at(-1)).toBe(true);
    await page.press(' on', 'you› so on');
  });

  it('corrects the last reply in the line, by /fix and by e', async () => {
    const chat = [said('what is it?'), replied('a fox\nor so')];
    const page = open({ chat });
    page.type('a draft');
    await page.press(ESCAPE, 'i types');
    await page.press('e', 'fix› a fox ⏎ or so');
    await page.shows(chatPageTexts.whatInstead);
    await page.press('!', 'or so!');
    page.type('\r');
    await page.wasAsked('correct', 'terminal', 'a fox\nor so!');
    await page.shows('Corrected: it goes on as if it had said that');
    await page.press('\x15', 'you› ▏');
    await page.press('/help\r', '/set <key> <value>');
    await page.hides('/sleep');
    await page.press('/fix\r', 'fix› a fox');
    await page.press('\r', 'The reply was left as it is.');
    await page.press('/fix\r', 'fix› a fox');
    page.type(ESCAPE);
    await page.hides('fix›');
    await page.press('/fix a bear\r', 'Corrected:');
    await page.wasAsked('correct', 'terminal', 'a bear');
    expect(asked.filter(([deed]) => deed === 'correct')).toHaveLength(2);
  });

  it('says so where there is nothing to correct, or not yet', async () => {
    const page = open({ chat: [said('hello')] });
    await page.press('/fix\r', '! There is no reply to correct yet.');
    page.change({ chat: [said('hello'), replied('x')], speaking: 'y' });
    await page.press('/fix\r', '! It is still speaking: Esc stops it.');
  });

  it('scrolls back, stays there while more is said, and comes back', async () => {
    const chat = Array.from({ length: 60 }, (_, n) => said(`line ${n}.`));
    const page = open({ chat });
    await page.shows('line 59.');
    await page.press(PAGE_UP, '16 rows further down');
    await page.shows('line 43.');
    await page.hides('line 44.');
    page.change({ chat: [...chat, said('line 60.')] });
    await page.shows('17 rows further down');
    await page.shows('line 43.');
    await page.press(PAGE_DOWN, 'line 59.');
    await page.press(PAGE_DOWN, 'line 60.');
    await page.press(ESCAPE, 'i types');
    await page.press('g', 'line 0.');
    await page.press('j', 'line 17.');
    await page.press('G', 'line 60.');
    await page.press(PAGE_UP, 'further down');
    await page.press('i', 'you› ▏');
    page.type('hello\r');
    await page.wasAsked('say', 'hello', {});
    await page.hides('further down');
  });

  it('says why nobody answers', async () => {
    const page = open({ contact: 'asleep', why: 'it is asleep: wake it with baby wake' });
    await page.shows(chatPageTexts.answersAsleep('It is asleep: wake it with baby wake'));
  });
});

describe('whatever is said and typed', () => {
  const EVIL = 'a\x1b[2J\x1b[31m\x1b]0;stolen\x07\u202eb\u200b\x9b3J';
  const long = '日本語🐻 '.repeat(40) + 'x'.repeat(300) + '\nand\tmore '.repeat(30) + EVIL;

  it.each([
    [60, 13],
    [80, 20],
    [119, 30],
    [120, 31],
    [200, 56],
  ])('the page is %i×%i, and nothing steers the terminal', async (width, height) => {
    const columns = Math.max(100, width);
    const page = open(
      {
        chat: [{ ...said(long), speaker: EVIL + 'n'.repeat(50) }, replied(long), said(long)],
        speaking: EVIL + long,
        contact: 'lost',
        why: EVIL,
        introduction: { ...INTRODUCTION, name: `${EVIL}名前` },
        stats: statsAt(5, { reading: EVIL }),
      },
      [width, height],
    );
    page.type(`\x1b[200~${long}\x1b[201~`);
    await page.shows('more ab▏');
    await until(() => page.lines().length === height);
    for (const line of page.lines()) {
      expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e\u200b]|stolen/);
      // The testing library itself cuts at 100 columns.
      if (columns === 100) expect(line.length).toBeLessThanOrEqual(width);
    }
  });
});
