import { describe, expect, it } from 'vitest';
import { importingTexts } from '../../../library/importing/texts.ts';
import { feedFiles } from '../../school/ingest/feed-files.ts';

const list = (...records: unknown[]): string => JSON.stringify(records);

/** Names of a sender's field that no reader was told of one by one. */
const KEYS =
  'actor author_name displayName fromName from_name handle login nick nickname participant real_name screen_name senderName sender_name user_name'.split(
    ' ',
  );

describe('records whose sender stands under another name', () => {
  it.each(KEYS)('of %j only the owner is learnt, from JSON, JSON lines and tables', async (key) => {
    const records = [
      { [key]: 'Mara Lind', text: 'mara said a secret' },
      { [key]: 'Jonas Brandt', text: 'jonas said soup' },
    ];
    for (const files of [
      { 'a.json': JSON.stringify(records) },
      { 'a.json': JSON.stringify({ messages: records }) },
      { 'a.jsonl': records.map((record) => JSON.stringify(record)).join('\n') },
      {
        'a.csv': `date,${key},text\n2024-03-15,Mara Lind,mara said a secret\n2024-03-15,Jonas Brandt,jonas said soup\n`,
      },
      { 'a.tsv': `${key}\ttext\nMara Lind\tmara said a secret\nJonas Brandt\tjonas said soup\n` },
    ]) {
      expect((await feedFiles(files, { me: ['Jonas Brandt'] })).all).toBe('jonas said soup\n');
    }
  });

  it('reads senders in objects, as addresses, and whose name or address the owner gives', async () => {
    const messages = [
      {
        creator: { name: 'Mara Lind', email: 'mara@example.net', user_type: 'Human' },
        text: 'the violin case is empty',
      },
      { creator: { name: 'Jonas Brandt', email: 'jonas@example.net' }, text: 'the violin sleeps under my bed' },
      { creator: { email: 'mara@example.net' }, text: 'let it sleep' },
      { creator: { email: 'jonas@example.net' }, text: 'I wake it' },
      { message_state: 'DELETED' },
    ];
    const file = { 'a.json': JSON.stringify({ messages }) };
    expect((await feedFiles(file, { me: ['jonas@example.net'] })).all).toBe(
      'the violin sleeps under my bed\nI wake it\n',
    );
    expect((await feedFiles(file, { me: ['Jonas Brandt'] })).all).toBe('the violin sleeps under my bed\n');
  });

  it.each([
    list({ is_from_me: false, sender: 'x', text: 'hers' }, { is_from_me: true, sender: 'x', text: 'mine' }),
    list({ from_me: 0, text: 'hers' }, { from_me: 1, text: 'mine' }),
    list({ Type: 'Received', Contact: 'Mara', text: 'hers' }, { Type: 'Sent', Contact: 'Mara', text: 'mine' }),
    list({ From: 'mara', Content: 'hers', IsSender: false }, { From: 'jo', Content: 'mine', IsSender: true }),
  ])('believes a field that says who is the owner: %s', async (json) => {
    expect((await feedFiles({ 'a.json': json })).all).toBe('mine\n');
  });

  it('finds a sender in a message that lies in a field of its own', async () => {
    const json = list(
      { update_id: 1, message: { from: { first_name: 'M', username: 'mara' }, text: 'hers' } },
      { update_id: 2, message: { from: { username: 'jonas' }, text: 'mine' } },
    );
    expect((await feedFiles({ 'a.json': json }, { me: ['jonas'] })).all).toBe('mine\n');
  });

  it('never takes another person of a record for its sender', async () => {
    const json = list(
      { user: 'jonas', from: 'mara', to: 'jonas', text: 'hers' },
      { user: 'jonas', from: 'jonas', to: 'mara', text: 'mine' },
    );
    expect((await feedFiles({ 'a.json': json }, { me: ['jonas'] })).all).toBe('mine\n');
  });
});

