/** All that a baby remembers beside its weights, and how far it believes that. */

import { BYTES_PER_TOKEN, Collection } from '../../../brain/episodes/collection.ts';
import { Gate, type GateState } from '../../../brain/episodes/gate.ts';
import { Recall } from '../../../brain/episodes/recall.ts';
import type { StreamFile } from '../../../library/batches/token-ring.ts';
import { BoundedMap } from '../../../library/files/bounded-map.ts';
import { type Example, passageOf } from '../../../library/sources/examples.ts';
import { WordRarity } from '../../../library/sources/rarity.ts';
import type { Tokenizer } from '../../../library/tokenizer/index.ts';
import type { MemoryReport, MemoryScope, ReplyOrigin } from '../../api/messages.ts';
import { Attention } from './attention.ts';
import { Answers, type KnownAnswer } from './known-answers.ts';
import { pairOf, pairsOfFile } from './question-pairs.ts';
import type { RememberedName } from './remembered-sources.ts';
import { endWithoutSpeakers, withoutSpeakers } from './speakers.ts';

/** What its owner decides about the memory. */
export interface MemorySettings {
  /** whether what was said in other conversations may speak */
  readonly chats: boolean;
  /** of the library that is remembered, at most */
  readonly megabytes: number;
}

/** What a soul keeps of the memory: no words, so that no soul brings back what was forgotten. */
export interface MemoryState {
  /** tokens of the library that were remembered */
  readonly length: number;
  readonly gate: GateState;
}

/** Bytes of what is remembered of conversations, of words through programs, of people in public, and of one conversation that goes on. */
const BYTES = { chat: 8e6, api: 8e6, twitch: 4e6, talk: 64e3 };
/** Conversations that go on. */
const MOST_TALKS = 32;
/** Tokens of the library by which the rarity of words is judged, at most. */
const JUDGED = 200_000;
const STRETCH = 1000;

/**
 * Episodes by source, each in bounded memory of its own. The library, conversations and public words are remembered token by token;
 * corrections, and the library's answers to questions, as a whole, by their questions.
 */
export class Memory {
  private readonly tokenizer: Tokenizer;
  private readonly dialogues: string;
  private believed: Gate;
  private readonly library: Collection;
  private readonly chat: Collection;
  private readonly api: Collection;
  private readonly twitch: Collection;
  private readonly talks = new BoundedMap<string, Collection>(MOST_TALKS);
  private readonly corrections = new Answers();
  private readonly answers = new Answers();
  private files: readonly StreamFile[] = [];
  private rarity: WordRarity | undefined;
  private heard = 0;
  private current: MemorySettings;
  /** what is remembered in each scope, without the conversation that goes on */
  private readonly libraryAlone: Recall;

  /** @param dialogues texts beside the library by which the rarity of words is judged: questions and answers as people ask them */
  constructor(tokenizer: Tokenizer, settings: MemorySettings, dialogues = '', state?: MemoryState) {
    const make = (bytes: number) => new Collection(tokenizer.vocabularySize, tokenizer.special.end, bytes);
    this.tokenizer = tokenizer;
    this.dialogues = dialogues;
    this.current = settings;
    this.believed = new Gate(state?.gate);
    this.library = make(settings.megabytes * 1e6);
    this.chat = make(BYTES.chat);
    this.api = make(BYTES.api);
    this.twitch = make(BYTES.twitch);
    this.libraryAlone = new Recall([this.library.counter], tokenizer.vocabularySize);
  }

  /** How far it is believed. */
  get gate(): Gate {
    return this.believed;
  }

  get settings(): MemorySettings {
    return this.current;
  }

  set settings(settings: MemorySettings) {
    const { megabytes } = this.current;
    this.current = settings;
    if (settings.megabytes === megabytes) return;
    this.library.resize(settings.megabytes * 1e6);
    this.indexLibrary();
  }

  /** Remembers these texts of the library, and no others. */
  readLibrary(files: readonly StreamFile[]): void {
    this.files = files;
    this.indexLibrary();
    this.answers.clear();
    this.answers.put(files.filter(({ answers }) => answers).flatMap((file) => pairsOfFile(this.tokenizer, file)));
    this.rarity = undefined;
  }

  /** Reads of the texts what fits into the memory of the library: they may be far larger. */
  private indexLibrary(): void {
    const { files } = this;
    const froms = this.library.beginnings(files.map(({ tokens }) => tokens.length));
    this.library.replace(
      files.map((file, i) => {
        const before = froms[i];
        return { id: file.name, before, ...endWithoutSpeakers(this.tokenizer, file, before) };
      }),
    );
  }

  /** Remembers examples of a source; one of an id that is there takes its place. */
  remember(source: RememberedName, examples: readonly Example[]): void {
    if (source === 'corrections') {
      this.corrections.put(examples.flatMap((example) => pairOf(this.tokenizer, example) ?? []));
      return;
    }
    const texts = examples.map((example) => {
      const { ids, learn } = passageOf(this.tokenizer, example);
      return { id: example.id, ...withoutSpeakers(this.tokenizer, ids, learn) };
    });
    this[source].put(texts);
  }

  /** Forgets examples of a source, as if they had never been there. */
  forget(source: RememberedName, ids: readonly string[]): void {
    this[source].remove(ids);
  }

  /** Remembers what was just said in a conversation. */
  hear(conversation: string, turn: ArrayLike<number>): void {
    const talk =
      this.talks.get(conversation) ??
      new Collection(this.tokenizer.vocabularySize, this.tokenizer.special.end, BYTES.talk);
    this.talks.set(conversation, talk);
    talk.put([{ id: String(++this.heard), ...withoutSpeakers(this.tokenizer, turn) }]);
  }

