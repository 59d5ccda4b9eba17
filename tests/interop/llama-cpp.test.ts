/** An exported brain in the real llama.cpp: the same probabilities, the same words, the same conversations. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import { openTurn, renderTurn } from '../../library/tokenizer/chat-template.ts';
import type { Home } from '../../school/home/home.ts';
import type { ElementType } from '../../school/interchange/elements.ts';
import { exportModel } from '../../school/interchange/export-model.ts';
import { openMentor } from '../../school/lesson/mentor.ts';
import { Keeper } from '../../soul/keeper.ts';
import {
  drawHabit,
  engineLogits,
  greedyReply,
  indexOfLargest,
  logProbabilities,
  raisedHome,
} from '../school/interchange/support.ts';
import { TINY, temporaryFolder, tokenizer } from '../school/tiny.ts';
import type { Answered, Asked } from './llama-process.ts';

const MESSAGES = [
  { role: 'user', content: "good morning, it's 7:30" },
  { role: 'assistant', content: 'Good morning.' },
  { role: 'user', content: 'what did you\ndream? ' },
];
const PROSE = 'The sea was calm, and the boat lay still. "Who is there?" asked the old man; nobody answered him.';
const PROMPT = [...tokenizer.encode('The sea was calm, and the boat')];

const ASKED = { cache: 'F32', ids: PROMPT, greedy: 1, texts: [PROSE], messages: MESSAGES } as const;

function ask(asked: Asked): Answered {
  const script = join(import.meta.dirname, 'llama-process.ts');
  return JSON.parse(execFileSync(process.execPath, [script, JSON.stringify(asked)], { maxBuffer: 1 << 28 }).toString());
}

async function inLlama(home: Home, type: ElementType, asked: Partial<Asked> = {}): Promise<Answered> {
  const folder = join(temporaryFolder(), 'mia');
  await exportModel(home, folder, { format: 'gguf', type, awake: false });
  return ask({ ...ASKED, model: join(folder, 'mia.gguf'), ...asked });
}

/** The largest difference of log-probabilities, and how often the most likely token is the same. */
function compared(
  ours: readonly Float32Array[],
  theirs: Answered['logProbabilities'],
): { worst: number; same: number } {
  expect(theirs.length).toBe(ours.length);
  let worst = 0;
  let same = 0;
  ours.forEach((logits, t) => {
    expect(theirs[t]!.length).toBe(logits.length);
    const mine = logProbabilities(logits);
    mine.forEach((value, id) => {
      worst = Math.max(worst, Math.abs(value - theirs[t]![id]!));
    });
    same += indexOfLargest(logits) === indexOfLargest(theirs[t]!) ? 1 : 0;
  });
  return { worst, same };
}

const LONG = { contextLength: 256 };

describe.each([
  // ggml reads its gelu from a table of f16
  ['gpt2', {}, 2e-2],
  ['gpt2', { bias: true, tied: false, positions: 'none' }, 2e-2],
  ['tfjs', {}, 2e-2],
  ['llama', {}, 1e-4],
  ['llama', { kvHeads: 1, ropeScale: 2, tied: false }, 1e-4],
] as const)('llama.cpp and a %s brain of %j', (brain, parts, tolerance) => {
  const raised = raisedHome({ brain, sizes: { ...LONG, ...parts }, steps: 60 });

  it('finds the same probabilities, and says the same 200 tokens', { timeout: 120_000 }, async () => {
    const home = await raised;
    const theirs = await inLlama(home, 'f32', { greedy: 200 });
    const { worst, same } = compared(await engineLogits(home, PROMPT), theirs.logProbabilities);
    expect(worst).toBeLessThan(tolerance);
    expect(same).toBe(PROMPT.length);
    expect(theirs.greedy).toEqual(await greedyReply(home, PROMPT, 200));
  });
});

describe.each([
  ['gpt2', {}, 2e-2],
  ['llama', { kvHeads: 1 }, 1e-4],
] as const)('llama.cpp and a habit of a %s brain of %j', (brain, parts, tolerance) => {
  it('finds the probabilities of the brain with its habit, and without the adapter those without', {
    timeout: 120_000,
  }, async () => {
    const home = await raisedHome({ brain, sizes: { ...LONG, ...parts }, steps: 60 });
    const without = await engineLogits(home, PROMPT);
    drawHabit(home, 'garden', 5);
    const withHabit = await engineLogits(home, PROMPT);
    const folder = join(temporaryFolder(), 'mia');
    await exportModel(home, folder, { format: 'gguf', type: 'f32', habits: ['garden'], awake: false });
    const adapters = [join(folder, 'habit-garden.gguf')];
    const asked: Asked = { ...ASKED, model: join(folder, 'mia.gguf'), greedy: 50 };
    const theirs = ask({ ...asked, adapters });
    expect(compared(withHabit, theirs.logProbabilities).worst).toBeLessThan(tolerance);
    expect(theirs.greedy).toEqual(await greedyReply(home, PROMPT, 50));
    expect(compared(without, ask(asked).logProbabilities).worst).toBeLessThan(tolerance);
    expect(compared(without, theirs.logProbabilities).worst).toBeGreaterThan(0.1);
  });
});

describe('llama.cpp and an heir', () => {
  it('finds the probabilities of a transformer that was taught by a baby of another kind', {
    timeout: 120_000,
  }, async () => {
    const teacher = await raisedHome({ brain: 'baby', steps: 60 });
    const [{ name: soul } = { name: '' }] = new Keeper({ folder: teacher.soul }).list();
    const sizes = { ...TINY.llama, ...LONG } as Sizes;
    const how = { kernels: 'auto', threads: 1 } as const;
    const mentor = await openMentor({ home: teacher.folder, name: 'mia', soul }, sizes, how);
    const home = await raisedHome({ brain: 'llama', sizes: LONG, steps: 60, mentor });
    const theirs = await inLlama(home, 'f32', { greedy: 50 });
    expect(compared(await engineLogits(home, PROMPT), theirs.logProbabilities).worst).toBeLessThan(1e-4);
    expect(theirs.greedy).toEqual(await greedyReply(home, PROMPT, 50));
  });
});

describe('llama.cpp and an export', () => {
  const raised = raisedHome({ brain: 'llama', sizes: LONG, steps: 60 });

  it('cuts prose into our tokens, and makes our turns by the template', { timeout: 120_000 }, async () => {
    const theirs = await inLlama(await raised, 'f32');
    expect(theirs.texts[0]).toEqual([...tokenizer.encode(PROSE)]);
    const turns = MESSAGES.flatMap(({ role, content }) => [
      ...renderTurn(tokenizer, role === 'assistant' ? 'Mia' : 'owner', content),
    ]);
    expect(theirs.conversation).toEqual([...turns, ...openTurn(tokenizer, 'Mia')]);
  });

  it.each([
    ['f16', 3e-2],
    ['bf16', 0.2],
    ['q8_0', 0.2],
  ] as const)('reads %s', { timeout: 120_000 }, async (type, tolerance) => {
    const home = await raised;
    const theirs = await inLlama(home, type, { cache: 'F16' });
    expect(compared(await engineLogits(home, PROMPT), theirs.logProbabilities).worst).toBeLessThan(tolerance);
  });
});
