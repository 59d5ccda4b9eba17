/** What the commands of a conversation do, wherever they were typed. */

import { short } from '../../statistics/format/numbers.ts';
import type { Stats, VoiceOptions } from '../api/messages.ts';
import { moodOf } from '../raising/mood.ts';
import { joined, learningLine, oneLine } from '../text/view-format.ts';
import { type ChatCommand, type CommandName, helpLines } from './commands.ts';
import { chatTexts } from './texts.ts';

/** How it speaks in one conversation of one view; what is left out comes from baby.json. */
export type ChatVoice = Pick<VoiceOptions, 'temperature' | 'seed'>;

/** What the commands ask of a baby, in one conversation; a baby that cannot do all leaves out the rest. All reject with one sentence. */
export interface ChatBaby {
  readonly stop?: () => Promise<boolean>;
  /** resolves to how many lines were deleted */
  readonly forget?: () => Promise<number>;
  readonly correct?: (text: string, isPublic: boolean) => Promise<void>;
  readonly good?: () => Promise<void>;
  /** resolves to the other reply, where nobody else shows it */
  readonly again?: () => Promise<string | undefined>;
  /** a reply to words, the likeliest, in a conversation of its own that is forgotten with it */
  readonly answer?: (question: string) => Promise<string>;
  /** goes on in another conversation; without a name: says which there are. Resolves to a sentence */
  readonly talk?: (name: string | undefined) => Promise<string>;
  /** writes the conversation into a file; resolves to a sentence */
  readonly write?: (path: string) => Promise<string>;
  /** the others resolve to one sentence of what came of it */
  readonly set?: (key: string, value: string) => Promise<string>;
  readonly save?: () => Promise<string>;
  readonly exam?: () => Promise<string>;
  readonly sleep?: () => Promise<string>;
  readonly stats?: () => Promise<Stats | null>;
  /** the temperature of baby.json; undefined while it is not known */
  readonly temperature: () => Promise<number | 'auto' | undefined>;
  /** One sentence for what is left out. @param command such as `/save` */
  readonly unable: (command: string) => string;
}

export interface Outcome {
  /** what is to be shown, line by line; not yet cleaned for a terminal */
  readonly lines: readonly string[];
  /** how it speaks from now on, if that was changed */
  readonly voice?: ChatVoice;
  /** the owner edits the last reply in place */
  readonly edit?: boolean;
}

/** A total table: what each command asks of a baby that may be left out. */
const NEEDS: Readonly<Record<CommandName, Exclude<keyof ChatBaby, 'temperature' | 'unable'> | undefined>> = {
  temperature: undefined,
  seed: undefined,
  fix: 'correct',
  good: 'good',
  again: 'again',
  stop: 'stop',
  forget: 'forget',
  stats: 'stats',
  exam: 'exam',
  save: 'save',
  set: 'set',
  talk: 'talk',
  write: 'write',
  sleep: 'sleep',
  help: undefined,
};

/** Does what a command asks. @throws Error with one sentence for the owner */
export async function runCommand(command: ChatCommand, baby: ChatBaby, voice: ChatVoice): Promise<Outcome> {
  const can = <T>(deed: T | undefined): T => {
    if (deed === undefined) throw new Error(baby.unable(`/${command.kind}`));
    return deed;
  };
  switch (command.kind) {
    case 'temperature':
    case 'seed': {
      const { [command.kind]: _, ...others } = voice;
      const { value } = command;
      const next: ChatVoice =
        value === undefined ? voice : value === null ? others : { ...others, [command.kind]: value };
      return { lines: [await voiceSentence(command.kind, next, baby)], voice: next };
    }
    case 'fix':
      if (command.text === undefined) {
        can(baby.correct);
        return { lines: [], edit: true };
      }
      await can(baby.correct)(command.text, command.isPublic ?? false);
      return { lines: [chatTexts.corrected] };
    case 'good':
      await can(baby.good)();
      return { lines: [chatTexts.rememberedAsRight] };
    case 'again': {
      const other = await can(baby.again)();
      return { lines: other === undefined ? [] : [other] };
    }
    case 'stop':
      return { lines: (await can(baby.stop)()) ? [] : [chatTexts.nothingIsSaid] };
    case 'forget':
      return { lines: [forgotten(await can(baby.forget)())] };
    case 'stats': {
      const stats = await can(baby.stats)();
      return { lines: stats ? statsLines(stats) : [chatTexts.noStepYet] };
    }
    case 'exam':
      return { lines: [await can(baby.exam)()] };
    case 'save':
      return { lines: [await can(baby.save)()] };
    case 'set':
      return { lines: [await can(baby.set)(command.key, command.value)] };
    case 'talk':
      return { lines: [await can(baby.talk)(command.name)] };
    case 'write':
      return { lines: [await can(baby.write)(command.path)] };
    case 'sleep':
      return { lines: [await can(baby.sleep)()] };
    case 'help':
      return { lines: helpLines((name) => NEEDS[name] === undefined || baby[NEEDS[name]] !== undefined) };
  }
}

async function voiceSentence(kind: 'temperature' | 'seed', voice: ChatVoice, baby: ChatBaby): Promise<string> {
  const own = voice[kind];
  if (own !== undefined) return chatTexts.ownVoice(kind, own);
  if (kind === 'seed') return chatTexts.noSeed;
  const usual = await baby.temperature();
  return chatTexts.usualTemperature(usual);
}

function forgotten(lines: number): string {
  if (lines === 0) return chatTexts.nothingToForget;
  return chatTexts.forgotten(lines);
}

/** How it is at this moment. */
export function statsLines(stats: Stats): string[] {
  const { tokensPerSecond, learningRate, reading } = stats;
  const doing = [`${short(tokensPerSecond)} tokens/s`, `rate ${learningRate.toExponential(1)}`];
  if (reading) doing.push(`reads ${oneLine(reading)}`);
  return [joined(learningLine(stats)), doing.join(' · '), chatTexts.feels(moodOf(stats, {}))];
}
