// The process of one query: takes one order, gives one answer, and may be killed at any time.
import { messageOf } from '../ledger/errors.ts';
import { texts } from '../texts.ts';
import { openForReading } from './reader.ts';
import type { Cell, SqlAnswer, SqlOrder } from './sql.ts';

function answer({ file, text, rows: most }: SqlOrder): SqlAnswer {
  try {
    const database = openForReading(file);
    const statement = database.prepare(text);
    if (!statement.reader || !statement.readonly) return { refused: texts.query.onlyReading };
    const columns = statement.columns().map(({ name }) => name);
    const rows: Cell[][] = [];
    // Whole numbers beyond what a JavaScript number holds come as text rather than as wrong numbers.
    for (const row of statement.raw().safeIntegers().iterate() as Iterable<(Cell | bigint)[]>) {
      if (rows.length >= most) return { table: { columns, rows, more: true } };
      rows.push(row.map((cell) => (typeof cell === 'bigint' ? plain(cell) : cell)));
    }
    return { table: { columns, rows, more: false } };
  } catch (error) {
    return { refused: messageOf(error) };
  }
}

const plain = (whole: bigint): Cell => (Number.isSafeInteger(Number(whole)) ? Number(whole) : whole.toString());

process.once('message', (order) => {
  process.send?.(answer(order as SqlOrder), () => process.disconnect());
});
