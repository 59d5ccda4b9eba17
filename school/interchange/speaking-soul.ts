/** What a soul needs to speak, and nothing beside it: not what it learns with, remembers, or read, nor the names of its texts. */
import type { SoulContent } from '../../soul/checkpoint.ts';
import type { Config } from '../settings/config.ts';
import { currentState } from '../training/checkpoint.ts';
import { exportTexts } from './texts/export.ts';

/** @throws Error with one sentence for a soul of another version */
export function speakingPart(content: SoulContent): SoulContent {
  const { weights = [], average, ...others } = content.tensors;
  const siblings = Object.fromEntries(Object.entries(others).filter(([name]) => name.startsWith('sibling')));
  const state = currentState(content.state);
  if (!state) throw new Error(exportTexts.pageOfAnotherVersion);
  const { version, brain, preset, sizes, tokenizerHash, growth, tutor } = state;
  const { step, tokens, colours, averageLooks } = tutor;
  const { name, owner, voice, grow } = JSON.parse(content.texts['config.json'] ?? '{}') as Config;
  return {
    tensors: { weights, ...(average && { average }), ...siblings },
    texts: {
      'tokenizer.json': content.texts['tokenizer.json'] ?? '',
      'config.json': JSON.stringify({ name, owner, brain, preset, voice, grow }),
    },
    state: { version, brain, preset, sizes, tokenizerHash, growth, tutor: { step, tokens, colours, averageLooks } },
    summary: { step: content.summary.step },
  };
}
