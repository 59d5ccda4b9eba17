import { describe, expect, it } from 'vitest';
import { feedFiles } from '../../../../school/ingest/feed-files.ts';
import { memorySource, readAll, said, times } from '../../read.ts';

const own = (all: Awaited<ReturnType<typeof readAll>>) =>
  all.records.map((record) => record.kind === 'message' && record.own);

const IMESSAGE = `<html><meta charset="UTF-8"><body>
<div class="message"><div class="received"><p><span class="timestamp"><a title="x">May 17, 2022 5:29:42 PM</a> (Read by you)</span> <span class="sender">Mara</span></p>
<hr><div class="message_part"><span class="bubble">hers</span></div>
<div class="replies"><div class="reply"><div class="message"><div class="sent iMessage"><p><span class="sender">Me</span></p><div class="message_part"><span class="bubble">an answer below</span></div></div></div></div></div>
</div></div>
<div class="announcement"><p><span class="timestamp">x</span> You renamed the conversation</p></div>
<div class="message"><div class="sent iMessage"><p><span class="timestamp">May 17, 2022 5:30:42 PM</span><span class="sender">Me</span></p>
<hr><div class="message_part"><span class="bubble">mine &amp; two<br>lines</span></div><div class="message_part"><img src="attachments/a.jpg"></div>
<div class="tapbacks"><p>Tapbacks:</p><div class="tapback"><span><b>Loved</b> by Mara</span></div></div></div></div>
<div class="message"><div class="sent iMessage"><p><span class="sender">Me</span></p><div class="edited"><table><tr><td><span class="bubble">an erlier form</span></td></tr><tr><td><span class="bubble">the last form</span></td></tr></table></div></div></div>
</body></html>`;

const VOICE = `<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>Mara</title></head><body><div class="hChatLog hfeed">
<div class="message"><abbr class="dt" title="2014-03-15T21:04:05.000-07:00">Mar 15</abbr>: <cite class="sender vcard"><a class="tel" href="tel:+1"><span class="fn">Mara</span></a></cite>: <q>hers</q></div>
<div class="message"><abbr class="dt" title="2014-03-15T21:05:05.000-07:00">Mar 15</abbr>: <cite class="sender vcard"><a class="tel" href="tel:+2"><abbr class="fn" title="">Me</abbr></a></cite>: <q>mine</q></div></div></body></html>`;

const discord = (group: (author: string, title: string, ...words: string[]) => string): string =>
  `<!DOCTYPE html><html><body><div class="chatlog">${group('Mara', 'mara.lind', 'hers', 'hers again')}${group('Me', 'jonasb', 'mine <b>bold</b>', 'mine too')}${group('Jo', 'jo', 'his')}</div></body></html>`;

const DISCORD = discord(
  (author, title, ...words) =>
    `<div class="chatlog__message-group">${words
      .map(
        (one, i) =>
          `<div id="c${i}" class="chatlog__message-container "><div class="chatlog__message"><div class="chatlog__message-primary">${
            i === 0
              ? `<div class="chatlog__reply"><div class="chatlog__reply-author">Tove</div><div class="chatlog__reply-content">quoted words</div></div><div class="chatlog__header"><span class="chatlog__author" title="${title}">${author}</span> <span class="chatlog__timestamp"><a href="#x">3/15/2024 9:04 PM</a></span></div>`
              : '<div class="chatlog__short-timestamp">9:05 PM</div>'
          }<div class="chatlog__content chatlog__markdown"><span class="chatlog__markdown-preserve">${one}</span> <span class="chatlog__edited-timestamp">(edited)</span></div><div class="chatlog__embed"><div class="chatlog__embed-title">a title</div></div><div class="chatlog__reactions">👍</div></div></div></div>`,
      )
      .join('')}</div>`,
);

const SIGNAL_BACKUP = `<!DOCTYPE html><html><body><div class="conversation-box">
<div class="msg msg-incoming" id="a"><span class="msg-name">Mara</span><div><pre>hers</pre></div><div class="footer"><span class="msg-data">Mar 15, 2024 21:04:05</span></div></div>
<div class="msg msg-outgoing" id="b"><div class="msg-quote"><div class="msg-quote-message"><span class="msg-name">Mara</span><pre>hers</pre></div></div><div><pre>mine</pre></div><div class="footer"><div class="edited"><span>edited</span><div class="edited-info"><pre>an earlier form</pre></div></div></div><div class="msg-reactions"><div class="msg-reaction">👍</div></div></div>
<div class="msg msg-incoming"><div><pre>hers in a chat of two</pre></div></div></div></body></html>`;

