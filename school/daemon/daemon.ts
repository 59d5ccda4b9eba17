import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { From } from '../../library/batches/batches.ts';
import { serialize } from '../../library/files/mutex.ts';
import type { Note } from '../../library/notices/notices.ts';
import { ExampleStore } from '../../library/sources/example-store.ts';
import type { TaughtName } from '../../library/sources/names.ts';
import { dialogueExamples } from '../../library/texts/dialogue-examples.ts';
import { copyStarterTexts } from '../../library/texts/starter.ts';
import { watchLibrary } from '../../library/texts/watch.ts';
import { Shelf } from '../../library/token-cache/shelf.ts';
import { ActLog } from '../acts/act-log.ts';
import type { Baby } from '../api/contract.ts';
import type { Event, Level, Library, Said } from '../api/messages.ts';
import type { Home } from '../home/home.ts';
import { starterFolder } from '../home/package-root.ts';
import { LessonClient } from '../lesson/lesson-client.ts';
import { type LessonOptions, type LessonPlan, optionsToContinue } from '../lesson/options.ts';
import { Raising } from '../raising/raising.ts';
import type { Config } from '../settings/config.ts';
import { wakingSizes } from '../training/resizing.ts';
import { type LivingTwitch, livingTwitch } from '../twitch/attach.ts';
import { freshWords } from '../twitch/consent/fresh-words.ts';
import { babyOf } from './baby.ts';
import { meetAsleep } from './brain-growth.ts';
import { LessonSupervisor } from './lesson-supervisor.ts';
import { findSoul, mustFit, sizesFor } from './load-or-create.ts';
import { newbornTokenizer } from './newborn-tokenizer.ts';
import { type Recorder, startRecorder } from './recorder.ts';
import { findTeacher } from './teacher.ts';
import { Teaching, type TeachingTools, taughtBefore } from './teaching.ts';
import { daemonTexts } from './texts/daemon-texts.ts';

export interface WakeOptions {
  readonly home: Home;
  readonly config: Config;
  /** where it reads on: 'resume' exactly where it was */
  readonly from?: 'resume' | From;
  /** minutes until it winds down and sleeps; for ever if left out */
  readonly minutes?: number;
  /** steps until it sleeps, without winding down; for ever if left out */
  readonly steps?: number;
  readonly onProgress?: (label: string, done: number, total: number) => void;
  readonly onNote?: (level: Level, scope: string, message: string) => void;
  /** how a lesson is begun; tests hand in their own, to break it off */
  readonly openRoom?: (orders: LessonOptions) => Promise<LessonClient>;
}

/** How often the whole library is looked at, for changes that were not announced. */
const RESCAN_MILLISECONDS = 30_000;

/**
 * Wakes the baby of a home: starter texts for an empty library, a tokenizer for a newborn, the library onto the shelf, and the lesson in
 * a thread of its own. While it is awake, new and changed files of the library are picked up.
 */
