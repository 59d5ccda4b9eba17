/** The baby where there is no terminal: plain lines, for logs and pipes. */

import { bytes, count } from '../../../statistics/format/numbers.ts';
import type { Baby } from '../../api/contract.ts';
import type { Event, Stats } from '../../api/messages.ts';
import { withCommandNames } from '../../home/invocation.ts';
import { sentenceOfSetting } from '../../settings/settings.ts';
import { raisedLine } from '../../text/raising-lines.ts';
import { feelingLine, greeting, joined, learningLine, oneLine } from '../../text/view-format.ts';
import { conversationTexts } from '../texts/conversation.ts';

export interface PlainViewOptions {
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
  readonly write: (line: string) => void;
  /** Milliseconds between two lines of numbers. */
  readonly every?: number;
}

/** Prints a life until it is over. Never rejects: how it went, the life says. */
export async function runPlainView(life: Baby, { signal, write, every = 5000 }: PlainViewOptions): Promise<void> {
  let printed = Number.NEGATIVE_INFINITY;
  const onStats = (next: Stats) => {
    const now = performance.now();
    if (now - printed < every) return;
    printed = now;
    write(joined([...learningLine(next), ...feelingLine(next, false)]));
  };
  const onAbort = () => {
    write('saving…');
    // A sleep that fails ends the life with the same error.
    life.sleep({ anyway: true }).catch(() => {});
  };
  write(greeting(life.introduction));
  const unwatch = life.watch((event) => {
    if (event.event === 'stats') onStats(event.data);
    else if (event.event === 'babble' && oneLine(event.data.text) === '') return;
    else if (event.event !== 'note' || event.data.level !== 'debug') {
      const line = lineOf(event);
      if (line !== undefined) write(line);
    }
  });
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  // If it ended without falling asleep, the caller of this view reports the reason.
  await life.over.catch(() => {});
  signal.removeEventListener('abort', onAbort);
  unwatch();
}

/** What is worth a line of a log; undefined for what only a dashboard shows, and for conversations, which are private. */
function lineOf(event: Exclude<Event, { event: 'stats' }>): string | undefined {
  switch (event.event) {
    case 'babble':
      return conversationTexts.events.babbles(count(event.data.step), oneLine(event.data.text));
    case 'note':
      return `${event.data.level}: ${oneLine(withCommandNames(event.data.message))}${placesOf(event.data.stack)}`;
    case 'examined':
      return conversationTexts.events.exam(
        count(event.data.step),
        event.data.bitsPerByte.toFixed(4),
        oneLine(event.data.of),
      );
    case 'saved': {
      const { name, step, bytes: size, milliseconds } = event.data;
      return conversationTexts.events.saved(oneLine(name), count(step), bytes(size), (milliseconds / 1000).toFixed(1));
    }
    case 'setting':
      return sentenceOfSetting(event.data);
    case 'diary':
      return conversationTexts.events.diary(event.data.text);
    case 'raised':
      return raisedLine(event.data);
    case 'durations':
    case 'guesses':
    case 'probes':
    case 'chat':
    case 'forgotten':
      return undefined;
    case 'sleeping':
      return conversationTexts.events.asleep(count(event.data.step));
  }
}

/** The lines of a stack that say where, indented. */
function placesOf(stack = ''): string {
  const places = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return places.map((line) => `\n    ${oneLine(line)}`).join('');
}
