/** Messages between the daemon's main thread and the lesson's thread, and events for clients. Plain data only. */

import type { Example } from '../../library/sources/examples.ts';
import type { TaughtName } from '../../library/sources/names.ts';
import type { Config } from '../settings/config.ts';
import type { Setting } from '../settings/settings.ts';
import type { SavingWish } from './act-messages.ts';
import type { ExamResult, TeacherReport } from './exam-messages.ts';
import type { HabitReport, HabitWish } from './habit-messages.ts';
import type { SentLibrary } from './library-messages.ts';
import type { MemoryScope, OriginRun, OriginShares } from './memory-messages.ts';
import type { Raised, Said } from './raised-messages.ts';
import type { TokenLogprob } from './token-logprob.ts';
import type { TwitchStatus, VerdictRecord } from './twitch-messages.ts';

export type * from './act-messages.ts';
export type * from './exam-messages.ts';
export type * from './habit-messages.ts';
export type * from './library-messages.ts';
export type * from './memory-messages.ts';

export type Level = 'debug' | 'info' | 'warn' | 'error';

/** A text to go on with, or turns, the next of which is its own. */
export type Prompt = string | readonly { readonly speaker: string; readonly text: string }[];

/** How a reply is drawn; what is left out comes from the config. */
export interface VoiceOptions {
  temperature?: number | undefined;
  topK?: number | undefined;
  topP?: number | undefined;
  minP?: number | undefined;
  repetitionPenalty?: number | undefined;
  repetitionWindow?: number | undefined;
  maxTokens?: number | undefined;
  seed?: number | undefined;
  /** false: it is cut at its length wherever that is, and without a mark; else behind its last sentence, or with … */
  whole?: boolean | undefined;
  /** the reply ends before any of these */
  stop?: readonly string[] | undefined;
  /** the reply comes with the probability of each of its tokens, and of this many of the most likely ones in its place, 0…20 */
  logprobs?: number | undefined;
  /** what may speak beside the weights; `all` if left out */
  memory?: MemoryScope | undefined;
  /** another reply is wanted in the place of the last one */
  again?: boolean | undefined;
  /** it goes on from this instead of the conversation, of which nothing is kept then */
  prompt?: Prompt | undefined;
}

/** Another size of its brain: larger by a lobe, or by more neurons in every lobe, or as it was before it grew. */
export type SizeWish = 'lobe' | 'neurons' | 'shrink';
/** What a lesson waits for that it cannot do itself: a brain of another size, or one that dreams. */
export type BrainWish = SizeWish | 'dream';

/** A colour: red, green, blue, each 0…1. */
export type Colour = readonly [number, number, number];

/** What a watcher sees of learning, a few times a second. */
export interface Stats {
  readonly step: number;
  /** what it does, in a few words: `learning`, `growing`, `a sibling is growing`, `consolidating`, `dreaming`, `knows all this`; absent from lessons of before siblings */
  readonly doing?: string;
  /** the brains of which it is made, the eldest first; absent while it is an only child */
  readonly siblings?: readonly SiblingReport[];
  /** absent while there are none */
  readonly habits?: readonly HabitReport[];
  /** mean cross-entropy of the last step, nats per token */
  readonly loss: number;
  /** the same, smoothed over about 50 steps */
  readonly smoothLoss: number;
  /** smoothed training loss in bits per byte of text */
  readonly bitsPerByte: number;
  /** the last and the best exam on what is held out now, bits per byte; null before the first */
  readonly exam: number | null;
  readonly bestExam: number | null;
  /** `ExamResult.paper` of its exams; absent from lessons of before exams knew it */
  readonly examPaper?: string;
  readonly tokensPerSecond: number;
  readonly learningRate: number;
  readonly gradientNorm: number;
  /** share of tokens whose most likely guess was right, 0…1 */
  readonly exact: number;
  /** tokens learnt in this life */
  readonly tokens: number;
  readonly skippedSteps: number;
  /** over all wakes */
  readonly secondsAwake: number;
  readonly fittedTemperature?: number;
  readonly colour: Colour;
  readonly expectedColour: Colour;
  readonly reading: string;
}

