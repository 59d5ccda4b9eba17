/** The scribe and the reflections of a lesson: what they say follows from the steps alone, never from a clock, since it is learnt. */
import { Random, type RandomState } from '../../brain/engine/random.ts';
import type { StreamFile } from '../../library/batches/token-ring.ts';
import type { ExampleTurn } from '../../library/sources/examples.ts';
import { TAUGHT_NAMES } from '../../library/sources/names.ts';
import type { Tokenizer } from '../../library/tokenizer/index.ts';
import { Rolling, type RollingState } from '../../statistics/rolling.ts';
import { type Guesses, type Raised, type Said, SCRIBE, type Stats } from '../api/messages.ts';
import type { Config } from '../settings/config.ts';
import { temperatureOf } from '../settings/voice-settings.ts';
import { FAMILIES } from './feelings.ts';
import { letterPassage } from './letters.ts';
import { Percentiles, type PercentilesState } from './percentiles.ts';
import { reflect } from './reflection.ts';
import { ScribeCharacter } from './scribe-character.ts';

/** Steps that count as a second: what a default baby takes on two quiet cores (28 ms a step, rounded). */
export const STEPS_PER_SECOND = 32;
/** Steps between two guesses that the scribe looks at: four a second. */
const LOOK = 8;
/** Steps between two looks inside. */
const INSIDE = 64;
/** Values of each history; those about its inside are many statistics, and shorter. */
const COMPARED = 500;
const COMPARED_INSIDE = 60;
/** Steps over which its loss is averaged, as in the statistics that people see. */
const SMOOTH = 50;

const TAUGHT: ReadonlySet<string> = new Set(TAUGHT_NAMES);
const ABOUT_INSIDE = Object.values(FAMILIES);

/** What a step was like. Nothing of it may come from a clock. */
export interface Moment
  extends Omit<Stats, 'smoothLoss' | 'bitsPerByte' | 'exam' | 'bestExam' | 'tokensPerSecond' | 'secondsAwake'> {
  /** bits of the step for each byte of its text */
  readonly bits: number;
}

/** Looks into the mind, made only when they are wanted. */
export interface Looks {
  guesses(): Guesses;
  /** what it is like by organ, by name */
  inside(): Readonly<Record<string, number>>;
}

/** All that going on exactly needs, as JSON. */
export interface InnerVoicesState {
  readonly random: RandomState;
  readonly compared: readonly number[];
  readonly standings: PercentilesState;
  readonly inside: PercentilesState;
  readonly values: Readonly<Record<string, number>>;
  readonly averages: readonly [loss: RollingState, bits: RollingState, exact: RollingState];
  readonly felt: readonly string[];
  readonly paper: string | null;
}

export interface InnerVoicesParts {
  readonly tokenizer: Pick<Tokenizer, 'decode' | 'special'>;
  /** the settings that count now */
  readonly config: () => Config;
  /** the texts that it reads now */
  readonly files: () => readonly StreamFile[];
  readonly state?: InnerVoicesState | undefined;
}

export class InnerVoices {
  private readonly parts: InnerVoicesParts;
  private readonly random: Random;
  private readonly scribe: ScribeCharacter;
  private readonly standings: Percentiles;
  private readonly inside: Percentiles;
  private readonly loss: Rolling;
  private readonly bits: Rolling;
  private readonly exact: Rolling;
  private values: Readonly<Record<string, number>>;
  private felt: readonly string[];
  private paper: string | null;

  constructor(parts: InnerVoicesParts) {
    const { config, state } = parts;
    const { seed, name } = config();
    this.parts = parts;
    this.random = new Random(state?.random ?? seed + 4);
    this.scribe = new ScribeCharacter(name, this.random, state?.compared);
    this.standings = new Percentiles(COMPARED, state?.standings);
    this.inside = new Percentiles(COMPARED_INSIDE, state?.inside);
    [this.loss, this.bits, this.exact] = [0, 1, 2].map((i) => new Rolling(SMOOTH, state?.averages[i])) as [
      Rolling,
      Rolling,
      Rolling,
    ];
    this.values = state?.values ?? {};
    this.felt = state?.felt ?? [];
    this.paper = state?.paper ?? null;
  }

