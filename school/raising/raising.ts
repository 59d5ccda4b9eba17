/** Everything about a life that is neither learning nor talking: its mood, milestones are asked, chats are overheard. */

import { join } from 'node:path';
import type { ExampleTurn } from '../../library/sources/examples.ts';
import type { TaughtName } from '../../library/sources/names.ts';
import { LEDGER_FILE } from '../../statistics/ledger/schema.ts';
import { histories } from '../../statistics/query/histories.ts';
import { openForReading } from '../../statistics/query/reader.ts';
import type { Event, Introduction, Raised, Reply, Stats, VoiceOptions } from '../api/messages.ts';
import type { Home } from '../home/home.ts';
import type { Config } from '../settings/config.ts';
import { journalText } from './journal.ts';
import { MILESTONE_CONVERSATION, Milestones } from './milestones.ts';
import { moodOf } from './mood.ts';
import { Overheard } from './overheard.ts';
import { Percentiles } from './percentiles.ts';
import { raisingTexts } from './texts/raising.ts';

/** The lesson that is running, as this room needs it. */
export interface RunningLesson {
  readonly introduction: Introduction;
  /** Calls the listener with every event of the lesson; returns a function that ends this. */
  watch(listener: (event: Event) => void): () => void;
  /** Sends an event to everything that watches the lesson. */
  tell(event: Event): void;
  /** Asks the lesson. Rejects with one sentence when it is not running. */
  ask<T>(question: (lesson: SpeakingLesson) => Promise<T>): Promise<T>;
}

/** What raising asks of the lesson: a reply within a conversation, and to forget that conversation. */
interface SpeakingLesson {
  say(from: string, text: string, conversation: string, options: VoiceOptions): Promise<Reply>;
  forget(conversation: string): Promise<boolean>;
}

/** Lays turns into a source, to be learnt; those of a conversation go with it when it is forgotten. */
export type Teach = (source: TaughtName, turns: readonly ExampleTurn[], conversation?: string) => void;

export interface RaisingParts {
  readonly life: RunningLesson;
  readonly home: Pick<Home, 'statistics'>;
  /** the settings that count, replaced as a whole when one changes */
  readonly settings: { readonly config: Config };
  readonly teach: Teach;
  /** milliseconds of a steady clock; tests hand in their own */
  readonly now?: () => number;
}

export class Raising {
  private readonly parts: RaisingParts;
  private readonly now: () => number;
  private readonly standings = new Percentiles();
  private readonly milestones: Milestones;
  private readonly overheard: Overheard;
  private readonly unwatch: () => void;
  private stopped = false;
  private stats: Stats | undefined;

  constructor(parts: RaisingParts) {
    this.parts = parts;
    this.now = parts.now ?? (() => performance.now());
    const { life, settings, teach } = parts;
    const { seed } = settings.config;
    this.milestones = new Milestones({
      seed,
      settings: () => settings.config.milestones,
      now: this.now,
      tell: (milestone) => this.tell(milestone),
      ask: async (prompt, how) => {
        const { owner } = settings.config;
        try {
          return await life.ask((room) => room.say(owner, prompt, MILESTONE_CONVERSATION, how));
        } finally {
          await life.ask((room) => room.forget(MILESTONE_CONVERSATION)).catch(() => {}); // it is gone, and this with it
        }
      },
    });
    this.overheard = new Overheard({ settings, teach: (turns, conversation) => teach('chat', turns, conversation) });
    this.unwatch = life.watch((event) => {
      if (event.event === 'stats') this.feel(event.data);
      else if (event.event === 'probes') this.standings.observe(Date.now(), event.data.values);
      else if (event.event === 'saved') this.saved(event.data.step);
      else if (event.event === 'chat') this.overheard.hear(event.data);
      else if (event.event === 'forgotten') this.overheard.forget(event.data.conversation);
    });
    void this.remember();
  }

  /** Its mood in a few words. */
  get mood(): string {
    return moodOf(this.stats ?? null, this.standings.all());
  }

  /** Writes a line into its journal. @throws Error one sentence for what is no line of a journal */
  journal(written: string): void {
    const { step } = this.stats ?? this.parts.life.introduction;
    this.tell({ kind: 'journal', step, text: journalText(written) });
  }

  stop(): void {
    this.stopped = true;
    this.unwatch();
  }

  /** What its statistics were like in earlier wakes, so that it can compare at once. */
  private async remember(): Promise<void> {
    try {
      const ledger = openForReading(join(this.parts.home.statistics, LEDGER_FILE));
      try {
        await histories(
          ledger,
          (...past) => this.standings.seed(...past),
          () => this.stopped,
        );
      } finally {
        ledger.close();
      }
    } catch (error) {
      this.note('debug', raisingTexts.noHistories((error as Error).message));
    }
  }

  private feel(stats: Stats): void {
    this.stats = stats;
    this.standings.observe(Date.now(), stats as unknown as Record<string, unknown>);
  }

  private saved(step: number): void {
    this.milestones.saved(step).catch((error: Error) => {
      // it may be asleep already: its last save comes before that
      if (!this.stopped) this.note('debug', raisingTexts.milestonesWait(error.message));
    });
  }

  private tell(raised: Raised): void {
    if (!this.stopped) this.parts.life.tell({ event: 'raised', data: raised });
  }

  private note(level: 'debug' | 'warn', message: string): void {
    this.parts.life.tell({ event: 'note', data: { level, scope: 'raising', message } });
  }
}
