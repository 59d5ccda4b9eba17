import { createInterface } from 'node:readline/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { charsetOf } from '../../../library/cleaning/charset.ts';
import type { Change } from '../../../library/cleaning/rewriter.ts';
import type { Person } from '../../../library/importing/owner.ts';
import { printable } from '../../../library/notices/printable.ts';
import { bytes, count } from '../../../statistics/format/numbers.ts';
import { feedAct } from '../../daemon/feed-act.ts';
import { findHome } from '../../home/home.ts';
import { type Fed, feed } from '../../ingest/feed.ts';
import { asShown } from '../../text/display.ts';
import { changesInWords, fedInWords } from '../../text/feed-report.ts';
import { EXIT } from '../failure.ts';
import type { GlobalOptions } from '../options.ts';
import { Progress } from '../progress.ts';
import { feedingTexts } from '../texts/feeding.ts';
import { flagTexts } from '../texts/flags.ts';

const FEED_HELP = `\n${feedingTexts.feed.more}`;

/** Adds `baby feed`. */
export function register(baby: Command): void {
  baby
    .command('feed')
    .description(feedingTexts.feed.description)
    .argument('<paths...>', feedingTexts.feed.paths)
    .option('--me <name>', feedingTexts.feed.me, (name, before: string[] = []) => [...before, name])
    .option('--own', feedingTexts.feed.own)
    .addOption(new Option('--others <what>', feedingTexts.feed.others).choices(['leave', 'context']).default('leave'))
    .option('--dry-run', feedingTexts.feed.dryRun)
    .option('--lower-case', feedingTexts.feed.lowerCase)
    .option('--encoding <name>', feedingTexts.feed.encoding, encodingOption)
    .option('--json', flagTexts.json)
    .addHelpText('after', FEED_HELP)
    .action((paths, _options, command) => feedCommand(paths, command.optsWithGlobals()));
}

export interface FeedFlags extends GlobalOptions {
  me?: string[];
  own?: boolean;
  others?: 'leave' | 'context';
  dryRun?: boolean;
  lowerCase?: boolean;
  encoding?: string;
  json?: boolean;
}

/** @throws InvalidArgumentError with one sentence */
function encodingOption(name: string): string {
  const charset = charsetOf(name);
  if (charset === undefined) {
    throw new InvalidArgumentError(feedingTexts.feed.noSuchEncoding);
  }
  return charset;
}

/** People who are offered as an answer to who the owner is. */
const OFFERED = 12;

/** `baby feed`: says of each file what became of it. Fails if something was refused. */
export async function feedCommand(paths: readonly string[], flags: FeedFlags): Promise<void> {
  const home = findHome(flags.home);
  const progress = new Progress();
  const all: Fed[] = [];
  const changes: Change[] = [];
  const act = feedAct(home, paths, (sentence) => {
    progress.end();
    process.stderr.write(asShown(`${sentence}\n`));
  });
  await feed(home, paths, {
    beforeWriting: act.beforeWriting,
    beforeReplacing: act.beforeReplacing,
    me: flags.me,
    own: flags.own,
    others: flags.others,
    dryRun: flags.dryRun,
    lowerCase: flags.lowerCase,
    encoding: flags.encoding,
    ...(process.stdin.isTTY &&
      process.stderr.isTTY && { askOwner: (people, name, guessed) => ask(people, name, guessed, progress) }),
    onProgress: (done, total) => progress.update(flags.dryRun ? 'looking' : 'feeding', done, total),
    onChange: (change) => changes.push(change),
    onFed(fed) {
      progress.end();
      all.push(fed);
      if (flags.json) return;
      const bad = fed.outcome === 'refused' || fed.outcome === 'warning';
      (bad ? process.stderr : process.stdout).write(fedInWords(fed, flags.dryRun ?? false));
    },
  }).finally(act.end);
  progress.end();
  if (flags.json) process.stdout.write(`${JSON.stringify({ dryRun: flags.dryRun ?? false, fed: all, changes })}\n`);
  else
    process.stdout.write(
      `${changesInWords(changes, process.stdout.columns ?? 100)}${closing(all, flags.dryRun ?? false)}\n`,
    );
  if (all.some(({ outcome }) => outcome === 'refused')) process.exitCode = EXIT.failed;
}

function closing(all: readonly Fed[], dryRun: boolean): string {
  if (dryRun) return feedingTexts.feed.nothingWritten;
  let files = 0;
  let size = 0;
  for (const fed of all) {
    if (fed.outcome !== 'fed' && fed.outcome !== 'imported') continue;
    files += fed.outcome === 'fed' ? 1 : fed.files;
    size += fed.bytes;
  }
  return feedingTexts.feed.fed(count(files), files === 1, bytes(size));
}

/** Who of several people the owner is: numbers or names, or that all of it is the owner's. An empty answer is none. */
async function ask(
  people: readonly Person[],
  name: string,
  guessed: boolean,
  progress: Progress,
): Promise<readonly string[] | 'own' | undefined> {
  progress.end();
  const offered = people.slice(0, OFFERED);
  const lines = offered.map(
    (one, i) => `${String(i + 1).padStart(3)}  ${printable(one.name)} (${count(one.messages)})`,
  );
  const more = people.length > OFFERED ? `\n     ${feedingTexts.feed.andMore(count(people.length - OFFERED))}` : '';
  const line = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const many = people.length > 1 ? feedingTexts.feed.severalPeople : feedingTexts.feed.onePerson;
    const what = guessed ? feedingTexts.feed.looksLikeTalk(many) : feedingTexts.feed.holdsWords(many);
    process.stderr.write(`${printable(name)} ${what}:\n${lines.join('\n')}${more}\n`);
    const own = guessed ? feedingTexts.feed.allOwn : '';
    const answer = await line.question(feedingTexts.feed.whichAreYou(own));
    if (guessed && /^["']?all["']?$/i.test(answer.trim())) return 'own';
    const names = answer.split(',').map((part) => part.trim());
    const chosen = names.flatMap((part) =>
      part === '' ? [] : [/^\d{1,2}$/.test(part) ? (offered[Number(part) - 1]?.name ?? part) : part],
    );
    return chosen.length > 0 ? chosen : undefined;
  } finally {
    line.close();
  }
}
