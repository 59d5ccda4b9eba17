/** Twitch as part of one waking life: the service with all that it needs of the home, the life and its record. */

import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue } from '../../library/token-cache/catalogue.ts';
import type { Tokenizer } from '../../library/tokenizer/index.ts';
import { Keeper } from '../../soul/keeper.ts';
import type { Baby } from '../api/contract.ts';
import { type Event, type Level, type Library, SCRIBE } from '../api/messages.ts';
import type { TwitchAnswer, TwitchRequest } from '../api/twitch-messages.ts';
import type { Home } from '../home/home.ts';
import { starterFolder } from '../home/package-root.ts';
import type { Config } from '../settings/config.ts';
import { teachingOf } from './consent/lesson-examples.ts';
import type { PrivateText } from './moderation/index.ts';
import { answerTwitch } from './request-answers.ts';
import { TwitchService } from './service.ts';

export interface LivingTwitchParts {
  readonly home: Home;
  readonly settings: { readonly config: Config };
  readonly life: Baby;
  readonly tokenizer: Tokenizer;
  /** what the source `twitch` holds from earlier wakes */
  readonly taughtBefore: readonly string[];
  /** what its owner said to it in private and it learns */
  readonly ownWords: () => Iterable<{ readonly id: string; readonly text: string }>;
  readonly tell: (event: Event) => void;
}

export interface LivingTwitch {
  answer(request: TwitchRequest): Promise<TwitchAnswer>;
  /**
   * Takes the library of this moment as what must not be said word for word in public. Resolves as soon as the lesson has it, though
   * the guard may be at work yet, or once it is clear that the lesson does not get it. Never rejects.
   * @param learn hands it to the lesson, as soon as it may have it; left out, it has it already
   */
  guard(library: Library, catalogue: Catalogue, learn?: () => void): Promise<void>;
  wentBack(step: number): void;
  close(): Promise<void>;
}

/** Begins it: joins the channel of the settings, if there is one, as soon as its guard is ready. */
export function livingTwitch({
  home,
  settings,
  life,
  tokenizer,
  taughtBefore,
  tell,
  ownWords,
}: LivingTwitchParts): LivingTwitch {
  const ours = starterSums();
  const note = (level: Level, message: string) => tell({ event: 'note', data: { level, scope: 'twitch', message } });
  const teaching = teachingOf({
    life,
    onTaught: (ids, step) => service.taught(ids, step),
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
  // words whose time is over may still lie in the source, of a wake that was killed
  const stale = service.stale(taughtBefore);
  if (stale.length > 0) teaching.untaught(stale);
  // whenever a lesson begins, also after a crash, its weights may be older than what was taught
  let lesson = life.introduction;
  service.wentBack(lesson.step);
  const unwatch = life.watch(() => {
    if (life.introduction === lesson) return;
    lesson = life.introduction;
    service.wentBack(lesson.step);
  });
  void service.begin();
  const unguarded = (error: Error): void => note('error', `private texts could not be guarded: ${error.message}`);
  return {
    answer: (request) => answerTwitch(service, request),
    guard(library, catalogue, learn) {
      const { promise, resolve } = Promise.withResolvers<void>();
      // nothing that lives until the guard is built refers to the library here, which may be large
      service
        .library(privateTexts(library, catalogue, ours), tokenizer, learn && both(learn, resolve))
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

/** All texts of a library, held-out parts as well, but those that came with the program. */
function privateTexts(library: Library, catalogue: Catalogue, ours: ReadonlySet<string>): PrivateText[] {
  const own = new Set(catalogue.files.filter(({ sha256 }) => !ours.has(sha256)).map(({ name }) => name));
  const heldOut = library.exams.map(({ file, ids }) => ({ name: file, tokens: ids }));
  return [...library.files, ...heldOut].filter(({ name }) => own.has(name));
}

/** SHA-256 of the starter texts, which are no secret. */
function starterSums(): ReadonlySet<string> {
  return new Set(readdirSync(starterFolder).map((file) => hash('sha256', readFileSync(join(starterFolder, file)))));
}
