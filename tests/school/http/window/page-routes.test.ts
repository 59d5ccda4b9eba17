import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Ledger } from '../../../../statistics/ledger/ledger.ts';
import type { Spot } from '../../../../statistics/query/curve.ts';
import { statsAt } from '../../fake-life.ts';
import { until } from '../../temporary.ts';
import { TOKEN } from '../support.ts';
import { window } from './support.ts';

const HELLO = { path: 'api/say', body: { text: 'hello' } };
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('who may use the page', () => {
  it('is a browser that opened an address; the address is used up, and every answer is locked in', async () => {
    let entered = 0;
    const { page, ask, enter } = await window({ onEntered: () => void entered++ });
    const path = page.newPath();
    expect((await ask({ path, headers: { authorization: undefined } })).status).toBe(200);
    expect((await ask({ path, headers: { authorization: undefined } })).status).toBe(403);
    expect(entered).toBe(1);
    const { status, headers, text } = await (await enter()).ask({ path: '' });
    expect({ status, text }).toEqual({ status: 200, text: '<p>hi' });
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; /),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(headers['content-security-policy']).not.toMatch(/unsafe-inline|\*|https?:/);
  });

  it('is nobody with the token of programs, and nobody without the cookie of just this path', async () => {
    const { ask, enter, life, own } = await window();
    const [mine, other] = [await enter(), await enter()];
    const tries = [
      { cookie: undefined },
      { cookie: undefined, authorization: `Bearer ${TOKEN}` },
      { cookie: other.cookie },
      { cookie: 'baby-window=x' },
    ];
    for (const headers of tries) {
      expect((await mine.ask({ ...HELLO, headers })).status, JSON.stringify(headers)).toBe(403);
      expect((await mine.ask({ path: 'api/state', headers })).status).toBe(403);
      expect((await mine.ask({ path: '', headers })).status).toBe(403);
    }
    expect((await ask({ path: '/window/', headers: { cookie: mine.cookie, origin: own } })).status).toBe(403);
    // the cookie is no token for the routes of programs either
    const programs = await ask({ path: '/v1/models', headers: { authorization: undefined, cookie: mine.cookie } });
    expect(programs.status).toBe(401);
    expect(life.said).toEqual([]);
  });

  it.each([
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['another page', { origin: 'https://example.com', 'sec-fetch-site': 'cross-site' }],
    ['a page that hides its origin', { origin: 'null' }],
    ['a form, which names no origin', { origin: undefined }],
    ['a page of the same site', { 'sec-fetch-site': 'same-site' }],
    ['a name that was made to lead here', { host: 'evil.example' }],
    ['a form that is no JSON', { 'content-type': 'text/plain' }],
  ])('is not %s', async (_who, headers) => {
    const { enter, life } = await window();
    const { status, json } = await (await enter()).ask({ ...HELLO, headers });
    expect(status).toBe('content-type' in headers ? 415 : 403);
    expect(json.error.message ?? json.error).toMatch(/\.$/);
    expect(life.said).toEqual([]);
  });
});

