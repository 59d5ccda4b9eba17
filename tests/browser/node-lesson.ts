/** The same lesson as in the page, in Node. */
import { createRuntime } from '../../school/machine/runtime.ts';
import { DEFAULTS } from '../../school/settings/config.ts';
import { LEARNING_ROOM } from '../../school/training/model.ts';
import { PageLesson, prepare } from '../../window/train/lesson.ts';
import type { Plan } from '../../window/train/plan.ts';

/** The loss of the last step in Node, by the kernels that browsers take. */
export async function lossInNode(plan: Plan, text: string, steps: number): Promise<number> {
  const prepared = prepare(plan, [{ name: 'story.txt', text }], DEFAULTS);
  const runtime = await createRuntime(prepared.model.engine, { ...LEARNING_ROOM, kernels: 'simd-relaxed', threads: 1 });
  try {
    const lesson = new PageLesson(prepared);
    let loss = Number.NaN;
    while (lesson.step < steps) loss = lesson.learn().loss;
    return loss;
  } finally {
    await runtime.release();
  }
}
