/** Replies of the weights alone to other questions, among which a habit learns its dialogues. */
import { Random } from '../../../brain/engine/random.ts';
import type { WeightSet } from '../../../brain/engine/weight-sets.ts';
import { type Sampling, sample } from '../../../brain/voice/sampler.ts';
import type { Voice } from '../../../brain/voice/speak.ts';
import { wordsOf } from '../../../library/sources/rarity.ts';
import type { Tokenizer } from '../../../library/tokenizer/index.ts';
import { NearQuestions, questionsOf } from '../memory/other-questions.ts';
import { asked } from '../memory/question-pairs.ts';
import type { Habit } from './habit.ts';
import type { Lesson } from './material.ts';

/** Replies that are spoken before a habit learns dialogues. */
const CONTRASTS = 48;
/** Tokens of such a reply, at most. */
const LENGTH = 48;
/** Of them, how many there are for each dialogue in a pass. */
const BESIDE = 2;
/** Questions behind which an answer must not be expected, beside those that are like its own. */
const OTHERS = 256;
const NEAR = 0.8;
/** The share of answers that go on from somewhere in another reply. */
const WITHIN = 0.25;
/** Tokens of an answer that are not to be expected elsewhere: nobody comes to those behind them without these. */
const HEAD = 5;
const COLOUR = [0.5, 0.5, 0.5] as const;
/** Replies as they are: whatever else were drawn would teach another distribution than that of the weights. */
const PLAIN: Sampling = { temperature: 1, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1, repetitionWindow: 0 };

export interface ContrastTools {
  readonly voice: Voice;
  readonly tokenizer: Tokenizer;
  /** how people ask and answer; empty: habits learn without contrasts */
  readonly dialogues: string;
  /** what the owner and the baby are called */
  readonly owner: string;
  readonly name: string;
}

/** Speaks the replies that a habit is to leave as they are. */
export class HabitContrasts {
  private readonly tools: ContrastTools;
  private readonly unspoken: readonly number[];
  /** taken from the dialogues when they are first wanted */
  private asking:
    | { readonly near: NearQuestions; readonly questions: readonly string[]; readonly others: readonly string[] }
    | undefined;

  constructor(tools: ContrastTools) {
    this.tools = tools;
    const { control, special } = tools.tokenizer;
    this.unspoken = [...control].filter((id) => id !== special.done && id !== special.end);
  }

  /** Whether a habit wants another reply before it learns on: where it learns dialogues, as many as there are questions. */
  wants({ lessons, contrasts, progress }: Habit): boolean {
    if (!progress || lessons.every(({ isText }) => isText)) return false;
    return contrasts.length < this.questions.length;
  }

  /**
   * Has the weights of a brain reply to another question, without any habit, and gives the habit that reply to learn.
   *
   * @param between answers others meanwhile
   */
  speak(habit: Habit, base: WeightSet, between: () => void): void {
    const { voice, tokenizer } = this.tools;
    const at = habit.contrasts.length;
    const question = this.questionFor(habit, at);
    const prompt = asked(tokenizer, this.tools, question);
    const random = new Random(habit.seedOf(-2 - at));
    const conversation = voice.begin(true, [{ set: base, mind: String(habit.brain) }]);
    const { done, end } = tokenizer.special;
    const reply: number[] = [];
    for (let heard: readonly number[] = prompt; reply.length < LENGTH; heard = reply.slice(-1)) {
      const id = sample(voice.hear(conversation, heard, COLOUR), PLAIN, [], random, this.unspoken);
      reply.push(id === end ? done : id);
      if (reply.at(-1) === done) break;
      between();
    }
    const ids = Int32Array.of(...prompt, ...reply);
    const learn = Uint8Array.from(ids, (_, i) => (i < prompt.length ? 0 : 1));
    habit.contrasts = [...habit.contrasts, { id: `contrast:${at}`, tokens: ids.length, isContrast: true, ids, learn }];
  }

