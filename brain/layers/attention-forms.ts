import type { Recording } from '../engine/recording.ts';
import { lastAxis, type Tensor } from '../engine/tensor.ts';
import { attention, attentionCached } from '../ops/attention.ts';
import { standardAttention } from '../ops/standard-attention.ts';
import { attendByState } from './linear-attention.ts';

/** H heads of queries, and G that have keys and values. */
export interface Heads {
  readonly heads: number;
  readonly kvHeads: number;
}

/** How attention hears what came before, while it learns and while it speaks: qkv(B,T,(H+2G)·D) -> (B,T,C). */
export interface AttentionForm {
  /** tokens that it holds at most, where chunks have T tokens; 0: any number, since its state has a fixed size */
  length(contextLength: number): number;
  /** over a chunk of every stream */
  learn(r: Recording, qkv: Tensor, heads: Heads): Tensor;
  /** in one stream, behind `position` (1) tokens of at most `length`; the new tokens join the past when the step is committed */
  speak(r: Recording, qkv: Tensor, heads: Heads, length: number, position: Tensor | undefined): Tensor;
}

/**
 * Static: room for the keys and values of T tokens. A chunk is all that attention hears while it learns; while it speaks and the room
 * is full, the voice begins again with the last half (voice/speak.ts).
 */
const keysAndValues = (attend: typeof attention): AttentionForm => ({
  length: (contextLength) => contextLength,
  learn: (_r, qkv, { heads, kvHeads }) => attend(qkv, heads, kvHeads),
  speak(r, qkv, { heads, kvHeads }, length, position) {
    if (!position) throw new Error('attention over keys and values must know how many of them there are');
    const width = lastAxis(qkv) - (lastAxis(qkv) * heads) / (heads + 2 * kvHeads);
    return attentionCached(qkv, heads, r.state('past', [1, length, width]), position, kvHeads);
  },
});

/** Recurrent: a state of fixed size, carried from chunk to chunk and from token to token alike. */
const recurrent: AttentionForm = {
  length: () => 0,
  learn: (r, qkv, { heads, kvHeads }) => attendByState(r, qkv, heads, kvHeads),
  speak: (r, qkv, { heads, kvHeads }) => attendByState(r, qkv, heads, kvHeads),
};

/** Every form of attention, by name. `standard` and `flash` differ only in what they keep while they learn. */
export const ATTENTION_FORMS = {
  standard: keysAndValues(standardAttention),
  flash: keysAndValues(attention),
  linear: recurrent,
} satisfies Record<string, AttentionForm>;
