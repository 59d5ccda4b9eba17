/** Another brain for a baby, awake or asleep: the newest soul is written once more, with a larger brain in it, or with one that dreams. */
import type { Enlargement } from '../../brain/brains/enlargement.ts';
import type { Shelf } from '../../library/token-cache/shelf.ts';
import { spelledOut, type WordyTexts, wordyTexts } from '../../library/token-cache/spelled-out.ts';
import { Keeper } from '../../soul/keeper.ts';
import type { Acts } from '../acts/acts.ts';
import { dreamtInWords, ENLARGEMENT_WORDS, grownInWords } from '../api/act-words.ts';
import type { BrainWish, Dreamt, Grown } from '../api/messages.ts';
import type { Home } from '../home/home.ts';
import { stateOf } from '../lesson/soul-state.ts';
import type { Config } from '../settings/config.ts';
import { currentState, type SoulState } from '../training/checkpoint.ts';
import { dreamAloneSoul, dreamingSoul, mustHaveSiblings, NO_DREAM } from '../training/growth/dream-soul.ts';
import { enlargedSoul } from '../training/growth/enlarged-soul.ts';
import { type Enlarged, enlarged, parametersOf } from '../training/growth/room.ts';
import { withWordsOf } from '../training/growth/word-soul.ts';
import { rewriteNewest } from './habits/rewrite-soul.ts';
import type { LessonSupervisor } from './lesson-supervisor.ts';
import { mustFit } from './load-or-create.ts';
import { openOfflineActs } from './offline-acts.ts';
import { daemonTexts } from './texts/daemon-texts.ts';

/** Seconds: the soul before growing was saved just now, and need not be saved again. */
const LATELY = 10;
/** The chance of dreams lies far from that of siblings. */
const DREAM_SEED = 15_485_863;

/** @throws one sentence where the brain of a soul cannot become larger */
function enlargedOf(state: SoulState, config: Config, by: Enlargement | undefined): Enlarged & { before: number } {
  const { brain, sizes, growth } = state;
  const before = parametersOf(brain, sizes);
  const larger = enlarged({ brain, sizes, growth, parameters: before, most: config.grow.most }, by);
  mustFit(config, larger.sizes);
  return { ...larger, before };
}

/** Writes the newest soul of a home once more, with a larger brain. @throws one sentence where that is not possible */
export function enlargeNewest(folder: string, config: Config, by: Enlargement | undefined): Grown {
  return rewriteNewest(folder, (soul, state) => {
    const { sizes, parameters, before, by: how } = enlargedOf(state, config, by);
    // chance of its own for every size
    const larger = enlargedSoul(soul, sizes, (config.seed + parameters) >>> 0);
    return [larger, { by: how, parameters: [before, parameters] }];
  });
}

/** Writes the newest soul of a home once more, with the words of some texts. @throws one sentence where that is not possible */
export function learnWords(folder: string, config: Config, wordy: WordyTexts): Grown {
  return rewriteNewest(folder, (soul, { brain, sizes }) => {
    const before = parametersOf(brain, sizes);
    const { soul: larger, words } = withWordsOf(soul, wordy.texts, (config.seed + before) >>> 0);
    const parameters = [before, parametersOf(brain, (larger.state as SoulState).sizes)] as const;
    return [larger, { by: 'words', parameters, words: { count: words, texts: wordy.names } }];
  });
}

/** What the act of learning the words of some texts is called. */
export const wordsAct = ({ names }: Pick<WordyTexts, 'names'>): string =>
  daemonTexts.acts.learningWords(names.join(', ').slice(0, 120));

/** Writes the newest soul of a home once more, as one that dreams, or with its dream alone. @throws one sentence where that is not possible */
export function dreamNewest(folder: string, config: Config, alone: boolean): void {
  rewriteNewest(folder, (soul, { tutor }) => [
    // every dream begins by another chance
    alone ? dreamAloneSoul(soul) : dreamingSoul(soul, (config.seed + DREAM_SEED + tutor.tokens) >>> 0),
    undefined,
  ]);
}

