/** The tokenizer in the files of transformers, and, where they have no form for it, in our own. */
import { ByteTokenizer, serializeTokenizer, type Tokenizer, toHuggingFace } from '../../../library/tokenizer/index.ts';
import { spokenVoice } from '../../settings/voice-settings.ts';
import type { ExportRequest } from '../format.ts';
import { jsonFile, type PlannedFile, textFile } from '../output.ts';
import { jinjaTemplate, TOKEN_NAMES } from '../prompt-templates.ts';
import type { ModelSource } from '../source.ts';
import { exportTexts } from '../texts/export.ts';

/** A tokenizer in our own form, of a kind that tokenizer.json cannot hold exactly. */
export const OWN_TOKENIZER_FILE = 'babyllm-tokenizer.json';

interface AddedToken {
  readonly id: number;
  readonly content: string;
}

/**
 * tokenizer.json, and our own file for all kinds but byte pairs. In tokenizer.json the marks of turns are special tokens of the text, so that the
 * template of conversations works: a user who types them injects them. Where babyLLM speaks itself, no text can spell them.
 */
export function tokenizerFiles({ source: { tokenizer } }: Pick<ExportRequest, 'source'>): PlannedFile[] {
  const theirs = theirForm(tokenizer);
  return [
    ...(theirs ? [jsonFile('tokenizer.json', withMarks(theirs, tokenizer))] : []),
    ...(tokenizer.kind === 'bpe' ? [] : [textFile(OWN_TOKENIZER_FILE, serializeTokenizer(tokenizer))]),
  ];
}

/** Ours as they have it, or the very file that it came from; undefined: they have none. */
function theirForm(tokenizer: Tokenizer): { readonly added_tokens?: readonly AddedToken[] } | undefined {
  if (tokenizer instanceof ByteTokenizer) return toHuggingFace(tokenizer);
  return tokenizer.kind === 'huggingface' ? (tokenizer.stored() as { tokenizer: object }).tokenizer : undefined;
}

function withMarks(theirs: { readonly added_tokens?: readonly AddedToken[] }, { special }: Tokenizer): object {
  const there = theirs.added_tokens ?? [];
  const marks = Object.entries(TOKEN_NAMES)
    .map(([name, content]) => ({ id: special[name as keyof typeof TOKEN_NAMES], content }))
    .filter(({ id }) => !there.some((token) => token.id === id))
    .map((mark) => ({ ...mark, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }));
  return { ...theirs, added_tokens: [...there, ...marks] };
}

/** tokenizer_config.json and generation_config.json. */
export function settingsFiles({ source, roles }: ExportRequest): PlannedFile[] {
  const { temperature, topK, topP, repetitionPenalty, maxTokens } = spokenVoice(source.config.voice, null);
  const { end, done } = source.tokenizer.special;
  const ends = theirForm(source.tokenizer)?.added_tokens?.find(({ id }) => id === end)?.content ?? TOKEN_NAMES.end;
  return [
    jsonFile('tokenizer_config.json', {
      // any other class makes transformers 5 build the tokenizer again by rules of its own
      tokenizer_class: 'PreTrainedTokenizerFast',
      bos_token: ends,
      eos_token: TOKEN_NAMES.done,
      model_max_length: source.sizes.contextLength,
      clean_up_tokenization_spaces: false,
      chat_template: jinjaTemplate(roles),
    }),
    jsonFile('generation_config.json', {
      bos_token_id: end,
      eos_token_id: [end, done],
      pad_token_id: end,
      do_sample: temperature > 0,
      ...(temperature > 0 ? { temperature, top_p: topP, ...(topK > 0 ? { top_k: topK } : {}) } : {}),
      repetition_penalty: repetitionPenalty,
      max_new_tokens: maxTokens,
    }),
  ];
}

/** A sentence where transformers cannot read the tokenizer. */
export const unreadTokenizer = ({ tokenizer }: ModelSource): string[] =>
  theirForm(tokenizer) ? [] : [exportTexts.ownIds(tokenizer.kind, OWN_TOKENIZER_FILE)];
