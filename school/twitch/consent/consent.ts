/** Consents to be learnt from, the stored messages of those people, and their deletion. */

import type Database from 'better-sqlite3';
import type { ChatMessage, Consent, Example, ForgetReport, Marked, PersonExport } from '../../api/twitch-messages.ts';
import { goBack, openConsentFile, Sweeper } from './consent-file.ts';
import {
  adviceOf,
  type ConsentOptions,
  exportOf,
  type MessageRow,
  type PersonRow,
  SPEAKER,
  soulBefore,
  soulsSince,
  type TaughtRow,
} from './consent-rows.ts';

/** Milliseconds between two checks for expired messages. */
const LOOK_EVERY = 10_000;

export class ConsentStore {
  private readonly database: Database.Database;
  private readonly options: Required<ConsentOptions> & { readonly retention: () => number };
  /** Held in memory too, since it is looked up for every message. */
  private readonly consents = new Map<string, 'in' | 'out'>();
  /** Messages not yet written; many are written in one transaction. */
  private waiting: MessageRow[] = [];
  private lookedAt = Number.NEGATIVE_INFINITY;
  private readonly sweeper: Sweeper;

  /** @throws Error with one sentence if the file cannot be opened */
  constructor(
    path: string,
    { retention, most = 5000, mostEach = 500, souls = () => [], onGone = () => {}, onFault = () => {} }: ConsentOptions,
  ) {
    this.database = openConsentFile(path);
    this.sweeper = new Sweeper(this.database, onFault);
    this.options = {
      retention: typeof retention === 'number' ? () => retention : retention,
      most,
      mostEach,
      souls,
      onGone,
      onFault,
    };
    this.sweeper.sweep();
    for (const { user_id, consent } of this.all<PersonRow>('SELECT * FROM person')) this.consents.set(user_id, consent);
  }

  of(userId: string): Consent {
    return this.consents.get(userId) ?? 'none';
  }

  optIn(userId: string, login: string, now: number): void {
    this.run(
      `INSERT INTO person VALUES (?, ?, 'in', ?) ON CONFLICT (user_id) DO UPDATE SET login = excluded.login,
       since = CASE consent WHEN 'in' THEN since ELSE excluded.since END, consent = 'in'`,
      ...[userId, login, now],
    );
    this.consents.set(userId, 'in');
  }

  /**
   * Ends the consent at once and deletes the stored messages. Returns their number. The row stays, since the weights may have learnt from
   * the messages; a person without a consent has no row, and gets none.
   */
  optOut(userId: string, now: number): number {
    if (this.of(userId) !== 'in') return 0;
    this.run("UPDATE person SET consent = 'out', since = ? WHERE user_id = ?", now, userId);
    this.consents.set(userId, 'out');
    const gone = this.remove('user_id = ?', userId);
    this.sweeper.sweep();
    return gone.length;
  }

  /** Stores a message of a person who opted in; false for everybody else. It is on the disk after the next `flush`. */
  keep(message: Pick<ChatMessage, 'id' | 'userId' | 'channel' | 'at'>, text: string): boolean {
    if (this.of(message.userId) !== 'in') return false;
    const { id, userId, channel, at } = message;
    const expires = at + this.options.retention();
    this.waiting.push({ id, user_id: userId, channel, at, expires, text, given: 0, taught_step: null });
    if (this.waiting.length >= 200) this.flush();
    return true;
  }

  /** Writes the waiting messages, and evicts the oldest beyond the limits. */
  flush(): void {
    if (this.waiting.length === 0) return;
    const rows = this.waiting;
    this.waiting = [];
    const insert = this.database.prepare(
      'INSERT OR IGNORE INTO message VALUES (@id, @user_id, @channel, @at, @expires, @text, @given, @taught_step)',
    );
    this.database.transaction(() => {
      for (const row of rows) insert.run(row);
    })();
    for (const userId of new Set(rows.map(({ user_id }) => user_id))) {
      const over = `user_id = ? AND id NOT IN (SELECT id FROM message WHERE user_id = ? ORDER BY at DESC, id LIMIT ?)`;
      this.remove(over, userId, userId, this.options.mostEach);
    }
    this.remove('id NOT IN (SELECT id FROM message ORDER BY at DESC, id LIMIT ?)', this.options.most);
  }

