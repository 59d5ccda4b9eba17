import { describe, expect, it } from 'vitest';
import { memorySource, readAll, said, times } from '../../read.ts';

describe('LINE', () => {
  it.each([
    ['[LINE] Chat history with Mara\nSaved on: 2024/03/16 10:00\n\n2024/03/15(Fri)\n', '21:04', '21:05'],
    ['[LINE] Maraとのトーク履歴\n保存日時：2024/03/16 10:00\n\n2024/03/15(金)\n', '21:04', '21:05'],
    ['Chat history with Mara\nSaved on: 3/16/2024, 10:00\n\nFri, 3/15/2024\n', '09:04PM', '09:05PM'],
    ['[LINE] 與Mara的聊天記錄\n儲存日期： 2024/03/16 10:00\n\n2024/03/15（五）\n', '下午09:04', '下午09:05'],
  ])('is read by its tabs: %j', async (beginning, one, two) => {
    const lines = [
      `${one}\tMara\tthe curry burned`,
      `${two}\tJonas\t"I like it\ndark: ""black"""`,
      `${two}\t\tMara joined`,
      `${two}\tMara\t[Sticker]`,
    ];
    const chat = await readAll(memorySource('[LINE] Mara.txt', beginning + lines.join('\n')));
    expect(chat.format).toBe('lineChat');
    expect(said(chat)).toEqual(['Mara: the curry burned', 'Jonas: I like it\ndark: "black"']);
    expect(times(chat)).toEqual(['2024-03-15T21:04:00.000Z', '2024-03-15T21:05:00.000Z']);
    expect(chat.leftOut).toEqual({ system: 1, attachment: 1 });
  });

  it('knows what LINE itself writes', async () => {
    const words = ['[写真]', '☎ Call time 1:23', 'Jonas unsent a message.', '"ok"', 'not "ok'];
    const text = `[LINE] Chat history in Club\nSaved on: 2024/03/16 10:00\n\n2024/03/15(Fri)\n${words.map((one) => `21:04\tJonas\t${one}`).join('\n')}`;
    const chat = await readAll(memorySource('club.txt', text));
    expect(said(chat)).toEqual(['Jonas: "ok"', 'Jonas: not "ok']);
    expect(chat.leftOut).toEqual({ attachment: 1, system: 1, deleted: 1 });
  });
});
