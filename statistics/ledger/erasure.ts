/** Deletes or replaces words of chats so that no copy of them remains in the file. */
import type { Database } from 'better-sqlite3';

/**
 * Runs a statement that deletes or replaces rows of `chat`, and then writes all rows of `chat` into new pages: `secure_delete` overwrites
 * a deleted cell, but not the copies of it that rebalancing the tree has left in the free space of other pages. Free pages are given
 * back to the disk, since those of an earlier version may hold words too. Time grows with the length of all chats.
 *
 * @returns how many rows the statement changed
 * @throws SQLite's error; then the file holds what it held
 */
export function eraseChat(database: Database, sql: string, ...values: readonly (string | number)[]): number {
  const tempStore = database.pragma('temp_store', { simple: true }) as number;
  database.pragma('secure_delete = ON');
  // a copy in a file of the system's would stay on the disk as well
  database.pragma('temp_store = MEMORY');
  try {
    return database
      .transaction(() => {
        const { changes } = database.prepare(sql).run(...values);
        if (changes > 0) rewriteChat(database);
        return changes;
      })
      .immediate();
  } finally {
    if (database.open) {
      database.pragma(`temp_store = ${tempStore}`);
      database.pragma('secure_delete = OFF');
    }
  }
}

function rewriteChat(database: Database): void {
  database.exec(`
    CREATE TEMP TABLE kept_chat AS SELECT * FROM chat;
    DELETE FROM chat;
    INSERT INTO chat SELECT * FROM kept_chat;
    DROP TABLE kept_chat;
  `);
}

/**
 * Gives all free pages back to the disk and empties the write-ahead log, which holds pages as they were before.
 * @returns false while another process reads: then the log keeps them, and this is to be called again
 */
export function clearFreePages(database: Database): boolean {
  database.pragma('incremental_vacuum');
  const [{ busy }] = database.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }];
  return busy === 0;
}
