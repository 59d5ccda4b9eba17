import { describe, expect, it } from 'vitest';
import type { AskSeen } from '../../../../school/api/twitch-messages.ts';
import { NOWHERE, statsAt } from '../../fake-life.ts';
import { until } from '../../temporary.ts';
import { TOKEN } from '../support.ts';
import { window } from './support.ts';

const OVERLAY = `overlay-${'o'.repeat(43)}`;
const asked = (changes: Partial<AskSeen>): AskSeen => ({
  at: 1000,
  login: 'viewer_of_many_words',
  ask: 'a private question',
  answer: null,
  rules: [],
  milliseconds: 50,
  ...changes,
});

describe('the overlay', () => {
  it('is sent how it is and the last answer that was said in public, and no word of anything else', async () => {
    const { life, open } = await window({ overlay: OVERLAY });
    let text = '';
    const states: unknown[] = [];
    const sent = open({ path: `/overlay/${OVERLAY}/events`, headers: { authorization: undefined } });
    sent.once('response', (response) => {
      response.setEncoding('utf8').on('data', (piece: string) => {
        text += piece;
        for (const [, data] of piece.matchAll(/^data: (.*)$/gm)) states.push(JSON.parse(data as string));
      });
    });
    await until(() => states.length === 1);
    const chat = { conversation: 'terminal', speaker: 'ada', kind: 'said', text: 'secret talk' } as const;
    life.emit({ event: 'chat', data: chat });
    life.emit({ event: 'babble', data: { step: 3, text: 'secret babble' } });
    life.emit({ event: 'guesses', data: { step: 3, file: 'secret file', prompt: 'secret prompt', guesses: [] } });
    life.emit({ event: 'note', data: { level: 'info', scope: 'x', message: 'secret note' } });
    life.emit({ event: 'stats', data: statsAt(4, { reading: 'secret text' }) });
    const recent = [
      asked({ at: 3000, rules: ['memorised'] }),
      asked({ answer: 'hello\u202e chat' }),
      asked({ answer: 'older' }),
    ];
    life.emit({ event: 'twitch', data: { ...NOWHERE, recent } });
    life.emit({ event: 'twitch', data: { ...NOWHERE, recent: [] } });
    await until(() => states.length === 4);
    sent.on('error', () => {}).destroy();
    expect(states.slice(1)).toEqual([
      {
        name: 'mia',
        bear: expect.stringMatching(/^ʕ.ᴥ.ʔ$/),
        mood: expect.any(String),
        colour: [1, 0.5, 0],
        answer: null,
      },
      expect.objectContaining({ answer: { text: 'hello chat', at: 1050 } }),
      expect.objectContaining({ answer: null }), // its person asked to be forgotten
    ]);
    expect(text).not.toMatch(/secret|private|viewer/);
  });

  it('has a token that opens nothing else, and is opened by no other', async () => {
    const { ask, enter, own } = await window({ overlay: OVERLAY });
    const browser = await enter();
    const bare = { authorization: undefined };
    const page = browser.path.slice(0, -1);
    for (const path of [`${page}/api/state`, `/window/${OVERLAY}/api/state`, `/window/enter/${OVERLAY}`])
      expect((await ask({ path, headers: { ...bare, origin: own } })).status, path).toBe(403);
    const asProgram = await ask({ path: '/v1/models', headers: { authorization: `Bearer ${OVERLAY}` } });
    expect(asProgram.status).toBe(401);
    for (const token of ['', 'x', TOKEN, browser.cookie.split('=')[1] as string])
      expect((await ask({ path: `/overlay/${token}/events`, headers: bare })).status, token).toBe(403);
    expect((await ask({ path: `/overlay/${OVERLAY}/events`, headers: { ...bare, host: 'evil.example' } })).status).toBe(
      403,
    );
    expect(
      (await ask({ path: `/overlay/${OVERLAY}/events`, headers: { ...bare, origin: 'https://evil.example' } })).status,
    ).toBe(403);
  });

  it('is not there where nobody asked for it', async () => {
    const { ask } = await window();
    expect((await ask({ path: `/overlay/${OVERLAY}/events`, headers: { authorization: undefined } })).status).toBe(404);
  });
});
