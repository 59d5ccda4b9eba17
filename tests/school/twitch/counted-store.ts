/** The file of consent, with a look into its tables. */
import Database from 'better-sqlite3';
import { ConsentStore } from '../../../school/twitch/consent/consent.ts';

export class CountedStore extends ConsentStore {
  private readonly path: string;

  constructor(...[path, options]: ConstructorParameters<typeof ConsentStore>) {
    super(path, options);
    this.path = path;
  }

  /** Rows of each table. */
  rows() {
    const count = (table: string): number =>
      this.look((file) => file.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number);
    return { person: count('person'), message: count('message'), taught: count('taught'), mark: count('mark') };
  }

  /** One for each person and each message that was forgotten, unless the weights went back to before it. */
  marks() {
    const sql = `SELECT at, examples, first_step AS firstStep, last_step AS lastStep, souls FROM mark
      WHERE undone_at IS NULL ORDER BY at, id`;
    const rows = this.look((file) => file.prepare(sql).all()) as Record<
      'at' | 'examples' | 'firstStep' | 'lastStep',
      number
    >[];
    return rows.map((row) => ({ ...row, souls: JSON.parse((row as unknown as { souls: string }).souls) as string[] }));
  }

  private look<T>(question: (file: Database.Database) => T): T {
    this.flush();
    const file = new Database(this.path, { readonly: true });
    try {
      return question(file);
    } finally {
      file.close();
    }
  }
}
