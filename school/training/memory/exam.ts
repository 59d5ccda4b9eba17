/** Exams of weights and memory together. */
import { Collection } from '../../../brain/episodes/collection.ts';
import { Recall } from '../../../brain/episodes/recall.ts';
import type { Memory } from './memory.ts';

/** Tokens between two calls of `between`, and between two looks back on what was read in the exam itself. */
const PIECE = 64;
/** Tokens of context that a piece which is remembered brings along from the piece before. */
const CONTEXT = 4;

/** Teaches the gate from an exam on text that neither weights nor memory have met: the half of the held-out text that steers. */
export function teachGate(memory: Memory, { text, marked, losses, between = () => {} }: ExaminedText): void {
  const { ofLibrary } = memory;
  if (!ofLibrary) return;
  const known = memory.asRemembered(text);
  let counted = 0;
  for (let at = 0; at < text.length; at++) {
    if (at % PIECE === 0) between();
    if (!marked[at]) continue;
    const recollection = ofLibrary.at(known, at);
    memory.gate.learn(recollection, Math.exp(-losses[counted++]), ofLibrary.probability(recollection, text[at]));
  }
}

/** What was examined by the weights. */
export interface ExaminedText {
  /** Shape (tokens) */
  readonly text: Int32Array;
  /** Shape (tokens): 1 where a token counts */
  readonly marked: Uint8Array;
  /** nats that each token which counts cost by the weights alone, in their order */
  readonly losses: Float32Array;
  readonly between?: (() => void) | undefined;
}

/**
 * Nats of all marked tokens by weights and memory of the library together. The gate learns as it goes, from tokens that are counted
 * already, and is put back afterwards: an exam leaves nothing in the memory.
 *
 * @param remembering whether what was read in the exam is remembered too, piece by piece
 */
export function natsWithMemory(
  memory: Memory,
  { text, marked, losses, between = () => {} }: ExaminedText,
  remembering = false,
): number {
  const { ofLibrary, vocabulary } = memory;
  const read = new Collection(vocabulary, memory.end, Number.POSITIVE_INFINITY);
  const counters = ofLibrary ? [...ofLibrary.counters] : [];
  const recall = remembering || !ofLibrary ? new Recall([...counters, read.counter], vocabulary) : ofLibrary;
  const known = memory.asRemembered(text);
  const gate = memory.gate.copy();
  let nats = 0;
  let counted = 0;
  for (let at = 0; at < text.length; at++) {
    if (at % PIECE === 0) {
      between();
      if (remembering && at > 0) {
        const from = Math.max(0, at - PIECE - CONTEXT);
        const learn = Uint8Array.from({ length: at - from }, (_, i) => (from + i < at - PIECE ? 0 : 1));
        read.put([{ id: String(at), ids: known.subarray(from, at), learn }]);
      }
    }
    if (!marked[at]) continue;
    const recollection = recall.at(known, at);
    const [weights, remembered] = [Math.exp(-losses[counted++]), recall.probability(recollection, text[at])];
    const share = gate.share(recollection);
    nats -= Math.log((1 - share) * weights + share * remembered);
    gate.learn(recollection, weights, remembered);
  }
  return nats;
}
