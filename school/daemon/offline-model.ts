import { Random } from '../../brain/engine/random.ts';
import { ExampleStore } from '../../library/sources/example-store.ts';
import { Shelf } from '../../library/token-cache/shelf.ts';
import type { Tokenizer } from '../../library/tokenizer/index.ts';
import type { Baby, SayOptions } from '../api/contract.ts';
import type { ExamResult, Introduction, Library, Reply } from '../api/messages.ts';
import { starterDialogues } from '../home/dialogues.ts';
import type { Home } from '../home/home.ts';
import { openMentor } from '../lesson/mentor.ts';
import type { Found } from '../lesson/options.ts';
import { createRuntime } from '../machine/runtime.ts';
import type { Config } from '../settings/config.ts';
import { spokenVoice } from '../settings/voice-settings.ts';
import { readSpoken, spokenFiles } from '../training/checkpoint.ts';
import { examineCorrections } from '../training/evaluation/corrections-exam.ts';
import { Evaluator, type ExamSet } from '../training/evaluation/evaluator.ts';
import { readWithHabits } from '../training/habits/spoken-habits.ts';
import { Memory, type MemoryState } from '../training/memory/memory.ts';
import { REMEMBERED } from '../training/memory/remembered-sources.ts';
import { buildModel, VOICE } from '../training/model.ts';
import type { Said } from '../training/replies/reply-turns.ts';
import { Scribe } from '../training/scribe.ts';
import { meanColour } from '../training/training-loop.ts';
import { freshWords } from '../twitch/consent/fresh-words.ts';
import { findSoul } from './load-or-create.ts';
import { findTeacher } from './teacher.ts';
import { daemonTexts } from './texts/daemon-texts.ts';

/** What guards private texts is a part of the process of an awake baby. */
const ONLY_AWAKE = daemonTexts.asleep.answersOwnerOnly;

/** A sleeping baby that was opened to be asked something: it speaks and is examined, and learns nothing. */
export interface OfflineModel extends Pick<Baby, 'say' | 'complete' | 'exam' | 'stop' | 'memory'> {
  readonly introduction: Pick<Introduction, 'name' | 'brain' | 'preset' | 'parameters' | 'step'>;
  readonly step: number;
  /** bits per byte of the last exam, if there was one */
  readonly lastExam: number | null;
  close(): Promise<void>;
}

/** Opens the newest soul of a home. Throws one sentence when there is none, or when it cannot be used. */
export async function openOfflineModel(home: Home, config: Config): Promise<OfflineModel> {
  const found = findSoul(home.soul, config);
  if (!found) throw new Error(daemonTexts.asleep.neverBorn(home.folder));
  const { state, tokenizer, soul } = found;
  const mind = buildModel(state.brain, state.sizes, undefined, { without: config.study.without });
  const { kernels, threads } = config;
  const siblings = spokenFiles(state).length - 1;
  const { storage } = config.voice;
  const room = { learning: false, siblings, speaker: VOICE, storage };
  const runtime = await createRuntime(mind.engine, { kernels, threads, ...room });
  mind.voice.speakers = readWithHabits(mind, soul);
  const memory = await memoryAsleep(home, config, tokenizer, state.memory);
  const voice = spokenVoice(config.voice, state.temperature ?? null);
  const scribe = new Scribe(mind.voice, tokenizer, config.name, voice, new Random(Date.now()), memory);
  const evaluator = new Evaluator(mind, tokenizer, memory);
  const colour = meanColour(state.tutor.colours);
  const speaking = new Map<string, { asked: boolean }>();

  const speak = async (said: Said, onDelta: (delta: string) => void = () => {}): Promise<Reply> => {
    const { conversation } = said;
    const active = { asked: false };
    speaking.set(conversation, active);
    const reply = scribe.reply(said, colour, onDelta, () => active.asked);
    try {
      for (;;) {
        const { done, value } = reply.next();
        if (done) return value;
        // keys are heard between two tokens
        await new Promise(setImmediate);
      }
    } finally {
      speaking.delete(conversation);
    }
  };

  return {
    introduction: {
      name: config.name,
      brain: state.brain,
      preset: config.preset,
      parameters: mind.engine.parameters.count,
      step: state.tutor.step,
    },
    step: state.tutor.step,
    lastExam: state.lastExam,
    say: (text, { from = config.owner, conversation = 'owner', ...options }: SayOptions = {}, onDelta) =>
      speak({ from, text, conversation, options }, onDelta),
    async complete(prompt, { conversation, public: isPublic, learnable: _, ...voice }, onDelta) {
      if (isPublic) throw new Error(ONLY_AWAKE);
      return speak({ from: config.owner, text: '', conversation, options: { ...voice, prompt } }, onDelta);
    },
    async stop(conversation) {
      const active = speaking.get(conversation);
      if (active) active.asked = true;
      return active !== undefined;
    },
    async exam(text?: string, name?: string): Promise<ExamResult> {
      const shelf = new Shelf({ libraryFolder: home.library, shelfFolder: home.shelf });
      if (text === undefined) {
        await shelf.refresh(tokenizer, { heldOutFraction: config.heldOut, speaker: config.name });
      }
      const exams = text === undefined ? await shelf.exams() : [];
      // exams are about the weights: no habit is on
      const speakers = readSpoken(mind, soul);
      const result = evaluator.examine({ text, name }, exams, state.tutor.step, { speakers });
      const taught = await examinedTeacher(found, config, { text, name }, exams);
      const people = { owner: config.owner, name: config.name, dialogues: starterDialogues() };
      const corrections = examineCorrections({ tokenizer, memory, ...people }, mind, speakers);
      mind.voice.speakers = readWithHabits(mind, soul);
      const isCorrected = text === undefined && corrections;
      return { ...result, ...taught, ...(isCorrected && { corrections: corrections.marks }) };
    },
    memory: async () => memory.report(),
    close: () => runtime.release(),
  };
}

/** What the baby that teaches it is worth on the same text; absent where none does, or it cannot be read. */
async function examinedTeacher(
  { state, tokenizer }: Found,
  config: Config,
  examSet: ExamSet,
  exams: Library['exams'],
): Promise<Pick<ExamResult, 'teacher'>> {
  const { sizes, tokenizerHash } = state;
  const teacher = await findTeacher({ config, sizes, tokenizerHash, state });
  if (teacher?.soul === undefined) return {};
  const { home, name, soul } = teacher;
  const mentor = await openMentor({ home, name, soul }, sizes, config).catch(() => undefined);
  try {
    return mentor ? new Evaluator({ ...mentor.model, mentor }, tokenizer).ofTeacher(examSet, exams) : {};
  } finally {
    await mentor?.release();
  }
}

/** What a sleeping baby remembers: its library as it stood on the shelf, and what is kept of its sources; of people in public only what has not expired. */
async function memoryAsleep(home: Home, config: Config, tokenizer: Tokenizer, state?: MemoryState): Promise<Memory> {
  const memory = new Memory(tokenizer, config.memory, starterDialogues(), state);
  memory.readLibrary(await new Shelf({ libraryFolder: home.library, shelfFolder: home.shelf }).load());
  const store = await ExampleStore.open(home.sources, () => {});
  const said = freshWords(home.twitch, config.twitch, store.entries('twitch'), () => {});
  for (const source of REMEMBERED) {
    const entries = source === 'twitch' ? said : store.entries(source);
    // what a habit learns is known by nobody else
    memory.remember(
      source,
      entries.filter(({ habit }) => habit === undefined),
    );
  }
  return memory;
}
