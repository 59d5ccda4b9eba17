/** `--as safetensors` and `--as pytorch`: the weights under their own names; the second with our twin in PyTorch, which goes on learning. */
import type { ExportFormat, ExportRequest } from '../format.ts';
import { jsonFile, type PlannedFile } from '../output.ts';
import { exportTexts } from '../texts/export.ts';
import { SAFE_TYPES, safetensorsFile } from './safetensors-file.ts';
import { tokenizerFiles } from './tokenizer-files.ts';
import { ownTensors, pythonFile, twinConfig } from './twin.ts';

const plainFiles = (request: ExportRequest, { source, type } = request): PlannedFile[] => [
  jsonFile('config.json', twinConfig(source)),
  safetensorsFile('model.safetensors', ownTensors(source, type)),
  ...tokenizerFiles(request),
];

export const safetensors: ExportFormat = {
  about: exportTexts.aboutSafetensors,
  types: SAFE_TYPES,
  refuse: () => undefined,
  plan: (request) => ({
    files: plainFiles(request),
    notes: [],
    use: [`python3 -c "from safetensors.torch import load_file; print(load_file('model.safetensors').keys())"`],
  }),
};

export const pytorch: ExportFormat = {
  about: exportTexts.aboutPytorch,
  types: ['f32'],
  refuse: () => undefined,
  plan: (request) => ({
    files: [...plainFiles(request), pythonFile('babyllm_brains.py'), pythonFile('train.py')],
    notes: [],
    use: ['torchrun --nproc_per_node=2 train.py --texts <home>/library/.shelf --out trained', 'baby import trained'],
  }),
};
