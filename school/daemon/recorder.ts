import { count, bytes as inUnits } from '../../statistics/format/numbers.ts';
import { Ledger } from '../../statistics/ledger/ledger.ts';
import type { STATISTICS } from '../../statistics/names.ts';
import type { Baby } from '../api/contract.ts';
import type { ChatMessage, Durations, Event, Level, Stats } from '../api/messages.ts';
import { version } from '../home/package-root.ts';
import type { Config } from '../settings/config.ts';
import { sentenceOfSetting } from '../settings/settings.ts';
import { temperatureOf } from '../settings/voice-settings.ts';
import { recordRaised } from './raised-record.ts';
import { daemonTexts } from './texts/daemon-texts.ts';

/** Numbers of the statistics as they are sent: a field that the ledger does not know is a compile error. */
type Recorded = { readonly [K in keyof Stats as Stats[K] extends number | null ? K : never]: keyof typeof STATISTICS };
const FIELDS = {
  step: 'step',
  loss: 'loss',
  smoothLoss: 'smoothLoss',
  bitsPerByte: 'bitsPerByte',
  exam: 'exam',
  bestExam: 'bestExam',
  tokensPerSecond: 'tokensPerSecond',
  learningRate: 'learningRate',
  gradientNorm: 'gradientNorm',
  exact: 'exact',
  tokens: 'tokens',
  skippedSteps: 'skippedSteps',
  secondsAwake: 'secondsAwake',
} as const satisfies Recorded;
const CHANNELS = ['red', 'green', 'blue'] as const;

/** Statistics come four times a second; the ledger takes one of them a second. */
const EVERY_MILLISECONDS = 1000;
/** … and what it is like inside every so often: dozens of numbers, which move slowly. */
const PROBES_EVERY_MILLISECONDS = 10_000;

/** What else can be done with the record of a life. */
export interface Recorder {
  /** Deletes what was said in a conversation; returns how many lines. */
  forget(conversation: string): number;
  /** It went back to an earlier soul. */
  wentBack(back: Restore): void;
  close(reason: string): void;
}

/**
 * Writes a life into the ledger of its home: statistics, notes, what it said of its own accord, saves and exams. It only listens, so a
 * ledger that cannot be opened or written costs the life nothing but its record; that is said once.
 */
