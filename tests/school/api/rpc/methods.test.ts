import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Baby } from '../../../../school/api/contract.ts';
import type { Event } from '../../../../school/api/messages.ts';
import { attach } from '../../../../school/api/rpc/client.ts';
import { serveLife } from '../../../../school/api/rpc/server.ts';
import { FakeLife, statsAt } from '../../fake-life.ts';
import { temporaryFolder } from '../../tiny.ts';

let life: FakeLife;
let path: string;
let served: { close(): Promise<void> };
let far: Baby & { close(): void };

beforeEach(async () => {
  life = new FakeLife();
  path = join(temporaryFolder(), 'baby.sock');
  served = await serveLife(life, path);
  far = await attach(path);
  far.over.catch(() => {});
});
afterEach(async () => {
  far.close();
  await served.close();
});

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('over the line', () => {
  it('a reply is stopped, corrected and forgotten', async () => {
    expect(await far.stop('terminal')).toBe(true);
    expect(await far.forget('terminal')).toBe(2);
    expect(await far.correct('terminal', 'good morning')).toEqual({ id: 'k3f9', note: null });
    expect(life.asked).toEqual([
      ['stop', 'terminal'],
      ['forget', 'terminal'],
      ['correct', 'terminal', 'good morning'],
    ]);
  });

  it('a setting is changed, or refused in the words of the baby', async () => {
    expect(await far.set('voice.temperature', '0.5')).toEqual({
      key: 'voice.temperature',
      value: '0.5',
      later: false,
    });
    await expect(far.set('nonsense', 1)).rejects.toThrow('There is no setting "nonsense".');
    await expect(far.set('', 1)).rejects.toThrow('set: key should be a name of 1 to 200 characters');
  });

  it('corrections are listed and taken out again, and passages taught', async () => {
    expect(await far.corrections()).toMatchObject([{ id: 'k3f9', answer: 'good morning' }]);
    expect(await far.unteach('corrections', ['k3f9', 'nobody'])).toMatchObject([{ id: 'k3f9', reads: 40 }]);
    const passage = { id: 'a', turns: [{ speaker: 'ann', text: 'hi', learn: true }] };
    expect(await far.teach('chat', [passage])).toEqual({ taken: ['a'], refused: [] });
    expect(life.asked).toEqual([
      ['unteach', 'corrections', ['k3f9', 'nobody']],
      ['teach', 'chat', [passage]],
    ]);
    await expect(far.teach('library' as 'chat', [passage])).rejects.toThrow(
      'teach: source should be one of corrections, reflections, scribe, chat, api, twitch',
    );
    await expect(far.teach('chat', [{ ...passage, id: '' }])).rejects.toThrow('an id of 1 to 120 characters');
    await expect(far.teach('chat', [{ ...passage, turns: [] }])).rejects.toThrow('a list of 1 to 64 turns');
  });

  it('the library is shown, and an earlier soul taken up again', async () => {
    expect(await far.library()).toEqual(life.books);
    expect(await far.goBack('soul-0000000007')).toEqual({ name: 'soul-0000000007', step: 7 });
  });

  it('all events reach who watches', async () => {
    const heard: Event[] = [];
    far.watch((event) => heard.push(event));
    await far.status();
    const told: Event[] = [
      { event: 'stats', data: statsAt(1) },
      { event: 'durations', data: { step: 2, forward: 1 } },
      { event: 'guesses', data: { step: 1, file: 'a', prompt: 'b', guesses: [] } },
      { event: 'probes', data: { step: 1, values: { a: 1 }, maps: [], topTokens: [] } },
      { event: 'chat', data: { conversation: 'c', speaker: 'd', kind: 'said', text: 'e' } },
      { event: 'forgotten', data: { conversation: 'c' } },
      { event: 'setting', data: { key: 'clip', value: 1, later: false } },
      { event: 'diary', data: { step: 1, text: 'a line' } },
    ];
    for (const event of told) life.emit(event);
    await until(() => heard.length === told.length);
    expect(heard).toEqual(told);
  });

  it('only the topics that were asked for come, and falling asleep', async () => {
    const lines: string[] = [];
    const socket = connect(path);
    socket.setEncoding('utf8').on('data', (text) => lines.push(...String(text).trim().split('\n')));
    socket.write('{"id":1,"method":"watch","params":{"topics":["diary"]}}\n');
    await until(() => lines.length === 2);
    life.emit({ event: 'stats', data: statsAt(1) });
    life.emit({ event: 'diary', data: { step: 1, text: 'a line' } });
    await until(() => lines.length === 3);
    socket.write('{"id":2,"method":"watch","params":{"topics":["nonsense"]}}\n');
    await until(() => lines.length === 4);
    await life.sleep();
    await until(() => lines.length === 5);
    const events = lines.slice(2).map((line) => JSON.parse(line));
    expect(events.map(({ event, error }) => event ?? error.code)).toEqual(['diary', 'params', 'sleeping']);
    socket.destroy();
  });

  it('a slow reader misses every kind of snapshot, but no news', async () => {
    const counts: Record<string, number> = {};
    const socket = connect(path);
    let rest = '';
    socket.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + String(text)).split('\n');
      rest = lines.pop() as string;
      for (const line of lines) {
        const { event = 'answer' } = JSON.parse(line);
        counts[event] = (counts[event] ?? 0) + 1;
      }
    });
    socket.write('{"id":1,"method":"watch"}\n');
    await until(() => (counts['answer'] ?? 0) === 2);
    socket.pause();
    const prompt = 'x'.repeat(1000);
    for (let step = 1; step <= 2000; step++) {
      life.emit({ event: 'guesses', data: { step, file: 'a', prompt, guesses: [] } });
      if (step % 40 === 0) life.emit({ event: 'diary', data: { step, text: 'a line' } });
    }
    socket.resume();
    await until(() => counts['diary'] === 50);
    expect(counts['guesses']).toBeLessThan(2000);
    socket.destroy();
  });
});
