/** The tokenizer in the files of transformers. */
import { SPECIAL, toHuggingFace } from '../../../library/tokenizer/index.ts';
import { spokenVoice } from '../../settings/voice-settings.ts';
import type { ExportRequest } from '../format.ts';
import { jsonFile, type PlannedFile } from '../output.ts';
import { jinjaTemplate, TOKEN_NAMES } from '../prompt-templates.ts';

/**
 * tokenizer.json, tokenizer_config.json and generation_config.json. Here the marks of turns are special tokens of the text, so that the
 * template of conversations works: a user who types them injects them. Where babyLLM speaks itself, no text can spell them.
 */
export function tokenizerFiles({ source, roles }: ExportRequest): PlannedFile[] {
  const added_tokens = Object.entries(TOKEN_NAMES).map(([name, content]) => ({
    id: SPECIAL[name as keyof typeof TOKEN_NAMES],
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  const { temperature, topK, topP, repetitionPenalty, maxTokens } = spokenVoice(source.config.voice, null);
  return [
    jsonFile('tokenizer.json', { ...toHuggingFace(source.tokenizer), added_tokens }),
    jsonFile('tokenizer_config.json', {
      // any other class makes transformers 5 build the tokenizer again by rules of its own
      tokenizer_class: 'PreTrainedTokenizerFast',
      bos_token: TOKEN_NAMES.end,
      eos_token: TOKEN_NAMES.done,
      model_max_length: source.sizes.contextLength,
      clean_up_tokenization_spaces: false,
      chat_template: jinjaTemplate(roles),
    }),
    jsonFile('generation_config.json', {
      bos_token_id: SPECIAL.end,
      eos_token_id: [SPECIAL.end, SPECIAL.done],
      pad_token_id: SPECIAL.end,
      do_sample: temperature > 0,
      ...(temperature > 0 ? { temperature, top_p: topP, ...(topK > 0 ? { top_k: topK } : {}) } : {}),
      repetition_penalty: repetitionPenalty,
      max_new_tokens: maxTokens,
    }),
  ];
}
