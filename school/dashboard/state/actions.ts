/** What the pages may ask of the baby, asked over its line; answers are sentences. */

import { homedir } from 'node:os';
import { join } from 'node:path';
import { bytes, count } from '../../../statistics/format/numbers.ts';
import { callMethod, methodsOver } from '../../api/calls.ts';
import { type Method, type Methods, type SayOptions, specOf } from '../../api/contract.ts';
import type { ChatMessage, Event, Reply } from '../../api/messages.ts';
import type { OfflineBaby } from '../../daemon/offline-baby.ts';
import type { OfflineTalk } from '../../daemon/offline-talk.ts';
import type { Home } from '../../home/home.ts';
import type { Fed } from '../../ingest/feed.ts';
import type { Setting } from '../../settings/settings.ts';
import type { Actions, FeedRequest } from '../page.ts';
import { shellTexts } from '../texts/shell.ts';
import type { Attached } from './connection.ts';

/** Sentences that one feeding is answered with at most. */
const MOST_SENTENCES = 40;

export interface ActingOptions {
  readonly home: Home;
  /** the line to a baby that is awake. @throws Error with one sentence while there is none */
  readonly life: () => Attached;
  /** whether it sleeps: then its home is asked, as the commands do */
  readonly isAsleep: () => boolean;
  /** told what happens to a baby that sleeps, as events of one that is awake */
  readonly onEvent: (event: Event) => void;
  readonly owner: () => string;
  /** the conversation that is seen, and going over to another one */
  readonly talk: {
    current(): string;
    open(name: string): void;
    all(): readonly string[];
    whole(): readonly ChatMessage[];
  };
  /** the reply that is being spoken, from all that wait the oldest; undefined while nothing is */
  readonly onSpeaking: (text: string | undefined) => void;
}

/** The actions, and letting go of what was opened for a baby that sleeps. */
export interface Acting {
  readonly actions: Actions;
  close(): Promise<void>;
}

export function actionsOver({ home, life, isAsleep, onEvent, owner, talk, onSpeaking }: ActingOptions): Acting {
  /** Replies in the order in which they were asked for: in one conversation they come one after another. */
  const replies: { text: string }[] = [];
  const show = (): void => onSpeaking(replies[0]?.text);
  const asleep = sleeperOf(home, onEvent);
  const methods = methodsOver(async (method, args) => {
    const result = isAsleep() ? await asleep.call(method, args, life) : await callMethod(life(), method, args);
    return specOf(method).says?.(result as never) ?? result;
  }) as unknown as Actions;
  const say = async (text: string, options: SayOptions, onDelta: (delta: string) => void): Promise<Reply> => {
    const all = { ...options, from: owner(), conversation: options.conversation ?? talk.current() };
    return isAsleep() ? asleep.say(text, all, onDelta) : life().say(text, all, onDelta);
  };
  const actions: Actions = {
    ...methods,
    async say(text, options = {}) {
      if (!isAsleep()) life();
      const reply = { text: '' };
      replies.push(reply);
      show();
      try {
        return await say(text, options, (delta) => {
          reply.text += delta;
          show();
        });
      } finally {
        replies.splice(replies.indexOf(reply), 1);
        show();
      }
    },
    talk: (name) => talk.open(name),
    talks: () => talk.all(),
    whole: () => talk.whole(),
    async feed(paths, request) {
      await asleep.close();
      return fed(home, paths, request);
    },
  };
  return { actions, close: () => asleep.close() };
}

/** What can be asked of a baby that sleeps. Loaded when it is asked for: a dashboard that looks at an awake one needs none of it. */
function sleeperOf(home: Home, onEvent: (event: Event) => void) {
  let talk: OfflineTalk | undefined;
  const opened = async (): Promise<OfflineTalk> => {
    const { OfflineTalk } = await import('../../daemon/offline-talk.ts');
    talk ??= new OfflineTalk(home);
    return talk;
  };
  const note = (message: string) => onEvent({ event: 'note', data: { level: 'warn', scope: 'asleep', message } });
  const close = async (): Promise<void> => talk?.close();
  return {
    close,
    async say(
      text: string,
      options: SayOptions & { from: string; conversation: string },
      onDelta: (delta: string) => void,
    ) {
      const { from: speaker, conversation } = options;
      onEvent({ event: 'chat', data: { conversation, speaker, kind: 'said', text } });
      return (await opened()).ask(async (model) => {
        const reply = await model.say(text, options, onDelta);
        const { text: replied, ...how } = reply;
        const { name } = model.introduction;
        onEvent({ event: 'chat', data: { conversation, speaker: name, kind: 'replied', text: replied, reply: how } });
        return reply;
      });
    },
    /** @param life says in one sentence why a method needs it awake */
    async call(method: Method, args: readonly unknown[], life: () => Attached): Promise<unknown> {
      if ((TALKING as readonly Method[]).includes(method))
        return (await opened()).ask((model) => callMethod(model as unknown as Methods, method, args));
      if (!Object.hasOwn(OFFLINE, method)) return callMethod(life(), method, args);
      const { offlineBaby } = await import('../../daemon/offline-baby.ts');
      const baby = offlineBaby(home, note);
      // the home is held by one after the other
      await close();
      const result = await callMethod(baby as unknown as Methods, method, args);
      if (method === 'set') onEvent({ event: 'setting', data: result as Setting });
      return result;
    },
  };
}

/** Methods that need only the home (daemon/offline-baby.ts); a total table. */
const OFFLINE: Readonly<Record<keyof OfflineBaby, true>> = {
  acts: true,
  undo: true,
  set: true,
  library: true,
  weigh: true,
  removeText: true,
  goBack: true,
  grow: true,
  dream: true,
  habits: true,
  newHabit: true,
  habit: true,
  importHabit: true,
  keepSoul: true,
  releaseSoul: true,
  corrections: true,
  unteach: true,
  journal: true,
};

/** Methods of an opened soul (daemon/offline-talk.ts, which is loaded only where it is needed). */
const TALKING = ['say', 'complete', 'exam', 'stop', 'memory'] as const;

/** Copies into the library whether it is awake or not; an awake one begins to read at once. */
async function fed(home: Home, paths: readonly string[], request: FeedRequest = {}): Promise<string[]> {
  const { onOutcome, ...options } = request;
  const sentences: string[] = [];
  let more = 0;
  // loaded when it is asked for: readers of a dozen formats, in a process that should be small
  const [{ feed }, { feedAct }] = await Promise.all([
    import('../../ingest/feed.ts'),
    import('../../daemon/feed-act.ts'),
  ]);
  const act = feedAct(home, paths, (sentence) => sentences.push(sentence));
  await feed(home, paths.map(withHome), {
    ...options,
    beforeWriting: act.beforeWriting,
    beforeReplacing: act.beforeReplacing,
    onFed(one) {
      onOutcome?.(one.outcome);
      if (sentences.length < MOST_SENTENCES) sentences.push(sentenceOf(one));
      else more++;
    },
  }).finally(act.end);
  return more > 0 ? [...sentences, shellTexts.andMore(count(more))] : sentences;
}

const sentenceOf = (one: Fed): string =>
  one.outcome === 'fed' ? shellTexts.fed(one.as, bytes(one.bytes)) : one.message;

/** No shell has read what was typed here. */
const withHome = (path: string): string => (/^~(?:\/|$)/.test(path) ? join(homedir(), path.slice(1)) : path);
