/** What an event changes of what the dashboard knows. Pure; lists are bounded, since a dashboard may be open for months. */
import { bytes, count } from '../../../statistics/format/numbers.ts';
import { type ChatMessage, CONVERSATION, type Event, type Guesses, type Level } from '../../api/messages.ts';
import { sentenceOfSetting } from '../../settings/settings.ts';
import { hex } from '../../text/view-format.ts';
import { shellTexts } from '../texts/shell.ts';
import type { MarkKind, RaisedThen, Said, Snapshot, Told } from './snapshot.ts';

const MOST_GUESSES = 12;
const MOST_BABBLE = 60;
const MOST_TOLD = 60;
const MOST_RAISED = 120;
export const MOST_MARKS = 400;
export const MOST_CHAT = 300;

/** Nothing is known yet. */
export const NOTHING: Snapshot = {
  contact: 'connecting',
  why: '',
  introduction: null,
  config: null,
  stats: null,
  standings: {},
  curves: { smoothLoss: [], bitsPerByte: [], exam: [], withMemory: [], tokensPerSecond: [] },
  examsSince: undefined,
  marks: [],
  guesses: [],
  probes: null,
  durations: null,
  babble: [],
  told: [],
  diary: '',
  raised: [],
  journal: null,
  twitch: null,
  talk: CONVERSATION,
  chat: [],
  speaking: undefined,
};

/** @param now milliseconds since 1970 */
export function taken(view: Snapshot, event: Event, now: number): Partial<Snapshot> {
  const tell = (level: Level, scope: string, message: string): Partial<Snapshot> => ({
    told: within([...view.told, { time: now, level, scope, message } satisfies Told], MOST_TOLD),
  });
  switch (event.event) {
    case 'stats':
      return { stats: event.data };
    case 'durations':
      return { durations: event.data };
    case 'guesses':
      return { guesses: within([...view.guesses, event.data satisfies Guesses], MOST_GUESSES) };
    case 'probes':
      return { probes: event.data };
    case 'chat':
      return {
        ...(event.data.conversation === view.talk && { chat: heard(view.chat, { ...event.data, time: now }) }),
        ...(event.data.kind === 'corrected' && mark(view, 'corrected')),
      };
    case 'forgotten':
      return event.data.conversation === view.talk ? { chat: [] } : {};
    case 'setting':
      return { ...tell('info', 'settings', sentenceOfSetting(event.data)), ...mark(view, 'set') };
    case 'diary':
      return { diary: event.data.text };
    case 'raised': {
      const one = event.data;
      const raised = within([...view.raised, { ...one, time: now } satisfies RaisedThen], MOST_RAISED);
      return { raised, ...(one.kind === 'journal' && { journal: { time: now, text: one.text } }) };
    }
    case 'babble': {
      const { step, text } = event.data;
      if (text.trim() === '') return {};
      const colour = hex(view.stats?.colour ?? [0.5, 0.5, 0.5]);
      return { babble: within([...view.babble, { step, text, colour } satisfies Said], MOST_BABBLE) };
    }
    case 'note': {
      const { level, scope, message } = event.data;
      return {
        ...(level !== 'debug' && tell(level, scope, message)),
        ...(scope === 'library' && message.startsWith(LIBRARY_CHANGED) && mark(view, 'fed')),
      };
    }
    case 'examined': {
      const { step, bitsPerByte, of } = event.data;
      return tell('info', 'exam', shellTexts.events.exam(count(step), bitsPerByte.toFixed(3), of));
    }
    case 'saved': {
      const { step, bytes: size, milliseconds } = event.data;
      return {
        ...tell('info', 'soul', shellTexts.events.saved(count(step), bytes(size), (milliseconds / 1000).toFixed(1))),
        marks: within([...view.marks, { step, kind: 'saved' }], MOST_MARKS),
      };
    }
    case 'twitch':
      return { twitch: event.data };
    case 'verdict':
      return {};
    case 'sleeping':
      return tell('info', 'life', shellTexts.events.asleep(count(event.data.step)));
    default:
      event satisfies never;
      // A baby of a later version may send what this one does not know.
      return {};
  }
}

/** How the note of a changed library begins (lesson/periodic.ts). */
const LIBRARY_CHANGED = shellTexts.events.libraryChanged;

/** One more mark at the step of the newest numbers. */
function mark(view: Snapshot, kind: MarkKind): Partial<Snapshot> {
  const step = view.stats?.step ?? view.introduction?.step;
  return step === undefined ? {} : { marks: within([...view.marks, { step, kind }], MOST_MARKS) };
}

/** A correction takes the place of the reply before it. */
function heard(chat: readonly ChatMessage[], message: ChatMessage): readonly ChatMessage[] {
  const replaced = message.kind === 'corrected' ? chat.findLastIndex(({ kind }) => kind !== 'said') : -1;
  if (replaced >= 0) return chat.map((line, i) => (i === replaced ? message : line));
  return within([...chat, message], MOST_CHAT);
}

const within = <T>(list: readonly T[], most: number): readonly T[] => (list.length > most ? list.slice(-most) : list);
