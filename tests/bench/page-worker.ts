// A worker of a page that learns as the page *Train* does, and nothing else: steps, and what each took.
import { LEARNING_ROOM } from '../../school/training/model.ts';
import { PageLesson, prepare } from '../../window/train/lesson.ts';
import type { Plan } from '../../window/train/plan.ts';
import { createPageRuntime } from '../../window/train/runtime.ts';

export type ToPageWorker =
  | { readonly plan: Plan; readonly text: string; readonly threads: number; readonly defaults: never }
  | { readonly steps: number };

export interface PageReady {
  readonly parameters: number;
  /** tokens of the text */
  readonly ids: readonly number[];
  readonly sizes: object;
}

let lesson: PageLesson | undefined;

async function answer(message: ToPageWorker): Promise<PageReady | readonly number[]> {
  if ('plan' in message) {
    const prepared = prepare(message.plan, [{ name: 'text', text: message.text }], message.defaults);
    await createPageRuntime(prepared.model.engine, LEARNING_ROOM, message.threads);
    lesson = new PageLesson(prepared);
    const { sizes, library, model } = prepared;
    return {
      parameters: model.engine.parameters.count,
      ids: Array.from(library.files[0]?.tokens as Uint16Array),
      sizes,
    };
  }
  return Array.from({ length: message.steps }, () => {
    const began = performance.now();
    lesson?.learn();
    return performance.now() - began;
  });
}

addEventListener('message', ({ data }: MessageEvent<ToPageWorker>) => {
  answer(data).then(postMessage, (error: Error) => postMessage({ error: error.message }));
});
