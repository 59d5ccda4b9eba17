/** safetensors of other programs: one file, or several with an index. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '../../../library/notices/printable.ts';
import { decodeHeader, MAX_HEADER_BYTES, type TensorPlace } from '../../../soul/safetensors-header.ts';
import { decodeElements, type ElementType } from '../elements.ts';
import { FileReader, FormatError } from '../file-reader.ts';
import { fileTexts } from '../texts/files.ts';
import { readJson } from './json-file.ts';
import type { TensorReader } from './model-files.ts';

const WEIGHTS_FILE = 'model.safetensors';
const INDEX_FILE = `${WEIGHTS_FILE}.index.json`;
const MOST_SHARDS = 1000;

/** All types of the format, since tables that nobody reads may be of any; numbers of three of them can be read. */
const TYPES = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
} as const;
const READABLE: Readonly<Record<string, ElementType>> = { F32: 'f32', F16: 'f16', BF16: 'bf16' };

/** Whether weights lie in a folder in this form. */
export const hasSafetensors = (folder: string): boolean =>
  existsSync(join(folder, WEIGHTS_FILE)) || existsSync(join(folder, INDEX_FILE));

/** Opens the weights of a folder and checks all headers. @throws FormatError */
export function openShards(folder: string): TensorReader {
  return openFiles(folder, existsSync(join(folder, INDEX_FILE)) ? shardsOf(join(folder, INDEX_FILE)) : [WEIGHTS_FILE]);
}

/** Opens files of a folder as one, and checks all headers. @throws FormatError */
export function openFiles(folder: string, names: readonly string[]): TensorReader {
  const files: ReturnType<typeof openFile>[] = [];
  const close = () => {
    for (const { file } of files) file.close();
  };
  try {
    const places = new Map<string, { file: FileReader; start: number; place: TensorPlace<string> }>();
    for (const name of names) {
      const opened = openFile(join(folder, name), name);
      files.push(opened);
      for (const [tensor, place] of opened.places) {
        if (places.has(tensor)) throw new FormatError(fileTexts.tensorInTwoFiles(short(tensor)));
        places.set(tensor, { ...opened, place });
      }
    }
    return {
      shapes: new Map([...places].map(([name, { place }]) => [name, place.shape])),
      read(name) {
        const found = places.get(name);
        if (!found) throw new FormatError(fileTexts.noTensor(short(name)));
        const { file, start, place } = found;
        const type = READABLE[place.dtype];
        if (!type) throw new FormatError(fileTexts.unreadableType(short(name), place.dtype, 'F32, F16 and BF16'));
        return decodeElements(type, file.readAt(start + place.begin, place.end - place.begin));
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** The files that an index names: plain names, which cannot lead out of the folder. */
function shardsOf(path: string): string[] {
  const map = readJson(path)['weight_map'];
  if (typeof map !== 'object' || map === null) throw new FormatError(fileTexts.noWeightMap(INDEX_FILE));
  const names = [...new Set(Object.values(map))];
  if (names.length === 0 || names.length > MOST_SHARDS)
    throw new FormatError(fileTexts.tooManyShards(INDEX_FILE, names.length));
  return names.map((name) => {
    if (typeof name === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.safetensors$/.test(name)) return name;
    throw new FormatError(fileTexts.wrongShardName(INDEX_FILE, short(String(name))));
  });
}

function openFile(path: string, name: string) {
  if (!existsSync(path)) throw new FormatError(fileTexts.missingFile(name));
  const file = new FileReader(path);
  try {
    const length = file.u64(fileTexts.lengthOfHeader(name));
    if (length > Math.min(file.left, MAX_HEADER_BYTES)) throw new FormatError(fileTexts.tooLongHeader(name, length));
    const { places } = headerOf(file.readAt(8, length), file.size - 8 - length, name);
    return { file, start: 8 + length, places };
  } catch (error) {
    file.close();
    throw error;
  }
}

function headerOf(json: Uint8Array, dataBytes: number, name: string) {
  try {
    return decodeHeader<string>(json, dataBytes, TYPES);
  } catch (error) {
    throw new FormatError(fileTexts.damaged(name, short((error as Error).message)), { cause: error });
  }
}

const short = (text: string): string => printable(text).replace(/\s+/g, ' ').slice(0, 160);
