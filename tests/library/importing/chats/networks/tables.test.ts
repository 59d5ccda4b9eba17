import { describe, expect, it } from 'vitest';
import { feedFiles } from '../../../../school/ingest/feed-files.ts';
import { makeZip } from '../../make.ts';
import { memorySource, readAll, said } from '../../read.ts';

const REDDIT: Record<string, string> = {
  'comments.csv':
    'id,permalink,date,ip,subreddit,gildings,link,parent,body,media\nabc,https://r.example/abc/,2024-03-15 21:04:05 UTC,,soup,0,https://r.example/,,"I salt it at the end,\nnever before",\n',
  'comment_headers.csv':
    'id,permalink,date,ip,subreddit,gildings,link,parent\nabc,x,2024-03-15 21:04:05 UTC,,soup,0,x,\n',
  'posts.csv':
    'id,permalink,date,ip,subreddit,gildings,title,url,body\np1,x,2024-03-15 21:04:05 UTC,,soup,0,My pot,x,It is blue.\n',
  'drafts.csv':
    'id,title,body,kind,created,spoiler,nsfw,original_content,content_category,flair_id,flair_text,send_replies,subreddit,is_public_link\nd1,A draft,not yet sent,markdown,2024-03-15 21:04:05 UTC,,,,,,,true,,\n',
  'messages.csv':
    'id,permalink,thread_id,date,ip,from,to,subject,body\nm1,x,t1,2024-03-15 21:04:05 UTC,,mara_l,jonasb,hi,hers\nm2,x,t1,2024-03-15 21:05:05 UTC,,JonasB,mara_l,hi,mine\nm3,x,t1,2024-03-15 21:05:05 UTC,,,jonasb,hi,gone\n',
  'announcements.csv':
    'announcement_id,sent_at,read_at,from_id,from_username,subject,body,url\nann_1,2024-03-14 10:00:00 UTC,,t2_x,reddit,Policies,"Hi there, we have a new agreement.",x\n',
  'account_gender.csv': 'account_gender\n',
  'ip_logs.csv': 'date,ip\nregistration ip,203.0.113.4\n',
  'friends.csv': 'username,note\nmara_l,met at the fair\n',
  'post_votes.csv': 'id,permalink,direction\nx1,x,up\n',
  'poll_votes.csv': 'post_id,user_selection,text,image_url,is_prediction\np,1,blue,,\n',
  'statistics.csv': 'statistic,value\naccount name,jonasb\n',
  'chat_history.csv':
    'message_id,created_at,updated_at,username,message,thread_parent_message_id,channel_url,subreddit,channel_name,conversation_type\n1,2024-03-15 21:04:05 UTC,,mara_l,which soup,,u1,,,direct\n2,2024-03-15 21:05:05 UTC,,jonasb,the leek one,,u1,,,direct\n',
};
const zip = (files: Record<string, string>): Buffer =>
  makeZip(Object.entries(files).map(([name, content]) => ({ name, content })));

describe("Reddit's package", () => {
  it('is read without a name of the owner, and the rest is one sentence', async () => {
    const { library, fed, says } = await feedFiles({ 'export_jonasb.zip': zip(REDDIT) });
    expect(library).toEqual({
      'export_jonasb/chat_history.txt': 'the leek one\n',
      'export_jonasb/comments.txt': 'I salt it at the end,\nnever before\n',
      'export_jonasb/drafts.txt': 'A draft\n\nnot yet sent\n',
      'export_jonasb/messages.txt': 'mine\n',
      'export_jonasb/posts.txt': 'My pot\n\nIt is blue.\n',
    });
    expect(fed.map(({ outcome }) => outcome)).toEqual(['skipped', 'imported']);
    expect(says).toMatch(
      /holds \S+, \S+, \S+ and 4 more beside an export, which are taken for parts of it and skipped/,
    );
  });

  it('asks who the owner is where nothing says so', async () => {
    const { 'statistics.csv': _left, ...rest } = REDDIT;
    const { all } = await feedFiles({ 'export.zip': zip(rest) }, { me: ['jonasb'] });
    expect(all).toContain('mine\n');
    expect(all).toContain('the leek one\n');
    expect(all).not.toMatch(/hers|gone|which soup|agreement|fair/);
  });
});

