/** The name of the one file. */
export const LEDGER_FILE = 'statistics.db';
/** What marks a SQLite file as a ledger: "baby" in ASCII. */
export const APPLICATION_ID = 0x62616279;

/** Level of a log row as a number, so that "at least" is a comparison. */
export const LEVELS = { debug: 10, info: 20, warn: 30, error: 40 } as const;
export type Level = keyof typeof LEVELS;
export const LEVEL_NAMES: Readonly<Record<number, Level>> = { 10: 'debug', 20: 'info', 30: 'warn', 40: 'error' };

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/**
 * Each migration lifts the database by one version (PRAGMA user_version). Never change one that was released: add the next.
 *
 * All times are milliseconds since 1970, UTC, by the clock as it stood. Metrics lie by key and time, for that is how they are
 * asked; `seq` counts within one run, so that two values of one millisecond, or a clock that goes back, cannot collide.
 * A value that was no number is kept as NULL, so that it shows as a gap; rollups leave it out.
 * The log's index is of three-letter parts without positions: half the size, and every piece of text can still be found.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    ended_at INTEGER,
    reason TEXT,
    config TEXT,
    code_version TEXT,
    parameters INTEGER,
    tokenizer_hash TEXT
  ) STRICT;

  CREATE TABLE metric_key (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, unit TEXT NOT NULL) STRICT;
  CREATE TABLE metric (
    key_id INTEGER NOT NULL, ts INTEGER NOT NULL, run_id INTEGER NOT NULL, seq INTEGER NOT NULL,
    step INTEGER NOT NULL, value REAL,
    PRIMARY KEY (key_id, ts, run_id, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE metric_1m (
    key_id INTEGER NOT NULL, bucket INTEGER NOT NULL, run_id INTEGER NOT NULL,
    n INTEGER NOT NULL, sum REAL NOT NULL, min REAL NOT NULL, max REAL NOT NULL, last REAL NOT NULL, step INTEGER NOT NULL,
    PRIMARY KEY (key_id, bucket, run_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE metric_1h (
    key_id INTEGER NOT NULL, bucket INTEGER NOT NULL, run_id INTEGER NOT NULL,
    n INTEGER NOT NULL, sum REAL NOT NULL, min REAL NOT NULL, max REAL NOT NULL, last REAL NOT NULL, step INTEGER NOT NULL,
    PRIMARY KEY (key_id, bucket, run_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE log (
    id INTEGER PRIMARY KEY AUTOINCREMENT, ts INTEGER NOT NULL, level INTEGER NOT NULL,
    scope TEXT NOT NULL, message TEXT NOT NULL, data TEXT
  ) STRICT;
  CREATE INDEX log_ts ON log(ts);
  CREATE INDEX log_bad ON log(id) WHERE level >= 30;
  CREATE VIRTUAL TABLE log_fts USING fts5(
    message, content = 'log', content_rowid = 'id', columnsize = 0, tokenize = 'trigram', detail = none
  );
  CREATE TRIGGER log_added AFTER INSERT ON log BEGIN
    INSERT INTO log_fts(rowid, message) VALUES (new.id, new.message);
  END;
  CREATE TRIGGER log_removed AFTER DELETE ON log BEGIN
    INSERT INTO log_fts(log_fts, rowid, message) VALUES ('delete', old.id, old.message);
  END;

  CREATE TABLE sample (
    id INTEGER PRIMARY KEY AUTOINCREMENT, run_id INTEGER NOT NULL REFERENCES run(id), step INTEGER NOT NULL, ts INTEGER NOT NULL,
    source TEXT NOT NULL, prompt TEXT NOT NULL, output TEXT NOT NULL, temperature REAL, ms REAL
  ) STRICT;
  CREATE INDEX sample_ts ON sample(ts);

  CREATE TABLE event (id INTEGER PRIMARY KEY AUTOINCREMENT, ts INTEGER NOT NULL, kind TEXT NOT NULL, data TEXT) STRICT;
  CREATE INDEX event_ts ON event(ts);

  CREATE TABLE chat (
    id INTEGER PRIMARY KEY AUTOINCREMENT, ts INTEGER NOT NULL, conversation TEXT NOT NULL, speaker TEXT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('heard', 'said')), text TEXT NOT NULL, expires INTEGER
  ) STRICT;
  CREATE INDEX chat_conversation ON chat(conversation, id);
  CREATE INDEX chat_speaker ON chat(speaker);
  CREATE INDEX chat_expires ON chat(expires) WHERE expires IS NOT NULL;

  CREATE TABLE tally (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO tally VALUES ('log_bytes', 0);
  `,
  'CREATE INDEX event_kind ON event(kind);',
];

export const VERSION = MIGRATIONS.length;
/** From this version on all questions can be answered: the second only made some of them quicker. */
export const READABLE = 1;
