import { describe, expect, it } from 'vitest';
import { memorySource, readAll, said, times } from '../../read.ts';

const owns = (all: Awaited<ReturnType<typeof readAll>>) =>
  all.records.map((record) => record.kind === 'message' && record.own);

describe('Google Chat', () => {
  it('reads a group: names and addresses, bots, deleted messages, files', async () => {
    const message = (name: string, text: string, more = {}) => ({
      creator: { name, email: `${name.toLowerCase()}@example.net`, user_type: 'Human' },
      created_date: 'Friday, March 15, 2024 at 9:04:05\u202fPM UTC',
      text,
      topic_id: 'a',
      message_id: 'x/1',
      ...more,
    });
    const messages = [
      message('Mara', 'the case is empty'),
      message('Jonas', 'it sleeps', {
        quoted_message_metadata: { creator: { name: 'Mara' }, text: 'the case is empty' },
      }),
      message('Jonas', '', { attached_files: [{ export_name: 'a.png' }] }),
      { ...message('Robot', 'beep'), creator: { name: 'Robot', user_type: 'Bot' } },
      { message_state: 'DELETED', topic_id: 'b' },
      { ...message('', 'words of nobody'), creator: {} },
    ];
    const chat = await readAll(memorySource('Google Chat/Groups/DM 1/messages.json', JSON.stringify({ messages })));
    expect(chat.format).toBe('googleChat');
    expect(said(chat)).toEqual(['Mara: the case is empty', 'Jonas: it sleeps', ': words of nobody']);
    expect(chat.records[0]).toMatchObject({ authorId: ['mara@example.net'], conversation: 'DM 1' });
    expect(times(chat)[0]).toBe('2024-03-15T21:04:05.000Z');
    expect(chat.leftOut).toEqual({ attachment: 1, bot: 1, deleted: 1 });
  });
});

describe('Hangouts', () => {
  const conversation = {
    type: 'STICKY_ONE_TO_ONE',
    self_conversation_state: { self_read_state: { participant_id: { gaia_id: '2', chat_id: '2' } } },
    participant_data: [
      { id: { gaia_id: '1', chat_id: '1' }, fallback_name: 'Mara' },
      { id: { gaia_id: '2', chat_id: '2' }, fallback_name: 'Jonas' },
    ],
  };
  const event = (gaia_id: string, segment: unknown, more = {}) => ({
    sender_id: { gaia_id, chat_id: gaia_id },
    timestamp: '1710536645000000',
    event_type: 'REGULAR_CHAT_MESSAGE',
    chat_message: { message_content: { segment } },
    ...more,
  });
  const events = [
    event('1', [{ type: 'TEXT', text: 'hers' }]),
    event('2', [
      { type: 'TEXT', text: 'mine' },
      { type: 'LINE_BREAK', text: '\n' },
      { type: 'LINK', text: 'two' },
    ]),
    event('2', undefined),
    { sender_id: { gaia_id: '1' }, event_type: 'HANGOUT_EVENT', timestamp: '1' },
    event('9', [{ type: 'TEXT', text: 'of somebody who left' }]),
  ];
  it.each([
    { conversations: [{ conversation: { conversation_id: { id: 'x' }, conversation }, events }] },
    { conversation_state: [{ conversation_id: { id: 'x' }, conversation_state: { conversation, event: events } }] },
  ])('reads both forms, and knows its owner', async (json) => {
    const chat = await readAll(memorySource('Hangouts.json', JSON.stringify(json)));
    expect(chat.format).toBe('hangouts');
    expect(said(chat)).toEqual(['Mara: hers', 'Jonas: mine\ntwo', '9: of somebody who left']);
    expect(owns(chat)).toEqual([false, true, false]);
    expect(chat.records[0]).toMatchObject({ conversation: 'Mara' });
    expect(times(chat)[0]).toBe('2024-03-15T21:04:05.000Z');
    expect(chat.leftOut).toEqual({ attachment: 1, system: 1 });
  });
});

