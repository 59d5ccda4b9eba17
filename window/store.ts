/** What the page knows at one moment, and who is told when it changes: once a frame at most. */

import { type ChatMessage, CONVERSATION, type Probes, type Reply, type Stats } from '../school/api/messages.ts';
import { CURVE, grown, joined } from '../school/dashboard/now/curves.ts';
import type { CurveName, Opening, WindowEvent } from '../school/http/window/messages.ts';
import type { Spot } from '../statistics/query/curve.ts';
import { pageTexts } from './texts/page.ts';

export type Contact = 'connecting' | 'awake' | 'asleep' | 'lost';

export interface Utterance {
  readonly step: number;
  readonly text: string;
}

export interface View {
  readonly contact: Contact;
  /** one sentence for people, where there is more to say of the contact */
  readonly why: string;
  readonly opening: Opening | null;
  readonly stats: Stats | null;
  readonly bear: string;
  readonly mood: string;
  readonly curves: Readonly<Record<CurveName, readonly Spot[]>>;
  readonly marks: readonly { readonly step: number; readonly kind: string }[];
  readonly babble: readonly Utterance[];
  readonly diary: string;
  readonly chat: readonly ChatMessage[];
  readonly probes: Probes | null;
  /** the reply that is being spoken; undefined while nothing is */
  readonly speaking: string | undefined;
  /** counts up with every event that changes what lists show: souls, library, log, settings */
  readonly news: { readonly souls: number; readonly library: number; readonly log: number; readonly settings: number };
}

const MOST_CHAT = 200;
const MOST_BABBLE = 40;
const MOST_MARKS = 200;

const NOTHING: View = {
  contact: 'connecting',
  why: '',
  opening: null,
  stats: null,
  bear: 'ʕ-ᴥ-ʔ',
  mood: '',
  curves: { exam: [], bitsPerByte: [], smoothLoss: [], tokensPerSecond: [] },
  marks: [],
  babble: [],
  diary: '',
  chat: [],
  probes: null,
  speaking: undefined,
  news: { souls: 0, library: 0, log: 0, settings: 0 },
};

export class Store {
  view: View = NOTHING;
  readonly #listeners = new Set<(view: View, before: View) => void>();
  #shown: View = NOTHING;
  #isDue = false;

  /** Calls back with what is known now, and after every change. */
  subscribe(listener: (view: View, before: View) => void): void {
    this.#listeners.add(listener);
    listener(this.view, NOTHING);
  }

  change(change: Partial<View>): void {
    this.view = { ...this.view, ...change };
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      const before = this.#shown;
      this.#shown = this.view;
      for (const listener of this.#listeners) listener(this.view, before);
    });
  }

  open(opening: Opening): void {
    const { curves, chat, babble, marks, diary, stats, bear, mood, awake, speaks } = opening;
    const past = Object.fromEntries(
      Object.entries(curves).map(([name, spots]) => [
        name,
        joined(spots, this.view.curves[name as CurveName], CURVE.most),
      ]),
    ) as View['curves'];
    this.change({
      opening,
      curves: past,
      chat,
      babble,
      marks,
      diary,
      bear,
      mood,
      stats: this.view.stats ?? stats,
      contact: awake ? 'awake' : 'asleep',
      why: awake ? '' : pageTexts.sleep.isAsleep(speaks),
    });
  }

  /** What an event changes. */
  take(one: WindowEvent): void {
    const { view } = this;
    switch (one.event) {
      case 'stats':
        return this.change({ stats: one.data, curves: this.#grown(one.data) });
      case 'probes':
        return this.change({ probes: one.data });
      case 'countenance':
        return this.change(one.data);
      case 'babble':
        if (one.data.text.trim() === '') return;
        return this.change({ babble: [...view.babble, one.data].slice(-MOST_BABBLE) });
      case 'diary':
        return this.change({ diary: one.data.text });
      case 'chat':
        if (one.data.conversation === CONVERSATION) this.change({ chat: heard(view.chat, one.data) });
        return;
      case 'forgotten':
        if (one.data.conversation === CONVERSATION) this.change({ chat: [] });
        return;
      case 'saved':
        this.#mark(one.data.step, 'saved');
        return this.#news('souls');
      case 'setting':
        this.#mark(view.stats?.step ?? 0, 'set');
        return this.#news('settings');
      case 'note':
        this.#news('log');
        if (one.data.scope === 'library') this.#news('library');
        return;
      case 'waking': {
        const { label, done, total } = one.data;
        return this.change({
          contact: 'connecting',
          why: `${label}${total > 0 ? `: ${Math.floor((100 * done) / total)} %` : '…'}`,
        });
      }
      case 'over':
        return this.change({ contact: 'asleep', why: one.data.why });
      default:
    }
  }

  #news(of: keyof View['news']): void {
    const { news } = this.view;
    this.change({ news: { ...news, [of]: news[of] + 1 } });
  }

  #mark(step: number, kind: string): void {
    this.change({ marks: [...this.view.marks, { step, kind }].slice(-MOST_MARKS) });
  }

  #grown(stats: Stats): View['curves'] {
    const { curves, stats: last } = this.view;
    const next = { ...curves };
    const isOtherPaper = last?.examPaper !== undefined && stats.examPaper !== last.examPaper;
    if (isOtherPaper) next.exam = [];
    const now = Date.now();
    for (const name of Object.keys(next) as CurveName[]) {
      const value = stats[name];
      if (value === null || (name === 'exam' && next.exam.at(-1)?.value === value)) continue;
      next[name] = grown(next[name], { t: now, step: stats.step, value }, CURVE);
    }
    return next;
  }
}

/** A correction takes the place of the reply before it, and so does a reply that was asked for again. */
function heard(chat: readonly ChatMessage[], message: ChatMessage): readonly ChatMessage[] {
  const last = chat.findLastIndex(({ kind }) => kind !== 'said');
  const isInstead = message.kind === 'corrected' || (message.kind === 'replied' && last === chat.length - 1);
  if (isInstead && last >= 0) return chat.map((line, i) => (i === last ? message : line));
  return [...chat, message].slice(-MOST_CHAT);
}

export type { ChatMessage, Reply };
