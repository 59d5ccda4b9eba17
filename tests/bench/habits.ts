// What a baby with a habit of some lessons says to them, and to twenty other questions: right, wrong, with pieces of a lesson.
// `node tests/bench/habits.ts <folder with the soul of a raised baby> <lessons, …> <seeds, …> [tuned|unseen] [most steps]`:
// `consolidation.ts` raises one (its folder `young`). By the weights alone; how it goes and all replies are written to stderr.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { passageOf } from '../../library/sources/examples.ts';
import { starterDialogues } from '../../school/home/dialogues.ts';
import { openParts } from '../../school/lesson/lesson-parts.ts';
import { currentState, type SoulState } from '../../school/training/checkpoint.ts';
import { withNewHabit } from '../../school/training/habits/habit-soul.ts';
import { dialogueLesson } from '../../school/training/habits/material.ts';
import { atOnce } from '../../school/training/replies/reply-turns.ts';
import { Scribe } from '../../school/training/scribe.ts';
import { TrainingState } from '../../school/training/training-state.ts';
import { Keeper } from '../../soul/keeper.ts';
import { isCorrection, othersOf } from './corrections/cases.ts';
import { exampleOf } from './corrections/question-set.ts';
import { TUNED } from './corrections/questions-tuned.ts';
import { UNSEEN } from './corrections/questions-unseen.ts';
import { type StudyLibrary, studyLibrary } from './slow-life.ts';

/** Words of a lesson in a row that are a piece of it: a stricter measure than that of corrections. */
const PIECE = 3;

interface Outcome {
  readonly lessons: number;
  readonly seed: number;
  readonly steps: number;
  readonly isKnown: boolean;
  /** nats per token of the lessons in the last pass */
  readonly nats: number;
  /** lessons that were said word for word */
  readonly right: string;
  /** other questions that were answered with a correction as the bars of corrections count it, and near ones among them */
  readonly wrong: string;
  readonly wrongNear: string;
  /** … and with a piece of a lesson; the same without the habit */
  readonly pieces: string;
  readonly piecesWithout: string;
  /** replies that are other than those without the habit, drawn by the same chance */
  readonly changed: string;
  readonly cpu: number;
}

const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean);
const piecesOf = (text: string): string[] => {
  const words = wordsOf(text);
  return words.slice(PIECE - 1).map((_, i) => words.slice(i, i + PIECE).join(' '));
};

async function measure(
  study: StudyLibrary,
  young: string,
  { lessons: count, seed, half, most }: { lessons: number; seed: number; half: string; most: number },
): Promise<Outcome> {
  const set = half === 'unseen' ? UNSEEN : TUNED;
  const { config, tokenizer, library } = study;
  const folder = mkdtempSync(join(tmpdir(), 'baby-habits-'));
  const dialogues = starterDialogues();
  try {
    cpSync(young, folder, { recursive: true });
    const keeper = new Keeper({ folder });
    const soul = keeper.open();
    const { sizes } = currentState(soul.state as SoulState) as SoulState;
    // the first lesson is another one for each seed
    const taught = Array.from({ length: count }, (_, i) => set.corrected[(i + seed - 1) % set.corrected.length]!);
    const lessons = taught.map((one, i) =>
      dialogueLesson(passageOf(tokenizer, exampleOf(one, i)), sizes.contextLength),
    );
    const content = { ...soul, tensors: soul.allTensors(), summary: { step: soul.info.step } };
    keeper.save(withNewHabit(content, { name: 'bench', lessons }));
    const newest = keeper.list()[0]!;
    const parts = await openParts({ config, sizes, soul: newest.name, soulFolder: folder });
    const setup = { config, sizes, tokenizer, library, dialogues, from: 'resume' as const };
    const training = new TrainingState(setup, parts.model, parts.opened);
    const { temperature, babbling, habits } = training;
    const scribe = new Scribe(parts.model.voice, tokenizer, config.name, temperature.voice(config), babbling);
    const habit = habits.get('bench');
    const began = process.cpuUsage();
    training.growth.apply();
    while (habit.steps < most && habits.learn(() => {})) {
      if (habit.steps === 0 || habit.steps % 25 > 0) continue;
      process.stderr.write(`${habit.steps} steps, ${habit.loss?.toFixed(4)} nats, known ${habit.progress?.known}\n`);
    }
    const { user } = process.cpuUsage(began);
    let chats = 0;
    const ask = (text: string, draw: number): string => {
      const options = { conversation: `c${++chats}`, seed: draw };
      const said = { from: config.owner, text, conversation: options.conversation, options };
      return atOnce(scribe.reply(said, [0.5, 0.5, 0.5], () => {})).text;
    };
    const answers = taught.map(({ answer }) => answer);
    const pieces = new Set(answers.flatMap(piecesOf));
    const others = othersOf(set);
    const near = new Set(taught.map((one) => one.near));
    const isWrong = (reply: string) => isCorrection(reply, answers);
    const hasPiece = (reply: string) => piecesOf(reply).some((piece) => pieces.has(piece));
    const own = taught.map(({ question }, i) => ask(question, seed * 100 + i));
    const repliesTo = (questions: readonly string[]) => questions.map((one, i) => ask(one, seed * 1000 + i));
    const replies = repliesTo(others);
    habits.switch('bench', false);
    training.growth.apply();
    const without = repliesTo(others);
    for (const [i, { question }] of taught.entries()) process.stderr.write(`${question} → ${own[i]}\n`);
    for (const [i, one] of others.entries())
      process.stderr.write(`${one}\n  with    ${replies[i]}\n  without ${without[i]}\n`);
    const counted = (all: readonly string[], is: (reply: string) => boolean) =>
      `${all.filter(is).length}/${all.length}`;
    await parts.runtime.release();
    return {
      ...{ lessons: count, seed, steps: habit.steps, isKnown: habit.known !== undefined },
      nats: Number((habit.loss ?? Number.NaN).toFixed(4)),
      right: `${own.filter((reply, i) => reply === answers[i]).length}/${own.length}`,
      wrong: counted(replies, isWrong),
      wrongNear: counted(
        replies.filter((_, i) => near.has(others[i]!)),
        isWrong,
      ),
      pieces: counted(replies, hasPiece),
      piecesWithout: counted(without, hasPiece),
      changed: `${replies.filter((reply, i) => reply !== without[i]).length}/${replies.length}`,
      cpu: Math.round(user / 1e6),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [, , folder, counts = '1,5,10', seeds = '1', half = 'tuned', most = 'Infinity'] = process.argv;
const study = await studyLibrary('starter', { threads: 1, memory: { consolidate: true } });
for (const lessons of counts.split(',').map(Number))
  for (const seed of seeds.split(',').map(Number))
    process.stdout.write(
      `${JSON.stringify(await measure(study, folder!, { lessons, seed, half, most: Number(most) }))}\n`,
    );