describe("LinkedIn's package", () => {
  const files = {
    'messages.csv':
      'CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER,IS MESSAGE DRAFT\nc1,,Mara Lind,https://l.example/mara,Jonas Brandt,https://l.example/jonas,2024-03-15 21:04:05 UTC,,hers,INBOX,No\nc1,,Jonas Brandt,https://l.example/jonas,Mara Lind,https://l.example/mara,2024-03-15 21:05:05 UTC,,<p>mine<br>two</p>,INBOX,No\n',
    'Shares.csv':
      'Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n2024-03-15 21:04:05,x,"my post""\n""goes on",,,MEMBER\n2024-03-15 21:04:05,x,,,,MEMBER\n',
    'Comments.csv': 'Date,Link,Message\n2024-03-15 21:04:05,x,my comment\n',
    'Invitations.csv':
      'From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\nMara Lind,Jonas Brandt,"3/15/24, 9:04 PM",her invitation,INCOMING,x,y\nJonas Brandt,Bo,"3/15/24, 9:05 PM",my invitation,OUTGOING,y,z\n',
    'Recommendations_Given.csv':
      'First Name,Last Name,Company,Job Title,Text,Creation Date,Status\nMara,Lind,Boats,Skipper,my praise,"03/15/24, 09:04 PM",VISIBLE\n',
    'Recommendations_Received.csv':
      'First Name,Last Name,Company,Job Title,Text,Creation Date,Status\nMara,Lind,Boats,Skipper,her praise,"03/15/24, 09:04 PM",VISIBLE\n',
    'Connections.csv':
      'Notes:\n"When exporting your connection data, you may notice that some are missing."\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\nMara,Lind,x,,Boats,Skipper,15 Mar 2024\n',
    'Profile.csv': 'First Name,Last Name,Headline,Summary\nJonas,Brandt,Sailor,I sail\n',
  };
  it('gives the owner’s words, and no one else’s', async () => {
    const { all } = await feedFiles({ 'linkedin.zip': zip(files) }, { me: ['Jonas Brandt'] });
    expect(
      all
        .split('\n')
        .filter((line) => line !== '')
        .sort(),
    ).toEqual(['goes on', 'mine', 'my comment', 'my invitation', 'my post', 'my praise', 'two'].sort());
  });

  it('takes no other table for comments', async () => {
    expect((await readAll(memorySource('a.csv', 'date,link,message,author\n2024,x,hers,Mara\n'))).format).toBe('csv');
  });
});

describe('posts of X in tables and lists', () => {
  const table =
    '"tweet_id","in_reply_to_status_id","in_reply_to_user_id","timestamp","source","text","retweeted_status_id","retweeted_status_user_id","retweeted_status_timestamp","expanded_urls"\n' +
    '"1","","","2013-03-15 21:04:05 +0000","web","the pier is made of salt","","","",""\n' +
    '"2","","","2013-03-15 21:05:05 +0000","web","RT @mara_l: nobody should eat the pier","77","88","2013-03-15 20:00:00 +0000",""\n' +
    '"3","1","9","2013-03-15 21:06:05 +0000","web","@mara_l I only licked it &amp; it was fine","","","",""\n' +
    '"4","","","2013-03-15 21:07:05 +0000","web","RT @bo: an old mark without a number","","","",""\n';
  const OWN = 'the pier is made of salt\nI only licked it & it was fine\n';

  it('are the owner’s, without what was shared and whom an answer calls upon', async () => {
    expect((await feedFiles({ 'tweets.csv': table }, { me: ['jonasb'] })).all).toBe(OWN);
    expect((await feedFiles({ 'tweets.csv': table })).all).toBe(OWN);
  });

  it.each([
    [
      { full_text: 'the pier is made of salt', id_str: '1' },
      { full_text: 'RT @mara_l: nobody should eat the pier', id_str: '2' },
      { full_text: '@mara_l @bo I only licked it &amp; it was fine', in_reply_to_status_id_str: '1' },
    ],
    [
      { tweet: { full_text: 'the pier is made of salt' } },
      { tweet: { full_text: 'RT @mara_l: nobody should eat the pier' } },
      { tweet: { full_text: '@mara_l I only licked it &amp; it was fine', in_reply_to_status_id: '1' } },
    ],
    [
      { text: 'the pier is made of salt', is_retweet: false, username: 'jonasb' },
      { text: 'nobody should eat the pier', is_retweet: true, username: 'jonasb' },
      {
        text: '@mara_l I only licked it &amp; it was fine',
        in_reply_to_user_id: 9,
        is_retweet: false,
        username: 'jonasb',
      },
      { text: 'words of somebody else', is_retweet: false, username: 'mara_l' },
    ],
  ])('are read from lists as well', async (...posts) => {
    expect((await feedFiles({ 'posts.json': JSON.stringify(posts) }, { me: ['jonasb'] })).all).toBe(OWN);
  });

  it('are not every text that begins with RT', async () => {
    expect(said(await readAll(memorySource('a.json', '[{"text":"RT @mara: I say so","author":"jonas"}]')))).toEqual([
      'jonas: RT @mara: I say so',
    ]);
  });
});