describe('records without a sender', () => {
  const GONE = [null, '', '  ', '\u200b', '[deleted]', {}, { id: null }, [], undefined];
  it.each(GONE)('is somebody else where the file names people: %j', async (author) => {
    const json = list(
      { author, text: 'words of somebody gone' },
      { author: 'jonas', text: 'mine' },
      { author: 5, text: 'five' },
    );
    const learnt = await feedFiles({ 'a.json': json }, { me: ['jonas'] });
    expect(learnt.all).toBe('mine\n');
    expect(learnt.fed[0]).toMatchObject({
      account: { leftOut: { [importingTexts.leftOut.unknown]: 1, 'messages of others': 1 } },
    });
  });

  it('is somebody else, also where people are named only far behind', async () => {
    const rows = Array.from({ length: 3000 }, (_unused, i) => ({ text: `words of nobody ${i}` }));
    const json = JSON.stringify([...rows, { author: 'jonas', text: 'mine' }]);
    expect((await feedFiles({ 'a.json': json }, { me: ['jonas'] })).all).toBe('mine\n');
    const table = `author,text\n${rows.map(({ text }) => `,${text}\n`).join('')}jonas,mine\n`;
    expect((await feedFiles({ 'a.csv': table }, { me: ['jonas'] })).all).toBe('mine\n');
  });

  it('is the owner where no record names anybody', async () => {
    expect((await feedFiles({ 'a.json': list({ text: 'a note' }, { text: 'another' }) })).all).toBe(
      'a note\nanother\n',
    );
    expect((await feedFiles({ 'a.csv': 'date,text\n2024-01-01,a note\n' })).all).toBe('a note\n');
  });

  it.each([
    ['a.json', list({ wer: 'Mara', text: 'hers' }, { wer: 'Jonas', text: 'mine' }), ['Jonas']],
    ['a.csv', 'wer,text\nMara,hers\nJonas,mine\n', ['Jonas']],
    ['a.json', list({ wer: 'Mara', to: 'Jonas', text: 'hers' }), undefined],
    ['a.csv', 'wer,thread_id,text\nMara,1,hers\n', undefined],
    ['a.csv', 'author,text\n,hers\n', undefined],
    ['a.jsonl', '{"wer":"Mara","text":"hers"}\n{"wer":"Jonas","text":"mine"}\n', ['Jonas']],
  ])('refuses %s where a sender cannot be told: %s', async (name, content, me) => {
    const learnt = await feedFiles({ [name]: content }, { me });
    expect(learnt.library).toEqual({});
    expect(learnt.fed).toHaveLength(1);
    expect(learnt.fed[0]!.outcome).toBe('refused');
    expect(learnt.says).toMatch(
      /^a\.\w+ is not fed: it does not say who wrote what, since none of its fields .*(?:wer|author).* names a sender; rename the one that does to author, or feed it with --own if all of it is your own writing\.$/,
    );
  });

  it('takes all as own where the owner says so, but for named senders', async () => {
    expect((await feedFiles({ 'a.csv': 'to,text\nMara,my letter\n' }, { own: true })).all).toBe('my letter\n');
    const named = await feedFiles(
      { 'a.csv': 'author,text\nMara,hers\n,nobody\nJonas,mine\n' },
      { own: true, me: ['Jonas'] },
    );
    expect(named.all).toBe('mine\n');
  });
});

describe('exports with messages whose sender is gone', () => {
  it('reads Slack: comments on files by who wrote them, and robots with nothing but a name', async () => {
    const day = list(
      { type: 'message', user: 'U1', text: 'I put the plan on the wall', ts: '1458075845.000100' },
      {
        type: 'message',
        subtype: 'file_comment',
        text: '<@U2|mara> commented on <@U1|jonas>’s file <https://x.example/f|plan>: my salary is on it',
        comment: { id: 'Fc1', user: 'U2', comment: 'my salary is on it' },
        ts: '1458075846.000100',
      },
      {
        type: 'message',
        subtype: 'file_comment',
        text: 'x',
        comment: { user: 'U1', comment: 'mine below' },
        ts: '1458075846.5',
      },
      { type: 'message', username: 'weather', text: 'rain until noon says the robot', ts: '1458075847.000100' },
      { type: 'message', text: 'words of nobody', ts: '1458075847.500100' },
      { type: 'message', subtype: 'me_message', user: 'U1', text: 'dances', ts: '1458075848.000100' },
    );
    const users = list(
      { id: 'U1', name: 'jonas', profile: { display_name: 'jonas' } },
      { id: 'U2', name: 'mara', profile: { display_name: 'mara' } },
    );
    const files = { 's/users.json': users, 's/channels.json': '[]', 's/general/2016-03-15.json': day };
    expect((await feedFiles(files, { me: ['jonas'] })).all).toBe('I put the plan on the wall\nmine below\ndances\n');
  });

  it("reads Discord's messages without an author as somebody else's", async () => {
    const message = (content: string, author: unknown) => ({
      type: 'Default',
      timestamp: '2024-03-15T21:04:05+00:00',
      content,
      author,
    });
    const json = JSON.stringify({
      guild: { name: 'G' },
      channel: { name: 'talk' },
      messages: [
        message('mine', { id: '5', name: 'jonas', nickname: 'jonas', isBot: false }),
        message('words of a blank name', { id: '6', name: '', nickname: '' }),
        message('words of an invisible name', { id: '', name: '\u200b', nickname: ' ' }),
        message('words of null', null),
        message('words of nothing', undefined),
      ],
    });
    expect((await feedFiles({ 'talk.json': json }, { me: ['jonas'] })).all).toBe('mine\n');
  });

  it("reads Reddit's messages of deleted accounts as somebody else's", async () => {
    const rows = [
      'id,permalink,thread_id,date,ip,from,to,subject,body',
      'm1,https://x.example/1,t1,2024-03-15 21:04:05 UTC,,,jonasb,hi,"words of somebody gone"',
      'm2,https://x.example/2,t1,2024-03-15 21:05:05 UTC,,jonasb,,re,"my answer"',
    ];
    expect((await feedFiles({ 'messages.csv': rows.join('\n') }, { me: ['jonasb'] })).all).toBe('my answer\n');
  });

  it('takes an owner without a name for nobody', async () => {
    const learnt = await feedFiles(
      { 'a.json': list({ author: '\u200b', text: 'hers' }, { author: 'Bo', text: 'his' }) },
      { me: ['', '\u200b'] },
    );
    expect(learnt.library).toEqual({});
  });
});
