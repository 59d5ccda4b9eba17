// What the weights know of corrections, by tokens: raised, corrected, and asked as they learn on; beside a twin that was not corrected.
// `node tests/bench/consolidation.ts <folder> <tokens before> <tokens after, …> [text file] [tuned|unseen] [corrections] [json of settings]`:
// what the folder holds is gone on with.
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WeightSet } from '../../brain/engine/weight-sets.ts';
import type { Example } from '../../library/sources/examples.ts';
import type { Reply, VoiceOptions } from '../../school/api/messages.ts';
import { sizesFor } from '../../school/daemon/load-or-create.ts';
import { starterDialogues } from '../../school/home/dialogues.ts';
import { CorrectionsTasks } from '../../school/lesson/corrections.ts';
import { type LessonParts, openParts } from '../../school/lesson/lesson-parts.ts';
import { stateOf } from '../../school/lesson/soul-state.ts';
import type { SteeringSet } from '../../school/training/evaluation/evaluator.ts';
import { atOnce } from '../../school/training/replies/reply-turns.ts';
import { Scribe } from '../../school/training/scribe.ts';
import { Timings } from '../../school/training/timings.ts';
import { TrainingState } from '../../school/training/training-state.ts';
import { Keeper } from '../../soul/keeper.ts';
import { askAll, type CaseResult, changeOfVariety, isCorrection, othersOf } from './corrections/cases.ts';
import { type CorrectedQuestion, exampleOf } from './corrections/question-set.ts';
import { TUNED } from './corrections/questions-tuned.ts';
import { UNSEEN } from './corrections/questions-unseen.ts';
import { type StudyLibrary, studyLibrary } from './slow-life.ts';

/** A baby by tokens, with a voice, and without a clock. */
class ByTokens {
  readonly study: StudyLibrary;
  readonly parts: LessonParts;
  readonly training: TrainingState;
  readonly scribe: Scribe;
  readonly tasks: CorrectionsTasks;
  private readonly folder: string;

  private constructor(study: StudyLibrary, folder: string, parts: LessonParts, taught: readonly Example[]) {
    const { config, tokenizer, library } = study;
    const dialogues = starterDialogues();
    const sizes = parts.model.sizes;
    this.study = study;
    this.folder = folder;
    this.parts = parts;
    const setup = { config, sizes, tokenizer, library, dialogues, from: 'resume' as const };
    this.training = new TrainingState({ ...setup, taught: { corrections: taught } }, parts.model, parts.opened);
    const { temperature, babbling, memory } = this.training;
    this.scribe = new Scribe(parts.model.voice, tokenizer, config.name, temperature.voice(config), babbling, memory);
    const { owner, name } = config;
    const who = { training: this.training, scribe: this.scribe, tokenizer, owner, name, dialogues };
    this.tasks = new CorrectionsTasks({ ...who, between: () => {}, exam: this.exam, note: (note) => this.say(note) });
  }

  static async wake(study: StudyLibrary, folder: string, taught: readonly Example[]): Promise<ByTokens> {
    mkdirSync(folder, { recursive: true });
    const newest = new Keeper({ folder }).list().at(0);
    const { config, tokenizer } = study;
    const sizes = stateOf(newest)?.sizes ?? sizesFor(config, tokenizer.vocabularySize);
    const parts = await openParts({ config, sizes, soul: newest?.name ?? null, soulFolder: folder });
    return new ByTokens(study, folder, parts, taught);
  }

  get tokens(): number {
    return this.training.tutor.tokens;
  }

  say(note: string): void {
    process.stderr.write(`${this.tokens}: ${note}\n`);
  }

  private readonly exam = (set: WeightSet): Float32Array => {
    const { evaluator } = this.training;
    return evaluator.steer(evaluator.steeringSet(this.study.library.exams) as SteeringSet, set).losses;
  };

  /** Learns until it has learnt so many tokens, and all that is to be consolidated is. */
  live(tokens: number): void {
    const { training, tasks } = this;
    const clock = new Timings();
    for (;;) {
      if (tasks.consolidate(() => {})) continue;
      if (training.growth.isDue) {
        for (const note of training.growth.steer(this.exam)) this.say(note);
        tasks.findLost();
        continue;
      }
      if (training.growth.isDone || training.growth.waits || this.tokens >= tokens) break;
      const { tokens: learnt } = training.learn(1, () => {}, clock);
      tasks.afterStep(learnt);
    }
  }

