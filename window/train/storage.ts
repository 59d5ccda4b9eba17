/** What is kept of training in the browser's private file system, so that a reload goes on: the soul and its texts. */
import type { NamedText } from './plan.ts';

const SOUL = 'soul.safetensors';
const TEXTS = 'texts.json';

export interface Kept {
  readonly soul: ArrayBuffer;
  readonly texts: readonly NamedText[];
}

/** The folder of the page; undefined where the browser has none, or refuses it. */
async function folder(): Promise<FileSystemDirectoryHandle | undefined> {
  return navigator.storage?.getDirectory?.().catch(() => undefined);
}

/** Writes a file whole or not at all: what was there stays until all of the new one is. */
async function write(name: string, content: ArrayBuffer | string): Promise<boolean> {
  const place = await folder();
  if (!place) return false;
  const handle = await place.getFileHandle(name, { create: true });
  const writable = await handle.createWritable();
  await writable.write(content);
  await writable.close();
  return true;
}

async function read(name: string): Promise<File | undefined> {
  const place = await folder();
  const handle = await place?.getFileHandle(name).catch(() => undefined);
  return handle?.getFile();
}

export const keepTexts = (texts: readonly NamedText[]): Promise<boolean> => write(TEXTS, JSON.stringify(texts));

export const keepSoul = (soul: ArrayBuffer): Promise<boolean> => write(SOUL, soul);

/** What was kept; undefined where there is nothing, or not all of it. */
export async function kept(): Promise<Kept | undefined> {
  const [soul, texts] = [await read(SOUL), await read(TEXTS)];
  if (!soul || soul.size === 0 || !texts) return undefined;
  return { soul: await soul.arrayBuffer(), texts: JSON.parse(await texts.text()) as NamedText[] };
}

export async function forget(): Promise<void> {
  const place = await folder();
  for (const name of [SOUL, TEXTS]) await place?.removeEntry(name).catch(() => {});
}
