/** The way on when one machine is too small: two processes of PyTorch learn from the token files, and the baby goes on from there. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Shelf } from '../../library/token-cache/shelf.ts';
import { openTurn, renderTurn } from '../../library/tokenizer/chat-template.ts';
import { findSoul } from '../../school/daemon/load-or-create.ts';
import { starterFolder } from '../../school/home/package-root.ts';
import { exportModel } from '../../school/interchange/export-model.ts';
import { importModel } from '../../school/interchange/import/import-model.ts';
import { recogniserOf } from '../../school/interchange/import/recognisers.ts';
import { engineLogits, raisedHome } from '../school/interchange/support.ts';
import { makePupil, temporaryFolder, tokenizer } from '../school/tiny.ts';
import { askTwin, LAUNCHER, missingTorch, python } from './python.ts';

const numberIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN);

describe.skipIf(missingTorch)('two processes of PyTorch', { timeout: 240_000 }, () => {
  it.each(['baby', 'llama'] as const)('teach a %s brain together, and it comes home', async (brain) => {
    const home = await raisedHome({ brain, steps: 5, sizes: { batch: 4 } });
    cpSync(join(starterFolder, 'stories-sea.txt'), join(home.library, 'sea.txt'));
    // of a conversation only the baby's answers are learnt
    const turns = [
      { speaker: 'Ann', text: 'who is at sea tonight', learn: false },
      { speaker: 'Mia', text: 'nobody', learn: true },
    ];
    writeFileSync(join(home.library, 'talk.turns.jsonl'), turns.map((turn) => `${JSON.stringify(turn)}\n`).join(''));
    const shelf = new Shelf({ libraryFolder: home.library, shelfFolder: home.shelf });
    await shelf.refresh(tokenizer, { heldOutFraction: 0.1, speaker: 'Mia' });
    const folder = join(temporaryFolder(), 'mia');
    await exportModel(home, folder, { format: 'pytorch', awake: false });

    const out = join(temporaryFolder(), 'trained');
    const train = [
      join(folder, 'train.py'),
      '--texts',
      home.shelf,
      '--out',
      out,
      '--steps',
      '60',
      '--learning-rate',
      '0.01',
    ];
    const pin = brain === 'llama' && process.platform === 'linux' && availableParallelism() > 1 ? ['--pin'] : [];
    const said = python([...LAUNCHER, ...train, '--report', '20', '--warmup', '5', '--batch', '2', ...pin]);
    expect(said).toContain('the weights of all 2 processes are equal, bit for bit');
    const unlearnt = numberIn(said, /(\d+) tokens of text/) - numberIn(said, /of which (\d+) are learnt/);
    // the question, the name in front of the answer, and the end of the file
    expect(unlearnt).toBe(
      renderTurn(tokenizer, 'Ann', 'who is at sea tonight').length + openTurn(tokenizer, 'Mia').length + 1,
    );
    const before = numberIn(said, /held out before: ([\d.]+)/);
    expect(numberIn(said, /held out after: ([\d.]+)/)).toBeLessThan(before - 0.3);
    expect(numberIn(said, /step 60: ([\d.]+)/)).toBeLessThan(numberIn(said, /step 20: ([\d.]+)/));

    const came = await importModel(out, recogniserOf(out)!, join(temporaryFolder(), 'home'));
    expect(came.steps).toBe(65);
    // the engine says what the twin says
    const ids = [5, 300, 44, 270];
    const theirs = askTwin({ as: 'twin', folder: out, ids }).logits;
    const ours = await engineLogits(came.home, ids);
    ours.forEach((row, t) => row.forEach((logit, id) => expect(Math.abs(logit - theirs[t]![id]!)).toBeLessThan(1e-3)));
    // and goes on from it
    const { soul, state } = findSoul(came.home.soul, came.config)!;
    const firstLoss = async (options: object): Promise<number> => {
      const training = await makePupil({ brain, sizes: state.sizes, learningRate: 1e-3, ...options });
      const [loss] = training.learn(1);
      await training.hands.release();
      return loss!;
    };
    expect(await firstLoss({ soul })).toBeLessThan((await firstLoss({})) - 0.5);
    expect(JSON.parse(readFileSync(join(out, 'config.json'), 'utf8')).tokens).toBeGreaterThan(60 * 2 * 2 * 8);
  });
});
