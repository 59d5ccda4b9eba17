import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shellTexts } from '../../../school/dashboard/texts/shell.ts';
import { DEFAULTS } from '../../../school/settings/config.ts';
import { FakeLife } from '../fake-life.ts';
import { closeWindows, Window } from './window.ts';

let life: FakeLife;
beforeEach(() => {
  life = new FakeLife();
});
afterEach(closeWindows);

describe('the terminal beside its drawing', () => {
  it('takes clicks on the tabs and the wheel, until M or its end lets go of the mouse', async () => {
    const window = new Window(80, 24, life);
    await window.shows(/ awake$/);
    await window.until(() => window.output.includes('\x1b[?1000h\x1b[?1006h'), 'the mouse');
    const column = window.rows[1].indexOf('5 Log') + 1;
    await window.type(`\x1b[<0;${column};2M\x1b[<0;${column};2m`);
    await window.shows('── log');
    await window.type(`\x1b[<0;${column};9M`, '\x1b[<64;3;9M');
    await window.shows('── log');
    await window.type('M');
    await window.shows('The mouse selects text now');
    expect(window.output.lastIndexOf('\x1b[?1000l')).toBeGreaterThan(window.output.lastIndexOf('\x1b[?1000h'));
    await window.type('M');
    await window.shows(shellTexts.mouse.clicks);
    await window.type('q');
    await window.ended;
    expect(window.output.lastIndexOf('\x1b[?1000l')).toBeGreaterThan(window.output.lastIndexOf('\x1b[?1000h'));
  });

  it('tells of a milestone where that is wanted, once for all of its questions', async () => {
    const milestone = (step: number, prompt: string) =>
      life.emit({
        event: 'raised',
        data: { kind: 'milestone', step, prompt, text: 'I am.', temperature: 1, milliseconds: 1 },
      });
    let notify: 'off' | 'message' = 'off';
    life.status = async () => ({
      ...(await new FakeLife().status()),
      config: { ...DEFAULTS, view: { ...DEFAULTS.view, notify } },
    });
    const window = new Window(80, 24, life);
    await window.shows(/ awake$/);
    const told = () => window.output.split('\x1b]777;notify;').length - 1;
    milestone(10, 'Who are you?');
    await window.type('2');
    expect(told()).toBe(0);
    notify = 'message';
    life.emit({ event: 'setting', data: { key: 'view.notify', value: 'message', later: false } });
    await window.type('1');
    milestone(20, 'Who are you?');
    milestone(20, 'What is the sea?');
    await window.until(() => told() === 1, 'a message');
    expect(window.output).toMatch(/\x1b\]777;notify;mia;(Who are you\?|What is the sea\?) → I am\.\x07/);
    await window.type('2', '1');
    expect(told()).toBe(1);
  });
});