  /** Called about every second: writes waiting messages; every ten seconds, or after a jump of the clock, deletes expired ones. */
  tend(now: number): void {
    this.flush();
    if (Math.abs(now - this.lookedAt) < LOOK_EVERY) return;
    this.lookedAt = now;
    this.prune(now);
  }

  /**
   * Deletes messages older than the current retention. A message with a time in the future, from a clock that was set back, expires one
   * retention from now. Returns the ids.
   */
  prune(now: number): string[] {
    const retention = this.options.retention();
    const gone = this.remove('expires <= ? OR at <= ?', now, now - retention);
    this.run('UPDATE message SET expires = ? WHERE expires > ?', now + retention, now + retention);
    this.sweeper.sweep();
    return gone;
  }

  /** The next message to learn: the oldest of the person with the fewest learnt messages. Each is returned once. */
  next(now: number): Example | undefined {
    this.flush();
    const row = this.all<MessageRow>(
      `SELECT message.* FROM message JOIN person USING (user_id) LEFT JOIN taught USING (user_id)
       WHERE given = 0 AND consent = 'in' AND expires > ? ORDER BY coalesce(examples, 0), at, id LIMIT 1`,
      now,
    )[0];
    if (row === undefined) return undefined;
    this.run('UPDATE message SET given = 1 WHERE id = ?', row.id);
    return { id: row.id, userId: row.user_id, speaker: SPEAKER, text: row.text, expires: row.expires };
  }

  /**
   * Records the step at which these examples were learnt. For examples deleted meanwhile the author is unknown: the souls are marked at
   * once.
   */
  taught(ids: readonly string[], step: number, now: number): void {
    this.flush();
    const owner = this.database.prepare('SELECT user_id FROM message WHERE id = ?').pluck();
    const add = this.database.prepare(
      `INSERT INTO taught VALUES (@user, 1, @step, @step) ON CONFLICT (user_id) DO UPDATE SET examples = examples + 1,
       first_step = min(first_step, @step), last_step = max(last_step, @step)`,
    );
    this.database.transaction(() => {
      let gone = 0;
      for (const id of ids) {
        const user = owner.get(id) as string | undefined;
        if (user === undefined) gone++;
        else {
          add.run({ user, step });
          this.run('UPDATE message SET taught_step = coalesce(taught_step, ?) WHERE id = ?', step, id);
        }
      }
      if (gone > 0) this.mark({ examples: gone, first_step: step, last_step: step }, now);
    })();
  }

  /**
   * Called when training continues from a soul of this step: examples learnt later are no longer in the weights, and those still stored
   * will be learnt again.
   */
  wentBack(step: number, now: number): void {
    this.flush();
    goBack(this.database, step, now);
  }

  /** Deletes every row of a person, and marks, without a name, the souls that learnt from them. */
  forget(userId: string, now: number): Omit<ForgetReport, 'queued' | 'pending'> {
    // every person with rows has a consent row; without one the disk is not read
    if (this.of(userId) === 'none') {
      return { messages: 0, taught: 0, souls: [], before: null, advice: adviceOf(undefined, null) };
    }
    this.flush();
    const taught = this.all<TaughtRow>('SELECT * FROM taught WHERE user_id = ?', userId)[0];
    const [gone, souls] = this.database.transaction(() => {
      const gone = this.remove('user_id = ?', userId);
      for (const table of ['person', 'taught']) this.run(`DELETE FROM ${table} WHERE user_id = ?`, userId);
      return [gone, taught ? this.mark(taught, now) : []];
    })();
    this.consents.delete(userId);
    this.sweeper.due = true;
    this.sweeper.sweep();
    const before = taught ? soulBefore(this.options.souls(), taught.first_step) : null;
    return { messages: gone.length, taught: taught?.examples ?? 0, souls, before, advice: adviceOf(taught, before) };
  }

  /** Deletes a message that was deleted on Twitch. */
  dropMessage(id: string, now: number): string[] {
    return this.unsay('id = ?', now, id);
  }