describe('what the page may do', () => {
  it('is to talk in the conversation of the owner, whatever it asks for, and to hear the reply as it is spoken', async () => {
    const { enter, life } = await window();
    const browser = await enter();
    const { text } = await browser.ask({
      ...HELLO,
      body: { text: 'hello', temperature: 0.5, from: 'somebody', conversation: 'twitch:x' },
    });
    expect(linesOf(text)).toEqual([
      ...['Hel', 'lo ', 'you.'].map((delta) => ({ delta })),
      { result: expect.objectContaining({ text: 'Hello you.' }) },
    ]);
    expect(life.said).toEqual([
      { text: 'hello', options: { temperature: 0.5, from: 'ada', conversation: 'terminal' } },
    ]);
    await browser.ask({ path: 'api/correct', body: { text: 'better', conversation: 'other' } });
    await browser.ask({ path: 'api/stop', body: {} });
    expect(life.asked).toEqual([
      ['correct', 'terminal', 'better'],
      ['stop', 'terminal'],
    ]);
  });

  it('is to set, keep and go back, with the sentence of each', async () => {
    const { enter, life } = await window();
    const browser = await enter();
    const { json } = await browser.ask({ path: 'api/set', body: { key: 'voice.temperature', value: '0.7' } });
    expect(json).toEqual({
      result: { key: 'voice.temperature', value: '0.7', later: false },
      sentence: 'voice.temperature is "0.7" now.',
    });
    expect((await browser.ask({ path: 'api/goBack', body: { soul: 'soul-7' } })).json.sentence).toMatch(/went back/);
    const refused = await browser.ask({ path: 'api/set', body: { key: 'nonsense', value: 1 } });
    expect([refused.status, refused.json]).toEqual([409, { error: 'There is no setting "nonsense".' }]);
    expect(life.asked).toContainEqual(['goBack', 'soul-7']);
  });

  it.each(['teach', 'unteach', 'twitch', 'complete', 'beginFeed', 'constructor', '__proto__', 'status'])(
    'is never %s',
    async (name) => {
      const { enter, life } = await window();
      expect((await (await enter()).ask({ path: `api/${name}`, body: {} })).status).toBe(404);
      expect(life.asked).toEqual([]);
      expect(life.slept).toBe(0);
    },
  );

  it('is refused in one sentence: what has no such form, and what only an awake baby can do', async () => {
    const { enter } = await window();
    const browser = await enter();
    for (const body of [{}, { text: 3 }, { text: 'a', temperature: 9 }, { text: 'a', more: 1 }]) {
      const { status, json } = await browser.ask({ path: 'api/say', body });
      expect([status, json.error]).toEqual([400, expect.stringMatching(/^.{10,300}\.$/)]);
    }
    const asleep = await window({
      baby: { introduction: { name: 'mia', brain: 'baby', preset: 'tiny', parameters: 1 } },
    });
    const { status, json } = await (await asleep.enter()).ask({ path: 'api/save', body: {} });
    expect([status, json.error]).toEqual([409, expect.stringMatching(/^It is asleep: wake it/)]);
  });

  it('is to let it sleep, and to wake it where the server can; pages hear of both', async () => {
    const woken: number[] = [];
    const { enter, life, page } = await window({ wake: async () => void woken.push(1) });
    const browser = await enter();
    expect((await browser.ask({ path: 'api/state' })).json).toMatchObject({ awake: true, canWake: false });
    const again = await browser.ask({ path: 'api/wake', body: {} });
    expect([again.status, again.json.error]).toEqual([409, 'It is awake already.']);
    expect((await browser.ask({ path: 'api/sleep', body: {} })).status).toBe(200);
    expect(life.slept).toBe(1);
    let events = '';
    browser.open({ path: 'api/events' }).once('response', (response) => {
      response.setEncoding('utf8').on('data', (text: string) => void (events += text));
      page.become({ introduction: life.introduction });
    });
    await until(() => events.includes('"presence"'));
    expect((await browser.ask({ path: 'api/state' })).json).toMatchObject({
      awake: false,
      speaks: false,
      canWake: true,
    });
    expect((await browser.ask(HELLO)).status).toBe(409);
    // only the page itself wakes it
    for (const headers of [{ origin: 'http://127.0.0.1:1' }, { origin: undefined }, { cookie: undefined }])
      expect((await browser.ask({ path: 'api/wake', body: {}, headers })).status).toBe(403);
    expect(woken).toEqual([]);
    expect((await browser.ask({ path: 'api/wake', body: {} })).status).toBe(200);
    expect(woken).toEqual([1]);
  });

  it('is refused a wake in one sentence where the server cannot, and where it does not wake', async () => {
    const introduction = { name: 'mia', brain: 'baby', preset: 'tiny', parameters: 1 };
    const never = await (await window({ baby: { introduction } })).enter();
    expect((await never.ask({ path: 'api/state' })).json.canWake).toBe(false);
    expect((await never.ask({ path: 'api/wake', body: {} })).json.error).toMatch(/^This page cannot wake it/);
    const wake = async () => {
      throw new Error('The disk is full.');
    };
    const broken = await (await window({ baby: { introduction }, wake })).enter();
    const { status, json } = await broken.ask({ path: 'api/wake', body: {} });
    expect([status, json.error]).toEqual([409, 'The disk is full.']);
  });

  it('ends a reply when the page leaves', async () => {
    const { enter, life } = await window();
    const { promise, resolve } = Promise.withResolvers<void>();
    life.pause = () => promise;
    const sent = (await enter()).open(HELLO);
    sent.on('error', () => {});
    await until(() => life.said.length === 1);
    sent.destroy();
    await until(() => life.asked.length === 1);
    expect(life.asked).toEqual([['stop', 'terminal']]);
    resolve();
  });
});

