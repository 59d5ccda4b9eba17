import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Command } from 'commander';
import { writeAtomically } from '../../../library/files/atomic-file.ts';
import { printable } from '../../../library/notices/printable.ts';
import { type CheckpointInfo, Keeper } from '../../../soul/keeper.ts';
import { LEDGER_FILE } from '../../../statistics/ledger/schema.ts';
import { openForReading } from '../../../statistics/query/reader.ts';
import { runs } from '../../../statistics/query/spans.ts';
import type { About, Past } from '../../../statistics/report/data.ts';
import { lookBack } from '../../../statistics/report/gather.ts';
import { reportPage } from '../../../statistics/report/page.ts';
import { findHome, type Home } from '../../home/home.ts';
import { holderOf } from '../../home/lock.ts';
import { stateOf } from '../../lesson/soul-state.ts';
import { openInBrowser } from '../../machine/browser.ts';
import { type Config, loadConfig } from '../../settings/config.ts';
import { warn } from '../connect.ts';
import { whyNamed } from '../failure.ts';
import { ledgerOf, spanOf } from '../ledger-file.ts';
import type { GlobalOptions } from '../options.ts';
import { flagTexts } from '../texts/flags.ts';
import { ledgerTexts } from '../texts/ledger.ts';

/** Adds `baby report`. */
export function register(baby: Command): void {
  baby
    .command('report')
    .description(ledgerTexts.report.description)
    .option('--out <file>', ledgerTexts.report.out)
    .option('--since <time>', flagTexts.since)
    .option('--until <time>', flagTexts.until)
    .option('--chats', ledgerTexts.report.chats)
    .option('--texts', ledgerTexts.report.texts)
    .option('--open', ledgerTexts.report.open)
    .addHelpText('after', HELP)
    .action((_options, command) => reportCommand(command.optsWithGlobals()));
}

const HELP = `\n${ledgerTexts.report.more}`;

export interface ReportFlags extends GlobalOptions {
  out?: string;
  since?: string;
  until?: string;
  chats?: boolean;
  texts?: boolean;
  open?: boolean;
}

/** Lines of conversations that a report holds at most. */
const CHATS = 500;

/** `baby report`: its whole life on one page that is written into a file, awake or asleep. Prints where. */
export async function reportCommand(flags: ReportFlags): Promise<void> {
  const home = findHome(flags.home);
  const out = flags.out === undefined ? join(home.folder, 'report.html') : resolve(flags.out);
  if (statSync(out, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(ledgerTexts.report.isFolder(printable(out)));
  const config = await loadConfig(home);
  const souls = new Keeper({ folder: home.soul }).list();
  const page = withLedger(home, souls, (database) => {
    const all = database && cleaned(lookBack(database, { ...spanOf(flags), ...(flags.chats && { chats: CHATS }) }));
    const past = all && (flags.texts ? all : withoutTexts(all));
    return reportPage({ ...aboutOf(home, config, souls, past, database), hasTexts: flags.texts ?? false }, past);
  });
  try {
    await writeAtomically(out, page);
  } catch (error) {
    throw new Error(ledgerTexts.report.cannotBeWritten(printable(out), whyNamed(error, 'folder')), {
      cause: error,
    });
  }
  process.stdout.write(`${printable(out)}\n`);
  if (flags.open) openInBrowser(out, warn);
}

/** What it says may quote its library, and its log names texts and folders. */
const withoutTexts = (past: Past): Past => ({ ...past, speech: [], voices: [], troubles: [], troublesMore: 0 });

/** @throws one sentence where nothing of a life is there yet */
function withLedger<T>(home: Home, souls: readonly CheckpointInfo[], use: (database: Database | undefined) => T): T {
  if (souls.length > 0 && !existsSync(join(home.statistics, LEDGER_FILE))) return use(undefined);
  const database = openForReading(ledgerOf(home));
  try {
    return use(database);
  } finally {
    database.close();
  }
}

function aboutOf(
  home: Home,
  { name, preset, brain }: Config,
  souls: readonly CheckpointInfo[],
  past: Past | undefined,
  database: Database | undefined,
): Omit<About, 'hasTexts'> {
  const last = (statistic: string): number | undefined => past?.known.find((one) => one.name === statistic)?.last;
  const wakes = database ? runs(database, 1) : [];
  const state = stateOf(souls[0]);
  const parameters = wakes.at(-1)?.parameters ?? undefined;
  const born = Date.parse(state?.born ?? '');
  const told = { step: last('step') ?? souls[0]?.step, tokens: last('tokens') ?? state?.tutor?.tokens };
  return {
    name: printable(name),
    kind: ledgerTexts.report.brain(preset, brain),
    awake: holderOf(home) !== undefined,
    madeAt: Date.now(),
    born: Number.isNaN(born) ? undefined : born,
    parameters,
    secondsAwake: last('secondsAwake') ?? state?.secondsAwake,
    ...told,
    souls: souls.map(({ name: soul, savedAt, step, bytes, score, paper }) => ({
      name: soul,
      savedAt: Date.parse(savedAt),
      step,
      bytes,
      exam: score,
      paper,
    })),
  };
}

/** Texts of the model, of people and of the log, without escape sequences and their remains; the page escapes HTML itself. */
function cleaned(past: Past): Past {
  return {
    ...past,
    speech: past.speech.map((said) => ({ ...said, prompt: printable(said.prompt), output: printable(said.output) })),
    voices: past.voices.map(({ prompt, answers }) => ({
      prompt: printable(prompt),
      answers: answers.map((answer) => ({ ...answer, text: printable(answer.text) })),
    })),
    talk: { ...past.talk, told: past.talk.told.map((line) => ({ ...line, text: printable(line.text) })) },
    troubles: past.troubles.map((trouble) => ({ ...trouble, message: printable(trouble.message) })),
  };
}