export async function wake(options: WakeOptions): Promise<Baby> {
  const { home, config, from = 'resume', minutes, steps, onProgress, openRoom = LessonClient.open } = options;
  let guardian: LessonSupervisor | undefined;
  const tell = (level: Level, scope: string, message: string) => {
    options.onNote?.(level, scope, message);
    guardian?.tell({ event: 'note', data: { level, scope, message } });
  };
  const onNote = (note: Note) => tell(note.level === 'warning' ? 'warn' : note.level, 'library', note.message);

  let found = findSoul(home.soul, config);
  for (const sentence of found?.soul.notes ?? []) tell('warn', 'soul', sentence);

  const copied = await copyStarterTexts(starterFolder, home.library, onNote);
  if (copied.length > 0) tell('info', 'library', daemonTexts.wake.starterTexts(copied.length, home.library));

  const shelf = new Shelf({ libraryFolder: home.library, shelfFolder: home.shelf, isRead: true });
  // Watched before it is read, so that nothing that changes meanwhile is missed.
  let missed = false;
  let readAnew = async () => {
    missed = true;
  };
  const watch = watchLibrary(home.library, () => readAnew(), { intervalMs: RESCAN_MILLISECONDS, onNote });
  let chronicle: Recorder | undefined;
  let raising: Raising | undefined;
  let living: LivingTwitch | undefined;
  let ended: Promise<void> | undefined;
  const end = (why: string): Promise<void> => {
    ended ??= (async () => {
      raising?.stop();
      await living?.close();
      chronicle?.close(why);
      await watch.close();
    })();
    return ended;
  };
  try {
    let tokenizer = found
      ? { tokenizer: found.tokenizer, text: found.tokenizerText }
      : await newbornTokenizer(home, shelf, config, onNote, (done, total) =>
          onProgress?.(daemonTexts.wake.learningToRead, done, total),
        );
    const readLibrary = async (progress?: WakeOptions['onProgress']): Promise<Library> => {
      const total = progress ? sizeOf(home.library) : 0;
      await shelf.refresh(tokenizer.tokenizer, {
        heldOutFraction: config.heldOut,
        speaker: config.name,
        onNote,
        ...(progress ? { onProgress: ({ bytes }) => progress(daemonTexts.wake.readingLibrary, bytes, total) } : {}),
      });
      const speakers = { owner: config.owner, baby: config.name };
      const dialogues = await shelf.admit(await dialogueExamples(starterFolder, home.library, speakers), onNote);
      return { files: await shelf.load(onNote), exams: await shelf.exams(onNote), dialogues };
    };
    let library = await readLibrary(onProgress);
    if (library.files.reduce((sum, { tokens }) => sum + tokens.length, 0) < 2) {
      throw new Error(daemonTexts.wake.nothingToRead(home.library));
    }

    if (found && (await meetAsleep(home, config, shelf, (message) => tell('info', 'growth', message)))) {
      found = findSoul(home.soul, config) ?? found;
      tokenizer = { tokenizer: found.tokenizer, text: found.tokenizerText };
      library = await readLibrary();
    }
    const { sizes, notes } = found
      ? wakingSizes(found.state, config)
      : { sizes: sizesFor(config, tokenizer.tokenizer.vocabularySize), notes: [] };
    for (const sentence of notes) tell('warn', 'settings', sentence);
    mustFit(config, sizes);
    const { hash: tokenizerHash } = tokenizer.tokenizer;
    const teacher = await findTeacher({ config, sizes, tokenizerHash, state: found?.state });
    const plan: LessonPlan = {
      config,
      soulFolder: home.soul,
      soul: found?.name ?? null,
      tokenizer: tokenizer.text,
      sizes,
      teacher,
      from,
      voices: true,
      minutes: minutes ?? null,
      steps,
    };
    const settings = { config };
    const began = performance.now();
    const book = await ExampleStore.open(home.sources, onNote);
    const admit: TeachingTools['admit'] = (passages) => shelf.admit(passages, onNote);
    // words of people in public whose time is over may lie there yet, of a wake that was killed or a machine that was suspended
    const taughtAt = async (step = 0): ReturnType<typeof taughtBefore> => {
      const { twitch: said = [], ...others } = await taughtBefore(book, admit, step);
      const fresh = freshWords(home.twitch, settings.config.twitch, said, (message) =>
        tell('error', 'twitch', message),
      );
      return fresh.length > 0 ? { ...others, twitch: fresh } : others;
    };
    await shelf.sweep();
    const room = await openRoom({ ...plan, library, taught: await taughtAt(found?.state.tutor.step) });
    let hasSoul = found !== undefined;
    const keepSaid = (said: readonly Said[]) =>
      teaching
        .keep(said)
        .catch((error: Error) => {
          tell('warn', 'sources', daemonTexts.wake.commentNotStored(error.message));
          return [];
        })
        .finally(() => said.forEach(({ raised: data }) => lessons.tell({ event: 'raised', data })));
    const lessons = new LessonSupervisor(room, async () => {
      const again = findSoul(home.soul, config);
      if (!again && hasSoul) throw new Error(daemonTexts.wake.noSoulLeft(home.soul));
      for (const sentence of again?.soul.notes ?? []) tell('warn', 'soul', sentence);
      const minutesAwake = (performance.now() - began) / 60_000;
      const left = optionsToContinue({ ...plan, config: settings.config }, room.introduction.step, again, minutesAwake);
      // a soul that is larger, or of before it grew, has a tokenizer of its own
      if (again) tokenizer = { tokenizer: again.tokenizer, text: again.tokenizerText };
      const reread = await readLibrary();
      void twitch.guard(reread, shelf.catalogue());
      const next = await openRoom({ ...left, library: reread, taught: await taughtAt(again?.state.tutor.step) });
      next.keepSaid(keepSaid);
      await shelf.sweep();
      return next;
    });
    guardian = lessons;
    lessons.watch(({ event }) => (hasSoul ||= event === 'saved'));
    chronicle = startRecorder(lessons, home.statistics, settings, (level, message) => tell(level, 'ledger', message));
    const teaching = new Teaching({
      ...{ guardian: lessons, book, admit },
      habitOf: (source) => habitFor(settings.config.habits, source),
    });
    raising = new Raising({
      life: lessons,
      home,
      settings,
      teach: teaching.inPassing((message) => tell('warn', 'sources', message)),
    });
    room.keepSaid(keepSaid);
    const actLog = await ActLog.open(home, (sentence) => tell('warn', 'acts', sentence));
    let onLibrary = async (): Promise<void> => {};
    const life = babyOf({
      guardian: lessons,
      home,
      settings,
      chronicle,
      raising,
      teaching,
      actLog,
      twitch: () => twitch,
      shelf,
      onLibrary: (changed) => void (onLibrary = changed),
      readLibrary: () => readAnew(),
      end: () => end('asleep'),
    });
    const taught = book.entries('twitch').map(({ id }) => id);
    const tellAll = (event: Event) => lessons.tell(event);
    const twitch: LivingTwitch = livingTwitch({
      home,
      settings,
      life,
      tokenizer: () => tokenizer.tokenizer,
      taughtBefore: taught,
      inSource: () => book.entries('twitch').map(({ id }) => id),
      ownWords: () => ownWordsIn(book),
      tell: tellAll,
    });
    living = twitch;
    void twitch.guard(library, shelf.catalogue());
    const inTurn = serialize();
    readAnew = async () => {
      await inTurn(async () => {
        const reread = await readLibrary();
        let taken: Promise<boolean> | undefined;
        await twitch.guard(reread, shelf.catalogue(), () => (taken = lessons.newLibrary(reread)));
        // while the lesson reads in the library before, token files of it stay
        if (await taken) await shelf.sweep();
      });
      void onLibrary();
    };
    if (missed) readAnew().catch((error: Error) => tell('error', 'library', error.message));
    return life;
  } catch (error) {
    const ending = end(daemonTexts.wake.couldNotWake);
    // a lesson that had begun would go on, and save, without a lock that keeps others away
    await guardian?.sleep({ now: true }).catch(() => {});
    await ending;
    throw error;
  }
}

/** The habit that learns what a source teaches. */
const habitFor = ({ chat, twitch }: Config['habits'], source: TaughtName): string =>
  source === 'twitch' ? twitch : source === 'corrections' || source === 'chat' ? chat : '';

/** What its owner said in private that it remembers: in chats, through programs, and as corrections that may not be said to anybody. */
const ownWordsIn = (book: ExampleStore): { id: string; text: string }[] => [
  ...[...book.entries('chat'), ...book.entries('api')].flatMap(({ id, turns }) => {
    const own = turns.filter(({ learn }) => learn);
    return own.map(({ text }, i) => ({ id: `${id} ${i}`, text }));
  }),
  ...book
    .entries('corrections')
    .filter((correction) => correction.public !== true)
    .flatMap(({ id, time, turns }) => turns.map(({ text }, i) => ({ id: `${id} ${time} ${i}`, text }))),
];

/** Bytes of all files in a folder; files that vanish meanwhile count nothing. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !join(entry.parentPath, entry.name).includes('/.'))
    .reduce(
      (sum, entry) => sum + (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
}