describe('Matrix', () => {
  const event = (sender: string, content: object, more = {}) => ({
    type: 'm.room.message',
    sender,
    content,
    origin_server_ts: 1710536645000,
    ...more,
  });
  const room = (exported_by: string, messages: unknown[]) =>
    JSON.stringify(
      { room_name: 'Harbour', room_creator: '@mara:x.org', topic: '', exported_by, messages },
      undefined,
      1,
    );
  const messages = [
    {
      type: 'm.room.member',
      state_key: '@jonas:x.org',
      sender: '@jonas:x.org',
      content: { displayname: 'Jonas', membership: 'join' },
    },
    event('@mara:x.org', { msgtype: 'm.text', body: 'the tide is low' }),
    event('@jonas:x.org', {
      msgtype: 'm.text',
      body: '> <@mara:x.org> the tide is low\n\nit comes back',
      'm.relates_to': { 'm.in_reply_to': { event_id: '$1' } },
    }),
    event('@jonas:x.org', { msgtype: 'm.image', body: 'boat.jpg' }),
    event('@jonas:x.org', {}),
    event('@bot:x.org', { msgtype: 'm.notice', body: 'beep' }),
    event('@jonas:x.org', {
      msgtype: 'm.text',
      body: '* newer',
      'm.new_content': { msgtype: 'm.text', body: 'newer' },
    }),
    { type: 'm.room.encrypted', sender: '@mara:x.org', content: {} },
  ];
  it('reads a room: answers, notices, redacted, encrypted and edited events', async () => {
    const chat = await readAll(memorySource('export.json', room('@jonas:x.org', messages)));
    expect(chat.format).toBe('matrix');
    expect(said(chat)).toEqual(['@mara:x.org: the tide is low', 'Jonas: it comes back', 'Jonas: newer']);
    expect(owns(chat)).toEqual([false, true, true]);
    expect(chat.leftOut).toEqual({ system: 1, attachment: 1, deleted: 1, bot: 1, encrypted: 1 });
  });

  it('does not take a name that is shown for an account', async () => {
    const chat = await readAll(memorySource('export.json', room('Jonas', messages)));
    expect(owns(chat)).toEqual([undefined, undefined, undefined]);
  });
});

describe('Mattermost', () => {
  it('reads posts, answers and direct posts', async () => {
    const lines = [
      { type: 'version', version: 1 },
      { type: 'team', team: { name: 'harbour' } },
      { type: 'user', user: { username: 'jonas', email: 'jonas@example.net' } },
      {
        type: 'post',
        post: {
          team: 'harbour',
          channel: 'town',
          user: 'mara',
          message: 'hers',
          create_at: 1710536645000,
          replies: [{ user: 'jonas', message: 'mine', create_at: 1710536646000 }],
        },
      },
      {
        type: 'post',
        post: {
          team: 'harbour',
          channel: 'town',
          user: 'mara',
          message: 'mara joined',
          type: 'system_join_channel',
          create_at: 1,
        },
      },
      {
        type: 'post',
        post: {
          team: 'harbour',
          channel: 'town',
          user: 'robot',
          message: 'beep',
          props: { from_bot: 'true' },
          create_at: 1,
        },
      },
      {
        type: 'direct_post',
        direct_post: {
          channel_members: ['jonas', 'mara'],
          user: 'jonas',
          message: 'mine too',
          create_at: 1710536647000,
        },
      },
      { type: 'post', post: { team: 'harbour', channel: 'town', message: 'of nobody', create_at: 1 } },
    ];
    const chat = await readAll(memorySource('import.jsonl', lines.map((line) => JSON.stringify(line)).join('\n')));
    expect(chat.format).toBe('mattermost');
    expect(said(chat)).toEqual(['mara: hers', 'jonas: mine', 'jonas: mine too', ': of nobody']);
    expect(chat.records[1]).toMatchObject({ conversation: 'harbour - town', authorId: 'jonas@example.net' });
    expect(chat.leftOut).toEqual({ system: 1, bot: 1 });
  });
});
