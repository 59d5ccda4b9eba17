import { describe, expect, it } from 'vitest';
import { feedFiles } from '../../../../school/ingest/feed-files.ts';
import { makeZip } from '../../make.ts';
import { memorySource, readAll, said, times } from '../../read.ts';

describe('ChatGPT', () => {
  const node = (parent: string | null, role: string, parts: unknown[], more = {}) => ({
    parent,
    children: [],
    message: { author: { role }, content: { content_type: 'text', parts }, create_time: 1710536645.5, ...more },
  });
  const conversation = {
    title: 'Boats',
    create_time: 1710536645,
    current_node: 'e',
    mapping: {
      root: { parent: null, children: ['s'], message: null },
      s: node('root', 'system', ['be kind']),
      a: node('s', 'user', ['how do I caulk a boat?']),
      a2: node('s', 'user', ['an earlier form of the question']),
      b: node('a', 'assistant', ['With oakum.']),
      t: {
        ...node('b', 'tool', ['x']),
        message: { author: { role: 'tool' }, content: { content_type: 'text', parts: ['searching'] } },
      },
      e: node('t', 'user', [{ asset_pointer: 'file' }, 'and this one?'], {
        content: { content_type: 'multimodal_text', parts: [{ asset_pointer: 'file' }, 'and this one?'] },
      }),
    },
  };
  it('reads the last way through the tree: what the owner typed is own, answers are not', async () => {
    const chat = await readAll(memorySource('conversations.json', JSON.stringify([conversation])));
    expect(chat.format).toBe('chatgpt');
    expect(said(chat)).toEqual(['user: how do I caulk a boat?', 'ChatGPT: With oakum.', 'user: and this one?']);
    expect(chat.records.map((record) => record.kind === 'message' && record.own)).toEqual([true, false, true]);
    expect(times(chat)[0]).toBe('2024-03-15T21:04:05.500Z');
  });

  it('is fed as a zip without what lies beside', async () => {
    const zip = makeZip([
      { name: 'conversations.json', content: JSON.stringify([conversation]) },
      { name: 'chat.html', content: '<p>all of it as a page</p>' },
      { name: 'user.json', content: '{"id":"user-1","email":"jonas@example.net"}' },
      { name: 'message_feedback.json', content: '[{"content":"{}"}]' },
    ]);
    const { all } = await feedFiles({ 'chatgpt.zip': zip });
    expect(all).toBe('how do I caulk a boat?\nand this one?\n');
  });

  it('goes in no circle', async () => {
    const circle = {
      ...conversation,
      current_node: 'a',
      mapping: { a: node('b', 'user', ['x']), b: node('a', 'assistant', ['y']) },
    };
    expect(said(await readAll(memorySource('conversations.json', JSON.stringify([circle]))))).toEqual([
      'ChatGPT: y',
      'user: x',
    ]);
  });
});

describe('Claude', () => {
  it('reads what the owner typed, and not what was attached', async () => {
    const conversation = {
      uuid: '1',
      name: 'Soup',
      created_at: '2024-03-15T21:04:05.000000Z',
      account: { uuid: '2' },
      chat_messages: [
        {
          uuid: 'a',
          text: 'how long?',
          content: [{ type: 'text', text: 'how long?' }],
          sender: 'human',
          created_at: '2024-03-15T21:04:05.123456Z',
          attachments: [{ extracted_content: 'a long paste' }],
        },
        {
          uuid: 'b',
          text: 'An hour.',
          content: [
            { type: 'thinking', thinking: 'hm' },
            { type: 'text', text: 'An hour.' },
          ],
          sender: 'assistant',
          created_at: '2024-03-15T21:04:06.123456Z',
        },
        { uuid: 'c', text: 'thanks', sender: 'human', created_at: '2024-03-15T21:04:07Z' },
        { uuid: 'd', text: '', content: [], sender: 'human', attachments: [{}] },
      ],
    };
    const chat = await readAll(memorySource('conversations.json', JSON.stringify([conversation])));
    expect(chat.format).toBe('claude');
    expect(said(chat)).toEqual(['human: how long?', 'Claude: An hour.', 'human: thanks']);
    expect(times(chat)[0]).toBe('2024-03-15T21:04:05.123Z');
    expect(chat.leftOut).toEqual({ attachment: 1 });
    expect((await feedFiles({ 'conversations.json': JSON.stringify([conversation]) })).all).toBe('how long?\nthanks\n');
  });
});
