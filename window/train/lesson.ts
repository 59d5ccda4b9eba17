/** Learning inside the page, without a daemon: the training core of the school over texts in memory. It knows neither a browser nor Node. */

import { shapeOf } from '../../brain/brains/shapes/index.ts';
import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import { Random } from '../../brain/engine/random.ts';
import { encodeDocument, encodeText } from '../../library/tokenizer/chat-template.ts';
import { parseTokenizer, serializeTokenizer, type Tokenizer, trainTokenizer } from '../../library/tokenizer/index.ts';
import type { Library } from '../../school/api/library-messages.ts';
import type { Colour } from '../../school/api/messages.ts';
import type { Config } from '../../school/settings/config.ts';
import { spokenVoice } from '../../school/settings/temperature.ts';
import { currentState, readSpoken, type SoulState, spokenFiles, withExam } from '../../school/training/checkpoint.ts';
import { optimizerSettings } from '../../school/training/learning-options.ts';
import { buildModel, type Model } from '../../school/training/model.ts';
import type { Speaking } from '../../school/training/replies/reply-turns.ts';
import { Scribe } from '../../school/training/scribe.ts';
import { Timings } from '../../school/training/timings.ts';
import { meanColour } from '../../school/training/training-loop.ts';
import { TrainingState } from '../../school/training/training-state.ts';
import type { SoulContent } from '../../soul/checkpoint.ts';
import type { OpenedSoul } from '../../soul/keeper.ts';
import { fillTensors } from '../../soul/soul-file.ts';
import { trainTexts } from '../texts/train.ts';
import type { SpeakOptions, Step } from './messages.ts';
import { configOf, type NamedText, type Plan, sizesOf } from './plan.ts';

/** A library with fewer bytes per token than this would learn words by heart into the vocabulary. */
const BYTES_PER_TOKEN = 128;
const LEAST_VOCABULARY = 512;
/** The share of every text that is never learnt, for exams: its end. */
const HELD_OUT = 0.05;
/** Characters of a text that gives up a part. */
const SMALLEST = 400;

/** All that a brain is made of, before it lies in memory. */
export interface Prepared {
  readonly config: Config;
  readonly sizes: Sizes;
  readonly tokenizer: Tokenizer;
  readonly tokenizerText: string;
  readonly library: Library;
  readonly model: Model;
  readonly soul: SoulContent | undefined;
}

/** A new brain for texts. @throws Error with one sentence for texts or sizes of which nothing can be made */
export function prepare(
  plan: Plan,
  texts: readonly NamedText[],
  defaults: Config,
  onProgress?: (done: number, total: number) => void,
): Prepared {
  const config = configOf(plan, defaults);
  const split = texts.map(splitText);
  const bytes = split.map(({ learnt }) => new TextEncoder().encode(learnt));
  const size = bytes.reduce((sum, text) => sum + text.length, 0);
  const wanted = shapeOf(plan.brain).presets[plan.preset].vocabulary;
  const vocabularySize =
    plan.vocabulary || Math.min(wanted, Math.max(LEAST_VOCABULARY, Math.floor(size / BYTES_PER_TOKEN)));
  const tokenizer = trainTokenizer(bytes, { vocabularySize, ...(onProgress && { onProgress }) });
  const sizes = sizesOf(plan, tokenizer.vocabularySize);
  return {
    config,
    sizes,
    tokenizer,
    tokenizerText: serializeTokenizer(tokenizer),
    library: libraryOf(split, tokenizer, sizes),
    model: buildModel(plan.brain, sizes, optimizerSettings(config)),
    soul: undefined,
  };
}

/** A brain that goes on from a soul, over these texts. @throws Error with one sentence if the soul cannot be used */
export function prepareSoul(soul: SoulContent, texts: readonly NamedText[]): Prepared {
  const { config, sizes, tokenizer, tokenizerText } = partsOf(soul);
  const library = libraryOf(texts.map(splitText), tokenizer, sizes);
  const model = buildModel(config.brain, sizes, optimizerSettings(config));
  return { config, sizes, tokenizer, tokenizerText, library, soul, model };
}

/** A brain that only speaks as a soul does. @throws Error with one sentence if the soul cannot be used */
export function prepareVoice(
  soul: SoulContent,
): Pick<Prepared, 'config' | 'tokenizer' | 'model'> & { readonly soul: SoulContent } {
  const { config, sizes, tokenizer } = partsOf(soul);
  return { config, tokenizer, soul, model: buildModel(config.brain, sizes) };
}

function partsOf(soul: SoulContent): Pick<Prepared, 'config' | 'sizes' | 'tokenizer' | 'tokenizerText'> {
  const state = currentState(soul.state);
  if (!state) throw new Error(trainTexts.otherVersion);
  const tokenizerText = soul.texts['tokenizer.json'] ?? '';
  const tokenizer = parseTokenizer(tokenizerText);
  if (tokenizer.hash !== state.tokenizerHash) throw new Error(trainTexts.otherTokenizer);
  const saved = JSON.parse(soul.texts['config.json'] ?? '{}') as Config;
  const config = { ...saved, brain: state.brain, preset: state.preset, grow: { ...saved.grow, most: 1 } } as Config;
  return { config, sizes: state.sizes, tokenizer, tokenizerText };
}

/** A brain in memory that learns, step by step, and speaks between two steps. The model must be attached to kernels. */
export class PageLesson {
  readonly #prepared: Prepared;
  readonly #state: TrainingState;
  readonly #scribe: Scribe;
  readonly #clock = new Timings();
  #examined: { step: number; paper: string } | undefined;