  /** Forgets what was said in a conversation that goes on. */
  forgetTalk(conversation: string): void {
    this.talks.delete(conversation);
  }

  /**
   * What is remembered while a reply is spoken.
   *
   * @param question what was just said
   * @param scope `all`: whatever may speak to its owner; `public`: only what may be said to anybody
   * @param isAdapted whether habits speak, which the gate does not know: the words of the library would break off what they learnt
   * @param another whether another reply is wanted than the one that is remembered
   */
  attend(
    conversation: string,
    question: string,
    {
      scope,
      another = false,
      isAdapted = false,
    }: { scope: Exclude<MemoryScope, 'none'>; another?: boolean; isAdapted?: boolean },
  ): Attention {
    const collections: [ReplyOrigin, Collection][] = [];
    if (scope === 'all') {
      if (!isAdapted) collections.push(['library', this.library]);
      if (this.current.chats) collections.push(['chat', this.chat]);
      collections.push(['api', this.api]);
    }
    collections.push(['twitch', this.twitch]);
    const talk = this.talks.get(conversation);
    if (talk) collections.push(['talk', talk]);
    const present = collections.filter(([, { contexts }]) => contexts.places > 0);
    const { vocabularySize: vocabulary } = this.tokenizer;
    const counters = present.map(([, { counter }]) => counter);
    return new Attention({
      gate: this.gate,
      recall: counters.length > 0 ? new Recall(counters, vocabulary) : undefined,
      origins: present.map(([origin]) => origin),
      trail: another ? undefined : this.trailOf(question, scope === 'public'),
      vocabulary,
    });
  }

  /** The newest corrections, one to a question. */
  newestCorrections(most: number): KnownAnswer[] {
    return this.corrections.newest(most);
  }

  /** The newest questions of the library with their answers, one to a question. */
  newestAnswers(most: number): KnownAnswer[] {
    return this.answers.newest(most);
  }

  /** Which correction answers a question, in private; undefined where none does. */
  correctionFor(question: string): string | undefined {
    return this.corrections.size === 0 ? undefined : this.corrections.answerTo(question, this.wordRarity());
  }

  /** The id that ends a text. */
  get end(): number {
    return this.tokenizer.special.end;
  }

  get vocabulary(): number {
    return this.tokenizer.vocabularySize;
  }

  /** The memory of the library alone, for exams and for the gate; undefined while it is empty. */
  get ofLibrary(): Recall | undefined {
    return this.libraryAlone.isEmpty ? undefined : this.libraryAlone;
  }

  /** Whether a token of a text of the library is among what is remembered. */
  remembers(file: string, offset: number): boolean {
    return this.library.remembers(file, offset);
  }

  /** A text as the memory knows it, for exams and for the gate. */
  asRemembered(ids: ArrayLike<number>): Uint16Array {
    return withoutSpeakers(this.tokenizer, ids).ids;
  }

  /** What it holds, by source. */
  report(): MemoryReport {
    const collected = (source: MemoryReport['sources'][number]['source'], all: readonly Collection[]) => {
      const sum = (of: (one: Collection) => number) => all.reduce((total, one) => total + of(one), 0);
      return {
        source,
        episodes: sum(({ size }) => size.texts),
        tokens: sum(({ size }) => size.tokens),
        remembered: sum(({ size }) => size.remembered),
        bytes: sum(({ contexts }) => contexts.bytes),
      };
    };
    const answered = (source: MemoryReport['sources'][number]['source'], { size, tokens }: Answers) => {
      return { source, episodes: size, tokens, remembered: tokens, bytes: tokens * BYTES_PER_TOKEN };
    };
    return {
      sources: [
        collected('library', [this.library]),
        answered('answers', this.answers),
        answered('corrections', this.corrections),
        collected('chat', [this.chat]),
        collected('api', [this.api]),
        collected('twitch', [this.twitch]),
        collected('talk', [...this.talks.values()]),
      ],
      gate: this.gate.summary(),
      chats: this.current.chats,
    };
  }

  /** Believes what it remembers as it did at an earlier soul. */
  goBack(state: MemoryState | undefined): void {
    this.believed = new Gate(state?.gate);
  }

  state(): MemoryState {
    return { length: this.library.size.remembered, gate: this.gate.state() };
  }

  private trailOf(question: string, isPublic: boolean): Attention['parts']['trail'] {
    if (this.corrections.size === 0 && (isPublic || this.answers.size === 0)) return undefined;
    const how = { rarity: this.wordRarity(), isPublic, vocabulary: this.tokenizer.vocabularySize };
    const corrected = this.corrections.trailOf(question, { ...how, any: false });
    if (corrected) return { answer: corrected, origin: 'correction' };
    const answer = isPublic ? undefined : this.answers.trailOf(question, { ...how, any: true });
    return answer && { answer, origin: 'library' };
  }

  /** How rare words are: in the dialogues, and in stretches from all over the library. */
  private wordRarity(): WordRarity {
    if (this.rarity) return this.rarity;
    const rarity = new WordRarity();
    rarity.add(this.dialogues);
    const tokens = this.files.reduce((sum, file) => sum + file.tokens.length, 0);
    const every = Math.max(1, tokens / JUDGED) * STRETCH;
    let next = 0;
    let before = 0;
    for (const file of this.files) {
      for (; next < before + file.tokens.length; next += every) {
        const from = Math.floor(next - before);
        rarity.add(this.tokenizer.decode(file.tokens.subarray(from, from + STRETCH)));
      }
      before += file.tokens.length;
    }
    this.rarity = rarity;
    return rarity;
  }
}