/** One of several brains that are one baby. */
export interface SiblingReport {
  /** 0 is the eldest; −1 is the dream, which learns from all others */
  readonly id: number;
  /** tokens that it learnt */
  readonly tokens: number;
  readonly does: 'learns' | 'rests';
  /** whether what it foresees counts in what they say together */
  readonly speaks: boolean;
  /** it learns, and speaks as it was when it foresaw best */
  readonly atItsBest?: boolean;
}

export interface Reply {
  readonly text: string;
  readonly tokens: number;
  /** tokens that it went on from; absent from the replies of a conversation, and from public answers */
  readonly promptTokens?: number;
  /** a public answer of which nothing may be said */
  readonly withheld?: true;
  readonly milliseconds: number;
  readonly firstTokenMilliseconds: number;
  /** milliseconds in which nothing was learnt for it: fewer than it took where several replies were spoken side by side; absent where it does not learn */
  readonly workMilliseconds?: number;
  /** why it ended: its turn was over, the longest reply, a stop string, or somebody asked it to stop */
  readonly stopped: 'turn' | 'length' | 'stop' | 'asked';
  /** what its words came from: shares of all, and pieces of the text one after another; absent where only the weights spoke */
  readonly shares?: OriginShares;
  readonly origins?: readonly OriginRun[];
  /** where it was asked for: of each token of the text */
  readonly logprobs?: readonly TokenLogprob[];
}

/** One guess beside the truth: text of single tokens, not yet cleaned; part of a character shows as U+FFFD. */
export interface Guess {
  readonly guess: string;
  readonly truth: string;
  /** the same token, which is more than the same text */
  readonly exact: boolean;
}

/** What it just tried to foresee, from the first of its streams: a place of its reading, and its guesses for the tokens there. */
export interface Guesses {
  readonly step: number;
  readonly file: string;
  /** the text before the first guess */
  readonly prompt: string;
  readonly guesses: readonly Guess[];
}

/** A picture of numbers in rows, of −1 … 1 each unless `share` (0 … 1): one organ drawn as a heat strip. */
export interface HeatMap {
  /** for people: `lobe 1, cerebellum` */
  readonly title: string;
  readonly rows: readonly { readonly label: string; readonly values: readonly number[] }[];
}

/** What it is like inside, by organ; sent every few seconds, more rarely for a brain so large that looking costs. */
export interface Probes {
  readonly step: number;
  /** by the names of the table of statistics: windows, weights, gates, decays, norms, norms of gradients */
  readonly values: Readonly<Record<string, number>>;
  readonly maps: readonly HeatMap[];
  /** what it guesses most these days, most frequent first: text of single tokens, and their share of all guesses */
  readonly topTokens: readonly { readonly text: string; readonly share: number }[];
}

/** Where the time of a step goes: milliseconds of each section for one step, averaged since the last report. `step` is all of it. */
export type Durations = Readonly<Record<string, number>>;

/** One line of a conversation. `corrected` replaces the reply before it. */
export interface ChatMessage {
  readonly conversation: string;
  readonly speaker: string;
  readonly kind: 'said' | 'replied' | 'corrected';
  readonly text: string;
  /** milliseconds since 1970; absent from an event, which is of now */
  readonly time?: number;
  /** of a reply: how it came about */
  readonly reply?: Omit<Reply, 'text'>;
}

/** What a brain says of itself when it wakes. */
export interface Introduction {
  readonly name: string;
  readonly brain: string;
  readonly preset: string;
  readonly parameters: number;
  readonly memoryBytes: number;
  readonly threads: number;
  readonly kernels: string;
  readonly vocabulary: number;
  readonly libraryTokens: number;
  readonly step: number;
  /** another baby that teaches it, or why that does not; absent where none should */
  readonly teacher?: TeacherReport;
  /** organs with their shapes and parameters, one line each */
  readonly organs: readonly string[];
}

