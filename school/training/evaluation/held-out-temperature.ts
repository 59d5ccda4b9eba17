import type { Voice } from '../../../brain/voice/speak.ts';
import { TemperatureFit } from '../../../brain/voice/temperature.ts';
import type { Colour } from '../../api/messages.ts';
import type { Passage } from './evaluate.ts';

/** Tokens that are foreseen, of a brain of a million parameters and of a very large one, which takes longer for each. */
const MOST_TOKENS = 400;
const LEAST_TOKENS = 64;
const WORK = 4e8;
/** Passages that they are taken from, and tokens that are heard before the first of each. */
const PASSAGES = 8;
const BEFORE = 32;

/** How many tokens are foreseen to find the temperature of a brain. */
export const tokensForTemperature = (parameters: number): number =>
  Math.round(Math.min(MOST_TOKENS, Math.max(LEAST_TOKENS, WORK / parameters)));

/**
 * The temperature at which all who speak foresee held-out text best, token by token as when they speak; undefined where there is none.
 *
 * @param passages of which only marked tokens are foreseen
 * @param count of tokens
 * @param end the id that ends a text
 */
export function heldOutTemperature(
  voice: Voice,
  passages: readonly Passage[],
  count: number,
  { end, colour, between }: { end: number; colour: Colour; between?: () => void },
): number | undefined {
  const fit = new TemperatureFit();
  const chosen = passages.filter((_, i) => i % Math.ceil(passages.length / PASSAGES) === 0);
  for (const { ids, marked } of chosen) {
    const first = marked ? marked.indexOf(1) : 0;
    if (first < 0) continue;
    const conversation = voice.begin();
    const from = Math.max(0, first - BEFORE);
    let logits = voice.hear(
      conversation,
      [end, ...Array.from({ length: first - from }, (_, i) => ids[from + i])],
      colour,
    );
    const last = Math.min(ids.length, first + Math.ceil(count / chosen.length));
    for (let i = first; i < last; i++) {
      // before others speak: the logits are gone then
      if (!marked || marked[i] === 1) fit.add(logits, ids[i]);
      between?.();
      if (i + 1 < last) logits = voice.hear(conversation, [ids[i]], colour);
    }
  }
  return fit.temperature;
}
