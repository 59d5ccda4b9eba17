/** Turning round what exports write newest first. */
import type { ImportRecord } from '../record.ts';

/** Records that are held to be turned; a conversation that is longer is turned in blocks. */
const HELD = 20_000;

/** Each conversation with its oldest message first. */
export async function* oldestFirst(batches: AsyncIterable<ImportRecord[]>): AsyncGenerator<ImportRecord[]> {
  let held: ImportRecord[] = [];
  let conversation: string | undefined;
  for await (const batch of batches) {
    for (const record of batch) {
      const now = record.kind === 'message' ? record.conversation : undefined;
      if (held.length > 0 && (now !== conversation || held.length >= HELD)) {
        yield inOrder(held);
        held = [];
      }
      conversation = now;
      held.push(record);
    }
  }
  if (held.length > 0) yield inOrder(held);
}

/** Some exports are in order already. */
function inOrder(records: ImportRecord[]): ImportRecord[] {
  const time = (record: ImportRecord | undefined): number => (record?.kind === 'message' ? (record.time ?? 0) : 0);
  return time(records[0]) > time(records.at(-1)) ? records.reverse() : records;
}
