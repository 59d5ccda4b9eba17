import type { ExamplePool, TokenExample } from '../../../library/sources/example-pool.ts';
import type { Mixer } from '../../../library/sources/mixer.ts';
import { wordsOf } from '../../../library/sources/rarity.ts';
import { count } from '../../../statistics/format/numbers.ts';
import { peakRate } from '../../settings/learning-rules.ts';
import { recite } from '../evaluation/recital.ts';
import { lossesTogether } from '../evaluation/together.ts';
import type { SteeringExam } from '../growth/family-tools.ts';
import type { Growth } from '../growth/growth.ts';
import type { KnownAnswer } from '../memory/known-answers.ts';
import type { Memory } from '../memory/memory.ts';
import type { Model } from '../model.ts';
import { trainingTexts } from '../texts/training-texts.ts';
import type { Tutor } from '../training-loop.ts';
import type { TrainingSetup } from '../training-setup.ts';
import { contrastsOf } from './contrasts.ts';
import { MaterialReader } from './material.ts';
import { ConsolidationSession } from './session.ts';
import type { TetheredTapes } from './tapes.ts';

/** Corrections, and answers of the library, whose knowledge is looked at: the newest. */
const MOST = 200;
/** A token that costs fewer nats is more likely than all others together. */
const CERTAIN = Math.LN2;
/** The pause behind a session, in multiples of the tokens that the session took; longer where that was in vain. */
const PAUSE = 2;
const MOST_DOUBLINGS = 5;

/** As JSON. */
export interface ConsolidatorState {
  /** targets that must be learnt before the next session */
  readonly next: number;
}

export interface ConsolidatorTools {
  readonly model: Model;
  readonly mixer: Mixer;
  readonly memory: Pick<Memory, 'newestCorrections' | 'newestAnswers'>;
  /** who is raised, by the settings of now */
  setup(): Pick<TrainingSetup, 'config' | 'tokenizer' | 'dialogues'>;
  /** both may be others after going back */
  growth(): Growth;
  tutor(): Tutor;
}

/**
 * Decides when the weights that speak learn corrections, and the answers of a library that has few of them, and what they know of these. It
 * goes by tokens, never by the clock.
 */
export class Consolidator {
  private readonly tools: ConsolidatorTools;
  private session: ConsolidationSession | undefined;
  private reader: MaterialReader | undefined;
  private next: number;

  constructor(tools: ConsolidatorTools, state?: ConsolidatorState) {
    this.tools = tools;
    this.next = state?.next ?? 0;
    tools.mixer.consolidatesApart = tools.growth().steers;
  }

  /** Whether it consolidates now. */
  get isActive(): boolean {
    return this.session !== undefined;
  }

  /** Whether there is something to do before it learns on: a step of a session, or replies of its own that must be there before. */
  get isDue(): boolean {
    if (this.session) return true;
    const { mixer } = this.tools;
    const growth = this.tools.growth();
    mixer.consolidatesApart = growth.steers;
    if (!growth.steers || !this.tools.model.consolidation || mixer.weights.corrections === 0) return false;
    const isTime = this.tools.tutor().tokens >= this.next;
    // where nobody learns, no tokens pass
    if (!(isTime || growth.isDone) || growth.waits || growth.standing.length === 0) return false;
    const unknown = this.passages.filter(({ id }) => !this.isKnown(id));
    return unknown.some(({ id }) => isTime || this.poolOf(id).tries(id) === 0);
  }

  /**
   * Takes a step of a session, or begins one.
   *
   * @param exam what unread text costs a set of weights
   * @returns a sentence for the log when it is over
   */
  step(exam: SteeringExam, between: () => void): string | undefined {
    this.session ??= this.begin();
    return this.session.step(exam, between) ? this.end(this.session, between) : undefined;
  }

  /** Does something while all is as it was before the session, such as saving the soul. */
  aside<T>(work: () => T): T {
    this.session?.leave();
    try {
      return work();
    } finally {
      this.session?.enter();
    }
  }

  /** Breaks off the session: all is as it was before. */
  abandon(): void {
    this.session?.leave();
    this.session = undefined;
    this.reader = undefined;
  }

  /** Other weights speak than before: what they do not know of corrections is to be learnt again. @returns how many those are */
  findLost(between: () => void): number {
    if (this.session || this.tools.mixer.weights.corrections === 0) return 0;
    const thought = this.passages.filter(({ id }) => this.isKnown(id));
    return this.tools.mixer.lose(this.unknownOf(thought, between)).length;
  }

  state(): ConsolidatorState {
    return { next: this.next };
  }