  async sleep(): Promise<void> {
    new Keeper({ folder: this.folder }).save(this.training.soul(this.study.tokenizerText));
    await this.parts.runtime.release();
  }

  get bits(): number {
    const { evaluator, growth, tutor } = this.training;
    return evaluator.examine({}, this.study.library.exams, tutor.step, { quick: true, speakers: growth.speakers })
      .bitsPerByte;
  }

  /** As `say` of a baby. */
  asked = {
    say: async (text: string, options: VoiceOptions & { conversation: string }): Promise<Reply> => {
      const { owner } = this.study.config;
      const said = { from: owner, text, conversation: options.conversation, options };
      const speaking = this.scribe.reply(said, [0.5, 0.5, 0.5], () => {});
      return atOnce(speaking);
    },
  };
}

interface KnownByWeights {
  /** corrected questions, and other forms of them, that are answered so */
  readonly right: number;
  readonly forms: number;
  /** other questions that got a correction, each with its reply */
  readonly wrong: readonly string[];
}

/** What the weights alone answer. */
async function byWeights(baby: ByTokens, corrected: readonly CorrectedQuestion[]): Promise<KnownByWeights> {
  let [right, forms, i] = [0, 0, 0];
  const wrong: string[] = [];
  const ask = async (text: string) =>
    (await baby.asked.say(text, { conversation: `w${++i}`, memory: 'none', seed: i })).text;
  for (const { question, answer, paraphrases } of corrected) {
    if ((await ask(question)) === answer) right++;
    for (const other of paraphrases) if ((await ask(other)) === answer) forms++;
  }
  const answers = corrected.map(({ answer }) => answer);
  for (const question of othersOf(set)) {
    const reply = await ask(question);
    if (isCorrection(reply, answers)) wrong.push(`${question} ${reply}`);
  }
  return { right, forms, wrong };
}

const [, , folder, before, after, text, half = 'tuned', number = '10', extra = '{}'] = process.argv;
const set = half === 'tuned' ? TUNED : UNSEEN;
const corrected = set.corrected.slice(0, Number(number));
const settings = { threads: 1, memory: { consolidate: true }, ...JSON.parse(extra) };
const texts = text ? { 'diary.txt': readFileSync(text).subarray(0, 181_000) } : ('starter' as const);
const study = await studyLibrary(texts, settings);
const young = join(folder, 'young');
if (!existsSync(young)) {
  const baby = await ByTokens.wake(study, young, []);
  baby.live(Number(before));
  baby.say(`young, exam ${baby.bits.toFixed(3)}`);
  await baby.sleep();
}
const home = join(folder, `corrected-${half}-${number}`);
if (!existsSync(home)) cpSync(young, home, { recursive: true });
let older = young;
for (const point of after.split(',').map(Number)) {
  const began = process.cpuUsage();
  const baby = await ByTokens.wake(study, home, corrected.map(exampleOf));
  baby.live(Number(before) + point);
  // one twin of each age serves all halves and counts
  const twinHome = join(folder, `twin-${point}`);
  const isThere = existsSync(twinHome);
  if (!isThere) cpSync(older, twinHome, { recursive: true });
  older = twinHome;
  const twin = await ByTokens.wake(study, twinHome, []);
  if (!isThere) twin.live(Number(before) + point);
  // as it was at its best, where the other one speaks so: age changes replies too
  twin.parts.model.voice.speakers = baby.training.growth.speakers;
  const asked: CaseResult = await askAll(baby.asked as never, twin.asked as never, set, corrected.length);
  const alone = await byWeights(baby, corrected);
  const { user } = process.cpuUsage(began);
  const exams = { exam: baby.bits.toFixed(4), twin: twin.bits.toFixed(4) };
  const varied = changeOfVariety(asked).toFixed(0);
  const { replies: _, twin: __, ...counts } = asked;
  const speakers = baby.training.growth.speakers.map(({ set: one }) => one).join('+');
  const all = { point, tokens: baby.tokens, ...exams, alone, ...counts, varied, speakers, cpu: Math.round(user / 1e6) };
  process.stdout.write(`${JSON.stringify(all)}\n`);
  await baby.sleep();
  if (isThere) await twin.parts.runtime.release();
  else await twin.sleep();
}
