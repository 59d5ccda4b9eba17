import { describe, expect, it } from 'vitest';
import { callerFolder, commandName, withCommandNames } from '../../../school/home/npm-invocation.ts';

/** What npm tells to what it runs. */
const npm = (event: string, script: string) => ({
  npm_lifecycle_event: event,
  npm_lifecycle_script: script,
  INIT_CWD: '/home/mira',
});

describe('how the program was called', () => {
  it.each([
    ['npm start', npm('start', 'npm run --silent build && node dist/school/cli/launcher.js')],
    ['npm exec -- baby', npm('npx', "'baby'")],
    ['npm exec -- baby feed', npm('npx', 'baby feed diary.txt')],
    ['npx babyllm', npm('npx', 'babyllm')],
    ['npx baby, on Windows', npm('npx', '"baby" wake')],
  ])('through npm: %s', (_, env) => {
    expect(commandName(env)).toBe('npm exec -- baby');
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
      'mia is asleep: wake it with `npm exec -- baby wake`, or see `npm exec -- baby`. A baby sleeps; so does a `babysitter`.',
    );
    expect(withCommandNames(through, npm('npx', 'baby'))).toBe(through);
  });
});
