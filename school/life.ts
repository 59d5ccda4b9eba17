/** One waking life, whichever lesson it goes on in: what the line and the commands ask of it. */

import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue } from '../library/catalogue.ts';
import { reason } from '../library/note.ts';
import { turnName } from '../library/turns.ts';
import { Keeper } from '../soul/keeper.ts';
import type { Chronicle } from './chronicle.ts';
import { type Config, loadConfig, saveConfig } from './config.ts';
import { diaryLine } from './diary.ts';
import type { Guardian } from './guardian.ts';
import type { Home } from './home.ts';
import type { LibraryReport, Life, Probes, Stats } from './messages.ts';
import { changeSetting } from './settings.ts';

/** Files that one report of the library names. */
const MOST_FILES = 2000;
/** Conversations whose last question is remembered, for a correction of its answer. */
const MOST_ASKED = 32;
/** Where corrections are written, to be read like all else. */
export const CORRECTIONS = 'corrections.txt';

export interface LifeParts {
  readonly guardian: Guardian;
  readonly home: Home;
  /** the settings that count, replaced as a whole when one changes */
  readonly settings: { config: Config };
  readonly chronicle: Chronicle;
  catalogue(): Catalogue;
  /** called once, when it is over */
  end(): Promise<void>;
}

/** The life that goes on in one classroom or, should its lesson break off, the next. */
export function lifeOf({ guardian, home, settings, chronicle, catalogue, end }: LifeParts): Life {
  const since = new Date().toISOString();
  const over = guardian.over.finally(end);
  over.catch(() => {});
  const asked = new Map<string, { from: string; text: string }>();
  keepDiary(guardian);

  return {
    get introduction() {
      return guardian.introduction;
    },
    status: async () => ({
      awake: true,
      pid: process.pid,
      home: home.folder,
      since,
      introduction: guardian.introduction,
      stats: guardian.stats,
      config: settings.config,
    }),

    async say(text, { from = settings.config.owner, conversation = 'owner', ...voice } = {}, onDelta) {
      const { name } = guardian.introduction;
      asked.delete(conversation);
      asked.set(conversation, { from, text });
      for (const oldest of asked.keys()) if (asked.size > MOST_ASKED) asked.delete(oldest);
      guardian.tell({ event: 'chat', data: { conversation, speaker: from, kind: 'said', text } });
      const reply = await guardian.ask((room) => room.say(from, text, conversation, voice, onDelta));
      const { text: replied, ...how } = reply;
      guardian.tell({
        event: 'chat',
        data: { conversation, speaker: name, kind: 'replied', text: replied, reply: how },
      });
      return reply;
    },
    stop: (conversation) => guardian.ask((room) => room.stop(conversation)),
    async forget(conversation) {
      await guardian.ask((room) => room.forget(conversation));
      asked.delete(conversation);
      const lines = chronicle.forget(conversation);
      guardian.tell({ event: 'forgotten', data: { conversation } });
      return lines;
    },
    async correct(conversation, text) {
      const question = asked.get(conversation);
      const words = text.replace(/\s+/g, ' ').trim();
      if (words === '') throw new Error('a correction should say what it should have said, but it is empty');
      await guardian.ask((room) => room.correct(conversation, words));
      const { name } = guardian.introduction;
      guardian.tell({ event: 'chat', data: { conversation, speaker: name, kind: 'corrected', text: words } });
      if (question) layIntoLibrary(home, [question, { from: name, text: words }]);
    },

    async set(key, value) {
      // on the disk first: it may have been edited there meanwhile
      const { config, setting } = changeSetting(await loadConfig(home), key, value);
      await saveConfig(home, config);
      if (!setting.later) {
        settings.config = changeSetting(settings.config, key, value).config;
        await guardian.ask((room) => room.configure(settings.config));
      }
      guardian.tell({ event: 'setting', data: setting });
      return setting;
    },
    library: async () => reportOf(catalogue(), await guardian.ask((room) => room.read())),
    async goBack(soul) {
      let name = soul;
      await guardian.restart(() => {
        name = new Keeper({ folder: home.soul }).bringBack(soul).name;
      }, soul);
      return { name, step: guardian.introduction.step };
    },
    exam: (text, name) => guardian.ask((room) => room.exam(text, name)),
    save: () => guardian.ask((room) => room.save()),
    async sleep(how) {
      await Promise.all([guardian.sleep(how), over]);
    },
    watch: (listener) => guardian.watch(listener),
    over,
  };
}

/** Writes a line of its diary at each save. */
function keepDiary(guardian: Guardian): void {
  let before: Stats | undefined;
  let probes: Probes | undefined;
  guardian.watch((event) => {
    if (event.event === 'probes') probes = event.data;
    const { stats } = guardian;
    if (event.event !== 'saved' || !stats) return;
    const { step } = event.data;
    guardian.tell({ event: 'diary', data: { step, text: diaryLine({ ...stats, step }, before, probes) } });
    before = stats;
  });
}

function layIntoLibrary({ library }: Home, turns: readonly { from: string; text: string }[]): void {
  const path = join(library, CORRECTIONS);
  const lines = turns.map(({ from, text }) => `[${turnName(from)}]: ${text.replace(/\s+/g, ' ').trim()}\n`);
  try {
    appendFileSync(path, `${lines.join('')}\n`, { mode: 0o600 });
  } catch (error) {
    throw new Error(`The conversation goes on as corrected, but ${path} cannot be written: ${reason(error)}.`);
  }
}

function reportOf({ files }: Catalogue, read: Readonly<Record<string, number>>): LibraryReport {
  const sum = (of: (file: Catalogue['files'][number]) => number) => files.reduce((total, file) => total + of(file), 0);
  const tokens = sum((file) => file.tokens);
  return {
    files: files.slice(0, MOST_FILES).map((file) => ({
      name: file.name,
      bytes: file.bytes + file.heldOutBytes,
      tokens: file.tokens,
      heldOutTokens: file.heldOutTokens,
      read: read[file.name] ?? 0,
      weight: tokens > 0 ? file.tokens / tokens : 0,
    })),
    count: files.length,
    tokens,
    heldOutTokens: sum((file) => file.heldOutTokens),
    read: sum((file) => read[file.name] ?? 0),
  };
}