  constructor(prepared: Prepared) {
    const { config, sizes, tokenizer, library, model, soul } = prepared;
    this.#prepared = prepared;
    this.#state = new TrainingState(
      { config, sizes, tokenizer, library, from: 'resume' },
      model,
      soul && openedSoul(soul),
    );
    const { babbling, memory, temperature } = this.#state;
    const voice = temperature.voice(config);
    this.#scribe = new Scribe(model.voice, tokenizer, config.name, voice, babbling, memory);
  }

  get step(): number {
    return this.#state.tutor.step;
  }

  get libraryTokens(): number {
    return this.#state.streams.libraryTokens;
  }

  learn(): Step {
    const { loss, tokens, bytes, finite } = this.#state.learn(1, () => {}, this.#clock);
    if (!finite) throw new Error(trainTexts.notFinite(this.step));
    return { step: this.step, loss, bitsPerByte: (loss * tokens) / Math.LN2 / Math.max(1, bytes), tokens };
  }

  /** Bits per byte of what it never learnt; undefined where nothing is held out. */
  exam(): number | undefined {
    const { library } = this.#prepared;
    if (library.exams.length === 0) return undefined;
    const result = this.#state.evaluator.examine({}, library.exams, this.step, {
      quick: true,
      speakers: this.#state.growth.speakers,
    });
    this.#state.mark(result);
    this.#examined = { step: this.step, paper: result.paper ?? '' };
    return result.bitsPerByte;
  }

  /** Something that it says of its own accord. */
  babble(): string {
    return this.#scribe.babble(this.#state.tutor.colour, this.#prepared.config.voice.maxTokens);
  }

  /** A reply, token by token: to what somebody says, or going on from a text. */
  say(text: string, options: SpeakOptions, onDelta: (delta: string) => void): Speaking {
    return this.#scribe.reply(saidBy(this.#prepared.config.owner, text, options), this.#state.tutor.colour, onDelta);
  }

  soul(): SoulContent {
    return withExam(this.#state.soul(this.#prepared.tokenizerText), this.#examined);
  }
}

/** A soul that only speaks, in much less memory. The model must be attached to kernels. */
export class PageVoice implements Pick<PageLesson, 'say'> {
  readonly #scribe: Scribe;
  readonly #owner: string;
  readonly #colour: Colour;

  constructor({
    config,
    tokenizer,
    model,
    soul,
  }: Pick<Prepared, 'config' | 'tokenizer' | 'model'> & { readonly soul: SoulContent }) {
    model.voice.speakers = readSpoken(model, openedSoul(soul));
    const chance = new Random(crypto.getRandomValues(new Uint32Array(1))[0] as number);
    this.#scribe = new Scribe(model.voice, tokenizer, config.name, spokenVoice(config.voice, null), chance);
    this.#owner = config.owner;
    this.#colour = meanColour(currentState(soul.state)?.tutor.colours ?? []);
  }

  say(text: string, options: SpeakOptions, onDelta: (delta: string) => void): Speaking {
    return this.#scribe.reply(saidBy(this.#owner, text, options), this.#colour, onDelta);
  }
}

/** How many sets of weights speak together in a soul, beside the first. */
export const siblingsIn = (soul: SoulContent): number => spokenFiles(currentState(soul.state) as SoulState).length - 1;

/** What somebody says, or a text to go on from. */
function saidBy(from: string, text: string, { isText, ...voice }: SpeakOptions) {
  return { from, text, conversation: 'page', options: isText ? { ...voice, prompt: text } : voice };
}

/** The end of a text, from the beginning of a line, is held out. */
function splitText({ name, text }: NamedText): NamedText & { readonly learnt: string; readonly heldOut: string } {
  const clean = text.replaceAll('\r\n', '\n');
  if (clean.length < SMALLEST) return { name, text: clean, learnt: clean, heldOut: '' };
  const line = clean.indexOf('\n', Math.floor(clean.length * (1 - HELD_OUT)));
  const cut = line < 0 ? Math.floor(clean.length * (1 - HELD_OUT)) : line + 1;
  return { name, text: clean, learnt: clean.slice(0, cut), heldOut: clean.slice(cut) };
}

/** @throws Error with one sentence where there is too little to learn from */
function libraryOf(texts: readonly ReturnType<typeof splitText>[], tokenizer: Tokenizer, sizes: Sizes): Library {
  const files = texts.map(({ name, learnt }) => ({
    name,
    tokens: Uint16Array.from(encodeDocument(tokenizer, learnt)),
  }));
  const tokens = files.reduce((sum, file) => sum + file.tokens.length, 0);
  const least = sizes.contextLength + 1;
  if (tokens < least) throw new Error(trainTexts.tooFewTokens(least, tokens));
  const exams = texts
    .filter(({ heldOut }) => heldOut.trim() !== '')
    .map(({ name, heldOut }) => ({
      file: name,
      ids: encodeText(tokenizer, heldOut),
      bytes: new TextEncoder().encode(heldOut).length,
    }));
  return { files, exams };
}

function openedSoul(soul: SoulContent): OpenedSoul {
  const { state, texts, summary } = soul;
  const info = { name: 'page', folder: '', step: summary.step, savedAt: '', bytes: 0 } as OpenedSoul['info'];
  const allTensors = () => Object.fromEntries(Object.entries(soul.tensors).map(([file, all]) => [file, [...all]]));
  return {
    info,
    state,
    texts,
    notes: [],
    allTensors,
    readTensors: (file, targets) => fillTensors(soul, file, targets),
  };
}
