/** Waking in the background, with a process and a line that do as they are told. */
import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { AsleepError, RpcError } from '../../../school/api/rpc/client.ts';
import { wakeDetached } from '../../../school/cli/detach.ts';
import { lifeTexts } from '../../../school/cli/texts/life.ts';
import { makeHome } from '../../../school/home/home.ts';
import { temporaryFolder } from '../temporary.ts';

class Child extends EventEmitter {
  readonly pid = 4711;
  readonly connected = false;
  exitCode: number | null = null;
  signalCode: NodeJS.Signals | null = null;
  unref(): void {}
  end(code: number): void {
    this.exitCode = code;
    this.emit('exit', code, null);
  }
}

const { made } = vi.hoisted(() => ({
  made: { child: undefined as unknown, attach: async (): Promise<unknown> => ({}) },
}));
vi.mock('node:child_process', async (original) => ({
  ...(await original<typeof import('node:child_process')>()),
  spawn: () => made.child,
}));
vi.mock('../../../school/api/rpc/client.ts', async (original) => ({
  ...(await original<typeof import('../../../school/api/rpc/client.ts')>()),
  attach: () => made.attach(),
}));

let child: Child;
beforeEach(() => {
  child = new Child();
  made.child = child;
});

const waking = () => {
  const woke = wakeDetached(makeHome(temporaryFolder(), {}), ['--steps', '1']);
  child.emit('message', { kind: 'awake' });
  return woke;
};
const life = (status: () => Promise<unknown>) => ({ status, close() {} });

describe('waking in the background', () => {
  it('says how it is', async () => {
    made.attach = async () => life(async () => ({ pid: 4711, introduction: { name: 'mia', step: 3 } }));
    expect(await waking()).toMatchObject({ pid: 4711, name: 'mia', step: 3 });
  });

  it.each([
    ['before anybody called', async () => Promise.reject(new AsleepError('The baby is asleep.'))],
    ['while somebody called', async () => Promise.reject(new RpcError('The line to the baby broke.'))],
    ['before it answered', async () => life(async () => Promise.reject(new RpcError('The baby fell asleep.')))],
  ])('knows that a life may be over %s', async (_, attach) => {
    made.attach = async () => {
      setImmediate(() => child.end(0));
      return attach();
    };
    expect(await waking()).toBeUndefined();
  });

  it('tells how it ended, where it did not end well', async () => {
    made.attach = async () => {
      child.end(1);
      throw new AsleepError('The baby is asleep.');
    };
    await expect(waking()).rejects.toThrow(lifeTexts.wake.endedWithCode(1));
  });

  it('tells what else keeps it from looking', async () => {
    made.attach = async () => Promise.reject(new Error('the folder of its socket is not yours'));
    await expect(waking()).rejects.toThrow('the folder of its socket is not yours');
  });
});
