import { describe, expect, it } from 'vitest';
import { mended } from '../../../library/importing/chats/networks/meta-words.ts';
import { fixture, memorySource, readAll, said, times } from './read.ts';

describe('Reddit', () => {
  it('reads comments, posts and messages', async () => {
    const comments = await readAll(fixture('reddit/comments.csv'));
    expect(comments.format).toBe('reddit');
    expect(said(comments)).toEqual([': Steep it, then wait.\n\nReally &gt; wait.']);
    expect(times(comments)).toEqual(['2023-01-15T12:34:56.000Z']);
    expect(comments.leftOut).toEqual({ deleted: 1 });
    expect(said(await readAll(fixture('reddit/posts.csv')))).toEqual([': My pot\n\nIt is blue.', ': A picture only']);
    const messages = await readAll(fixture('reddit/messages.csv'));
    expect(said(messages)).toEqual(['mira_t: which tea?', 'bo_l: the smoky one']);
    expect(messages.records[0]).toMatchObject({ own: undefined });
  });
});

describe('X', () => {
  it('reads posts: entities, answers, what was shared, what is only pictures, what is whole elsewhere', async () => {
    const tweets = await readAll(fixture('twitter/tweets.js'));
    expect(tweets.format).toBe('twitter');
    expect(said(tweets)).toEqual([': rain & tea <3', ': not before nine']);
    expect(times(tweets)[0]).toBe('2023-02-18T12:33:11.000Z');
    expect(tweets.leftOut).toEqual({ forwarded: 2, attachment: 1 });
    expect(said(await readAll(fixture('twitter/note-tweet.js')))).toEqual([
      ': a long one that is not cut here, since it goes on',
    ]);
  });

  it('reads direct messages, oldest first, and knows its owner from account.js', async () => {
    const chat = await readAll(fixture('twitter/direct-messages.js'));
    expect(said(chat)).toEqual(['555: tea?', '666: at nine?', '555: see you then']);
    expect(chat.records.map((record) => record.kind === 'message' && record.own)).toEqual([true, false, true]);
    expect(chat.records[0]).toMatchObject({ conversation: '555-666' });
    expect(chat.leftOut).toEqual({ system: 1 });
  });

  it('does not read what is no writing of the owner', async () => {
    expect((await readAll(fixture('twitter/account.js'))).format).toBeUndefined();
  });
});

describe('Facebook and Instagram', () => {
  it('reads a conversation: letters mended, oldest first, without what the apps say', async () => {
    const chat = await readAll(fixture('meta/inbox/bo_1234567890/message_1.json'));
    expect(chat.format).toBe('meta');
    expect(said(chat)).toEqual(['Bo Lind: I left the kettle on', 'Mira Tännö: schön – bis später 👋']);
    expect(times(chat)[0]).toBe('2023-11-14T22:14:20.000Z');
    expect(chat.records[0]).toMatchObject({ conversation: 'bo' });
    expect(chat.leftOut).toEqual({ attachment: 1, system: 2, deleted: 1 });
    expect(said(await readAll(fixture('meta/inbox/bo_1234567890/message_2.json')))).toEqual([
      'Mira Tännö: der älteste Gruß',
    ]);
  });

  it('reads an encrypted conversation of Messenger, whose letters are right as they are', async () => {
    const messages = [
      { senderName: 'Bo Lind', text: 'schön 🫖', timestamp: 1710000003000, type: 'text', isUnsent: false, media: [] },
      { senderName: 'Mira Tännö', text: 'Â© und Ã¼', timestamp: 1710000002000, type: 'text', isUnsent: false },
      { senderName: 'Bo Lind', text: '', timestamp: 1710000001500, type: 'media', media: [{ uri: './media/1.jpg' }] },
      { senderName: 'Bo Lind', text: 'oops', timestamp: 1710000001000, type: 'text', isUnsent: true },
      { senderName: 'Bo Lind', text: 'unknown', timestamp: 1710000000500, type: 'placeholder', isUnsent: false },
      { senderName: 'Mira Tännö', text: 'https://a.example look', timestamp: 1710000000000, type: 'link' },
    ];
    const chat = { participants: ['Bo Lind', 'Mira Tännö'], threadName: 'Bo Lind_12', messages };
    const read = await readAll(memorySource('Bo Lind_12.json', JSON.stringify(chat, undefined, 2)));
    expect(read.format).toBe('meta');
    expect(said(read)).toEqual(['Mira Tännö: https://a.example look', 'Mira Tännö: Â© und Ã¼', 'Bo Lind: schön 🫖']);
    expect(times(read)[2]).toBe('2024-03-09T16:00:03.000Z');
    expect(read.records[0]).toMatchObject({ conversation: 'Bo Lind' });
    expect(read.leftOut).toEqual({ attachment: 1, deleted: 1, system: 1 });
    const turned = JSON.stringify({ messages, threadName: 'Bo Lind_12', participants: [] });
    const other = await readAll(memorySource('e2ee/Bo Lind_12.json', turned));
    expect([other.format, said(other)]).toEqual(['meta', said(read)]);
    expect(other.records[0]).toMatchObject({ conversation: 'Bo Lind' });
  });

  it('reads posts and comments of both', async () => {
    const posts = await readAll(fixture('meta/your_posts__check_ins__photos_and_videos_1.json'));
    expect(posts.format).toBe('meta');
    expect(said(posts)).toEqual([': Der Tee ist fertig ☕']);
    expect(posts.records[0]).toMatchObject({ own: true, time: 1500000000000 });
    expect(posts.leftOut).toEqual({ attachment: 1 });
    const comments = await readAll(fixture('meta/comments.json'));
    expect(said(comments)).toEqual([': so wahr']);
    expect(comments.leftOut).toEqual({ attachment: 1 });
    expect(said(await readAll(fixture('meta/posts_1.json')))).toEqual([': morgens im Garten 🌿', ': zwei Bilder']);
    const own = await readAll(fixture('meta/post_comments_1.json'));
    expect(said(own)).toEqual([': süß!']);
    expect(times(own)).toEqual(['2022-04-15T05:23:20.000Z']);
  });

  it('mends letters only where they are broken', () => {
    expect(mended('Ã¼ber ð\u009f\u0098\u0080')).toBe('über 😀');
    expect(mended('über')).toBe('über');
    expect(mended('plain')).toBe('plain');
    expect(mended('Ж Ã¼')).toBe('Ж ü');
  });
});
