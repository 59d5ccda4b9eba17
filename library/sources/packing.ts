/** Filling a chunk with passages. */
import type { Batch, Span } from '../batches/batch.ts';
import type { Drawer, TokenExample } from './example-pool.ts';
import type { SourceName } from './names.ts';

/** Where a stream is in a passage that did not fit into its chunk. */
export interface Bookmark {
  readonly id: string;
  /** Of the next token that is read. */
  readonly offset: number;
}

/**
 * Fills the row of a stream: goes on with a passage that is not over, or begins one with empty memories; then as many more as are drawn
 * and fit whole. None comes twice, since the second would only be copied from the first. The rest is padding, which is not learnt.
 *
 * @param end the id of the padding
 * @returns what it read, and where it goes on in the next chunk, if it does
 */
export function packRow(
  batch: Batch,
  stream: number,
  source: SourceName,
  drawer: Drawer,
  bookmark: Bookmark | undefined,
  random: () => number,
  end: number,
): { spans: Span[]; bookmark: Bookmark | undefined } {
  const { inputs, targets, learn } = batch;
  const length = inputs.length / batch.fresh.length;
  const row = stream * length;
  const spans: Span[] = [];
  const marked = bookmark && drawer.find(bookmark.id);
  // an example that was replaced under its id may be shorter now
  const goesOn = marked && bookmark.offset < marked.ids.length - 1;
  batch.fresh[stream] = goesOn ? 0 : 1;
  let passage: TokenExample = goesOn ? marked : drawer.draw(random);
  let offset = goesOn ? bookmark.offset : 0;
  batch.places[stream] = { file: source, offset: 0 };
  inputs.fill(end, row, row + length);
  targets.fill(end, row, row + length);
  let newness = 0;
  let learnt = 0;
  for (let at = 0; ; ) {
    const { id, ids } = passage;
    const pairs = ids.length - 1 - offset;
    const n = Math.min(pairs, length - at);
    const before = learnt;
    for (let i = 0; i < n; i++) {
      inputs[row + at + i] = ids[offset + i]!;
      targets[row + at + i] = ids[offset + i + 1]!;
      learn[row + at + i] = passage.learn[offset + i + 1]!;
      learnt += learn[row + at + i]!;
    }
    newness += (learnt - before) * drawer.newness(id);
    const from = row + at;
    spans.push({ source, id, stream, from, to: from + n, begins: offset === 0, ends: n === pairs });
    batch.newness[stream] = learnt > 0 ? newness / learnt : 0;
    if (n < pairs) return { spans, bookmark: { id, offset: offset + n } };
    at += n;
    // behind it stand its last token, whose target is the end, and the end, whose target is the next passage's first token
    const next = length - at > 3 ? drawer.draw(random) : undefined;
    const fits = next !== undefined && next.ids.length - 1 <= length - at - 2;
    const isNew = spans.every((span) => span.id !== next?.id);
    if (at < length) inputs[row + at] = ids[ids.length - 1]!;
    if (!fits || !isNew) return { spans, bookmark: undefined };
    targets[row + at + 1] = next.ids[0]!;
    at += 2;
    passage = next;
    offset = 0;
  }
}
