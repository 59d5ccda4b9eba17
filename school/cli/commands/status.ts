import type { Command } from 'commander';
import { type CheckpointInfo, Keeper } from '../../../soul/keeper.ts';
import { ago, bytes, count, short } from '../../../statistics/format/numbers.ts';
import { span, stampOf } from '../../../statistics/format/time.ts';
import type { HabitReport, Status, TeacherReport } from '../../api/messages.ts';
import { findHome, type Home, isLivedIn } from '../../home/home.ts';
import { type Holder, holderOf } from '../../home/lock.ts';
import { stateOf } from '../../lesson/soul-state.ts';
import { type Config, loadConfig } from '../../settings/config.ts';
import { definitionLines } from '../../terminal/columns.ts';
import { styleFor } from '../../terminal/style.ts';
import { asShown } from '../../text/display.ts';
import { habitsInWords } from '../../text/habits.ts';
import { oneLine } from '../../text/view-format.ts';
import { trainingTexts } from '../../training/texts/training-texts.ts';
import { attachIfAwake } from '../connect.ts';
import type { GlobalOptions } from '../options.ts';
import { columnsOf } from '../printer.ts';
import { flagTexts } from '../texts/flags.ts';
import { statusTexts } from '../texts/status.ts';

/** Adds `baby status`. */
export function register(baby: Command): void {
  baby
    .command('status')
    .description(statusTexts.description)
    .option('--parameters', statusTexts.parameters)
    .option('--json', flagTexts.json)
    .action((_options, command) => statusCommand(command.optsWithGlobals()));
}

/** The state of a sleeping baby, read from its home. */
export interface AsleepStatus {
  awake: false;
  /** Who is waking it or putting it to sleep at this moment. */
  held: Holder | 'unknown' | null;
  home: string;
  name: string;
  brain: string;
  preset: string;
  /** The last soul; null before the first save. `exam`: bits per byte. */
  soul: { name: string; step: number; savedAt: string; bytes: number; exam: number | null } | null;
  bestExam: number | null;
  souls: number;
  /** the home of the baby that teaches it, and whether one lives there; absent where none should */
  teacher?: { home: string; isThere: boolean };
  /** absent while there are none */
  habits?: Pick<HabitReport, 'name' | 'isOn' | 'passes'>[];
}

interface StatusFlags extends GlobalOptions {
  json?: boolean;
  /** with every parameter of its brain, while it is awake */
  parameters?: boolean;
}

/** `baby status`: awake or asleep, it always answers. */
export async function statusCommand({ home: given, json, parameters = false }: StatusFlags): Promise<void> {
  const home = findHome(given);
  const life = await attachIfAwake(home);
  try {
    const status = await statusOf(home, life);
    process.stdout.write(
      json
        ? `${JSON.stringify(status, undefined, 2)}\n`
        : status.awake
          ? awakeText(status, parameters)
          : isLivedIn(home)
            ? asleepText(status)
            : asShown(nobodyIn(home)),
    );
  } finally {
    life?.close();
  }
}

const nobodyIn = ({ folder }: Home): string => `${statusTexts.noBaby(folder)}\n`;

/** How it is, awake or asleep. */
export async function statusOf(home: Home, awake?: { status(): Promise<Status> }): Promise<Status | AsleepStatus> {
  return awake ? awake.status() : asleep(home, await loadConfig(home));
}

function asleep(home: Home, { name, brain, preset, taughtBy }: Config): AsleepStatus {
  const keeper = new Keeper({ folder: home.soul });
  const infos = keeper.list();
  const last: CheckpointInfo | undefined = infos[0];
  const habits = (last && stateOf(last)?.habits) ?? [];
  return {
    awake: false,
    held: holderOf(home) ?? null,
    home: home.folder,
    name,
    brain,
    preset,
    soul: last
      ? { name: last.name, step: last.step, savedAt: last.savedAt, bytes: last.bytes, exam: last.score ?? null }
      : null,
    bestExam: keeper.best()?.score ?? null,
    souls: infos.length,
    ...(habits.length > 0
      ? { habits: habits.map(({ name, isOn, progress }) => ({ name, isOn, passes: progress?.passes ?? null })) }
      : {}),
    ...(taughtBy === '' ? {} : { teacher: { home: taughtBy, isThere: hasSoul(taughtBy) } }),
  };
}

