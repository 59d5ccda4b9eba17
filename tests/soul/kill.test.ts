import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SoulError } from '../../soul/errors.ts';
import { Keeper } from '../../soul/keeper.ts';
import { saveSteps, stepsIn } from './content.ts';

const saver = path.join(import.meta.dirname, 'saver.ts');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'soul-kill-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('kill -9 leaves a whole soul', () => {
  it('at every single change of the disk', () => {
    const keeper = new Keeper({ folder, budget: 0 });
    let rounds = 0;
    for (let step = 10; ; step += 10, rounds++) {
      saveSteps(keeper, step - 1, step);
      const child = spawnSync(process.execPath, [saver, folder, String(step + 1), String(rounds + 1)]);
      const opened = keeper.open();
      expect(opened.notes).toEqual([]);
      expect(stepsIn(opened).size).toBe(1);
      expect([step, step + 1]).toContain(opened.info.step);
      expect(readdirSync(folder).filter((entry) => !entry.startsWith('soul-'))).toEqual([]);
      if (child.signal === 'SIGKILL') continue;
      expect(child.stderr.toString()).toBe('');
      expect(child.status).toBe(0);
      expect(opened.info.step).toBe(step + 1);
      break;
    }
    // Five files and a manifest are each written and synced; then come the renames and what is let go.
    expect(rounds).toBeGreaterThanOrEqual(16);
  });

  it('at any moment while saving for ever', async () => {
    const keeper = new Keeper({ folder, budget: 0 });
    let reached = 0;
    for (let round = 0; round < 20; round++) {
      const child = spawn(process.execPath, [saver, folder, String(reached + 1), '0'], {
        stdio: ['ignore', 'pipe', 2],
      });
      const exited = new Promise<string | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
      const closed = new Promise((resolve) => child.once('close', resolve));
      let output = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
      while (!output.includes('ready') && child.exitCode === null) await sleep(1);
      await sleep(round * 3.7);
      child.kill('SIGKILL');
      expect(await exited).toBe('SIGKILL');
      await closed;
      const acknowledged = Math.max(reached, ...output.split('\n').map((line) => Number.parseInt(line, 10) || 0));
      try {
        const opened = keeper.open();
        expect(opened.notes).toEqual([]);
        expect(stepsIn(opened)).toEqual(new Set([opened.info.step]));
        expect(opened.info.step).toBeGreaterThanOrEqual(acknowledged);
        reached = opened.info.step;
      } catch (error) {
        if (!(error instanceof SoulError) || error.kind !== 'missing') throw error;
        expect(acknowledged).toBe(0);
      }
    }
    expect(reached).toBeGreaterThan(0);
  });
});
