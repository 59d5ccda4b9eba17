import { Random } from '../brain/engine/random.ts';
import { Shelf } from '../library/shelf.ts';
import type { Config } from './config.ts';
import { Examiner } from './examiner.ts';
import { giveHands } from './hands.ts';
import type { Home } from './home.ts';
import type { ExamResult, Life, Reply, VoiceOptions } from './messages.ts';
import { assemble } from './mind.ts';
import { findSoul } from './newborn.ts';
import { tensorsOf } from './resume.ts';
import { atOnce, Scribe } from './scribe.ts';
import { meanColour } from './tutor.ts';

/** A sleeping baby that was opened to be asked something: it speaks and is examined, and learns nothing. */
export interface Asleep extends Pick<Life, 'say' | 'exam'> {
  readonly step: number;
  /** bits per byte of the last exam, if there was one */
  readonly lastExam: number | null;
  close(): Promise<void>;
}

/** Opens the newest soul of a home. Throws one sentence when there is none, or when it cannot be used. */
export async function openAsleep(home: Home, config: Config): Promise<Asleep> {
  const found = findSoul(home.soul, config);
  if (!found) throw new Error(`no baby was born in ${home.folder} yet: wake it first with baby wake`);
  const { state, tokenizer, soul } = found;
  const mind = assemble(state.brain, state.sizes);
  const hands = await giveHands(mind.engine, { kernels: config.kernels, threads: config.threads, learning: false });
  const { weights } = tensorsOf(mind);
  soul.readTensors('weights', weights);
  const scribe = new Scribe(mind.voice, tokenizer, config.name, config.voice, new Random(Date.now()));
  const examiner = new Examiner(mind, tokenizer);
  const colour = meanColour(state.tutor.colours);

  return {
    step: state.tutor.step,
    lastExam: state.lastExam,
    async say(
      text,
      options: VoiceOptions & { from?: string; conversation?: string } = {},
      onDelta = () => {},
    ): Promise<Reply> {
      const { from = config.owner, conversation = 'owner', ...voice } = options;
      return atOnce(scribe.reply({ from, text, conversation, options: voice }, colour, onDelta));
    },
    async exam(text?: string, name?: string): Promise<ExamResult> {
      const shelf = new Shelf({ libraryFolder: home.library, shelfFolder: home.shelf });
      if (text === undefined) await shelf.refresh(tokenizer, { heldOutFraction: config.heldOut });
      return examiner.examine({ text, name }, text === undefined ? await shelf.exams() : [], state.tutor.step);
    },
    close: () => hands.release(),
  };
}
