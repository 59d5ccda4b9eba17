/** `--as gguf`: one file for llama.cpp and Ollama, a Modelfile and the card. */

import type { ByteTokenizer } from '../../../library/tokenizer/index.ts';
import { slugOf } from '../../home/naming.ts';
import type { ElementType } from '../elements.ts';
import type { ExportFormat, ExportRequest } from '../format.ts';
import type { PlannedFile, TensorOut } from '../output.ts';
import { textFile } from '../output.ts';
import { jinjaTemplate } from '../prompt-templates.ts';
import { exportTexts } from '../texts/export.ts';
import { type Family, isTransformer, kinshipOf, type TransformerSizes } from '../transformer-names.ts';
import { ACTIVATIONS, adapterFile } from './adapter.ts';
import { architectureKeys, architectureTensors } from './architectures.ts';
import { modelfile } from './modelfile.ts';
import { tokenizerKeys } from './tokenizer.ts';
import { ggufFile, type Key } from './writer.ts';

/** What llama.cpp calls the types of a whole file. */
const FILE_TYPES: Readonly<Record<ElementType, number>> = { f32: 0, f16: 1, q8_0: 7, bf16: 32 };

export const gguf: ExportFormat = {
  takesHabits: true,
  about: exportTexts.aboutGguf,
  types: ['f16', 'f32', 'bf16', 'q8_0'],

  refuse({ brain, sizes, tokenizer }) {
    if (!isTransformer(brain)) return exportTexts.tryAnotherFormat(exportTexts.noArchitecture(brain));
    const { odd } = kinshipOf(sizes as TransformerSizes, ACTIVATIONS);
    if (odd.length > 0) return exportTexts.tryAnotherFormat(exportTexts.noArchitectureWith(odd));
    // it knows the rules of other tokenizers by name, and the file of a tokenizer does not say the name
    return tokenizer.kind === 'bpe'
      ? undefined
      : exportTexts.tryAnotherFormat(exportTexts.noTokenizerOfKind(tokenizer.kind));
  },

  plan(request) {
    const { source, type } = request;
    const family = kinshipOf(source.sizes as TransformerSizes, ACTIVATIONS).family!;
    const tensors = architectureTensors(family, source, type);
    const name = `${request.fileName}.gguf`;
    const files: PlannedFile[] = [
      ggufFile(name, keysOf(request, family, tensors), tensors),
      textFile('Modelfile', modelfile(request, name)),
      ...request.habits.map(({ name: habit, adapter }) => adapterFile(habitFile(habit), family, source, adapter)),
    ];
    const lora = request.habits.map(({ name: habit }) => ` --lora ${habitFile(habit)}`).join('');
    const halves = type === 'q8_0' ? tensors.filter((tensor) => tensor.type === 'f16').length : 0;
    const notes = halves > 0 ? [exportTexts.someAreHalf(halves)] : [];
    return { files, notes, use: [`llama-cli -m ${name}${lora}`, `ollama create ${request.fileName} -f Modelfile`] };
  },
};

/** Names of habits are letters and digits of any language; those of files are not. */
const habitFile = (name: string): string => `habit-${slugOf(name) || 'one'}.gguf`;

function keysOf(request: ExportRequest, family: Family, tensors: readonly TensorOut[]): Key[] {
  const { source, roles, type } = request;
  const count = tensors.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
  return [
    ['general.architecture', 'string', family],
    ['general.name', 'string', source.config.name],
    ['general.file_type', 'u32', FILE_TYPES[type]],
    ['general.parameter_count', 'u32', count],
    ...architectureKeys(family, source),
    ...tokenizerKeys(source.tokenizer as ByteTokenizer, jinjaTemplate(roles)),
    // of our own, which others pass over: `baby import` finds the baby again by them
    ['babyllm.brain', 'string', source.brain],
    ['babyllm.context_length', 'u32', source.sizes.contextLength],
    ['babyllm.feed_forward', 'string', (source.sizes as TransformerSizes).feedForward],
    ['babyllm.tokenizer_hash', 'string', source.tokenizer.hash],
    ['babyllm.preset', 'string', source.preset],
    ['babyllm.steps', 'u64', source.step],
    ['babyllm.tokens', 'u64', source.tokens],
  ];
}
