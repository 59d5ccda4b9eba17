/** One waking life, whichever lesson it goes on in: what the line and the commands ask of it. */

import { BoundedMap } from '../../library/files/bounded-map.ts';
import { serialize } from '../../library/files/mutex.ts';
import type { Shelf } from '../../library/token-cache/shelf.ts';
import { Keeper } from '../../soul/keeper.ts';
import type { ActLog } from '../acts/act-log.ts';
import { Acts, reportOfAct } from '../acts/acts.ts';
import type { Baby } from '../api/contract.ts';
import type { Corrected, ExamResult, Level, LibraryReport, Probes, Stats } from '../api/messages.ts';
import type { Home } from '../home/home.ts';
import { diaryLine } from '../lesson/reports/diary.ts';
import type { Raising } from '../raising/raising.ts';
import { type Config, loadConfig, saveConfig } from '../settings/config.ts';
import { changeSetting, changesLearning, type Setting, settingOf } from '../settings/settings.ts';
import type { LivingTwitch } from '../twitch/attach.ts';
import { TWITCH_CONVERSATION } from '../twitch/bot/conversations.ts';
import { awakeTools, rewriteAwake } from './awake-tools.ts';
import { AwakeGrowth } from './brain-growth.ts';
import { API_CONVERSATION, completionsOf } from './completions.ts';
import { HabitActs } from './habits/habit-acts.ts';
import type { LessonSupervisor } from './lesson-supervisor.ts';
import { onlyText, removedText, textFile, textTakenOut, textToRemove } from './library/text-removal.ts';
import { weighing } from './library/text-weight.ts';
import { reportOf } from './library-report.ts';
import type { Recorder } from './recorder.ts';
import { type Teaching, takenOut } from './teaching.ts';
import { daemonTexts } from './texts/daemon-texts.ts';

/** Conversations whose last question is remembered, for a correction of its answer. */
const MOST_ASKED = 32;

/** What was said last in a conversation, what it replied, and the correction of that. */
interface Asked {
  readonly from: string;
  readonly text: string;
  reply?: string;
  correction?: string;
}

export interface BabyParts {
  readonly guardian: LessonSupervisor;
  readonly home: Home;
  /** the settings that count, replaced as a whole when one changes */
  readonly settings: { config: Config };
  readonly chronicle: Recorder;
  readonly raising: Pick<Raising, 'journal' | 'mood'>;
  readonly teaching: Teaching;
  readonly actLog: ActLog;
  /** asked for late, since it needs the life itself */
  readonly twitch: () => Pick<LivingTwitch, 'answer' | 'answerPublicly' | 'wentBack'>;
  readonly shelf: Pick<Shelf, 'catalogue' | 'release' | 'restore' | 'load'>;
  /** told once whom to tell that the library changed, and the lesson knows */
  readonly onLibrary: (changed: () => Promise<void>) => void;
  /** reads the library again, and hands it to the lesson */
  readLibrary(): Promise<void>;
  /** called once, when it is over */
  end(): Promise<void>;
}