  /**
   * The beginning of an answer behind another question, mostly one like its own, or a piece of it within another reply: what the habit must
   * not expect there.
   *
   * @param spoken replies to other questions
   */
  elsewhere(lesson: Lesson, spoken: readonly Lesson[], random: Random): Lesson | undefined {
    const answer = lesson.ids.subarray(Math.max(0, lesson.learn.indexOf(1)));
    const isWithin = random.uniform() < WITHIN;
    const before = isWithin ? beginningOf(spoken, random) : this.otherPrompt(lesson, random);
    if (!before) return undefined;
    const from = isWithin ? random.below(answer.length) : 0;
    const ids = Int32Array.of(...before, ...answer.subarray(from, from + HEAD));
    const learn = Uint8Array.from(ids, (_, i) => (i < before.length ? 0 : 1));
    return { id: `${lesson.id} elsewhere`, tokens: ids.length, isContrast: true, isElsewhere: !isWithin, ids, learn };
  }

  /** Another question than that of a lesson, as it is heard; undefined where there is none. */
  private otherPrompt(lesson: Lesson, random: Random): readonly number[] | undefined {
    const { tokenizer } = this.tools;
    const own = questionIn(tokenizer, lesson);
    const { near, others } = this.prepared;
    const like = own !== undefined && random.uniform() < NEAR ? near.anyOf(own, () => random.uniform()) : undefined;
    const other = like ?? others[random.below(Math.max(1, others.length))];
    if (other === undefined || (own !== undefined && sameWords(own) === sameWords(other))) return undefined;
    return asked(tokenizer, this.tools, other);
  }

  private get questions(): readonly string[] {
    return this.prepared.questions;
  }

  private get prepared(): NonNullable<HabitContrasts['asking']> {
    const { dialogues } = this.tools;
    this.asking ??= {
      near: new NearQuestions(dialogues),
      questions: questionsOf(dialogues, CONTRASTS, 1),
      others: questionsOf(dialogues, OTHERS, 1),
    };
    return this.asking;
  }

  /** Every other time a question like one of its lessons, since those are most easily answered with a lesson. */
  private questionFor({ lessons }: Habit, at: number): string {
    const { near, questions } = this.prepared;
    const ofLessons = lessons.flatMap((lesson) => questionIn(this.tools.tokenizer, lesson) ?? []);
    const known = new Set(ofLessons.map(sameWords));
    const like = at % 2 === 1 && ofLessons.length > 0 ? ofLessons[(at >> 1) % ofLessons.length] : undefined;
    const candidates = [like && near.of(like, at), ...questions.slice(at), ...questions];
    return candidates.find((one) => one !== undefined && !known.has(sameWords(one))) ?? questions[at]!;
  }
}

/** A question with some of the reply to it. */
function beginningOf(spoken: readonly Lesson[], random: Random): Int32Array | undefined {
  const reply = spoken[random.below(Math.max(1, spoken.length))];
  const first = reply?.learn.indexOf(1) ?? -1;
  return reply && first >= 0 ? reply.ids.subarray(0, first + random.below(reply.ids.length - first)) : undefined;
}

/** The contrasts of a pass: some for each dialogue, and as many more as fill the streams of its last step. */
export function contrastsOfPass(
  contrasts: readonly Lesson[],
  lessons: readonly Lesson[],
  { pass, streams }: { pass: number; streams: number },
): Lesson[] {
  const dialogues = lessons.filter(({ isText }) => !isText).length;
  const least = lessons.length + Math.min(contrasts.length, BESIDE * dialogues);
  const count = Math.min(contrasts.length, Math.ceil(least / streams) * streams - lessons.length);
  return Array.from({ length: count }, (_, i) => contrasts[(pass * count + i) % contrasts.length]!);
}

const sameWords = (question: string): string => wordsOf(question).join(' ');

/** What the owner says before the first answer of a dialogue. */
function questionIn(tokenizer: Tokenizer, { ids, learn, isText }: Lesson): string | undefined {
  if (isText) return undefined;
  const { special } = tokenizer;
  const before = ids.subarray(0, Math.max(0, learn.indexOf(1)));
  const turns = [...before.keys()].filter((i) => before[i] === special.turn);
  const [from, to] = turns.slice(-2);
  if (from === undefined || to === undefined) return undefined;
  const turn = tokenizer.decode(
    [...before.subarray(from + 1, to)].filter((id) => id !== special.done && id !== special.end),
  );
  return /^\[[^\]]*\]: ?(.*\S)/s.exec(turn)?.[1];
}