export function startRecorder(
  life: Pick<Baby, 'introduction' | 'watch'>,
  folder: string,
  settings: { readonly config: Config },
  onNote: (level: Level, message: string) => void,
): Recorder {
  let ledger: Ledger;
  try {
    ledger = Ledger.open({ folder, onNote });
  } catch (error) {
    onNote('warn', daemonTexts.record.nothingRecorded((error as Error).message));
    return { forget: () => 0, wentBack() {}, close() {} };
  }
  const { parameters, step } = life.introduction;
  ledger.beginRun({ config: settings.config, codeVersion: version, parameters });
  ledger.event('awake', { step });
  ledger.log('info', 'life', daemonTexts.record.awake(count(step)));
  let due = 0;
  let probesDue = 0;
  let lastStep = step;
  let durations: Durations = {};

  const stop = life.watch((event: Event) => {
    switch (event.event) {
      case 'stats': {
        lastStep = event.data.step;
        if (performance.now() < due) return;
        due = performance.now() + EVERY_MILLISECONDS;
        const temperature = temperatureOf(settings.config.voice, event.data.fittedTemperature);
        const more = { ...named('duration', durations), temperature, memoryBytes: process.memoryUsage.rss() };
        return ledger.record(event.data.step, { ...numbersOf(event.data), ...more });
      }
      case 'durations':
        durations = event.data;
        return;
      case 'probes':
        if (performance.now() < probesDue) return;
        probesDue = performance.now() + PROBES_EVERY_MILLISECONDS;
        return ledger.record(event.data.step, event.data.values);
      case 'guesses':
        return; // a stream to be looked at, not kept
      case 'chat':
        return keepChat(ledger, event.data, lastStep, onNote);
      case 'forgotten':
        return; // the receiver of the request has done it
      case 'setting':
        ledger.log('info', 'settings', sentenceOfSetting(event.data));
        return ledger.event('setting', event.data);
      case 'diary':
        ledger.log('info', 'diary', event.data.text);
        return ledger.event('diary', event.data);
      case 'twitch':
        return; // what it did there is told in notes and verdicts
      case 'verdict':
        return ledger.event('twitch.verdict', event.data);
      case 'raised':
        return recordRaised(ledger, event.data);
      case 'note': {
        const { level, scope, message, stack } = event.data;
        return ledger.log(level, scope, message, stack === undefined ? undefined : { stack });
      }
      case 'babble':
        return ledger.sample({ step: event.data.step, source: 'babble', prompt: '', output: event.data.text });
      case 'examined': {
        const { step, bitsPerByte, of } = event.data;
        ledger.log('info', 'exam', daemonTexts.record.examined(bitsPerByte.toFixed(4), of, count(step)));
        return ledger.event('examined', event.data);
      }
      case 'saved': {
        const { name, step, milliseconds, bytes } = event.data;
        ledger.log('info', 'soul', daemonTexts.record.saved(name, inUnits(bytes), Math.round(milliseconds)));
        ledger.record(step, { saveMilliseconds: milliseconds, saveBytes: bytes });
        return ledger.event('saved', event.data);
      }
      case 'sleeping':
        ledger.log('info', 'life', daemonTexts.record.asleepAt(count(event.data.step)));
        return ledger.event('sleeping', event.data);
      default:
        event satisfies never;
    }
  });
  return {
    forget: (conversation) => ledger.forget({ conversation }),
    wentBack: (back) => recordRestore(ledger, back),
    close(reason) {
      stop();
      ledger.close(reason);
    },
  };
}

function keepChat(
  ledger: Ledger,
  { conversation, speaker, kind, text, reply }: ChatMessage,
  step: number,
  onNote: (level: Level, message: string) => void,
): void {
  if (kind === 'corrected') {
    try {
      return ledger.correct(conversation, text);
    } catch (error) {
      // it is corrected, and learnt, whatever its record says
      return onNote('warn', (error as Error).message);
    }
  }
  ledger.chat({ conversation, speaker, direction: kind === 'said' ? 'heard' : 'said', text });
  if (!reply) return;
  const { milliseconds, firstTokenMilliseconds, tokens } = reply;
  ledger.record(step, {
    replyMilliseconds: milliseconds,
    replyFirstTokenMilliseconds: firstTokenMilliseconds,
    replyTokens: tokens,
  });
}

/** Numbers under the names they have in the table of statistics. */
const named = (family: string, numbers: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [`${family}.${name}`, value]));

function numbersOf(stats: Stats): Record<string, number | null> {
  const numbers: Record<string, number | null> = {};
  for (const [field, name] of Object.entries(FIELDS)) numbers[name] = stats[field as keyof typeof FIELDS];
  CHANNELS.forEach((channel, i) => {
    numbers[`colour.${channel}`] = stats.colour[i];
    numbers[`expected.${channel}`] = stats.expectedColour[i];
  });
  return numbers;
}

/** What its record tells when it went back to an earlier soul, awake or asleep. */
export interface Restore {
  /** the soul that it went back to */
  readonly from: string;
  /** its copy, which it goes on as */
  readonly name: string;
  readonly step: number;
  /** what went wrong on the way */
  readonly notes: readonly string[];
}

export function recordRestore(ledger: Pick<Ledger, 'log' | 'event'>, { from, name, step, notes }: Restore): void {
  for (const note of notes) ledger.log('warn', 'soul', note);
  ledger.log('info', 'soul', daemonTexts.asleep.wentBack(from, count(step), name));
  ledger.event('back', { from, name, step });
}