/** The state of the newest soul. @throws one sentence where there is none */
function newestState({ soul }: { readonly soul: string }): SoulState {
  const stored = stateOf(new Keeper({ folder: soul }).list().at(0));
  const state = stored && currentState(stored);
  if (!state) throw new Error(daemonTexts.growth.noSoulYet);
  return state;
}

/** Grows as an act that can be undone. @param enlarge writes the larger soul, and has the baby go on from it */
export async function growAct(
  acts: Acts,
  home: { readonly soul: string },
  config: Config,
  by: Enlargement | undefined,
  enlarge: (by: Enlargement) => Promise<Grown>,
): Promise<Grown> {
  // what is not possible is no act
  const { by: how } = enlargedOf(newestState(home), config, by);
  return acts.changeBrain('growth', daemonTexts.acts.growing(ENLARGEMENT_WORDS[how]), () => enlarge(how));
}

/** Begins to dream, or keeps the dream alone, as an act that can be undone. @param change writes the soul, and has the baby go on from it */
export async function dreamAct(
  acts: Acts,
  home: { readonly soul: string },
  alone: boolean,
  change: () => Promise<void>,
): Promise<Dreamt> {
  const { growth, brains } = mustHaveSiblings(newestState(home));
  if (alone && !growth.dream) throw new Error(NO_DREAM);
  await acts.changeBrain('growth', alone ? daemonTexts.acts.dream(brains) : 'dreaming', change);
  return { alone, brains };
}

/** Texts that the vocabulary spells out, whose words it was not told to learn or to forget before; none if there are none. */
async function unmetTexts(acts: Acts, shelf: Pick<Shelf, 'catalogue'>): Promise<readonly string[]> {
  const names = spelledOut(shelf.catalogue().files);
  const what = wordsAct({ names });
  return names.length > 0 && !(await acts.list()).some((act) => act.what === what) ? names : [];
}

/**
 * Before a lesson begins: learns the words of texts that came while it slept.
 * @param shelf on which the library stands
 * @returns whether the newest soul is another one now
 */
export async function meetAsleep(
  home: Home,
  config: Config,
  shelf: Pick<Shelf, 'catalogue' | 'load'>,
  note: (sentence: string) => void,
): Promise<boolean> {
  const acts = await openOfflineActs(home, { note });
  if ((await unmetTexts(acts, shelf)).length === 0) return false;
  try {
    note(grownInWords(await learnWordsAct(acts, home, shelf, async (wordy) => learnWords(home.soul, config, wordy))));
    return true;
  } catch (error) {
    note((error as Error).message);
    return false;
  }
}

/** Learns the words of texts that are spelt out, as an act that can be undone. @param learn writes the soul, and has the baby go on from it */
export async function learnWordsAct(
  acts: Acts,
  home: { readonly soul: string },
  shelf: Pick<Shelf, 'catalogue' | 'load'>,
  learn: (wordy: WordyTexts) => Promise<Grown>,
): Promise<Grown> {
  const wordy = await wordyTexts(shelf, tokenizerIn(home.soul));
  return acts.changeBrain('growth', wordsAct(wordy), () => learn(wordy));
}

/** The tokenizer of the newest soul, as it is kept. */
const tokenizerIn = (folder: string): string => new Keeper({ folder }).open().texts['tokenizer.json'] ?? '';

export interface GrowthParts {
  readonly shelf: Pick<Shelf, 'catalogue' | 'load'>;
  readonly guardian: LessonSupervisor;
  readonly acts: Acts;
  readonly home: { readonly soul: string };
  readonly settings: { readonly config: Config };
}

/** Growing while it is awake: on its owner's wish, and by itself, where its lesson decides so. */
export class AwakeGrowth {
  private readonly parts: GrowthParts;
  /** a wish could not be fulfilled: trying again would end the same */
  private hasFailed = false;

  constructor(parts: GrowthParts) {
    this.parts = parts;
    parts.guardian.fulfilWishes((wish) => void this.fulfil(wish));
  }

