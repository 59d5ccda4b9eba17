import { Random } from '../brain/engine/random.ts';
import { Shelf } from '../library/token-cache/shelf.ts';
import type { Home } from './home/home.ts';
import { Examiner } from './lesson/examiner.ts';
import { assemble } from './lesson/mind.ts';
import { tensorsOf } from './lesson/resume.ts';
import { Scribe } from './lesson/scribe.ts';
import { meanColour } from './lesson/tutor.ts';
import { giveHands } from './machine/hands.ts';
import type { ExamResult, Life, Reply, VoiceOptions } from './messages.ts';
import { findSoul } from './newborn.ts';
import type { Config } from './settings/config.ts';

/** A sleeping baby that was opened to be asked something: it speaks and is examined, and learns nothing. */
export interface Asleep extends Pick<Life, 'say' | 'exam' | 'stop'> {
  readonly step: number;
  /** bits per byte of the last exam, if there was one */
  readonly lastExam: number | null;
  close(): Promise<void>;
}

/** Opens the newest soul of a home. Throws one sentence when there is none, or when it cannot be used. */
export async function openAsleep(home: Home, config: Config): Promise<Asleep> {
  const found = findSoul(home.soul, config);
  if (!found) throw new Error(`no baby was born in ${home.folder} yet: wake it first with \`baby wake\``);
  const { state, tokenizer, soul } = found;
  const mind = assemble(state.brain, state.sizes);
  const hands = await giveHands(mind.engine, { kernels: config.kernels, threads: config.threads, learning: false });
  const { weights } = tensorsOf(mind);
  soul.readTensors('weights', weights);
  const scribe = new Scribe(mind.voice, tokenizer, config.name, config.voice, new Random(Date.now()));
  const examiner = new Examiner(mind, tokenizer);
  const colour = meanColour(state.tutor.colours);
  const speaking = new Map<string, { asked: boolean }>();

  return {
    step: state.tutor.step,
    lastExam: state.lastExam,
    async say(
      text,
      options: VoiceOptions & { from?: string; conversation?: string } = {},
      onDelta = () => {},
    ): Promise<Reply> {
      const { from = config.owner, conversation = 'owner', ...voice } = options;
      const active = { asked: false };
      speaking.set(conversation, active);
      const said = { from, text, conversation, options: voice };
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
      return examiner.examine({ text, name }, text === undefined ? await shelf.exams() : [], state.tutor.step);
    },
    close: () => hands.release(),
  };
}