/** The life that goes on in one classroom or, should its lesson break off, the next. */
export function babyOf({
  guardian,
  home,
  settings,
  chronicle,
  raising,
  teaching,
  actLog,
  twitch,
  shelf,
  onLibrary,
  readLibrary,
  end,
}: BabyParts): Baby {
  const since = new Date().toISOString();
  const over = guardian.over.finally(end);
  over.catch(() => {});
  const inTurn = serialize();
  const asked = new BoundedMap<string, Asked>(MOST_ASKED);
  const teach = teaching.inPassing((message) => note(guardian, 'warn', 'sources', message));
  keepDiary(guardian, raising);
  const change = (key: string, value: unknown): Promise<{ setting: Setting; before: unknown }> =>
    inTurn(async () => {
      const { brain, preset } = guardian.introduction;
      // on the disk first: it may have been edited there meanwhile
      const old = await loadConfig(home);
      const { config, setting } = changeSetting(old, key, value, { brain, preset });
      await saveConfig(home, config);
      if (!setting.later) {
        settings.config = changeSetting(settings.config, key, value).config;
        await guardian.have((room) => room.configure(settings.config));
      }
      guardian.tell({ event: 'setting', data: setting });
      return { setting, before: settingOf(old, setting.key) };
    });
  const tools = awakeTools({
    ...{ guardian, home, chronicle, teaching, shelf },
    set: async (key, value) => (await change(key, value)).before,
    wentBack: (step) => twitch().wentBack(step),
  });
  const acts = new Acts(actLog, tools);

  const set = async (key: string, value: unknown, what?: string): Promise<Setting> => {
    const now = await loadConfig(home);
    // a value that is not allowed is no act
    const { brain, preset } = guardian.introduction;
    const { key: full } = changeSetting(now, key, value, { brain, preset }).setting;
    const before = settingOf(now, full);
    return (await acts.set(full, before, changesLearning(full), () => change(full, value), what)).setting;
  };
  const report = async (): Promise<LibraryReport> =>
    reportOf(shelf.catalogue(), await guardian.ask((room) => room.read()), settings.config.textWeights);
  const growth = new AwakeGrowth({ guardian, acts, home, settings, shelf });
  onLibrary(() => growth.meetLibrary());
  const habits = new HabitActs({
    ...{ home, acts, tools, rewrite: rewriteAwake(guardian, home), config: () => settings.config },
    meantFor: async (source, habit) => teaching.meantFor(source, habit),
    note: (sentence) => note(guardian, 'info', 'habits', sentence),
  });

  const completions = completionsOf({ guardian, settings, twitch, teach: (...said) => teach('api', ...said) });

  /** Remembers a reply as the answer to a question, in the place of one that was remembered before. */
  const rememberReply = async (question: Asked, text: string, isPublic = false): Promise<Corrected> => {
    const earlier = question.correction === undefined ? [] : teaching.examples('corrections', [question.correction]);
    const { name } = guardian.introduction;
    const corrected = await teaching.correct(question, { from: name, text }, question.correction, isPublic);
    if (corrected.id !== null) {
      question.correction = corrected.id;
      // the reply does not wait for a soul to be saved
      void acts.corrected(corrected.id, earlier);
      // without its words: they go with the conversation when that is forgotten
      note(guardian, 'info', 'corrections', daemonTexts.talk.answerRemembered(corrected.id));
    }
    if (corrected.note !== null) note(guardian, 'warn', 'corrections', corrected.note);
    return corrected;
  };

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
      // what people say in public is used for the answer and nothing else: neither shown, nor kept, nor corrected
      const isPublic = conversation.startsWith(TWITCH_CONVERSATION);
      if (!isPublic) {
        asked.set(conversation, { from, text });
        guardian.tell({ event: 'chat', data: { conversation, speaker: from, kind: 'said', text } });
      }
      // nothing private speaks in public, whatever was asked for
      const how = isPublic && voice.memory !== 'none' ? { ...voice, memory: 'public' as const } : voice;
      const reply = await guardian.ask((room) => room.say(from, text, conversation, how, onDelta));
      const { text: replied, ...spoken } = reply;
      if (isPublic) return reply;
      const question = asked.get(conversation);
      if (question) question.reply = replied;
      guardian.tell({
        event: 'chat',
        data: { conversation, speaker: name, kind: 'replied', text: replied, reply: spoken },
      });
      return reply;
    },
    complete: completions.complete,
    stop: (conversation) => guardian.ask((room) => room.stop(conversation)),
    async forget(conversation) {
      await guardian.ask((room) => room.forget(conversation));
      // what people say in public lies nowhere else: see `say`
      if (conversation.startsWith(TWITCH_CONVERSATION)) return 0;
      asked.delete(conversation);
      await teaching.forget(conversation);
      if (conversation === API_CONVERSATION) completions.forget();
      const lines = chronicle.forget(conversation);
      guardian.tell({ event: 'forgotten', data: { conversation } });
      return lines;
    },
    async again(conversation, onDelta) {
      const question = asked.get(conversation);
      if (!question) throw new Error(daemonTexts.talk.noReplyYet);
      const { from, text: said } = question;
      const reply = await guardian.ask((room) => room.say(from, said, conversation, { again: true }, onDelta));
      const { text, ...how } = reply;
      question.reply = text;
      const { name: speaker } = guardian.introduction;
      guardian.tell({ event: 'chat', data: { conversation, speaker, kind: 'replied', text, reply: how } });
      return reply;
    },
    async good(conversation) {
      const question = asked.get(conversation);
      if (!question?.reply) throw new Error(daemonTexts.talk.noReplyYet);
      return rememberReply(question, question.reply);
    },
    async correct(conversation, text, { public: isPublic = false } = {}) {
      const question = asked.get(conversation);
      const words = text.replace(/\s+/g, ' ').trim();
      if (words === '') throw new Error(daemonTexts.talk.emptyCorrection);
      await guardian.ask((room) => room.correct(conversation, words));
      const { name } = guardian.introduction;
      guardian.tell({ event: 'chat', data: { conversation, speaker: name, kind: 'corrected', text: words } });
      if (!question) return { id: null, note: daemonTexts.talk.questionTooOld };
      return rememberReply(question, words, isPublic);
    },
    corrections: () => teaching.corrections(),
    teach: (source, passages) => teaching.teach(source, passages),
    async unteach(source, ids) {
      const gone = await teaching.unteach(source, ids);
      if (source === 'api') completions.forget();
      await acts.forget(source, ids);
      if (source === 'corrections')
        for (const { id, reads } of gone) note(guardian, 'info', 'corrections', takenOut(id, reads));
      return gone;
    },

    set: (key, value) => set(key, value),
    async weigh(typed, weight) {
      const { textWeights } = await loadConfig(home);
      const { key, what, name, before, texts } = weighing(shelf.catalogue().files, textWeights, typed, weight);
      if (weight !== before) await set(key, weight, what);
      return { name, weight, before, texts };
    },
    twitch: (request) => twitch().answer(request),
    journal: async (text) => raising.journal(text),
    memory: () => guardian.ask((room) => room.memory()),
    library: report,
    goBack: (soul) => acts.goBack(soul),
    async keepSoul(name, soul) {
      const { name: kept } = soul === undefined ? await guardian.ask((room) => room.save()) : { name: soul };
      const { step } = await guardian.ask((room) => room.label(kept, { keptAs: name }));
      return { name: kept, step, keptAs: name };
    },
    async releaseSoul(soul) {
      const { step } = await guardian.ask((room) => room.label(soul, { keptAs: null }));
      return { name: soul, step, keptAs: null };
    },
    grow: ({ by } = {}) => growth.grow(by),
    dream: ({ alone } = {}) => growth.dream(alone),
    habits: () => guardian.ask((room) => room.habit({ does: 'list' })),
    newHabit: (name, how = {}) => habits.begin({ name, ...how }),
    habit: (name, does) => habits.change({ name, does }),
    importHabit: (file, as) => habits.import({ file, as }),
    acts: async () => (await acts.list()).map(reportOfAct),
    undo: ({ act, preview } = {}) => acts.undo(act, { preview }),
    beginFeed: (of, pid) => acts.beginFeed(of, pid),
    endFeed: async (act) => (await acts.endFeed(act)) !== undefined,
    async removeText(name) {
      const { files, count } = await report();
      const file = textToRemove({ files }, name);
      if (count === 1) throw new Error(onlyText(file.name));
      await acts.remove(await textFile(home, file.name));
      note(guardian, 'info', 'library', textTakenOut(file.name));
      await readLibrary();
      return removedText(file, new Keeper({ folder: home.soul }).list());
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

function note(guardian: LessonSupervisor, level: Level, scope: string, message: string): void {
  guardian.tell({ event: 'note', data: { level, scope, message } });
}

/** Writes a line of its diary at each save. */
function keepDiary(guardian: LessonSupervisor, raising: BabyParts['raising']): void {
  let before: Stats | undefined;
  let probes: Probes | undefined;
  let examined: ExamResult | undefined;
  guardian.watch((event) => {
    if (event.event === 'probes') probes = event.data;
    if (event.event === 'examined') examined = event.data;
    const { stats: last } = guardian;
    if (event.event !== 'saved' || !last) return;
    const { step } = event.data;
    // the exam before this save may be newer than the last statistics
    const isOwn = examined?.step === step && examined.paper !== undefined && examined.paper === last.examPaper;
    const stats = { ...last, step, ...(isOwn ? { exam: examined?.bitsPerByte ?? last.exam } : {}) };
    const text = diaryLine(stats, before, probes, raising.mood);
    // after everybody has heard of the save itself
    queueMicrotask(() => guardian.tell({ event: 'diary', data: { step, text } }));
    before = stats;
  });
}
