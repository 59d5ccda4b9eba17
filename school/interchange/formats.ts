/** The table of formats that other programs read. */
import type { ExportFormat } from './format.ts';
import { gguf } from './gguf/gguf-format.ts';
import { huggingface } from './huggingface/huggingface-format.ts';
import { pytorch, safetensors } from './huggingface/plain-formats.ts';

export const FORMATS = { gguf, huggingface, pytorch, safetensors } satisfies Record<string, ExportFormat>;

export type FormatName = keyof typeof FORMATS;

export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[];
