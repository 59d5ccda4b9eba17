import { describe, expect, it } from 'vitest';
import { TWITCH_DEFAULTS } from '../../../../school/settings/twitch-settings.ts';
import { parseIntent } from '../../../../school/twitch/bot/chat-commands.ts';

const BOT = 'babybot';
const intentOf = (text: string, repliesTo: string | null = null, repliesToName?: string) =>
  parseIntent({ text, repliesTo, ...(repliesToName !== undefined && { repliesToName }) }, TWITCH_DEFAULTS, BOT);

describe('a reply', () => {
  it.each([
    ['@viewer2 !aioptout', 'viewer2', undefined, 'optOut'],
    ['@Viewer2 !forgetme', 'viewer2', 'Viewer2', 'forget'],
    ['@viewer2 !babymute 5', 'viewer2', 'viewer2', 'mute'],
    ['@ヴィヴィ !babymood', 'vivi', 'ヴィヴィ', 'mood'],
    ['@Зоя !aioptin', 'zoja', 'Зоя', 'optIn'],
    ['@김철수 !privacy', 'kim', '김철수', 'privacy'],
    ['@Two Words !babystats', 'twowords', 'Two Words', 'stats'],
    ['@viewer2   !AIOPTOUT', 'viewer2', 'Viewer2', 'optOut'],
    [`@${BOT} !babymood`, BOT, 'BabyBot', 'mood'],
    // deeper in a thread: Twitch writes the name of the message that is answered, not of the first one
    ['@second !aioptcheck', 'second', 'second', 'optCheck'],
  ] as const)('to somebody is heard as the command it holds: %s', (text, to, name, command) => {
    expect(intentOf(text, to, name)).toMatchObject({ kind: 'command', name: command });
  });

  it('hands on what stands behind the command, and the words of a reply without the name', () => {
    expect(intentOf('@viewer2 !babymute 5', 'viewer2')).toMatchObject({ rest: '5' });
    expect(intentOf('@ヴィヴィ !bby how are you', 'vivi', 'ヴィヴィ')).toEqual({ kind: 'ask', text: 'how are you' });
    expect(intentOf('@ヴィヴィ what do you think', 'vivi', 'ヴィヴィ')).toEqual({
      kind: 'chat',
      text: 'what do you think',
    });
    expect(intentOf(`@${BOT} and you?`, BOT)).toEqual({ kind: 'ask', text: 'and you?' });
    expect(intentOf('@viewer2 !otherbot', 'viewer2')).toEqual({ kind: 'other' });
    expect(intentOf('@viewer2', 'viewer2')).toEqual({ kind: 'chat', text: '' });
  });

  it('never obeys a command behind a mention that somebody typed, and never stores it', () => {
    expect(intentOf('@viewer2 !aioptout')).toEqual({ kind: 'other' });
    expect(intentOf('@viewer3 !aioptout', 'viewer2', 'Viewer2')).toEqual({ kind: 'other' });
    expect(intentOf('@viewer2 @viewer2 !aioptout', 'viewer2')).toEqual({ kind: 'other' });
    expect(intentOf('@viewer22 !aioptout', 'viewer2')).toEqual({ kind: 'other' });
    expect(intentOf('viewer2 !aioptout', 'viewer2')).toEqual({ kind: 'chat', text: 'viewer2 !aioptout' });
    expect(intentOf('@viewer3 hello', 'viewer2', 'Viewer2')).toEqual({ kind: 'chat', text: '@viewer3 hello' });
  });
});
