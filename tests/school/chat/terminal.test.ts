import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { apiTexts } from '../../../school/api/texts.ts';
import { chatBabyOf } from '../../../school/chat/of-life.ts';
import { exitCodeOf } from '../../../school/cli/failure.ts';
import { type ChatInput, LATE, PipedInput, TerminalInput } from '../../../school/cli/talk/chat-input.ts';
import { Conversation, type ConversationOptions } from '../../../school/cli/talk/conversation.ts';
import { harmless, KeyGate } from '../../../school/cli/talk/input-gate.ts';
import { conversationTexts } from '../../../school/cli/texts/conversation.ts';
import { FakeLife } from '../fake-life.ts';
import { until } from '../temporary.ts';

let life: FakeLife;
let input: ChatInput | undefined;
let shown: string;
let refused: string[];
beforeEach(() => {
  life = new FakeLife();
  shown = '';
  refused = [];
});
afterEach(() => input?.close());

const converse = (from: ChatInput, changes: Partial<ConversationOptions> = {}): Conversation => {
  input = from;
  return new Conversation({
    partner: life,
    baby: chatBabyOf(life, 'ours', 'ann'),
    name: 'mia',
    owner: 'ann',
    conversation: 'ours',
    voice: {},
    input: from,
    out: (text) => (shown += text),
    err: (sentence) => refused.push(sentence),
    quiet: (text) => text,
    goodbye: 'Goodbye.',
    ...changes,
  });
};

describe('a conversation from a pipe', () => {
  const pipe = (text: string): PipedInput => {
    const stdin = new PassThrough();
    stdin.end(text);
    return new PipedInput(stdin);
  };

  it('prints replies and what became of commands, and nothing else', async () => {
    const talk = converse(pipe('hi\n\n  how are you? \r\n/save\nlast line'));
    await talk.hold();
    expect(shown).toBe('Hello you.\nHello you.\nSaved at step 42.\nHello you.\n');
    const options = { from: 'ann', conversation: 'ours' };
    expect(life.said).toEqual(['hi', 'how are you?', 'last line'].map((text) => ({ text, options })));
    expect([talk.failures, refused]).toEqual([0, []]);
  });

  it('speaks as it was told to, from then on', async () => {
    await converse(pipe('/temperature 0.5\none\n/seed 3\ntwo\n/temperature off\nthree\n')).hold();
    expect(life.said.map(({ options }) => [options?.temperature, options?.seed])).toEqual([
      [0.5, undefined],
      [0.5, 3],
      [undefined, 3],
    ]);
  });

  it('goes on after what was refused, and counts it', async () => {
    const talk = converse(pipe('/svae\nbe cross\n/fix\n/set nonsense 1\nhi\n'));
    await talk.hold();
    expect(shown).toBe('Hello you.\n');
    expect(refused).toEqual([
      'There is no /svae; did you mean /save?',
      'I will not.',
      conversationTexts.noRightReply,
      'There is no setting "nonsense".',
    ]);
    expect(talk.failures).toBe(4);
  });

  it('cleans what is typed and what is spoken', async () => {
    const evil = 'a\x1b[2Jb\x1b]0;stolen\x07c\u202ed\x9b3Je\x08';
    life.deltas = ['x\x1b[', '2Jy\u202e', '\x1b]0;sto', 'len\x07z'];
    life.set = async () => {
      throw new Error(`no \x1b[31m${evil}`);
    };
    await converse(pipe(`${evil}\n/set x ${evil}\n/${evil}\n`)).hold();
    expect(life.said[0]?.text).toBe('abcde');
    expect(shown).toBe('xyz\n');
    expect(refused.join()).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e]|stolen/);
  });

  it('prints a line for a reply without words, and one that came in one piece', async () => {
    life.deltas = [];
    await converse(pipe('hi\n')).hold();
    expect(shown).toBe('\n');
    life.say = async () => ({
      text: 'All at once.',
      tokens: 3,
      milliseconds: 1,
      firstTokenMilliseconds: 1,
      stopped: 'turn',
    });
    await converse(pipe('hi\n')).hold();
    expect(shown).toBe('\nAll at once.\n');
  });

  it('refuses what is too long before it is sent', async () => {
    await converse(pipe(`${'x'.repeat(131_073)}\nhi\n`)).hold();
    expect(refused).toEqual([apiTexts.line.tooMuchSaid(131072, 131073)]);
    expect(life.said.map(({ text }) => text)).toEqual(['hi']);
  });

  it('ends when it was told to sleep, without reading on', async () => {
    await converse(pipe('/sleep\nhi\n')).hold();
    expect([shown, life.slept, life.said.length]).toEqual(['mia saved and fell asleep.\n', 1, 0]);
  });

  it('ends with one sentence when the baby falls asleep or dies in the middle', async () => {
    life.deltas = ['Hel'];
    life.pause = () => new Promise(() => {});
    const say = life.say.bind(life);
    life.say = (...given) =>
      Promise.race([say(...given), life.over.then(() => Promise.reject(new Error('The line.')))]);
    const asleep = converse(pipe('hi\nmore\n')).hold();
    await until(() => life.said.length === 1);
    void life.sleep();
    const error = await asleep.catch((reason: unknown) => reason);
    expect(String(error)).toContain(conversationTexts.fellAsleep('mia'));
    expect(exitCodeOf(error)).toBe(69);
    expect(life.said).toHaveLength(1);

    const other = new FakeLife();
    other.pause = () => new Promise(() => {});
    const never = new PassThrough();
    const dead = converse(new PipedInput(never), { partner: other }).hold();
    other.fail('Its process ended.');
    await expect(dead).rejects.toThrow('Its process ended.');
  });

  it('several conversations do not know of one another', async () => {
    const talks = ['a', 'b', 'c'].map((conversation) =>
      converse(pipe(`/seed ${conversation.charCodeAt(0)}\nhi\n/forget\n`), {
        conversation,
        baby: chatBabyOf(life, conversation, 'ann'),
      }).hold(),
    );
    await Promise.all(talks);
    expect(life.said.map(({ options }) => [options?.conversation, options?.seed])).toEqual([
      ['a', 97],
      ['b', 98],
      ['c', 99],
    ]);
    expect(life.asked).toEqual(['a', 'b', 'c'].map((name) => ['forget', name]));
  });
});

