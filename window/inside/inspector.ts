/** The worker that looks into a soul. */
import { decodeSoulFile } from '../../soul/soul-file.ts';
import { insideTexts } from '../texts/inside.ts';
import { createPageRuntime, type PageRuntime } from '../train/runtime.ts';
import { Inspection, type Neighbours, type View } from './inspection.ts';

export type ToInspector =
  | { readonly id: number; readonly soul: ArrayBuffer }
  | { readonly id: number; readonly text: string }
  | { readonly id: number; readonly word: string };

export type FromInspector = { readonly id: number } & (
  | { readonly view: View }
  | { readonly neighbours: readonly Neighbours[] }
  | { readonly step: number }
  | { readonly error: string }
);

let inspection: Inspection | undefined;

async function answer(message: ToInspector): Promise<FromInspector> {
  const { id } = message;
  if ('soul' in message) {
    const content = decodeSoulFile(new Uint8Array(message.soul));
    let runtime: PageRuntime | undefined;
    inspection = new Inspection(content, async (engine) => {
      runtime?.release();
      runtime = await createPageRuntime(engine, { learning: false }, 1);
    });
    return { id, step: content.summary.step };
  }
  if (!inspection) throw new Error(insideTexts.noSoul);
  if ('text' in message) return { id, view: await inspection.look(message.text) };
  return { id, neighbours: inspection.neighbours(message.word) };
}

addEventListener('message', ({ data }: MessageEvent<ToInspector>) => {
  answer(data).then(
    (message) => postMessage(message),
    (error: Error) => postMessage({ id: data.id, error: error.message } satisfies FromInspector),
  );
});
