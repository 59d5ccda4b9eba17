/** Connects the Twitch service to a running baby: its home, its life and its ledger. */

import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue } from '../../library/token-cache/catalogue.ts';
import type { Tokenizer } from '../../library/tokenizer/index.ts';
import { Keeper } from '../../soul/keeper.ts';
import type { Baby } from '../api/contract.ts';
import { type Event, type Level, type Library, type Reply, SCRIBE } from '../api/messages.ts';
import type { TwitchAnswer, TwitchRequest } from '../api/twitch-messages.ts';
import type { Home } from '../home/home.ts';
import { starterFolder } from '../home/package-root.ts';
import type { Config } from '../settings/config.ts';
import { teachingOf } from './consent/lesson-examples.ts';
import type { PrivateText } from './moderation/index.ts';
import { answerPublicly, type PublicQuestion, type SpeakPublicly } from './public-answers.ts';
import { answerTwitch } from './request-answers.ts';
import { TwitchService } from './service.ts';
import { serviceTexts } from './texts/service.ts';

export interface LivingTwitchParts {
  readonly home: Home;
  readonly settings: { readonly config: Config };
  readonly life: Baby;
  /** another one where its vocabulary grew */
  readonly tokenizer: () => Tokenizer;
  /** the passages of earlier runs in the source `twitch` */
  readonly taughtBefore: readonly string[];
  /** what it holds now */
  readonly inSource: () => readonly string[];
  /** the owner's private messages that it learns */
  readonly ownWords: () => Iterable<{ readonly id: string; readonly text: string }>;
  readonly tell: (event: Event) => void;
}

export interface LivingTwitch {
  answer(request: TwitchRequest): Promise<TwitchAnswer>;
  /** An answer that may be given to anybody, away from Twitch. @throws Error with one sentence while private texts are not guarded */
  answerPublicly(question: PublicQuestion, speak: SpeakPublicly): Promise<Reply>;
  /**
   * Guards the current library: its text must not be said word for word in public. Resolves when the lesson has the library, or when it
   * is clear that it will not get it; the guard may still be building. Never rejects.
   * @param learn passes the library to the lesson when that is allowed; left out if the lesson has it already
   */
  guard(library: Library, catalogue: Catalogue, learn?: () => void): Promise<void>;
  wentBack(step: number): void;
  close(): Promise<void>;
}

/** Starts the service: joins the channel of the settings, if there is one, when the guard is ready. */
export function livingTwitch({
  home,
  settings,
  life,
  tokenizer,
  taughtBefore,
  inSource,
  tell,
  ownWords,
}: LivingTwitchParts): LivingTwitch {
  const ours = starterSums();
  const note = (level: Level, message: string) => tell({ event: 'note', data: { level, scope: 'twitch', message } });
  const teaching = teachingOf({
    life,
    // what only the memory holds can be forgotten exactly: nothing of it is in the weights
    onTaught: (ids, step) => (settings.config.memory.consolidate ? service.taught(ids, step) : service.notTaught(ids)),
    onRefused: (ids) => service.notTaught(ids),
    onNote: note,
  });
  const service: TwitchService = new TwitchService({
    folder: home.twitch,
    settings: () => settings.config.twitch,
    life,
    names: () => [settings.config.owner, settings.config.name, SCRIBE],
    souls: () => new Keeper({ folder: home.soul }).list(),
    teach: (example) => teaching.teach(example),
    untaught: (ids) => teaching.untaught(ids),
    ownWords,
    onVerdict: (data) => tell({ event: 'verdict', data }),
    onNote: note,
    onStatus: (data) => tell({ event: 'twitch', data }),
  });
  // after a killed run, expired messages may still lie in the source
  const stale = service.stale(taughtBefore);
  if (stale.length > 0) teaching.untaught(stale);
  // after a crash the weights of a new lesson may be older than the examples that were marked as learnt
  let lesson = life.introduction;
  service.wentBack(lesson.step);
  let step = lesson.step;
  const unwatch = life.watch((event) => {
    if (event.event === 'stats') step = event.data.step;
    // from now on the weights may learn all that the source holds
    if (event.event === 'setting' && event.data.key === 'memory.consolidate' && event.data.value === true)
      service.taught(inSource(), step);
    if (life.introduction === lesson) return;
    lesson = life.introduction;
    service.wentBack(lesson.step);
  });
  void service.begin();
  const unguarded = (error: Error): void => note('error', serviceTexts.notGuarded(error.message));
  return {
    answer: (request) => answerTwitch(service, request),
    answerPublicly: (question, speak) =>
      answerPublicly(question, { speak, judging: () => service.judging(), tokenizer: tokenizer() }),
    guard(library, catalogue, learn) {
      const { promise, resolve } = Promise.withResolvers<void>();
      // no reference to the library, which may be large, is held until the guard is built
      service
        .library(privateTexts(library, catalogue, ours), tokenizer(), learn && both(learn, resolve))
        .catch(unguarded)
        .then(resolve);
      return promise;
    },
    wentBack: (step) => service.wentBack(step),
    close() {
      unwatch();
      return service.close();
    },
  };
}

const both = (first: () => void, then: () => void) => (): void => {
  first();
  then();
};

/** All texts of a library, held-out parts included, without the starter texts. */
function privateTexts(library: Library, catalogue: Catalogue, ours: ReadonlySet<string>): PrivateText[] {
  const own = new Set(catalogue.files.filter(({ sha256 }) => !ours.has(sha256)).map(({ name }) => name));
  const heldOut = library.exams.map(({ file, ids }) => ({ name: file, tokens: ids }));
  return [...library.files, ...heldOut].filter(({ name }) => own.has(name));
}

/** SHA-256 of the starter texts, which are public. */
function starterSums(): ReadonlySet<string> {
  return new Set(readdirSync(starterFolder).map((file) => hash('sha256', readFileSync(join(starterFolder, file)))));
}
