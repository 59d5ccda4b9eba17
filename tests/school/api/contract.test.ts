import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { methodsOver, toArguments, toParams } from '../../../school/api/calls.ts';
import {
  type Arguments,
  CONTRACT,
  METHODS,
  type Method,
  type Params,
  type ResultOf,
  type Said,
  specOf,
} from '../../../school/api/contract.ts';
import type { Corrected, Reply } from '../../../school/api/messages.ts';
import { schemaOf } from '../../../school/api/rpc/protocol.ts';

/** A call of each method as TypeScript callers write it, and its request; those that commit 12ff94c knew too are as they were. */
const CALLS: { readonly [M in Method]?: readonly [args: Arguments<M>, params: Params<M>] } = {
  status: [[], {}],
  say: [
    ['hello', { temperature: 0.5, stop: ['x'], conversation: 'c' }],
    { text: 'hello', temperature: 0.5, stop: ['x'], conversation: 'c' },
  ],
  complete: [
    ['once', { seed: 1, conversation: 'completion:c' }],
    { prompt: 'once', seed: 1, conversation: 'completion:c' },
  ],
  stop: [['c'], { conversation: 'c' }],
  forget: [['c'], { conversation: 'c' }],
  correct: [['c', 'better', { public: true }], { conversation: 'c', text: 'better', public: true }],
  corrections: [[], {}],
  teach: [['chat', []], { source: 'chat', passages: [] }],
  unteach: [['chat', ['a']], { source: 'chat', ids: ['a'] }],
  set: [['clip', null], { key: 'clip', value: null }],
  library: [[], {}],
  twitch: [[{ do: 'mute', minutes: 5 }], { do: 'mute', minutes: 5 }],
  journal: [['a line'], { text: 'a line' }],
  goBack: [['soul-1'], { soul: 'soul-1' }],
  keepSoul: [['good', 'soul-1'], { name: 'good', soul: 'soul-1' }],
  releaseSoul: [['soul-1'], { soul: 'soul-1' }],
  acts: [[], {}],
  undo: [[{ act: 3, preview: true }], { act: 3, preview: true }],
  beginFeed: [['diary.txt', 7], { of: 'diary.txt', pid: 7 }],
  endFeed: [[3], { act: 3 }],
  removeText: [['diary.txt'], { name: 'diary.txt' }],
  exam: [['a text', 'poem'], { text: 'a text', name: 'poem' }],
  save: [[], {}],
  sleep: [[{ now: true }], { now: true }],
};

describe('the contract', () => {
  it.each(Object.entries(CALLS))('turns the call of %s into its request, and back', (name, [args, params]) => {
    const method = name as Method;
    expect(toParams(method, args).params).toEqual(params);
    expect(schemaOf(method).safeParse(params).success).toBe(true);
    const { options, stream } = specOf(method);
    const back = toArguments(method, params, () => {});
    expect(stream ? back.slice(0, -1) : back).toEqual(options && args.length === 0 ? [{}] : args);
  });

  it('leaves out optional arguments that were not passed, and hands the callback on', () => {
    expect(toParams('exam', [undefined, 'poem']).params).toEqual({ name: 'poem' });
    const onDelta = () => {};
    expect(toParams('say', ['hello', undefined, onDelta])).toEqual({ params: { text: 'hello' }, onDelta });
    expect(toArguments('say', { text: 'hello' }, onDelta)).toEqual(['hello', {}, onDelta]);
  });

  it('names only parameters that exist', () => {
    for (const method of METHODS) {
      const { args = [], inParts, params } = specOf(method);
      const known = Object.keys((params as z.ZodObject).shape ?? {});
      expect(known).toEqual(expect.arrayContaining([...args, ...(inParts === undefined ? [] : [inParts])]));
    }
  });

  it('gives types to calls, results and sentences', async () => {
    expectTypeOf<Arguments<'keepSoul'>>().toEqualTypeOf<[argument: string, argument?: string | undefined]>();
    expectTypeOf<Arguments<'exam'>>().toEqualTypeOf<[argument?: string | undefined, argument?: string | undefined]>();
    expectTypeOf<ResultOf<'say'>>().toEqualTypeOf<Reply>();
    expectTypeOf<Said<'save'>>().toEqualTypeOf<string>();
    expectTypeOf<Said<'correct'>>().toEqualTypeOf<Corrected>();
    const methods = methodsOver(async (...call) => call);
    expect(Object.keys(methods)).toEqual(Object.keys(CONTRACT));
    expect(await methods.goBack('soul-1')).toEqual(['goBack', ['soul-1']]);
  });
});
