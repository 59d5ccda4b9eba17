import { Ledger } from '../statistics/ledger/ledger.ts';
import type { STATISTICS } from '../statistics/names.ts';
import type { Config } from './config.ts';
import type { Event, Level, Life, Stats } from './messages.ts';
import { version } from './package-root.ts';

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

/**
 * Writes a life into the ledger of its home: statistics, notes, what it said of its own accord, saves and exams. It only listens, so a
 * ledger that cannot be opened or written costs the life nothing but its record; that is said once.
 */
export function keepChronicle(
  life: Pick<Life, 'introduction' | 'watch'>,
  folder: string,
  config: Config,
  onNote: (level: Level, message: string) => void,
): { close(reason: string): void } {
  let ledger: Ledger;
  try {
    ledger = Ledger.open({ folder, onNote });
  } catch (error) {
    onNote('warn', `nothing of this wake will be recorded: ${(error as Error).message}`);
    return { close() {} };
  }
  const { parameters, step } = life.introduction;
  ledger.beginRun({ config, codeVersion: version, parameters });
  ledger.event('awake', { step });
  ledger.log('info', 'life', `awake at step ${step}`);
  let due = 0;

  const stop = life.watch((event: Event) => {
    switch (event.event) {
      case 'stats': {
        if (performance.now() < due) return;
        due = performance.now() + EVERY_MILLISECONDS;
        return ledger.record(event.data.step, numbersOf(event.data));
      }
      case 'note': {
        const { level, scope, message, stack } = event.data;
        return ledger.log(level, scope, message, stack === undefined ? undefined : { stack });
      }
      case 'babble':
        return ledger.sample({ step: event.data.step, source: 'babble', prompt: '', output: event.data.text });
      case 'examined': {
        const { step, bitsPerByte, of } = event.data;
        ledger.log('info', 'exam', `${bitsPerByte.toFixed(4)} bits per byte of ${of} at step ${step}`);
        return ledger.event('examined', event.data);
      }
      case 'saved': {
        const { name, step, milliseconds, bytes } = event.data;
        ledger.log('info', 'soul', `saved ${name} (${bytes} bytes in ${Math.round(milliseconds)} ms)`);
        ledger.record(step, { saveMilliseconds: milliseconds, saveBytes: bytes });
        return ledger.event('saved', event.data);
      }
      case 'sleeping':
        ledger.log('info', 'life', `asleep at step ${event.data.step}`);
        return ledger.event('sleeping', event.data);
      default:
        event satisfies never;
    }
  });
  return {
    close(reason) {
      stop();
      ledger.close(reason);
    },
  };
}

function numbersOf(stats: Stats): Record<string, number | null> {
  const numbers: Record<string, number | null> = {};
  for (const [field, name] of Object.entries(FIELDS)) numbers[name] = stats[field as keyof typeof FIELDS];
  CHANNELS.forEach((channel, i) => {
    numbers[`colour.${channel}`] = stats.colour[i];
    numbers[`expected.${channel}`] = stats.expectedColour[i];
  });
  return numbers;
}