  /** Deletes the messages of a channel that was cleared. */
  dropChannel(channel: string, now: number): string[] {
    return this.unsay('channel = ?', now, channel);
  }

  /** Finds a person by id, or by the login at the time of the consent. */
  find(who: string): string | undefined {
    this.flush();
    const login = who.replace(/^@/, '').toLowerCase();
    return this.all<{ user_id: string }>(
      `SELECT user_id FROM person WHERE user_id = ? OR login = ? UNION SELECT user_id FROM message WHERE user_id = ?
       UNION SELECT user_id FROM taught WHERE user_id = ?`,
      ...[who, login, who, who],
    )[0]?.user_id;
  }

  export(userId: string): PersonExport {
    this.flush();
    return exportOf(userId, {
      consent: this.of(userId),
      person: this.all<PersonRow>('SELECT * FROM person WHERE user_id = ?', userId)[0],
      messages: this.all<MessageRow>('SELECT * FROM message WHERE user_id = ? ORDER BY at, id', userId),
      taught: this.all<TaughtRow>('SELECT * FROM taught WHERE user_id = ?', userId)[0],
    });
  }

  /** All stored messages, for the guard of other people's words. */
  messages(): { id: string; userId: string; text: string }[] {
    this.flush();
    return this.all<{ id: string; userId: string; text: string }>('SELECT id, user_id AS userId, text FROM message');
  }

  /** Learnt words of forgotten people that the current weights may hold; undefined if there are none. */
  get marked(): Marked | undefined {
    const row = this.database
      .prepare('SELECT sum(examples) AS examples, min(first_step) AS firstStep FROM mark WHERE undone_at IS NULL')
      .get() as { examples: number | null; firstStep: number };
    return row.examples === null ? undefined : { examples: row.examples, firstStep: row.firstStep };
  }

  get optedIn(): number {
    let count = 0;
    for (const consent of this.consents.values()) if (consent === 'in') count++;
    return count;
  }

  /** stored messages, including those waiting to be written */
  get kept(): number {
    return this.waiting.length + (this.database.prepare('SELECT count(*) FROM message').pluck().get() as number);
  }

  close(): void {
    this.flush();
    this.sweeper.sweep();
    this.database.close();
  }

  /** Deletes messages as `forget` does, and marks the souls that learnt from them. */
  private unsay(where: string, now: number, ...values: string[]): string[] {
    this.flush();
    const taught = this.all<Omit<TaughtRow, 'user_id'>>(
      `SELECT count(*) AS examples, min(taught_step) AS first_step, max(taught_step) AS last_step FROM message
       WHERE taught_step IS NOT NULL AND ${where}`,
      ...values,
    )[0];
    if (taught && taught.examples > 0) this.mark(taught, now);
    const gone = this.remove(where, ...values);
    this.sweeper.sweep();
    return gone;
  }

  /** Records that words of a forgotten person were learnt. Returns the affected souls, newest first. */
  private mark({ examples, first_step, last_step }: Omit<TaughtRow, 'user_id'>, now: number): string[] {
    const souls = soulsSince(this.options.souls(), first_step);
    this.run(
      'INSERT INTO mark (at, examples, first_step, last_step, souls) VALUES (?, ?, ?, ?, ?)',
      ...[now, examples, first_step, last_step, JSON.stringify(souls)],
    );
    return souls;
  }

  /** Deletes messages, including those waiting to be written, and reports their ids. */
  private remove(where: string, ...values: (string | number)[]): string[] {
    this.flush();
    const gone = this.database
      .prepare(`DELETE FROM message WHERE ${where} RETURNING id`)
      .pluck()
      .all(...values) as string[];
    if (gone.length > 0) {
      this.sweeper.due = true;
      this.options.onGone(gone);
    }
    return gone;
  }

  private all<T>(sql: string, ...values: (string | number)[]): T[] {
    return this.database.prepare(sql).all(...values) as T[];
  }

  private run(sql: string, ...values: (string | number)[]): void {
    this.database.prepare(sql).run(...values);
  }
}
