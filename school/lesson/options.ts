import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import type { From } from '../../library/batches/batches.ts';
import type { Example } from '../../library/sources/examples.ts';
import type { TaughtName } from '../../library/sources/names.ts';
import type { Tokenizer } from '../../library/tokenizer/index.ts';
import type { OpenedSoul } from '../../soul/keeper.ts';
import type { FromLesson, Library, Said, TeacherReport, ToLesson } from '../api/messages.ts';
import type { Config } from '../settings/config.ts';
import type { SoulState } from '../training/checkpoint.ts';
import { wakingSizes } from '../training/resizing.ts';
import { lessonTexts } from './texts.ts';

/** What the lesson is told before it begins. */
export interface LessonOptions {
  readonly config: Config;
  readonly soulFolder: string;
  /** the soul to go on from; none for a newborn */
  readonly soul: string | null;
  readonly tokenizer: string;
  readonly sizes: Sizes;
  readonly library: Library;
  /** what somebody taught it beside its library */
  readonly taught?: Readonly<Partial<Record<TaughtName, readonly Example[]>>>;
  readonly from: 'resume' | From;
  /** another baby that teaches it, or why that does not; left out: none should */
  readonly teacher?: TeacherReport | undefined;
  /** whether the scribe and its reflections speak: somebody must answer `said`; left out: they are silent */
  readonly voices?: boolean;
  /** minutes after which it winds down and goes to sleep; none for ever */
  readonly minutes: number | null;
  /** steps after which it goes to sleep, without winding down: another wake can go on as if there had been none */
  readonly steps?: number | undefined;
}

/** Options of a lesson without its library and examples, which are read when it begins. */
export type LessonPlan = Omit<LessonOptions, 'library' | 'taught'>;

/** Keeps what a lesson says of its steps. @returns the ids of what it learns of that */
export type Keep = (said: readonly Said[]) => Promise<readonly string[]>;

/** How the lesson hears and speaks to the classroom. */
export interface Channel {
  /** whether a message may be waiting; asked between kernel calls, so it must cost next to nothing */
  hasMail(): boolean;
  /** the next message, or none */
  nextMail(): ToLesson | undefined;
  post(message: FromLesson): void;
  /** waits for the next message, at most this many milliseconds; left out: it does not wait */
  rest?(milliseconds: number): void;
}

/**
 * What a lesson is told that goes on from the newest soul for one that broke off: only the time and the steps that are left, and the brain
 * of that soul, which may be larger or smaller than the one of the lesson before.
 *
 * @param firstStep the step at which the first lesson began
 * @param found the newest soul; none if the one that broke off was a newborn that was not saved yet
 */
export function optionsToContinue(
  plan: LessonPlan,
  firstStep: number,
  found: Found | undefined,
  minutesAwake: number,
): LessonPlan {
  const { minutes, steps, from } = plan;
  return {
    ...plan,
    soul: found?.name ?? null,
    sizes: found ? wakingSizes(found.state, plan.config).sizes : plan.sizes,
    tokenizer: found?.tokenizerText ?? plan.tokenizer,
    from: found ? 'resume' : from,
    minutes: minutes === null ? null : Math.max(0, minutes - minutesAwake),
    steps: steps === undefined ? undefined : Math.max(0, firstStep + steps - (found?.state.tutor.step ?? 0)),
  };
}

/** Why a soul cannot be gone on with whose state holds other things than this program writes. */
export const unusableSoul = (name: string, cause: unknown): Error =>
  new Error(lessonTexts.unusableState(name), { cause });

/** What a home holds before it wakes: a soul with its tokenizer, or nothing yet. */
export interface Found {
  readonly name: string;
  readonly soul: OpenedSoul;
  readonly state: SoulState;
  readonly tokenizer: Tokenizer;
  readonly tokenizerText: string;
}