export type ToLesson =
  | { kind: 'say'; id: number; from: string; text: string; conversation: string; options: VoiceOptions }
  | { kind: 'exam'; id: number; text?: string; name?: string }
  | { kind: 'stop'; id: number; conversation: string }
  | { kind: 'forget'; id: number; conversation: string }
  | { kind: 'correct'; id: number; conversation: string; text: string }
  | { kind: 'configure'; id: number; config: Config }
  | { kind: 'read'; id: number }
  | { kind: 'memory'; id: number }
  | { kind: 'library'; id: number; library: SentLibrary }
  /** the ids of what was said at a step that may be learnt, and is kept */
  | { kind: 'heard'; step: number; ids: readonly string[] }
  /** passages for a source; one whose id is there already takes its place */
  | { kind: 'teach'; id: number; source: TaughtName; passages: readonly Example[] }
  | { kind: 'unteach'; id: number; source: TaughtName; ids: readonly string[] }
  | ({ kind: 'save'; id: number } & SavingWish)
  /** changes the label of a soul: its reason, its name; null takes that away */
  | { kind: 'label'; id: number; soul: string; change: { reason?: string | null; keptAs?: string | null } }
  | { kind: 'habit'; id: number; wish: HabitWish }
  /** the size that it wished for cannot be had: it learns on as it is */
  | { kind: 'stay'; id: number }
  /** saves and ends; where it cannot save it stays awake, and refuses */
  | { kind: 'leave'; id: number }
  /** saves and ends, also where it cannot save */
  | { kind: 'sleep' };

export type FromLesson =
  | { kind: 'ready'; introduction: Introduction }
  | { kind: 'stats'; stats: Stats; durations: Durations }
  | { kind: 'guesses'; guesses: Guesses }
  | { kind: 'probes'; probes: Probes }
  | { kind: 'babble'; step: number; text: string }
  /** waits for `heard` */
  | { kind: 'said'; step: number; said: readonly Said[] }
  | { kind: 'saying'; id: number; delta: string }
  | { kind: 'replied'; id: number; reply: Reply }
  /** it learns on when another lesson goes on with a brain of that size, or after `stay` */
  | { kind: 'wishes'; wish: BrainWish }
  /** the answer to stop, forget, correct, configure, library, read, memory, teach, unteach, label, stay, and to a save that only labels a soul */
  | { kind: 'done'; id: number; result: unknown }
  | { kind: 'examined'; id: number | null; result: ExamResult }
  | { kind: 'saved'; id: number | null; name: string; step: number; bytes: number; milliseconds: number }
  | { kind: 'note'; level: Level; scope: string; message: string }
  | { kind: 'refused'; id: number; message: string }
  /** `atTheEnd`: it had learnt all it should, and only what comes last went wrong: beginning again would not help */
  | { kind: 'failed'; message: string; stack: string; atTheEnd: boolean }
  | { kind: 'library'; tokens: number }
  | { kind: 'asleep'; step: number };

export type { Raised, Said };

/** What watchers are sent, by topic. */
export type Event =
  | { event: 'stats'; data: Stats }
  | { event: 'durations'; data: Durations }
  | { event: 'guesses'; data: Guesses }
  | { event: 'probes'; data: Probes }
  /** chat messages from every view: all views show the same conversations */
  | { event: 'chat'; data: ChatMessage }
  | { event: 'forgotten'; data: { conversation: string } }
  | { event: 'setting'; data: Setting }
  /** a line of its diary, one at each save */
  | { event: 'diary'; data: { step: number; text: string } }
  | { event: 'raised'; data: Raised }
  /** how it is on Twitch, about once a second while it is there */
  | { event: 'twitch'; data: TwitchStatus }
  /** what was judged of a message there: rules and a keyed hash, never the text */
  | { event: 'verdict'; data: VerdictRecord }
  | { event: 'babble'; data: { step: number; text: string } }
  /** `stack`: where an error arose, for the log */
  | { event: 'note'; data: { level: Level; scope: string; message: string; stack?: string | undefined } }
  | { event: 'examined'; data: ExamResult }
  | { event: 'saved'; data: { name: string; step: number; bytes: number; milliseconds: number } }
  | { event: 'sleeping'; data: { step: number } };

export interface Status {
  readonly awake: true;
  readonly pid: number;
  readonly home: string;
  readonly since: string;
  readonly introduction: Introduction;
  readonly stats: Stats | null;
  readonly config: Config;
}

/** The owner's conversation, in whichever terminal. */
export const CONVERSATION = 'terminal';

export const SCRIBE = 'scribe';
