import { count } from '../../statistics/format/numbers.ts';
import type { Baby } from '../api/contract.ts';
import type { ExamResult } from '../api/messages.ts';
import { sentenceOfSetting } from '../settings/settings.ts';
import { answerAlone } from './known.ts';
import type { ChatBaby } from './run.ts';
import { chatTexts } from './texts.ts';

/** A baby that is awake, as the commands of one conversation need it. */
/** @param owner how it calls its owner */
export function chatBabyOf(life: Omit<Baby, 'watch' | 'over' | 'say'>, conversation: string, owner: string): ChatBaby {
  const { name } = life.introduction;
  return {
    stop: () => life.stop(conversation),
    forget: () => life.forget(conversation),
    correct: async (text, isPublic) => void (await life.correct(conversation, text, { public: isPublic })),
    good: async () => void (await life.good(conversation)),
    again: async () => `${name}: ${(await life.again(conversation)).text}`,
    answer: (question) => answerAlone(life, owner, question),
    set: async (key, value) => `${sentenceOfSetting(await life.set(key, value))}.`,
    save: async () => chatTexts.savedAt(count((await life.save()).step)),
    exam: async () => examSentence(await life.exam()),
    stats: async () => (await life.status()).stats,
    temperature: async () => (await life.status()).config.voice.temperature,
    sleep: async () => {
      await life.sleep();
      return chatTexts.fellAsleep(name);
    },
    unable: (command) => chatTexts.cannotDo(name, command),
  };
}

export function examSentence({ bitsPerByte, step, of }: ExamResult): string {
  return chatTexts.examAt(count(step), bitsPerByte.toFixed(3), of);
}
