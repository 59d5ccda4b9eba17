import { describe, expect, it } from 'vitest';
import { callerFolder, commandName, rememberHome, withCommandNames } from '../../../school/home/invocation.ts';

/** What npm tells to what it runs. */
const npm = (event: string, script: string) => ({
  npm_lifecycle_event: event,
  npm_lifecycle_script: script,
  INIT_CWD: '/home/mira',
});

describe('how the program was called', () => {
  it.each([
    ['npm start', npm('start', 'node build.mjs --if-needed && node dist/school/cli/launcher.js')],
    ['npm exec -- baby', npm('npx', "'baby'")],
    ['npm exec -- baby feed', npm('npx', 'baby feed diary.txt')],
    ['npx babyllm', npm('npx', 'babyllm')],
    ['npx baby, on Windows', npm('npx', '"baby" wake')],
  ])('through npm: %s', (_, env) => {
    expect(commandName(env)).toBe('./baby');
    expect(callerFolder(env)).toBe('/home/mira');
  });

  it.each([
    ['in a shell', {}],
    ['by a test of this project', npm('test', 'vitest run')],
    ['by tests that npx runs', npm('npx', 'vitest run tests/babysitter')],
    ['by something else of that name', npm('npx', 'babysit')],
    ['by somebody else’s start', npm('start', 'node server.js')],
    ['where npm left only its folder', { INIT_CWD: '/home/mira' }],
  ])('by its name: %s', (_, env) => {
    expect(commandName(env)).toBe('baby');
    expect(callerFolder(env)).toBeUndefined();
  });

  it('names commands between backquotes as they are to be typed, and nothing else', () => {
    const sentence = 'mia is asleep: wake it with `baby wake`, or see `baby`. A baby sleeps; so does a `babysitter`.';
    expect(withCommandNames(sentence, {})).toBe(sentence);
    const through = withCommandNames(sentence, npm('npx', 'baby say hello'));
    expect(through).toBe(
      'mia is asleep: wake it with `./baby wake`, or see `./baby`. A baby sleeps; so does a `babysitter`.',
    );
    expect(withCommandNames(through, npm('npx', 'baby'))).toBe(through);
  });

  it('by the script of a clone, and by no other value of its variable', () => {
    expect(commandName({ BABY_COMMAND: './baby' })).toBe('./baby');
    expect(commandName({ BABY_COMMAND: 'rm -rf ~;' })).toBe('baby');
    expect(commandName({ BABY_COMMAND: 'constructor' })).toBe('baby');
  });

  it('names the baby that was meant in every command about one baby', () => {
    const sentence =
      'It is asleep: `baby wake`, `baby`, `baby wake --home other`, `baby list`, `baby soul back <name>`.';
    try {
      rememberHome('kit');
      expect(withCommandNames(sentence, {})).toBe(
        'It is asleep: `baby wake --home kit`, `baby --home kit`, `baby wake --home other`, `baby list`, `baby soul back <name> --home kit`.',
      );
      rememberHome("/home/mira's babies/kit");
      expect(withCommandNames('`baby wake`', {})).toBe("`baby wake --home '/home/mira'\\''s babies/kit'`");
    } finally {
      rememberHome(undefined);
    }
    expect(withCommandNames(sentence, {})).toBe(sentence);
  });
});
