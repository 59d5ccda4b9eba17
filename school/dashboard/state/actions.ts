/** What the pages may ask of the baby, asked over its line; answers are sentences. */

import { homedir } from 'node:os';
import { join } from 'node:path';
import { bytes, count } from '../../../statistics/format/numbers.ts';
import { CONVERSATION } from '../../api/messages.ts';
import type { Home } from '../../home/home.ts';
import type { Fed } from '../../ingest/feed.ts';
import { settingSentence } from '../../settings/settings.ts';
import type { Actions } from '../page.ts';
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
  return {
    async say(text, options = {}) {
      const baby = life();
      const reply = { text: '' };
      replies.push(reply);
      show();
      try {
        await baby.say(text, { ...options, from: owner(), conversation: CONVERSATION }, (delta) => {
          reply.text += delta;
          show();
        });
      } finally {
        replies.splice(replies.indexOf(reply), 1);
        show();
      }
    },
    stop: async () => life().stop(CONVERSATION),
    forget: async () => life().forget(CONVERSATION),
    correct: async (text) => void (await life().correct(CONVERSATION, text)),
    set: async (key, value) => `${settingSentence(await life().set(key, value))}.`,
    async save() {
      const { name, step } = await life().save();
      return `It saved ${name} at step ${count(step)}.`;
    },
    async exam() {
      const { bitsPerByte, of, step } = await life().exam();
      return `At step ${count(step)} it needs ${bitsPerByte.toFixed(3)} bits per byte of ${of}.`;
    },
    library: async () => life().library(),
    async journal(text) {
      await life().journal(text);
      return 'It is written down.';
    },
    async goBack(soul) {
      const { name, step } = await life().goBack(soul);
      return `It went back to ${name} and goes on from step ${count(step)}.`;
    },
    twitch: async (request) => life().twitch(request),
    feed: (paths) => fed(home, paths),
  };
}

/** Copies into the library whether it is awake or not; an awake one begins to read at once. */
async function fed(home: Home, paths: readonly string[]): Promise<string[]> {
  const sentences: string[] = [];
  let more = 0;
  // loaded when it is asked for: readers of a dozen formats, in a process that should be small
  const { feed } = await import('../../ingest/feed.ts');
  await feed(home, paths.map(withHome), {
    onFed(one) {
      if (sentences.length < MOST_SENTENCES) sentences.push(sentenceOf(one));
      else more++;
    },
  });
  return more > 0 ? [...sentences, `… and ${count(more)} more.`] : sentences;
}

const sentenceOf = (one: Fed): string => (one.outcome === 'fed' ? `Fed ${one.as} (${bytes(one.bytes)}).` : one.message);

/** No shell has read what was typed here. */
const withHome = (path: string): string => (/^~(?:\/|$)/.test(path) ? join(homedir(), path.slice(1)) : path);