describe('what the page sees', () => {
  it('begins with what the ledger knows', async () => {
    const { enter, home, life } = await window();
    let now = Date.UTC(2026, 0, 1);
    const ledger = Ledger.open({ folder: home.statistics, now: () => (now += 1000) });
    ledger.beginRun();
    for (const [step, exam] of [3, 3, 2.5, 2.5].entries()) ledger.record(step, { exam, bitsPerByte: 4 - step });
    ledger.event('saved', { step: 2 });
    ledger.chat({ conversation: 'terminal', speaker: 'ada', direction: 'heard', text: '<b>hello' });
    ledger.chat({ conversation: 'other', speaker: 'bo', direction: 'heard', text: 'hello' });
    ledger.close();
    life.stats = statsAt(7);
    const { json } = await (await enter()).ask({ path: 'api/state' });
    expect(json).toMatchObject({
      awake: true,
      owner: 'ada',
      introduction: { name: 'mia' },
      stats: { step: 7, exam: 2.25 },
      voice: { temperature: expect.any(Number), maxTokens: expect.any(Number) },
      chat: [{ conversation: 'terminal', speaker: 'ada', kind: 'said', text: '<b>hello' }],
      marks: [{ step: 2, kind: 'saved' }],
      babble: [],
    });
    const values = (name: string) => json.curves[name].map(({ step, value }: Spot) => [step, value]);
    // an exam counts until the next one
    expect(values('exam')).toEqual([
      [0, 3],
      [2, 2.5],
    ]);
    expect(values('bitsPerByte')).toEqual([0, 1, 2, 3].map((step) => [step, 4 - step]));
  });

  it('is told every event as it comes, and how it is by the rules of the terminal', async () => {
    const { enter, life, page } = await window();
    const events: unknown[] = [];
    const sent = (await enter()).open({ path: 'api/events' });
    sent.once('response', (response) => {
      expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
      response.setEncoding('utf8').on('data', (text: string) => {
        for (const [, data] of text.matchAll(/^data: (.*)$/gm)) events.push(JSON.parse(data as string));
      });
      life.emit({ event: 'babble', data: { step: 3, text: '<b>\n\ndata: {}' } });
      life.emit({ event: 'durations', data: { step: 1 } });
      life.emit({ event: 'stats', data: statsAt(4) });
      page.end('It fell asleep.');
    });
    await until(() => events.length === 4);
    sent.on('error', () => {}).destroy();
    expect(events).toEqual([
      { event: 'babble', data: { step: 3, text: '<b>\n\ndata: {}' } },
      { event: 'stats', data: statsAt(4) },
      { event: 'countenance', data: { bear: expect.stringMatching(/^ʕ.ᴥ.ʔ$/), mood: expect.any(String) } },
      { event: 'over', data: { why: 'It fell asleep.' } },
    ]);
  });

  it('is every setting with meaning and range, the souls, and the log by level, scope and words', async () => {
    const { enter } = await window();
    const browser = await enter();
    const { json } = await browser.ask({ path: 'api/settings' });
    expect(json.rows).toContainEqual(
      expect.objectContaining({
        key: 'learningRate',
        means: expect.stringMatching(/./),
        range: expect.stringMatching(/./),
      }),
    );
    expect((await browser.ask({ path: 'api/souls' })).json).toEqual({ souls: [] });
    expect((await browser.ask({ path: 'api/log?level=info' })).json).toEqual({ lines: [] });
    const refused = await browser.ask({ path: 'api/log?level=loud' });
    expect([refused.status, refused.json.error]).toEqual([400, expect.stringMatching(/\.$/)]);
  });
});

