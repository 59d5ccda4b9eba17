import { describe, expect, it } from 'vitest';
import { memorySource, readAll, said } from '../../read.ts';

describe('Skype', () => {
  it('reads messages.json, oldest first, and knows its owner', async () => {
    const message = (from: string, content: string, second: number, more = {}) => ({
      id: '1',
      displayName: null,
      originalarrivaltime: `2024-03-15T21:04:0${second}.123Z`,
      messagetype: 'RichText',
      content,
      from,
      ...more,
    });
    const json = {
      userId: '8:live:jonas',
      exportDate: '2024-03-16T10:00',
      conversations: [
        {
          id: '8:mara',
          displayName: 'Mara Lind',
          MessageList: [
            message('8:live:jonas', '<quote author="mara">is it &lt;3?</quote>yes &amp; no<e_m ts="1"></e_m>', 5),
            message('8:mara', 'is it &lt;3?', 4, { displayName: 'Mara' }),
            message('8:mara', '<URIObject uri="x">file</URIObject>', 3, { messagetype: 'RichText/UriObject' }),
            message('8:mara', '', 2, { messagetype: 'ThreadActivity/AddMember' }),
            message('8:live:jonas', 'gone', 1, { properties: { deletetime: '1' } }),
          ],
        },
      ],
    };
    const chat = await readAll(memorySource('messages.json', JSON.stringify(json)));
    expect(chat.format).toBe('skype');
    expect(said(chat)).toEqual(['Mara: is it <3?', 'live:jonas: yes & no']);
    expect(chat.records.map((record) => record.kind === 'message' && record.own)).toEqual([false, true]);
    expect(chat.leftOut).toEqual({ attachment: 1, system: 1, deleted: 1 });
  });
});
