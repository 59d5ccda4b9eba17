/** What the pages may ask of the baby, asked over its line; answers are sentences. */

import { homedir } from 'node:os';
import { join } from 'node:path';
import { bytes, count } from '../../../statistics/format/numbers.ts';
import { callMethod, methodsOver, specOf } from '../../api/contract.ts';
import { CONVERSATION } from '../../api/messages.ts';
import type { Home } from '../../home/home.ts';
import type { Fed } from '../../ingest/feed.ts';
import type { Actions, FeedRequest } from '../page.ts';
import type { Attached } from './connection.ts';

/** Sentences that one feeding is answered with at most. */
const MOST_SENTENCES = 40;

export interface ActingOptions {
  readonly home: Home;
  /** @throws Error with one sentence while there is no line */
  readonly life: () => Attached;
  readonly owner: () => string;
  /** the reply that is being spoken, from all that wait the oldest; undefined while nothing is */
  readonly onSpeaking: (text: string | undefined) => void;
}

export function actionsOver({ home, life, owner, onSpeaking }: ActingOptions): Actions {
  /** Replies in the order in which they were asked for: in one conversation they come one after another. */
  const replies: { text: string }[] = [];
  const show = (): void => onSpeaking(replies[0]?.text);
  const methods = methodsOver(async (method, args) => {
    const result = await callMethod(life(), method, args);
    return specOf(method).says?.(result as never) ?? result;
  }) as unknown as Actions;
  return {
    ...methods,
    async say(text, options = {}) {
      const baby = life();
      const reply = { text: '' };
      replies.push(reply);
      show();
      try {
        return await baby.say(text, { ...options, from: owner(), conversation: CONVERSATION }, (delta) => {
          reply.text += delta;
          show();
        });
      } finally {
        replies.splice(replies.indexOf(reply), 1);
        show();
      }
    },
    feed: (paths, request) => fed(home, paths, request),
  };
}

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
  return more > 0 ? [...sentences, `… and ${count(more)} more.`] : sentences;
}

const sentenceOf = (one: Fed): string => (one.outcome === 'fed' ? `Fed ${one.as} (${bytes(one.bytes)}).` : one.message);

/** No shell has read what was typed here. */
const withHome = (path: string): string => (/^~(?:\/|$)/.test(path) ? join(homedir(), path.slice(1)) : path);
