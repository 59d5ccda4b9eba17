/** The `Modelfile` by which Ollama makes a model of a GGUF (https://docs.ollama.com/modelfile). */

import type { ExportRequest } from '../format.ts';
import { goTemplate, TOKEN_NAMES } from '../prompt-templates.ts';

export function modelfile({ source, roles }: Pick<ExportRequest, 'source' | 'roles'>, file: string): string {
  const { temperature, topK, topP, minP, repetitionPenalty, repetitionWindow } = source.config.voice;
  const parameters: [string, string | number][] = [
    ['stop', `"${TOKEN_NAMES.done}"`],
    ['num_ctx', source.sizes.contextLength],
    ['temperature', temperature],
    ['top_k', topK],
    ['top_p', topP],
    ['min_p', minP],
    ['repeat_penalty', repetitionPenalty],
    ['repeat_last_n', repetitionWindow],
  ];
  const lines = parameters.map(([name, value]) => `PARAMETER ${name} ${value}`);
  return [`FROM ./${file}`, `TEMPLATE """${goTemplate(roles)}"""`, ...lines, ''].join('\n');
}