  async grow(by?: Grown['by']): Promise<Grown> {
    const { guardian, acts, home, settings } = this.parts;
    await this.mustBeSaved();
    if (by === 'words') return this.learnWords();
    const grown = await growAct(acts, home, settings.config, by, async (how) => {
      let done: Grown | undefined;
      const enlarge = (): void => void (done = enlargeNewest(home.soul, settings.config, how));
      await guardian.restart(enlarge, { lately: LATELY });
      return done as Grown;
    });
    this.note('info', grownInWords(grown));
    return grown;
  }

  /** Called when the library changed. */
  async meetLibrary(): Promise<void> {
    const { acts, shelf } = this.parts;
    if (this.hasFailed || (await unmetTexts(acts, shelf)).length === 0) return;
    try {
      await this.learnWords();
    } catch (error) {
      this.hasFailed = true;
      this.note('info', (error as Error).message);
    }
  }

  private async learnWords(): Promise<Grown> {
    const { guardian, acts, home, settings, shelf } = this.parts;
    const grown = await learnWordsAct(acts, home, shelf, async (wordy) => {
      let done: Grown | undefined;
      const learn = (): void => void (done = learnWords(home.soul, settings.config, wordy));
      await guardian.restart(learn, { lately: LATELY });
      return done as Grown;
    });
    this.note('info', grownInWords(grown));
    return grown;
  }

  async dream(alone = false): Promise<Dreamt> {
    const { guardian, acts, home, settings } = this.parts;
    await this.mustBeSaved();
    const dreamt = await dreamAct(acts, home, alone, async () => {
      await guardian.restart(() => dreamNewest(home.soul, settings.config, alone), { lately: LATELY });
    });
    this.note('info', dreamtInWords(dreamt));
    return dreamt;
  }

  /** Gives the lesson the brain that it waits for; where that is not possible it learns on as it is. */
  private async fulfil(wish: BrainWish): Promise<void> {
    try {
      if (this.hasFailed) throw new Error(daemonTexts.growth.failedBefore);
      if (wish === 'shrink') await this.takeBack();
      else if (wish === 'dream') await this.dreamOfItself();
      else await this.grow(wish);
    } catch (error) {
      this.hasFailed = true;
      const { message } = error as Error;
      this.note(
        'warn',
        wish === 'dream' ? daemonTexts.growth.noDream(message) : daemonTexts.growth.staysAsLarge(message),
      );
      // one that is just falling asleep waits for the next wake
      await this.parts.guardian.ask((room) => room.stay()).catch(() => {});
    }
  }

  /** Dreams, unless something to read came meanwhile: the lesson asks again when that was read. */
  private async dreamOfItself(): Promise<void> {
    const { guardian, home } = this.parts;
    await guardian.ask((room) => room.save());
    if (newestState(home).growth?.learner === null) await this.dream();
  }

  /** A newborn may not have saved its first soul yet. */
  private async mustBeSaved(): Promise<void> {
    const { guardian, home } = this.parts;
    if (new Keeper({ folder: home.soul }).list().length === 0) await guardian.ask((room) => room.save());
  }

  private async takeBack(): Promise<void> {
    const { acts, home } = this.parts;
    const isGrowth = (what: string) =>
      Object.values(ENLARGEMENT_WORDS).some((by) => what === daemonTexts.acts.growing(by));
    const act = (await acts.list()).findLast(({ what, undoneBy }) => isGrowth(what) && undoneBy === undefined);
    const souls = new Set(new Keeper({ folder: home.soul }).list().map(({ name }) => name));
    if (!act?.changes.some((change) => change.change === 'soul' && souls.has(change.soul)))
      throw new Error(daemonTexts.growth.noSoulBefore);
    const { sentence } = await acts.undo(act.id);
    this.note('info', sentence);
  }

  private note(level: 'info' | 'warn', message: string): void {
    this.parts.guardian.tell({ event: 'note', data: { level, scope: 'growth', message } });
  }
}
