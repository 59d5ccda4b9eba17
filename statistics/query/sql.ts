import { fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LedgerError } from '../ledger/errors.ts';
import { texts } from '../texts.ts';
import { openForReading } from './reader.ts';

export type Cell = string | number | null | Uint8Array;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** there were more rows than were asked for */
  readonly more: boolean;
}

export interface SqlLimits {
  readonly rows?: number;
  readonly milliseconds?: number;
}

export interface SqlOrder {
  readonly file: string;
  readonly text: string;
  readonly rows: number;
}

export type SqlAnswer = { readonly table: Table } | { readonly refused: string };

/**
 * Answers one SELECT (or WITH … SELECT) on the ledger, without any way to change it: the connection is read-only, and so is the
 * statement. It runs in a process of its own, since a query that never ends cannot be stopped within this one.
 * @throws LedgerError one sentence, also where the time is over
 */
export async function readOnlySql(file: string, text: string, limits: SqlLimits = {}): Promise<Table> {
  const { rows = 1000, milliseconds = 5000 } = limits;
  refuseOther(text);
  openForReading(file).close();
  const child = fork(fileURLToPath(new URL(`./sql-process${extname(import.meta.url)}`, import.meta.url)), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: ['--no-warnings'],
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-500)));
  const answer = new Promise<SqlAnswer>((resolve, reject) => {
    const timer = setTimeout(() => resolve({ refused: texts.query.tookTooLong(milliseconds / 1000) }), milliseconds);
    child.once('message', (message) => resolve(message as SqlAnswer));
    child.once('error', reject);
    child.once('close', (code) => resolve({ refused: texts.query.processEnded(code, complaint.trim()) }));
    child.once('exit', () => clearTimeout(timer));
  });
  child.send({ file, text, rows } satisfies SqlOrder, () => {});
  try {
    const found = await answer;
    if ('table' in found) return found.table;
    throw new LedgerError('given', `${found.refused}.`);
  } finally {
    child.kill('SIGKILL');
  }
}

const COMMENT_OR_SPACE = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$))+/;

function refuseOther(text: string): void {
  const first = /^[a-z]*/i.exec(text.replace(COMMENT_OR_SPACE, ''))![0].toUpperCase();
  if (first === 'SELECT' || first === 'WITH') return;
  const came = first === '' ? texts.query.noStatement : first.slice(0, 20);
  throw new LedgerError('given', texts.query.onlySelect(came));
}