  /** Sees a step that was taken. @returns what is said of it, to be learnt from the next step on */
  step(moment: Moment, looks: Looks): Said[] {
    const { step, examPaper = null } = moment;
    this.loss.add(moment.loss);
    this.bits.add(moment.bits);
    this.exact.add(moment.exact);
    if (step % LOOK !== 0) return [];
    if (this.paper !== null && examPaper !== this.paper) this.scribe.beginAnew();
    this.paper = examPaper;
    const stats: Stats = {
      ...moment,
      smoothLoss: this.loss.value,
      bitsPerByte: this.bits.value,
      exact: this.exact.value,
      // these come by the clock
      exam: null,
      bestExam: null,
      tokensPerSecond: Number.NaN,
      secondsAwake: Number.NaN,
    };
    const now = (step / STEPS_PER_SECOND) * 1000;
    this.standings.observe(now, stats as unknown as Record<string, unknown>);
    if (step % INSIDE === 0) this.lookInside(now, looks);
    return [...this.comment(looks.guesses()), ...this.reflect(stats)];
  }

  state(): InnerVoicesState {
    return {
      random: this.random.state(),
      compared: this.scribe.compared,
      standings: this.standings.state(),
      inside: this.inside.state(),
      values: this.values,
      averages: [this.loss.state(), this.bits.state(), this.exact.state()],
      felt: this.felt,
      paper: this.paper,
    };
  }

  private lookInside(now: number, looks: Looks): void {
    if (this.parts.config().reflection.seconds === 0) return;
    const seen = Object.entries(looks.inside()).filter(([name]) => ABOUT_INSIDE.some((fits) => fits.test(name)));
    this.values = Object.fromEntries(seen);
    this.inside.observe(now, this.values);
  }

  /** What was taught, by people or its owner, is not quoted: it must be possible to forget it. */
  private comment(guesses: Guesses): Said[] {
    const { name, scribe } = this.parts.config();
    if (TAUGHT.has(guesses.file)) return [];
    const comment = this.scribe.see(guesses, scribe.chance);
    if (!comment) return [];
    const { mood, standing, guess, text } = comment;
    const before = guess === '' ? [] : [{ speaker: name, text: guess, learn: false }];
    const raised: Raised = { kind: 'comment', step: guesses.step, mood, standing, guess, text };
    return [said(raised, 'scribe', [...before, { speaker: SCRIBE, text, learn: true }])];
  }

  private reflect(stats: Stats): Said[] {
    const { name, owner, voice, reflection } = this.parts.config();
    if (reflection.seconds === 0) return [];
    const every = Math.max(LOOK, LOOK * Math.round((reflection.seconds * STEPS_PER_SECOND) / LOOK));
    if (stats.step % every !== 0) return [];
    // half of the time, where there are letters
    const letter =
      this.random.uniform() < 0.5 ? letterPassage(this.parts.files(), this.parts.tokenizer, this.random) : undefined;
    const { feelings, because, turns } = reflect({
      sensed: {
        stats,
        standings: { ...this.standings.all(), ...this.inside.all() },
        values: { ...this.values, temperature: temperatureOf(voice) },
      },
      name,
      owner,
      letter,
      lately: this.felt,
      chance: this.random,
    });
    this.felt = feelings;
    const raised: Raised = { kind: 'reflection', step: stats.step, feelings, because, turns };
    return [
      said(
        raised,
        'reflections',
        turns.map((turn) => ({ ...turn, learn: turn.speaker === name })),
      ),
    ];
  }
}

const STEP_ID = /^(?:comment|reflection)-(\d+)$/;

const said = (raised: Raised, source: Said['source'], turns: readonly ExampleTurn[]): Said => ({
  raised,
  source,
  passage: { id: `${raised.kind}-${raised.step}`, turns: [...turns] },
});

/** Those of these ids that were said after a step: a life that goes on from there has not said them yet. */
export const saidAfter = (step: number, ids: readonly string[]): string[] =>
  ids.filter((id) => Number(STEP_ID.exec(id)?.[1] ?? 0) > step);
