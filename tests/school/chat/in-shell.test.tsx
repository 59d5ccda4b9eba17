import { Text } from 'ink';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chat } from '../../../school/dashboard/chat/chat.tsx';
import type { Page } from '../../../school/dashboard/page.ts';
import { closeShells, openShell } from '../dashboard/support-shell.tsx';
import { FakeLife } from '../fake-life.ts';
import { until } from '../temporary.ts';

const other: Page = { key: '4', title: 'Other', keys: [], Body: () => <Text>another page</Text> };

let life: FakeLife;
beforeEach(() => {
  life = new FakeLife();
});
afterEach(closeShells);

const open = () => openShell([chat, other], life);

describe('the chat page in the dashboard', () => {
  it('has letters and digits to itself until Escape, and finds its line again', async () => {
    const { shows, type, left } = open();
    await shows('talking with mia');
    type('4 q?');
    await shows('you› 4 q?');
    type('\x1b');
    await shows('i types, e corrects');
    type('2');
    await shows('another page');
    type('1');
    await shows('you› 4 q?');
    type('S');
    await shows('you› 4 q?S');
    type('\t');
    await shows('another page');
    expect(left).toEqual([]);
  });

  it('says in its footer what its keys do at this moment', async () => {
    const { shows, hides, type, store } = open();
    await shows('Enter say it · Esc end typing · /help commands');
    type('\x1b');
    await shows('i type · e correct its last reply · ');
    await hides('Enter say it');
    life.emit({ event: 'chat', data: { conversation: 'terminal', speaker: 'mia', kind: 'replied', text: 'Hello.' } });
    await until(() => store.snapshot().chat.length === 1);
    type('e');
    await shows('Enter correct it · Esc leave it as it was');
    await hides('Enter say it');
    type('\x1b');
    await shows('i type · e correct');
    // Where it was begun by a key, keys are keys again.
    type('4');
    await hides('you› 4');
    type('\t');
    await shows('another page');
    await hides('correct its last reply');
  });

  it('stops a reply with Escape, and goes on typing', async () => {
    let go = () => {};
    life.pause = () => new Promise((resolve) => (go = resolve));
    const { shows, type, left, store } = open();
    await shows('talking with mia');
    type('hi\r');
    await until(() => life.said.length === 1);
    expect(life.said[0]).toMatchObject({ text: 'hi', options: { conversation: 'terminal' } });
    go();
    await shows('mia  Hel▌');
    await shows('Enter say it · Esc stop its reply');
    type('4');
    type('\x1b');
    await until(() => life.asked.length === 1);
    expect(life.asked).toEqual([['stop', 'terminal']]);
    type('q');
    await shows('you› 4q');
    life.pause = async () => {};
    go();
    await until(() => store.snapshot().speaking === undefined);
    life.emit({ event: 'chat', data: { conversation: 'terminal', speaker: 'mia', kind: 'replied', text: 'Hello.' } });
    await shows('mia  Hello.');
    type('\x03');
    await until(() => left.length === 1);
  });
});
