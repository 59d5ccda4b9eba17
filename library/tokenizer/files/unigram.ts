/** Unigram encoding (Kudo 2018, https://arxiv.org/abs/1804.10959): of all ways to cut a text into pieces, the likeliest. */
import { type Fallback, fallBack } from './character-level.ts';

export interface ScoredPiece {
  readonly piece: string;
  /** log probability */
  readonly score: number;
  readonly id: number;
}

/** What an unknown character costs below the least likely piece. */
const UNKNOWN_PENALTY = 10;
const UNKNOWN = -1;

interface Node {
  readonly next: Map<string, Node>;
  piece?: ScoredPiece;
}

/** Encodes a text by the best path (Viterbi), in time that grows with its length and the longest piece. Scores are float32, as SentencePiece adds them. */
export function unigramEncoder(
  pieces: readonly ScoredPiece[],
  leastScore: number,
  fallback: Fallback,
): (text: string) => number[] {
  const root: Node = { next: new Map() };
  for (const piece of pieces) {
    let node = root;
    for (const character of piece.piece) {
      const next = node.next.get(character) ?? { next: new Map() };
      node.next.set(character, next);
      node = next;
    }
    node.piece = piece;
  }
  const unknownScore = Math.fround(leastScore - UNKNOWN_PENALTY);
  return (text) => {
    const characters = Array.from(text);
    const n = characters.length;
    const best = new Float32Array(n + 1).fill(-Infinity);
    const start = new Int32Array(n + 1);
    const id = new Int32Array(n + 1);
    best[0] = 0;
    const offer = (from: number, to: number, score: number, piece: number): void => {
      const sum = Math.fround(best[from]! + score);
      if (!(sum > best[to]!)) return;
      best[to] = sum;
      start[to] = from;
      id[to] = piece;
    };
    for (let from = 0; from < n; from++) {
      let node = root.next.get(characters[from]!);
      const known = node?.piece !== undefined;
      for (let to = from + 1; node !== undefined; to++) {
        if (node.piece) offer(from, to, node.piece.score, node.piece.id);
        node = to < n ? node.next.get(characters[to]!) : undefined;
      }
      if (!known) offer(from, from + 1, unknownScore, UNKNOWN);
    }
    const path: [from: number, to: number, id: number][] = [];
    for (let to = n; to > 0; to = start[to]!) path.push([start[to]!, to, id[to]!]);
    const ids: number[] = [];
    for (const [from, , piece] of path.reverse()) {
      if (piece === UNKNOWN) fallBack(characters[from]!, fallback, ids);
      else ids.push(piece);
    }
    return ids;
  };
}
