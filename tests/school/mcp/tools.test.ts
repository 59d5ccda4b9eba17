import { PassThrough } from 'node:stream';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { afterEach, describe, expect, it } from 'vitest';
import { type McpSetup, mcpServer } from '../../../school/mcp/tools.ts';
import { Ledger } from '../../../statistics/ledger/ledger.ts';
import { temporaryFolder } from '../tiny.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A client that sends lines and waits for the answers of its numbers. */
function client(reply = 'Hello \x1b[31myou.') {
  const folder = temporaryFolder();
  const ledger = Ledger.open({ folder });
  ledger.beginRun();
  ledger.log('info', 'library', 'the library changed');
  ledger.log('warn', 'soul', 'a soul was damaged');
  for (let step = 1; step <= 3; step++) ledger.record(step, { exam: 3 - step / 10 });
  ledger.close();
  const asked: unknown[] = [];
  const setup: McpSetup = {
    baby: {
      complete: async (prompt, options) => {
        asked.push([prompt, options]);
        return { text: reply, tokens: 3, milliseconds: 5, firstTokenMilliseconds: 1, stopped: 'turn' };
      },
    },
    name: 'mia',
    owner: 'ann',
    version: '1.2.3',
    ledger: ledger.file,
    status: async () => ({ awake: true, step: 7 }),
  };
  const [input, output] = [new PassThrough(), new PassThrough()];
  const server = serveStdio(() => mcpServer(setup), { transport: new StdioServerTransport(input, output) });
  ends.push(() => server.close());
  let text = '';
  output.on('data', (chunk: Buffer) => (text += chunk.toString()));
  let id = 0;
  // biome-ignore lint/suspicious/noExplicitAny: an answer of any method
  const send = async (method: string, params?: object): Promise<any> => {
    const own = ++id;
    input.write(`${JSON.stringify({ jsonrpc: '2.0', id: own, method, params })}\n`);
    for (;;) {
      const answer = text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
        .find((one) => one.id === own);
      if (answer) return answer.result ?? answer.error;
      await new Promise(setImmediate);
    }
  };
  const begin = () =>
    send('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } });
  const call = async (name: string, given: object = {}) => {
    const { content, isError } = await send('tools/call', { name, arguments: given });
    return { text: content[0].text as string, isError };
  };
  return { begin, send, call, asked };
}

describe('an editor that asks by the Model Context Protocol', () => {
  it('finds four tools, and none of them writes', async () => {
    const { begin, send } = client();
    expect((await begin()).serverInfo).toMatchObject({ name: 'baby-mia', version: '1.2.3' });
    const { tools } = await send('tools/list');
    expect(tools.map(({ name }: { name: string }) => name)).toEqual(['say', 'status', 'stats', 'search_log']);
    for (const { annotations } of tools) expect(annotations.readOnlyHint).toBe(true);
  });

  it('gets a reply as clean text, of a conversation that is not kept', async () => {
    const { begin, call, asked } = client();
    await begin();
    const { text } = await call('say', { text: 'hello', temperature: 0.5 });
    expect(text).not.toContain('\x1b');
    expect(text).toContain('you.');
    expect(asked).toMatchObject([
      [
        [{ speaker: 'ann', text: 'hello' }],
        { temperature: 0.5, whole: true, conversation: expect.stringMatching(/^mcp:/) },
      ],
    ]);
    expect((await call('say', { text: '' })).isError).toBe(true);
    expect((await call('say', { text: 'a', temperature: -1 })).isError).toBe(true);
    expect(asked).toHaveLength(1);
  });

  it('reads its state, its statistics and its log', async () => {
    const { begin, call } = client();
    await begin();
    expect(JSON.parse((await call('status')).text)).toEqual({ awake: true, step: 7 });
    const course = JSON.parse((await call('stats', { name: 'exam' })).text);
    expect(course.map(({ step }: { step: number }) => step)).toEqual([1, 2, 3]);
    expect((await call('stats')).text).toContain('"exam"');
    expect((await call('search_log', { text: 'damaged' })).text).toMatch(/^\S+Z warn soul: a soul was damaged$/);
    expect((await call('search_log', { level: 'info' })).text.split('\n')).toHaveLength(2);
    expect(await call('stats', { name: 'exam', hours: -1 })).toMatchObject({ isError: true });
    expect((await call('no_such_tool').catch((error) => error)) instanceof Error).toBe(true);
  });
});
