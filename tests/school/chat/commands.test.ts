import { describe, expect, it } from 'vitest';
import { apiTexts } from '../../../school/api/texts.ts';
import { COMMAND_NAMES, HELP, helpLines, parseLine } from '../../../school/chat/commands.ts';
import { chatTexts } from '../../../school/chat/texts.ts';

const command = (line: string) => {
  const typed = parseLine(line);
  if (typed.kind !== 'command') throw new Error(`${line} was read as ${JSON.stringify(typed)}`);
  return typed.command;
};

describe('a line that was typed', () => {
  it.each([
    ['hello', { kind: 'say', text: 'hello' }],
    ['  two  words ', { kind: 'say', text: 'two  words' }],
    ['//shrug and more', { kind: 'say', text: '/shrug and more' }],
    ['1/2', { kind: 'say', text: '1/2' }],
    ['', { kind: 'nothing' }],
    [' \t ', { kind: 'nothing' }],
  ])('%j is %j', (line, typed) => expect(parseLine(line)).toEqual(typed));

  it.each([
    ['/temperature 0.5', { kind: 'temperature', value: 0.5 }],
    ['/temperature 0', { kind: 'temperature', value: 0 }],
    ['/temperature off', { kind: 'temperature', value: null }],
    ['/temperature', { kind: 'temperature', value: undefined }],
    ['/TEMPERATURE  5', { kind: 'temperature', value: 5 }],
    ['/seed 7', { kind: 'seed', value: 7 }],
    ['/seed OFF', { kind: 'seed', value: null }],
    ['/seed', { kind: 'seed', value: undefined }],
    ['/fix', { kind: 'fix', text: undefined }],
    ['/fix i am /well', { kind: 'fix', text: 'i am /well' }],
    ['/set learningRate 3e-4', { kind: 'set', key: 'learningRate', value: '3e-4' }],
    ['/set name mia the bear', { kind: 'set', key: 'name', value: 'mia the bear' }],
    [' /forget ', { kind: 'forget' }],
    ['/stop', { kind: 'stop' }],
    ['/save', { kind: 'save' }],
    ['/exam', { kind: 'exam' }],
    ['/stats', { kind: 'stats' }],
    ['/sleep', { kind: 'sleep' }],
    ['/Help', { kind: 'help' }],
  ])('%j is a command', (line, expected) => expect(command(line)).toEqual(expected));

  it.each([
    ['/tempratur 1', 'There is no /tempratur; did you mean /temperature?'],
    ['/forgt', 'There is no /forgt; did you mean /forget?'],
    ['/bananas', 'There is no /bananas; /help shows what there is, and // says a line that begins with /.'],
    ['/', 'There is no /; /help shows what there is, and // says a line that begins with /.'],
    ['/constructor', 'There is no /constructor; /help shows what there is, and // says a line that begins with /.'],
    ['/temperature hot', chatTexts.takes('temperature', 'a number from 0 to 5', '"hot"')],
    ['/temperature 9', chatTexts.takes('temperature', 'a number from 0 to 5', '"9"')],
    ['/temperature NaN', chatTexts.takes('temperature', 'a number from 0 to 5', '"NaN"')],
    ['/seed -1', chatTexts.takes('seed', apiTexts.params.seed, '"-1"')],
    ['/seed 1.5', chatTexts.takes('seed', apiTexts.params.seed, '"1.5"')],
    ['/save now', '/save takes nothing, but "now" came.'],
    ['/set', chatTexts.setTakesKeyAndValue('nothing')],
    ['/set learningRate', chatTexts.setTakesKeyAndValue('"learningRate"')],
    ['/\x1b[2Jx\u202e', 'There is no /\\u001b[2Jx; /help shows what there is, and // says a line that begins with /.'],
  ])('%j is a mistake that is explained', (line, sentence) => {
    expect(parseLine(line)).toEqual({ kind: 'mistake', sentence });
  });
});

describe('the help', () => {
  it('has every command, and what it shows can be read again', () => {
    expect(HELP.map(([written]) => written.split(' ')[0])).toEqual(COMMAND_NAMES.map((name) => `/${name}`));
    for (const [written, does] of HELP) {
      expect(does).toMatch(/^[a-z].{5,}[^.]$/);
      const example = written.replace('<n>|off', '1').replace('[text]', 'x').replace('<key> <value>', 'clip 1');
      expect(command(example).kind).toBe(written.slice(1).split(' ')[0]);
    }
  });

  it('is a column beside a column, and fits into 80', () => {
    const lines = helpLines(() => true);
    expect(lines).toHaveLength(COMMAND_NAMES.length + 1);
    expect(new Set(lines.map((line) => line.search(/(?<=\s\s)\S/)))).toEqual(new Set([lines[0]!.indexOf('how')]));
    for (const line of lines) expect(line.length).toBeLessThan(76);
  });
});
