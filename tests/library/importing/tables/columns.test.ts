import { describe, expect, it } from 'vitest';
import { columnsOf, isOwn, peopleIn, plainKey } from '../../../../library/importing/tables/columns.ts';

describe('names of fields', () => {
  it.each([
    ['senderName', 'sender name'],
    ['FROM_ID', 'from id'],
    ['  Sender-Name ', 'sender name'],
    ['fullText', 'full text'],
    ['Absender', 'absender'],
    ['ユーザー', 'ユーザー'],
  ])('%j is %j, however it is written', (key, plain) => {
    expect(plainKey(key)).toBe(plain);
  });
});

describe('which column is which', () => {
  const named = (...keys: string[]) => {
    const { words, authors, own, direction, time, place } = columnsOf(keys);
    const of = (at: number): string | undefined => keys[at];
    return {
      words: words.map(of),
      authors: authors.map(of),
      own: of(own),
      direction: of(direction),
      time: of(time),
      place: of(place),
    };
  };

  it.each([
    'author',
    'from',
    'sender',
    'speaker',
    'user',
    'username',
    'name',
    'nick',
    'nickname',
    'screen_name',
    'display_name',
    'displayName',
    'login',
    'handle',
    'participant',
    'actor',
    'creator',
    'author_name',
    'senderName',
    'sender_name',
    'from_name',
    'fromName',
    'from_username',
    'user_name',
    'real_name',
    'Sender ID',
    'from_email',
    'author.name',
    'posted_by',
    'sent by',
    'Absender',
    'Von',
    'expéditeur',
    'remitente',
    'mittente',
    'nadawca',
    'отправитель',
    '发送者',
    '差出人',
    '보낸 사람',
  ])('finds the sender under %j', (key) => {
    expect(named('id', key, 'text', 'date')).toMatchObject({ authors: [key], words: ['text'], time: 'date' });
  });

  it.each([
    'to',
    'recipient',
    'title',
    'subject',
    'avatar',
    'user_agent',
    'user_count',
    'from_date',
    'created_at',
    'display',
    'screen',
    'name_of_file',
    'id',
    'is_from_me',
    'account_type',
  ])('takes %j for no sender', (key) => {
    expect(named(key, 'text').authors).toEqual([]);
  });

  it('takes the fields of one role alone, the best name first', () => {
    expect(named('sender_id', 'user', 'sender_email', 'senderName', 'text').authors).toEqual([
      'senderName',
      'sender_email',
      'sender_id',
    ]);
    expect(named('user', 'from', 'text').authors).toEqual(['from']);
  });

  it('knows words, times, places, directions and own ones', () => {
    expect(named('Date', 'Channel', 'is_from_me', 'Type', 'Body', 'note')).toEqual({
      words: ['Body', 'note'],
      authors: [],
      own: 'is_from_me',
      direction: 'Type',
      time: 'Date',
      place: 'Channel',
    });
  });

  it.each([
    [['id', 'date', 'text'], false],
    [['date', 'title', 'body'], false],
    [['date', 'to', 'text'], true],
    [['thread_id', 'text'], true],
    [['text', 'replyTo'], true],
  ])('says of %j whether only conversations have them', (keys, talk) => {
    expect(columnsOf(keys).talk).toBe(talk);
  });
});

describe('values', () => {
  it.each([
    ['Mara', ['Mara']],
    [' Mara ', ['Mara']],
    [12345, ['12345']],
    [{ id: 5 }, ['5']],
    [{ name: 'Mara', email: 'm@example.net', id: 5 }, ['Mara', 'm@example.net', '5']],
    [{ displayName: 'Mara' }, ['Mara']],
    [['Mara'], ['Mara']],
    [['Mara', 'Bo'], []],
    [null, []],
    ['', []],
    ['  ', []],
    ['\u200b\u2060', []],
    ['[deleted]', []],
    ['null', []],
    [true, []],
    [{}, []],
    [[[['Mara']]], []],
  ])('%j names %j', (value, people) => {
    expect(peopleIn(value)).toEqual(people);
  });

  it.each([
    [true, undefined, true],
    [0, undefined, false],
    ['1', undefined, true],
    ['FALSE', undefined, false],
    [undefined, 'Sent', true],
    [undefined, 'received', false],
    [undefined, 'inbox', false],
    [undefined, 'Gesendet', true],
    [undefined, 'Default', undefined],
    [undefined, undefined, undefined],
  ])('own %j, direction %j: %j', (own, direction, is) => {
    expect(isOwn(own, direction)).toBe(is);
  });
});