  private get corrections() {
    return this.tools.mixer.consolidation.corrections;
  }

  /** What was corrected, and what the library answers: of several answers to one question only the newest, and a correction before all. */
  private get known(): readonly KnownAnswer[] {
    const { memory, mixer } = this.tools;
    const corrections = memory.newestCorrections(MOST);
    const corrected = new Set(corrections.map(({ question }) => wordsOf(question).join(' ')));
    const answers = mixer.fewAnswers ? memory.newestAnswers(MOST) : [];
    return [...corrections, ...answers.filter(({ question }) => !corrected.has(wordsOf(question).join(' ')))];
  }

  private get passages(): readonly TokenExample[] {
    const newest = new Set(this.known.map(({ id }) => id));
    const all = [...this.corrections.all(), ...(this.tools.mixer.fewAnswers?.all() ?? [])];
    return all.filter(({ id }) => newest.has(id));
  }

  /** Where it is kept how well a passage is known. */
  private poolOf(id: string): ExamplePool {
    const { fewAnswers } = this.tools.mixer;
    return fewAnswers?.find(id) ? fewAnswers : this.corrections;
  }

  private isKnown(id: string): boolean {
    return this.poolOf(id).known(id).byHeart;
  }

  private begin(): ConsolidationSession {
    const { model, mixer, growth, tutor } = this.tools;
    const { config, tokenizer, dialogues = '' } = this.tools.setup();
    const { batch: streams, contextLength: length } = model.sizes;
    const { passages } = this;
    const { owner, name } = config;
    const reader = new MaterialReader({
      corrections: passages,
      contrast: contrastsOf({ tokenizer, corrections: this.known, dialogues, owner, name }),
      files: mixer.streams.files,
      seed: (config.seed + 104_729 * (tutor().step + 1)) >>> 0,
      ...{ end: tokenizer.special.end, streams, length },
    });
    this.reader = reader;
    const tapes = model.consolidation as TetheredTapes;
    const how = { end: tokenizer.special.end, rate: peakRate(config) };
    return new ConsolidationSession({ model, tapes, reader, passages, sets: growth().standing, ...how });
  }

  private end(session: ConsolidationSession, between: () => void): string {
    const { mixer } = this.tools;
    const reader = this.reader as MaterialReader;
    this.session = undefined;
    this.reader = undefined;
    const changed = session.outcomes.filter(({ isChanged }) => isChanged);
    for (const { set, before } of changed) this.tools.growth().consolidated(set, before);
    const { passages } = this;
    const wanted = passages.filter(({ id }) => !this.isKnown(id));
    const corrections = wanted.filter(({ id }) => this.corrections.find(id)).length;
    const unknown = new Set(this.unknownOf(passages, between));
    for (const { id } of passages) {
      const reads = changed.length > 0 ? (reader.corrections.get(id) ?? 0) : 0;
      this.poolOf(id).consolidated(id, reads, !unknown.has(id));
    }
    if (changed.length > 0) mixer.streams.countBeside(reader.texts);
    const inVain = Math.max(0, ...[...unknown].map((id) => this.poolOf(id).tries(id)));
    this.next = this.tools.tutor().tokens + PAUSE * session.tokens * 2 ** Math.min(MOST_DOUBLINGS, inVain);
    return sentenceOf(
      session,
      trainingTexts.consolidation.what(corrections, wanted.length - corrections),
      unknown.size,
    );
  }

  /** Which of them those that speak do not know, together. */
  private unknownOf(passages: readonly TokenExample[], between: () => void): string[] {
    const { model } = this.tools;
    const { end } = this.tools.setup().tokenizer.special;
    const each = this.tools.growth().speakers.map(({ set }) => recite(model, end, passages, set, between));
    const isKnown = (i: number) => lossesTogether(each.map((all) => all[i])).every((nats) => nats < CERTAIN);
    return passages.filter((_, i) => !isKnown(i)).map(({ id }) => id);
  }
}

/** What a session brought, for the log. @param unknown corrections and answers that the weights do not know after it */
function sentenceOf({ outcomes, tokens }: ConsolidationSession, wanted: string, unknown: number): string {
  const { consolidation } = trainingTexts;
  const worst = Math.max(...outcomes.map(({ worse }) => worse));
  const cost = consolidation.cost((100 * Math.abs(worst)).toFixed(1), worst > 0);
  const isRefused = outcomes.every(({ isChanged }) => !isChanged);
  return isRefused
    ? consolidation.refused(wanted, count(tokens), cost)
    : consolidation.learnt(wanted, count(tokens), cost, unknown);
}
