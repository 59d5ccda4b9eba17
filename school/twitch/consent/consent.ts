/** Who agreed to be learnt from, what they said, and how all of it is forgotten. */

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

/** Milliseconds between two looks at what has expired. */
const LOOK_EVERY = 10_000;

export class ConsentStore {
  private readonly database: Database.Database;
  private readonly options: Required<ConsentOptions> & { readonly retention: () => number };
  /** Asked for every message, so it is kept in memory too. */
  private readonly consents = new Map<string, 'in' | 'out'>();
  /** Not yet written; the disk is asked once for many. */
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
   * Stops at once: what is kept is deleted. Returns how many messages that were. The row stays, since it may have learnt from them;
   * of a person who had not agreed there is none, and none is made.
   */
  optOut(userId: string, now: number): number {
    if (this.of(userId) !== 'in') return 0;
    this.run("UPDATE person SET consent = 'out', since = ? WHERE user_id = ?", now, userId);
    this.consents.set(userId, 'out');
    const gone = this.remove('user_id = ?', userId);
    this.sweeper.sweep();
    return gone.length;
  }

  /** Keeps what a person said who opted in; false for everybody else. It is on the disk after the next `flush`. */
  keep(message: Pick<ChatMessage, 'id' | 'userId' | 'channel' | 'at'>, text: string): boolean {
    if (this.of(message.userId) !== 'in') return false;
    const { id, userId, channel, at } = message;
    const expires = at + this.options.retention();
    this.waiting.push({ id, user_id: userId, channel, at, expires, text, given: 0, taught_step: null });
    if (this.waiting.length >= 200) this.flush();
    return true;
  }

  /** Writes what waits, and lets go what is too much. */
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

  /** Called about every second: writes what waits, and every ten seconds, or when the clock has jumped, deletes what has expired. */
  tend(now: number): void {
    this.flush();
    if (Math.abs(now - this.lookedAt) < LOOK_EVERY) return;
    this.lookedAt = now;
    this.prune(now);
  }

  /**
   * Deletes what has been kept for long enough, also by a retention that became shorter since. Nothing is kept for longer than that from
   * now on, whatever a clock said that was set back. Returns the ids.
   */
  prune(now: number): string[] {
    const retention = this.options.retention();
    const gone = this.remove('expires <= ? OR at <= ?', now, now - retention);
    this.run('UPDATE message SET expires = ? WHERE expires > ?', now + retention, now + retention);
    this.sweeper.sweep();
    return gone;
  }

  /** The next thing to learn: of the person who was learnt from least, the oldest; each only once. */
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
   * The weights have learnt from these examples, at a step. Of those that were forgotten on their way into the lesson nobody knows any
   * more whose they were: the souls are marked for them at once.
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
   * The weights are those of a soul of this step and go on from there: what was learnt later is not in them any more, and of that what
   * is still kept will be learnt anew.
   */
  wentBack(step: number, now: number): void {
    this.flush();
    goBack(this.database, step, now);
  }

  /** Deletes every row of a person, and marks, without a name, the souls that were taught by it. */
  forget(userId: string, now: number): Omit<ForgetReport, 'queued' | 'pending'> {
    // whoever has a row anywhere has one that says what was agreed; for all others the disk is not even asked
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

  /** A message was deleted on Twitch. */
  dropMessage(id: string, now: number): string[] {
    return this.unsay('id = ?', now, id);
  }

  /** A whole channel was cleared. */
  dropChannel(channel: string, now: number): string[] {
    return this.unsay('channel = ?', now, channel);
  }

  /** Finds a person by id or by the login with which consent was given. */
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

  /** All kept messages, for the guard of other people's words. */
  messages(): { id: string; userId: string; text: string }[] {
    this.flush();
    return this.all<{ id: string; userId: string; text: string }>('SELECT id, user_id AS userId, text FROM message');
  }

  /** What was taught by people who are forgotten, and was not left behind since; undefined where that is nothing. */
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

  /** messages kept at the moment, those that wait to be written too */
  get kept(): number {
    return this.waiting.length + (this.database.prepare('SELECT count(*) FROM message').pluck().get() as number);
  }

  close(): void {
    this.flush();
    this.sweeper.sweep();
    this.database.close();
  }

  /** Deletes messages as `forget` does, and marks the souls that were taught by them. */
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

  /** Writes down that somebody's words were learnt who is forgotten now. Returns the souls concerned, newest first. */
  private mark({ examples, first_step, last_step }: Omit<TaughtRow, 'user_id'>, now: number): string[] {
    const souls = soulsSince(this.options.souls(), first_step);
    this.run(
      'INSERT INTO mark (at, examples, first_step, last_step, souls) VALUES (?, ?, ?, ?, ?)',
      ...[now, examples, first_step, last_step, JSON.stringify(souls)],
    );
    return souls;
  }

  /** Deletes messages, those that wait to be written too, and tells of them. */
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