describe('a file that is dropped', () => {
  const upload = (name: string, body: string) => ({
    path: 'api/upload',
    body,
    headers: { 'content-type': 'application/octet-stream', 'x-name': encodeURIComponent(name) },
  });
  const CHAT = ['Ann', 'Bo']
    .flatMap((who, i) => Array.from({ length: 8 }, (_, j) => `1/${j + 1}/24, 10:0${i} - ${who}: words of ${who} ${j}`))
    .join('\n');

  it('is looked at, asked about, and fed only when its owner says so', async () => {
    const { enter, home } = await window();
    const browser = await enter();
    const { json: first } = await browser.ask(upload('../WhatsApp Chat with Ann.txt', CHAT));
    expect(first.questions).toEqual([
      {
        name: 'WhatsApp Chat with Ann.txt',
        guessed: false,
        people: expect.arrayContaining([{ name: 'Ann', messages: 8 }]),
      },
    ]);
    expect(JSON.stringify(first)).not.toContain(home.folder);
    const answers = { 'WhatsApp Chat with Ann.txt': ['Ann'] };
    const { json: second } = await browser.ask({ path: 'api/preview', body: { id: first.id, answers } });
    expect(second).toMatchObject({ questions: [], isUseful: true });
    expect(readdirSync(home.library).filter((name) => !name.startsWith('.'))).toEqual([]);
    const { json: fed } = await browser.ask({ path: 'api/feed', body: { id: first.id, answers } });
    expect(fed.sentences.join('\n')).toContain('WhatsApp');
    const [file] = readdirSync(home.library).filter((name) => !name.startsWith('.'));
    expect(readFileSync(join(home.library, file as string), 'utf8')).toContain('words of Ann');
    expect(readFileSync(join(home.library, file as string), 'utf8')).not.toContain('words of Bo');
    expect(readdirSync(join(home.run, 'uploads'))).toEqual([]);
    expect((await browser.ask({ path: 'api/feed', body: { id: first.id } })).status).toBe(404);
  });

  it('is thrown away when it is left, refused where it is no text, and never lands outside of its folder', async () => {
    const { enter, home } = await window();
    const browser = await enter();
    writeFileSync(join(home.run, 'api-token'), 'x');
    const { json } = await browser.ask(upload('a\u202e/../..\\.notes.txt', 'Some words of mine.\n'));
    expect(json).toMatchObject({ isUseful: true, sentences: [expect.stringContaining('notes.txt')] });
    expect(readdirSync(join(home.run, 'uploads'))).toEqual(['notes.txt']);
    expect((await browser.ask({ path: 'api/discard', body: { id: json.id } })).status).toBe(200);
    expect(readdirSync(join(home.run, 'uploads'))).toEqual([]);
    expect((await browser.ask(upload('..', 'x'))).status).toBe(400);
    const { json: picture } = await browser.ask(upload('a.png', '\u0089PNG'));
    expect(picture).toMatchObject({ isUseful: false });
    const huge = {
      ...upload('a.txt', 'x'),
      headers: { ...upload('a.txt', 'x').headers, 'content-length': String(2 ** 31) },
    };
    const sent = browser.open(huge);
    const status = await new Promise((resolve) =>
      sent.on('error', () => {}).once('response', (one) => resolve(one.statusCode)),
    );
    expect(status).toBe(413);
    sent.destroy();
    const form = { ...upload('a.txt', 'x'), headers: { 'content-type': 'multipart/form-data', 'x-name': 'a.txt' } };
    expect((await browser.ask(form)).status).toBe(415);
  });
});
