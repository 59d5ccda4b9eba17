/** `--as huggingface`: a folder for transformers; brains that it does not know bring their own twin in PyTorch. */
import type { ExportFormat, ExportRequest } from '../format.ts';
import { jsonFile, type PlannedFile } from '../output.ts';
import type { ModelSource } from '../source.ts';
import { exportTexts } from '../texts/export.ts';
import { type Family, isTransformer, kinshipOf, type TransformerSizes } from '../transformer-names.ts';
import { SAFE_TYPES, safetensorsFile } from './safetensors-file.ts';
import { settingsFiles, tokenizerFiles, unreadTokenizer } from './tokenizer-files.ts';
import { ACTIVATION_NAMES, transformersConfig, transformersTensors } from './transformers-folder.ts';
import { ownTensors, pythonFile, twinConfig } from './twin.ts';

/** Both names of the type: that of transformers 4, and that of 5. */
const dtypes = { f32: 'float32', f16: 'float16', bf16: 'bfloat16', q8_0: '' } as const;

export const huggingface: ExportFormat = {
  about: exportTexts.aboutHuggingface,
  types: SAFE_TYPES,
  refuse: () => undefined,

  plan(request) {
    const { source, type } = request;
    const family = familyIn(source);
    const own = family === undefined;
    const dtype = { torch_dtype: dtypes[type], dtype: dtypes[type] };
    const files: PlannedFile[] =
      family === undefined
        ? twinFiles(request, dtype)
        : [
            jsonFile('config.json', { ...transformersConfig(family, source), ...dtype }),
            safetensorsFile('model.safetensors', transformersTensors(family, source, type)),
          ];
    return {
      files: [...files, ...tokenizerFiles(request), ...settingsFiles(request)],
      notes: [...unreadTokenizer(source), ...(own ? [exportTexts.ownClass] : [])],
      use: [
        `python3 -c "from transformers import pipeline; print(pipeline('text-generation', '.'${own ? ', trust_remote_code=True' : ''})('Once'))"`,
      ],
    };
  },
};

/** The class of transformers that a brain fits; undefined where it has none. */
export const familyIn = ({ brain, sizes }: Pick<ModelSource, 'brain' | 'sizes'>): Family | undefined =>
  isTransformer(brain) ? kinshipOf(sizes as TransformerSizes, Object.keys(ACTIVATION_NAMES)).family : undefined;

function twinFiles({ source, type }: ExportRequest, dtype: object): PlannedFile[] {
  const { end } = source.tokenizer.special;
  const { vocabulary, contextLength } = source.sizes;
  return [
    jsonFile('config.json', {
      architectures: ['BabyForCausalLM'],
      auto_map: {
        AutoConfig: 'configuration_babyllm.BabyConfig',
        AutoModelForCausalLM: 'modeling_babyllm.BabyForCausalLM',
      },
      ...twinConfig(source),
      vocab_size: vocabulary,
      max_position_embeddings: contextLength,
      bos_token_id: end,
      eos_token_id: end,
      tie_word_embeddings: false,
      use_cache: false,
      ...dtype,
    }),
    safetensorsFile('model.safetensors', ownTensors(source, type, 'brain.')),
    ...['babyllm_brains.py', 'configuration_babyllm.py', 'modeling_babyllm.py'].map(pythonFile),
  ];
}
