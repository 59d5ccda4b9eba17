/**
 * A whole soul as one safetensors file, for a browser to keep, to download and to hand on: its tensors as `weights/embed.tokens`, its
 * state and texts in the header's metadata. It is read from bytes, without a disk.
 */
import type { SoulContent } from './checkpoint.ts';
import { printable, SoulError } from './errors.ts';
import { decodeExactly, encodeExactly } from './exact-json.ts';
import { decodeHeader, dtypeOf, encodeHeader, MAX_HEADER_BYTES, type NamedTensor } from './safetensors-header.ts';
import { soulTexts } from './texts.ts';

const FORMAT = 'babyllm-soul-1';
const TEXT = 'text/';

/** The parts of the file, one after another; views of the soul's own memory. */
export function encodeSoulFile({ tensors, texts, state, summary }: SoulContent): Uint8Array[] {
  const named = Object.entries(tensors).flatMap(([file, all]) =>
    all.map(({ name, ...one }) => ({ ...one, name: `${file}/${name}` })),
  );
  const { header, order } = encodeHeader(named, {
    format: FORMAT,
    state: encodeExactly(state),
    summary: encodeExactly(summary),
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${TEXT}${name}`, text])),
  });
  return [header, ...order.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength))];
}

/** Whether bytes begin as such a file does: the length of a header, and its JSON. */
export const isSoulFile = (begin: Uint8Array): boolean =>
  begin.length > 16 && begin[8] === 0x7b && new TextDecoder().decode(begin.subarray(8, 200)).includes(FORMAT);

/**
 * A soul out of its file. Tensors are copies, so that the bytes can be let go.
 * @throws SoulError (`damaged`) with one sentence if it is no such file, or not whole
 */
export function decodeSoulFile(bytes: Uint8Array): SoulContent {
  try {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const length = bytes.length < 8 ? Number.POSITIVE_INFINITY : Number(view.getBigUint64(0, true));
    if (length > Math.min(bytes.length - 8, MAX_HEADER_BYTES)) throw new Error(soulTexts.file.cutOff);
    const start = 8 + length;
    const { places, metadata } = decodeHeader(bytes.subarray(8, start), bytes.length - start);
    if (metadata.get('format') !== FORMAT) throw new Error(soulTexts.file.noSoulInside);
    const tensors: Record<string, NamedTensor[]> = {};
    for (const { name, dtype, shape, begin, end } of places.values()) {
      const [file, ...rest] = name.split('/') as [string, ...string[]];
      if (rest.length === 0) throw new Error(soulTexts.file.strayTensor(printable(name)));
      // a Buffer's own slice is no copy
      const copy = Uint8Array.prototype.slice.call(bytes, start + begin, start + end).buffer;
      const data =
        dtype === 'F32' ? new Float32Array(copy) : dtype === 'I32' ? new Int32Array(copy) : new Uint8Array(copy);
      (tensors[file] ??= []).push({ name: rest.join('/'), shape, data });
    }
    const texts = [...metadata].filter(([key]) => key.startsWith(TEXT));
    return {
      tensors,
      texts: Object.fromEntries(texts.map(([key, text]) => [key.slice(TEXT.length), text])),
      state: decodeExactly(metadata.get('state') ?? ''),
      summary: decodeExactly(metadata.get('summary') ?? '') as SoulContent['summary'],
    };
  } catch (error) {
    if (error instanceof SoulError) throw error;
    throw new SoulError('damaged', soulTexts.file.notASoul((error as Error).message), error);
  }
}

/** Fills targets from the tensors of one file of a soul. @throws SoulError (`mismatch`) naming the first that does not fit */
export function fillTensors({ tensors }: SoulContent, file: string, targets: readonly NamedTensor[]): void {
  const found = new Map((tensors[file] ?? []).map((one) => [one.name, one]));
  const chosen = targets.map((target) => {
    const source = found.get(target.name);
    const want = `${dtypeOf(target.data)} [${target.shape}]`;
    const came = source ? `${dtypeOf(source.data)} [${source.shape}]` : soulTexts.file.notThere;
    if (!source || want !== came || source.data.length !== target.data.length)
      throw new SoulError('mismatch', soulTexts.file.otherTensor(printable(target.name), file, came, want));
    return { target, source };
  });
  for (const { target, source } of chosen) target.data.set(source.data);
}
