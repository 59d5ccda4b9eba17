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
import { flagTexts } from '../texts/flags.ts';

const FEED_HELP = `
It reads plain text, Markdown (also Obsidian's and Notion's), web pages, PDF, EPUB, office documents, mbox and eml, JSON, JSON
lines and CSV, and exports of WhatsApp, Signal, Telegram, iMessage, SMS, LINE, KakaoTalk, Skype, Google Voice, Discord, Slack,
Mattermost, Matrix, Google Chat, Hangouts, IRC, Zoom, Reddit, X, Facebook, Instagram, LinkedIn, Keep, ChatGPT and Claude, also in
zip files. Only your own words are learnt; who is not known to be you is somebody else. What looks like a conversation and is no
known export is asked about, or refused with a sentence. Questions and answers (inputs/outputs, roles) are learnt by their
answers. What is private is replaced by stand-ins, by the rules in cleaning.json in the home; fed again, a source replaces what
was written of it, and a newer export of a chat takes the place of the earlier one.

Examples:
  $ baby feed "WhatsApp Chat - Ann.zip" --me "Mira" --dry-run
  $ baby feed ~/Telegram/result.json ~/mail/Sent.mbox --me mira@example.org`;

/** Adds `baby feed`. */
export function register(baby: Command): void {
  baby
    .command('feed')
    .description('give it what you wrote: texts, books, mails, chats; an awake baby begins to read at once')
    .argument('<paths...>', 'files, folders, and zip files')
    .option(
      '--me <name>',
      'by which name you go in chats and mails; may be given several times',
      (name, before: string[] = []) => [...before, name],
    )
    .option(
      '--own',
      'all of it is your own writing, also texts that look like a conversation and tables that name nobody',
    )
    .addOption(
      new Option('--others <what>', "others' words: leave them out, or read them without learning them")
        .choices(['leave', 'context'])
        .default('leave'),
    )
    .option('--dry-run', 'write nothing; show what would be kept and changed')
    .option('--lower-case', 'make all letters small')
    .option(
      '--encoding <name>',
      'encoding of texts that are not UTF-8, such as windows-1251 or shift_jis; without it their letters tell it',
      encodingOption,
    )
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
    throw new InvalidArgumentError(
      'It should be an encoding that is known, such as windows-1250, windows-1251, koi8-r, iso-8859-2, cp850, shift_jis, euc-kr, gbk or big5.',
    );
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
  if (dryRun) return 'Nothing was written.';
  let files = 0;
  let size = 0;
  for (const fed of all) {
    if (fed.outcome !== 'fed' && fed.outcome !== 'imported') continue;
    files += fed.outcome === 'fed' ? 1 : fed.files;
    size += fed.bytes;
  }
  return `${count(files)} ${files === 1 ? 'text' : 'texts'} fed, ${bytes(size)}.`;
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
  const more = people.length > OFFERED ? `\n     and ${count(people.length - OFFERED)} more` : '';
  const line = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const many = people.length > 1 ? 'several people' : 'one person';
    const what = guessed ? `looks like a conversation and holds words of ${many}` : `holds words of ${many}`;
    process.stderr.write(`${printable(name)} ${what}:\n${lines.join('\n')}${more}\n`);
    const own = guessed ? '"all" if all of it is your own writing; ' : '';
    const answer = await line.question(
      `Which of them are you? Numbers or names, with commas between; ${own}nothing for none: `,
    );
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