const SIGNAL_EXPORT = `<!doctype html><html lang='en'><body><div class='page'>
<div class='msg '><span class=date>2024-03-15</span><span class=time>21:04</span><span class=sender>Mara</span><p class=body>hers</p><p class=reaction>Jonas: 👍</p></div>
<div class='msg me'><span class=date>2024-03-15</span><span class=time>21:05</span><span class=sender>Me</span><p class=quote>hers</p><p class=body>mine</p><p class=reaction></p></div></div></body></html>`;

const ELEMENT = `<!DOCTYPE html><html><body><ol>
<li class="mx_EventTile" data-self="false"><span class="mx_DisambiguatedProfile"><span class="mx_DisambiguatedProfile_displayName">Mara</span></span><a><span class="mx_MessageTimestamp">21:04</span></a><div class="mx_EventTile_line"><div class="mx_MTextBody"><span class="mx_EventTile_body">hers</span></div></div></li>
<li class="mx_EventTile mx_EventTile_continuation" data-self="false"><div class="mx_EventTile_line"><span class="mx_EventTile_body">hers again</span></div></li>
<li class="mx_EventTile mx_EventTile_info"><span class="mx_EventTile_body">Mara changed her name</span></li>
<li class="mx_EventTile" data-self="true"><span class="mx_DisambiguatedProfile_displayName">Jonas</span><div class="mx_ReplyChain"><span class="mx_EventTile_body">hers</span></div><span class="mx_EventTile_body">mine</span></li></ol></body></html>`;

describe('chats as web pages', () => {
  it('reads iMessage: answers once, the last form of edited messages, no reactions', async () => {
    const chat = await readAll(memorySource('Mara.html', IMESSAGE));
    expect(chat.format).toBe('chatPage');
    expect(said(chat)).toEqual(['Mara: hers', 'Me: mine & two\nlines', 'Me: the last form']);
    expect(own(chat)).toEqual([false, true, true]);
    expect(times(chat)[0]).toBe('2022-05-17T17:29:42.000Z');
  });

  it('reads Google Voice', async () => {
    const chat = await readAll(memorySource('Text - Mara.html', VOICE));
    expect(said(chat)).toEqual(['Mara: hers', 'Me: mine']);
    expect(own(chat)).toEqual([false, true]);
    expect(times(chat)[0]).toBe('2014-03-15T21:04:05.000Z');
  });

  it('reads Discord: groups of one sender, whoever is called Me', async () => {
    const chat = await readAll(memorySource('Harbour.html', DISCORD));
    expect(said(chat)).toEqual(['Mara: hers', 'Mara: hers again', 'Me: mine bold', 'Me: mine too', 'Jo: his']);
    expect(own(chat)).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect((await feedFiles({ 'Harbour.html': DISCORD }, { me: ['jonasb'] })).all).toBe('mine bold\nmine too\n');
  });

  it.each([
    ['signalbackup-tools', SIGNAL_BACKUP, ['Mara: hers', ': mine', ': hers in a chat of two']],
    ['signal-export', SIGNAL_EXPORT, ['Mara: hers', 'Me: mine']],
    ['Element', ELEMENT, ['Mara: hers', 'Mara: hers again', 'Jonas: mine']],
  ])('reads %s, and knows the owner', async (_name, page, lines) => {
    expect(said(await readAll(memorySource('chat.html', page)))).toEqual(lines);
    expect((await feedFiles({ 'chat.html': page })).all).toBe('mine\n');
  });

  const bubbles = ['Mara', 'Jonas', 'Mara', 'Jonas']
    .map(
      (name) =>
        `<div class="chat-message ${name === 'Mara' ? 'incoming' : 'outgoing'}"><b class="sender">${name}</b><span class="bubble">words of ${name}</span></div>`,
    )
    .join('');
  it('refuses what only looks like one, unless the owner says that all of it is theirs', async () => {
    const page = `<html><body>${bubbles}</body></html>`;
    const { library, says } = await feedFiles({ 'page.html': page });
    expect(library).toEqual({});
    expect(says).toMatch(
      /it looks like a chat as a web page, of which it cannot be told who wrote what: export it again as JSON or text, or feed it with --own/,
    );
    expect((await feedFiles({ 'page.html': page }, { own: true })).all).toMatch(/words of Mara/);
  });

  it.each([
    '<html><body><p class="message">Note</p><p>My essay about a <span class="author">sailor</span>.</p></body></html>',
    '<html><body><article><h1>A post</h1><p class="author">me</p><p>words</p></article><div class="message">Thank you</div></body></html>',
  ])('reads other pages as they are: %s', async (page) => {
    expect((await readAll(memorySource('page.html', page))).format).toBe('html');
  });
});
