/**
 * Commands of the built program, one after another in one process, which `baby` in program.ts talks to: the start of Node costs more than
 * most commands do. What a command prints, its exit code and its end are those of a process of its own: it is over when nothing of it
 * keeps the process running any more. `commands.test.ts` and `launcher.test.ts` start each command for real.
 */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Asked {
  readonly id: number;
  readonly args: readonly string[];
}

export interface Answered {
  readonly id: number;
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Milliseconds within which a command lets go of its sockets, timers and threads after its last word. */
const PATIENCE = 60_000;
const EVENTS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'exit', 'beforeExit', 'uncaughtException', 'unhandledRejection'];

process.env['NODE_ENV'] ??= 'production';
const { main } = await import('../../school/cli/main.ts');

/** What keeps the process running, in addition to what did so before. */
function added(before: readonly string[]): string[] {
  const known = [...before];
  return process.getActiveResourcesInfo().filter((one) => {
    const at = known.indexOf(one);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
}

/** Runs with a stream replaced by a text. @returns how to read the text and give the stream back */
function capture(stream: NodeJS.WriteStream): () => string {
  const { write } = stream;
  const known = stream.listeners('error');
  let text = '';
  const decoder = new TextDecoder();
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const done = rest.find((one) => typeof one === 'function');
    if (done) queueMicrotask(() => done());
    return true;
  };
  return () => {
    stream.write = write;
    for (const listener of stream.listeners('error'))
      if (!known.includes(listener)) stream.off('error', listener as () => void);
    return text;
  };
}

async function run({ id, args }: Asked): Promise<Answered> {
  const [out, err] = [capture(process.stdout), capture(process.stderr)];
  const idle = process.getActiveResourcesInfo();
  const listeners = EVENTS.map((name) => process.listeners(name as 'exit'));
  process.exitCode = undefined;
  await main(args);
  const end = Date.now() + PATIENCE;
  while (added(idle).length > 0 && Date.now() < end) await sleep(2);
  for (const resource of added(idle)) process.stderr.write(`the process would not end: ${resource} is still active\n`);
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  EVENTS.forEach((name, index) => {
    for (const listener of process.listeners(name as 'exit'))
      if (!listeners[index].includes(listener)) process.off(name, listener);
  });
  return { id, code, out: out(), err: err() };
}

let turn: Promise<unknown> = Promise.resolve();
process.on('message', (asked: Asked) => {
  turn = turn.then(async () => process.send!(await run(asked)));
});
process.on('disconnect', () => process.exit());