describe('a conversation in a terminal', () => {
  const terminal = (changes: Partial<ConversationOptions> = {}) => {
    const stdin = Object.assign(new PassThrough(), {
      isTTY: true,
      raw: false,
      setRawMode: (raw: boolean) => (stdin.raw = raw),
    });
    const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
    stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    const lines = new TerminalInput(stdin as never, stdout as never);
    const over = converse(lines, { out: (text) => void stdout.write(text), ...changes }).hold();
    const shows = (text: string) => until(() => plain().includes(text));
    return { stdin, over, shows, type: (keys: string) => stdin.write(keys) };
  };
  /** What is shown, without what readline does to draw its line, and without the wish to have pastes marked. */
  const plain = () => shown.replace(/\x1b\[[0-9]*[GJCDAK]|\x1b\[\?2004[hl]/g, '');

  it('has prompts, and leaves with a goodbye on Ctrl-D', async () => {
    const { over, shows, type, stdin } = terminal();
    await shows('ann> ');
    type('how are you?\r');
    await shows('ann> how are you?\r\nmia> Hello you.\nann> ');
    expect(stdin.raw).toBe(true);
    type('\x04');
    await over;
    await shows('\nGoodbye.\n');
    input?.close();
    expect(stdin.raw).toBe(false);
  });

  it('puts what is pasted into the line, as one message, and asks the terminal to mark it', async () => {
    const { over, shows, type } = terminal();
    await shows('ann> ');
    expect(shown.startsWith('\x1b[?2004h')).toBe(true);
    type('\x1b[200~please keep this list:\r- bread\r- cheese\rthank you\r\x1b[201~');
    await shows('ann> please keep this list: - bread - cheese thank you');
    expect(life.said).toEqual([]);
    type('\r');
    await until(() => life.said.length === 1);
    expect(life.said[0]?.text).toBe('please keep this list: - bread - cheese thank you');
    await shows('you.\nann> ');
    type('\x04');
    await over;
    input?.close();
    await until(() => shown.endsWith('\x1b[?2004l'));
  });

  it('remembers what was typed, and completes commands', async () => {
    const { over, shows, type } = terminal();
    await shows('ann> ');
    type('first\r');
    await until(() => life.said.length === 1);
    await shows('you.\nann> ');
    type('\x1b[A');
    await until(() => plain().endsWith('ann> first'));
    type('!\r');
    await until(() => life.said.length === 2);
    type('/fo');
    await shows('ann> /fo');
    type('\t');
    await shows('/forget');
    type('\r');
    await shows('Forgotten: 2 lines were deleted.');
    expect(life.said.map(({ text }) => text)).toEqual(['first', 'first!']);
    type('\x04');
    await over;
  });

  it('stops a reply on Ctrl-C, clears a line that was begun, and leaves at an empty one', async () => {
    let stopped = () => {};
    life.pause = () => new Promise((resolve) => (stopped = resolve));
    life.stop = async (conversation) => {
      life.asked.push(['stop', conversation]);
      life.pause = async () => {};
      stopped();
      return true;
    };
    const { over, shows, type } = terminal();
    await shows('ann> ');
    type('hi\r');
    await shows('mia> ');
    type('typed ahead\x03');
    await until(() => life.asked.length === 1);
    expect(life.asked).toEqual([['stop', 'ours']]);
    await shows('you.\nann> ');
    type('half a line');
    await shows('ann> half a line');
    type('\x03');
    type('whole\r');
    await until(() => life.said.length === 2);
    expect(life.said.map(({ text }) => text)).toEqual(['hi', 'whole']);
    await until(() => plain().endsWith('you.\nann> '));
    await sleep(LATE);
    type('\x03');
    await over;
    await shows('Goodbye.');
  });

  it('does not leave on a Ctrl-C that comes just after the reply it was meant for', async () => {
    const { over, shows, type } = terminal();
    await shows('ann> ');
    type('hi\r');
    await shows('you.\nann> ');
    type('\x03');
    type('still here\r');
    await until(() => life.said.length === 2);
    expect(life.said[1]?.text).toBe('still here');
    type('\x04');
    await over;
  });

  it('keeps lines typed ahead until their turn comes', async () => {
    let go = () => {};
    life.pause = () => new Promise((resolve) => (go = resolve));
    const { over, shows, type } = terminal();
    await shows('ann> ');
    type('one\rtwo\r\nthr');
    await until(() => life.said.length === 1);
    type('ee\r');
    expect(plain()).toBe('ann> one\r\nmia> ');
    life.pause = async () => {};
    go();
    await until(() => life.said.length === 3);
    await until(() => plain().endsWith('you.\nann> '));
    expect(life.said.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
    expect(plain()).toBe(['one', 'two', 'three'].map((text) => `ann> ${text}\r\nmia> Hello you.\n`).join('') + 'ann> ');
    type('\x04');
    await over;
  });

  it('lets the last reply be corrected in the line', async () => {
    life.deltas = ['a fox\n', 'or so'];
    Object.assign(life, { complete: async () => ({ text: 'a fox or so!' }) });
    const { over, shows, type } = terminal();
    await shows('ann> ');
    type('/fix\r');
    await until(() => refused.length === 1);
    expect(refused).toEqual([conversationTexts.noReplyYet]);
    type('hi\r');
    await shows('mia> a fox\nor so\nann> ');
    type('/fix\r');
    await shows('fix> a fox ⏎ or so');
    type('!\r');
    await shows('Corrected: ');
    await shows('known ✓');
    expect(life.asked.filter(([method]) => method !== 'complete')).toEqual([['correct', 'ours', 'a fox\nor so!']]);
    type('/fix\r');
    await shows('fix> a fox ⏎ or so!');
    type('\r');
    await shows(conversationTexts.replyLeft);
    type('\x04');
    await over;
  });

  it('is told when the baby falls asleep while nobody types', async () => {
    const { over, shows } = terminal();
    await shows('ann> ');
    void life.sleep();
    await expect(over).rejects.toThrow(conversationTexts.fellAsleep('mia'));
    expect(plain()).toBe('ann> \n');
  });

  it('is steered neither by what is typed nor by what is spoken', async () => {
    life.deltas = ['x\x1b[2J\x1b]0;stolen\x07', '\u202ey'];
    const { over, shows, type } = terminal();
    await shows('ann> ');
    type('a\x1b]0;b\x07\x1b[31m\u202ec\u200b\x9b2J\x1bPd\x1b\\ e\r');
    await shows('mia> xy\n');
    type('\x04');
    await over;
    expect(plain()).not.toMatch(/[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e\u200b]|stolen/);
    expect(life.said[0]?.text).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e\u200b]/);
  });
});

describe('keys on their way', () => {
  it('are cleaned, but stay keys', () => {
    expect(harmless('a\x1b[A\x03\x7f\u202eb\u0085c\td')).toBe('a\x1b[A\x03\x7fbc\td');
  });

  it('pass in whole characters, and only while the gate is open', async () => {
    const stdin = new PassThrough();
    const gate = new KeyGate(stdin as never);
    let passed = '';
    gate.on('data', (chunk: Buffer) => (passed += chunk.toString()));
    const bear = Buffer.from('🐻');
    stdin.write('before');
    await until(() => stdin.readableLength === 0);
    expect(passed).toBe('');
    gate.open();
    stdin.write(bear.subarray(0, 2));
    stdin.write(bear.subarray(2));
    await until(() => passed === 'before🐻');
    stdin.write('\r\nnext');
    await until(() => passed === 'before🐻\r');
    gate.open();
    await until(() => passed === 'before🐻\rnext');
    stdin.end();
    await new Promise((resolve) => gate.once('end', resolve));
    gate.release();
  });
});