function awakeText({ home, pid, since, introduction: of, stats }: Status, parameters: boolean): string {
  const rows: [string, string][] = [
    ['brain', statusTexts.size(of.brain, of.preset, count(of.parameters), bytes(of.memoryBytes))],
    ['machine', statusTexts.machine(of.threads, of.kernels)],
    ...(of.teacher ? [teacherRow(of.teacher)] : []),
    [
      'library',
      statusTexts.library(count(of.libraryTokens)) +
        (stats?.reading ? statusTexts.andReading(oneLine(stats.reading)) : ''),
    ],
  ];
  if (stats) {
    const exam = stats.exam === null ? statusTexts.noneYet : statusTexts.bitsPerByte(stats.exam.toFixed(3));
    rows.push(
      ['step', statusTexts.steps(count(stats.step), span(stats.secondsAwake))],
      ['loss', statusTexts.loss(stats.smoothLoss.toFixed(3), stats.bitsPerByte.toFixed(3))],
      ['exam', stats.bestExam === null ? exam : statusTexts.examAndBest(exam, stats.bestExam.toFixed(3))],
      ...(stats.doing ? [['does', doingText(stats.doing)] as [string, string]] : []),
      ...(stats.habits ? [['habits', habitsInWords(stats.habits)] as [string, string]] : []),
      ...(stats.fittedTemperature === undefined
        ? []
        : [['voice', statusTexts.fitted(stats.fittedTemperature.toFixed(2))] as [string, string]]),
      ['speed', statusTexts.speed(short(stats.tokensPerSecond), stats.learningRate.toExponential(1))],
    );
  }
  const organs = of.organs.map((line) => `  ${asCounted(line)}\n`).join('');
  const head = statusTexts.awake(of.name, home, pid, ago(since));
  return `${table(head, rows)}${parameters ? asShown(`\n${organs}`) : ''}`;
}

/** Whether a baby lies in a home that could teach. */
function hasSoul(folder: string): boolean {
  try {
    return new Keeper({ folder: findHome(folder).soul }).list().length > 0;
  } catch {
    return false;
  }
}

/** The baby that teaches it, or why that does not. */
function teacherRow({ name, home, step, why }: TeacherReport): [string, string] {
  const who = statusTexts.whoAndWhere(oneLine(name), oneLine(home));
  return [
    'teacher',
    why === undefined ? statusTexts.teacherAtStep(who, count(step ?? 0)) : statusTexts.noTeacher(oneLine(why)),
  ];
}

/** What it does; where it knows all, what would help. */
const doingText = (doing: string): string =>
  doing === trainingTexts.doing.knowsAllThis ? statusTexts.teachMore(doing) : doing;

function asleepText({ home, name, brain, preset, soul, bestExam, souls, held, teacher, habits }: AsleepStatus): string {
  const rows: [string, string][] = [['brain', `${brain}, ${preset}`]];
  if (teacher)
    rows.push([
      'teacher',
      statusTexts.teacherIn(oneLine(teacher.home)) + (teacher.isThere ? '' : statusTexts.teacherGone),
    ]);
  if (habits) rows.push(['habits', habitsInWords(habits)]);
  if (soul) {
    rows.push(
      ['soul', statusTexts.soul(soul.name, ago(soul.savedAt), bytes(soul.bytes), count(souls))],
      ['step', count(soul.step)],
    );
    const best = bestExam === null ? '' : statusTexts.andBest(bestExam.toFixed(3));
    rows.push([
      'exam',
      soul.exam === null
        ? (best ? statusTexts.noneOfThisStep : statusTexts.noneYet) + best
        : statusTexts.bitsPerByte(soul.exam.toFixed(3)) + best,
    ]);
  } else rows.push(['soul', statusTexts.noSoul]);
  const who = held && held !== 'unknown' ? statusTexts.process(held.pid, stampOf(Date.parse(held.since))) : '';
  const state = held ? statusTexts.wakingOrSleeping(who) : statusTexts.asleep;
  return table(statusTexts.state(name, state, home), rows);
}

/** An organ as people count them: lobe0 is lobe 1. What follows keeps its place. */
const asCounted = (line: string): string =>
  line.replace(/^lobe(\d+)\.(\S+) +/, (found, number: string, part: string) =>
    `${statusTexts.lobe(Number(number) + 1)} ${part} `.padEnd(found.length),
  );

/** A headline and the rows below it, in the colours and the width of the terminal. */
function table(head: string, rows: readonly (readonly [string, string])[]): string {
  const style = styleFor(process.stdout);
  const lines = definitionLines(
    rows.map(([label, value]) => [label, asShown(value)]),
    columnsOf(process.stdout),
    style.label,
  );
  return `${style.heading(asShown(head))}\n${lines.join('\n')}\n`;
}
