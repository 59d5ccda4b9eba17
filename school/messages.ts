/**
 * Everything that is said between the two threads of a waking baby (classroom ⇄ lesson) and, outward, to whoever watches.
 * Plain data only.
 */

export type Level = 'debug' | 'info' | 'warn' | 'error';

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
  /** the reply ends before any of these */
  stop?: readonly string[] | undefined;
}

/** A colour: red, green, blue, each 0…1. */
export type Colour = readonly [number, number, number];

/** What a watcher sees of learning, a few times a second. */
export interface Stats {
  readonly step: number;
  /** mean cross-entropy of the last step, nats per token */
  readonly loss: number;
  /** the same, smoothed over about 50 steps */
  readonly smoothLoss: number;
  /** smoothed training loss in bits per byte of text */
  readonly bitsPerByte: number;
  /** the last exam on held-out text, bits per byte; null before the first */
  readonly exam: number | null;
  readonly bestExam: number | null;
  readonly tokensPerSecond: number;
  readonly learningRate: number;
  readonly gradientNorm: number;
  /** share of tokens whose most likely guess was right, 0…1 */
  readonly exact: number;
  /** tokens learnt in this life */
  readonly tokens: number;
  readonly skippedSteps: number;
  /** seconds awake, over all wakes */
  readonly secondsAwake: number;
  readonly colour: Colour;
  readonly expectedColour: Colour;
  readonly reading: string;
}

export interface ExamResult {
  readonly step: number;
  readonly bitsPerByte: number;
  /** nats per token */
  readonly loss: number;
  readonly tokens: number;
  readonly bytes: number;
  /** what was examined: the held-out part, or a text's name */
  readonly of: string;
}

export interface Reply {
  readonly text: string;
  readonly tokens: number;
  readonly milliseconds: number;
  readonly firstTokenMilliseconds: number;
  readonly stopped: 'turn' | 'length' | 'stop';
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
  /** organs with their shapes and parameters, one line each */
  readonly organs: readonly string[];
}

/** The library as the lesson gets it: tokens to learn, and held-out passages to be examined on. */
export interface Library {
  readonly files: readonly { name: string; tokens: Uint16Array | Uint32Array }[];
  readonly exams: readonly { file: string; ids: Int32Array; bytes: number }[];
}

export type ToLesson =
  | { kind: 'say'; id: number; from: string; text: string; conversation: string; options: VoiceOptions }
  | { kind: 'exam'; id: number; text?: string; name?: string }
  | { kind: 'library'; library: Library }
  | { kind: 'save'; id: number }
  | { kind: 'sleep' };

export type FromLesson =
  | { kind: 'ready'; introduction: Introduction }
  | { kind: 'stats'; stats: Stats }
  | { kind: 'babble'; step: number; text: string }
  | { kind: 'saying'; id: number; delta: string }
  | { kind: 'replied'; id: number; reply: Reply }
  | { kind: 'examined'; id: number | null; result: ExamResult }
  | { kind: 'saved'; id: number | null; name: string; step: number; bytes: number; milliseconds: number }
  | { kind: 'note'; level: Level; scope: string; message: string }
  | { kind: 'refused'; id: number; message: string }
  /** `atTheEnd`: it had learnt all it should, and only what comes last went wrong: beginning again would not help */
  | { kind: 'failed'; message: string; stack: string; atTheEnd: boolean }
  | { kind: 'asleep'; step: number };

/** What watchers are sent, by topic. */
export type Event =
  | { event: 'stats'; data: Stats }
  | { event: 'babble'; data: { step: number; text: string } }
  /** `stack`: where an error arose, for the log */
  | { event: 'note'; data: { level: Level; scope: string; message: string; stack?: string | undefined } }
  | { event: 'examined'; data: ExamResult }
  | { event: 'saved'; data: { name: string; step: number; bytes: number; milliseconds: number } }
  | { event: 'sleeping'; data: { step: number } };

/** A baby that is awake, as its views and its line see it: the same in the process that holds it and over the socket. */
export interface Life {
  readonly introduction: Introduction;
  status(): Promise<Status>;
  /** `onDelta` gets the reply as it is spoken; text of the model, not yet cleaned for a terminal. */
  say(
    text: string,
    options?: VoiceOptions & { from?: string; conversation?: string },
    onDelta?: (delta: string) => void,
  ): Promise<Reply>;
  exam(text?: string, name?: string): Promise<ExamResult>;
  save(): Promise<{ name: string; step: number }>;
  /** Saves, then ends; with `now` it ends without, and what it learnt since its last save is lost. Resolves when all is done. */
  sleep(options?: { now?: boolean | undefined }): Promise<void>;
  /** Calls back for every event; returns how to stop. */
  watch(listener: (event: Event) => void): () => void;
  /** Settles when it is asleep, whoever sent it there; rejects if the lesson failed. */
  readonly over: Promise<void>;
}

export interface Status {
  readonly awake: true;
  readonly pid: number;
  readonly home: string;
  readonly since: string;
  readonly introduction: Introduction;
  readonly stats: Stats | null;
}
