/** What the dashboard knows, from the baby's line and the ledger; told to the drawing a few times a second at most. */
import type { Database } from 'better-sqlite3';
import { messageOf } from '../../../library/notices/notices.ts';
import { count } from '../../../statistics/format/numbers.ts';
import { histories } from '../../../statistics/query/histories.ts';
import { LiveLedger } from '../../../statistics/query/live-ledger.ts';
import { marksOf } from '../../../statistics/query/marks.ts';
import type { Event, Stats } from '../../api/messages.ts';
import { isHeldByAnother } from '../../home/lock.ts';
import { journalOf } from '../../raising/journal.ts';
import { Percentiles } from '../../raising/percentiles.ts';
import { loadConfig } from '../../settings/config.ts';
import { babbleOf, conversationOf, conversationsOf, diaryOf } from '../../text/ledger-words.ts';
import { oneLine } from '../../text/view-format.ts';
import { SHOWN } from '../components/answer.tsx';
import type { Actions } from '../page.ts';
import { shellTexts } from '../texts/shell.ts';
import { type Acting, actionsOver } from './actions.ts';
import { type Absence, type Attached, type ContactKept, keepContact } from './connection.ts';
import { DrawingSchedule } from './drawing-schedule.ts';
import { spentByThisProcess } from './frame-budget.ts';
import { LiveCurves } from './live-curves.ts';
import { MOST_CHAT, MOST_MARKS, NOTHING, taken } from './reducer.ts';
import { isGone, type Snapshot } from './snapshot.ts';
import type { StoreOptions } from './store-options.ts';

/** Milliseconds between two drawings of what its owner waits for. */
const URGENT = 150;
/** Milliseconds that a process takes to end at most, after it said that it sleeps. */
const ENDING = 5000;

export class DashboardStore {
  readonly actions: Actions;
  readonly #options: StoreOptions;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  readonly #past: LiveLedger;
  readonly #standings = new Percentiles();
  readonly #curves = new LiveCurves();
  readonly #schedule: DrawingSchedule;
  readonly #contact: ContactKept;
  readonly #acting: Acting;
  #waking = false;
  #life: Attached | undefined;
  #unwatch = () => {};
  #shown: Snapshot = NOTHING;
  #next: Snapshot = NOTHING;
  #ended = Number.NEGATIVE_INFINITY;
  #sleptAt: number | undefined;
  #closed = false;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#past = new LiveLedger(options.home.statistics);
    this.#schedule = new DrawingSchedule(options.spent ?? spentByThisProcess, () => this.#draw());
    this.#acting = actionsOver({
      home: options.home,
      life: () => this.#lifeOrSentence(),
      isAsleep: () => !this.#life && !this.#waking && isGone(this.#next.contact),
      onEvent: (event) => this.#take(event),
      talk: {
        current: () => this.#next.talk,
        open: (talk) => this.#change({ talk, chat: this.#chatOf(talk) }, URGENT),
        whole: () => this.#chatOf(this.#next.talk, Number.MAX_SAFE_INTEGER),
        all: () => (this.ledger ? conversationsOf(this.ledger) : [this.#next.talk]),
      },
      owner: () => this.#next.config?.owner ?? 'owner',
      onSpeaking: (speaking) => this.#change({ speaking }, URGENT),
    });
    this.actions = this.#acting.actions;
    this.#lookBack();
    this.#contact = keepContact({
      connect: options.connect,
      isHeld: options.isHeld ?? (() => isHeldByAnother(options.home)),
      onLife: (life) => this.#greet(life),
      onEnd: (how) => this.#end(how),
      onAbsence: (absence) => this.#miss(absence),
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): Snapshot => this.#shown;

  get ledger(): Database | null {
    return this.#past.ledger;
  }

  /** Saves and sleeps; what comes of it is seen in `contact`. */
  sleep(): void {
    const life = this.#life;
    if (!life || this.#next.contact !== 'awake') return;
    this.#change({ contact: 'saving', why: shellTexts.state.saves }, URGENT);
    life.sleep().catch((error: unknown) => {
      // If the line is over, what follows says so.
      if (this.#life !== life || this.#next.contact !== 'saving') return;
      this.#change({ contact: 'awake' });
      this.#tellOfFailure(shellTexts.state.couldNotSleep(oneLine((error as Error).message)));
    });
  }

  get canWake(): boolean {
    return this.#options.wake !== undefined && !this.#waking && !this.#life;
  }

  /** How far that is, and why it failed, stands in `why`. */
  wake(): void {
    const { wake } = this.#options;
    if (!wake || !this.canWake) return;
    this.#waking = true;
    const tell = (why: string) => !this.#life && this.#change({ contact: 'connecting', why: oneLine(why) }, URGENT);
    tell(shellTexts.state.waking);
    this.#acting
      .close()
      .then(() => wake(tell))
      .then(
        () => this.#contact.look(),
        (error: Error) =>
          this.#change({ contact: 'asleep', why: shellTexts.state.didNotWake(oneLine(error.message)) }, URGENT),
      )
      .finally(() => void (this.#waking = false));
  }

  close(): void {
    this.#closed = true;
    this.#unwatch();
    this.#contact.close();
    void this.#acting.close();
    this.#schedule.close();
    this.#past.close();
  }

  #lifeOrSentence(): Attached {
    if (this.#life) return this.#life;
    const why = this.#next.why || shellTexts.state.noLine;
    throw new Error(`${why[0].toUpperCase()}${why.slice(1)}${why.endsWith('…') ? '' : '.'}`);
  }

  #greet(life: Attached): void {
    this.#life = life;
    this.#sleptAt = undefined;
    this.#unwatch();
    this.#unwatch = life.watch((event) => this.#take(event));
    this.#lookBack();
    this.#change({ contact: 'awake', why: '', introduction: life.introduction, twitch: null }, URGENT);
    this.#ask(life);
  }

  /** The settings as they count now, and its numbers until the next come. */
  #ask(life: Attached): void {
    life.status().then(
      ({ config, stats }) => {
        if (this.#life !== life) return;
        this.#change({ config });
        if (stats && !this.#next.stats) this.#take({ event: 'stats', data: stats });
      },
      // A line that breaks is noticed by itself; a status that is refused leaves the settings unknown.
      (error: unknown) => {
        if (this.#life === life) this.#tellOfFailure(oneLine((error as Error).message));
      },
    );
  }

  #end(how: 'asleep' | 'lost'): void {
    this.#unwatch();
    this.#life = undefined;
    this.#ended = performance.now();
    // Its last numbers came a moment before its last step.
    const last = this.#sleptAt ?? this.#next.stats?.step;
    const step = last === undefined ? '' : shellTexts.state.atStep(count(last));
    const why =
      how === 'asleep' ? shellTexts.state.fellAsleep(step, this.#howToWake()) : shellTexts.state.endedAt(step);
    this.#change({ contact: how, why, speaking: undefined }, URGENT);
  }

  #miss(absence: Absence): void {
    if (this.#waking) return;
    const { contact, stats } = this.#next;
    // Who has just fallen asleep holds its home for a moment more.
    if (absence.kind === 'waking' && contact === 'asleep' && performance.now() - this.#ended < ENDING) return;
    if (absence.kind === 'waking') return this.#change({ contact: 'connecting', why: shellTexts.state.waking }, URGENT);
    if (absence.kind === 'broken') {
      return this.#change({ contact: 'lost', why: oneLine(absence.message).replace(/\.$/, '') }, URGENT);
    }
    // That nobody answers is no news after it was lost: it did not fall asleep as it should.
    if (contact === 'lost' && stats) return this.#change({ why: shellTexts.state.ended(this.#howToWake()) });
    if (contact === 'asleep') return;
    this.#change({ contact: 'asleep', why: shellTexts.state.isAsleep(this.#howToWake()) }, URGENT);
    this.#readSettings();
  }

  /** Why something failed is news for a while. */
  #tellOfFailure(why: string): void {
    this.#change({ why }, URGENT);
    setTimeout(() => this.#next.why === why && this.#change({ why: '' }), SHOWN).unref();
  }

  /** The settings as they count: those of the life, else those of baby.json. */
  #readSettings(): void {
    if (this.#life) return this.#ask(this.#life);
    loadConfig(this.#options.home).then(
      (config) => !this.#life && this.#change({ config }),
      (error: unknown) => this.#complain(error),
    );
  }

  #howToWake = (): string =>
    this.#options.wake ? shellTexts.state.wakeKey : shellTexts.state.wakeWith(this.#options.wakeCommand ?? 'baby wake');

  #take(event: Event): void {
    const now = this.#now();
    this.#change(
      taken(this.#next, event, now),
      event.event === 'chat' || event.event === 'forgotten' ? URGENT : undefined,
    );
    if (event.event === 'stats') {
      const { stats } = this.#next;
      this.#standings.observe(now, event.data as unknown as Record<string, unknown>);
      if (stats) this.#grow(stats, now);
    } else if (event.event === 'probes') this.#standings.observe(now, event.data.values);
    else if (event.event === 'setting') this.#readSettings();
    else if (event.event === 'examined') {
      this.#change({ curves: this.#curves.examined(this.#next.curves, event.data, now) });
    } else if (event.event === 'sleeping') {
      this.#sleptAt = event.data.step;
      this.#change({ contact: 'saving', why: shellTexts.state.fallsAsleep }, URGENT);
    }
  }

  #chatOf(talk: string, most = MOST_CHAT): Snapshot['chat'] {
    return this.ledger ? conversationOf(this.ledger, most, talk) : [];
  }

  #grow(stats: Stats, now: number): void {
    const { curves, isOtherExam } = this.#curves.grown(this.#next.curves, stats, now);
    this.#change({ curves });
    if (!isOtherExam) return;
    this.#change({
      examsSince: stats.step,
      marks: [...this.#next.marks, { step: stats.step, kind: 'otherExam' as const }].slice(-MOST_MARKS),
    });
  }

  /** Fills in what the ledger knows, once for each ledger; its conversation each time, since others may have spoken there. */
  #lookBack(): void {
    try {
      const isNew = this.#past.open();
      const { ledger } = this;
      if (!ledger) return;
      const journal = journalOf(ledger, { limit: 1 }).at(-1) ?? this.#next.journal;
      this.#change({ chat: this.#chatOf(this.#next.talk), diary: diaryOf(ledger) || this.#next.diary, journal });
      if (!isNew) return;
      if (this.#next.babble.length === 0)
        this.#change({ babble: babbleOf(ledger).map((said) => ({ ...said, colour: '' })) });
      this.#change({ marks: [...marksOf(ledger, MOST_MARKS), ...this.#next.marks] });
      const { curves, examsSince } = this.#curves.withPast(this.#next.curves, ledger);
      this.#change({ curves, examsSince: this.#next.examsSince ?? examsSince });
      histories(
        ledger,
        (...past) => {
          this.#standings.seed(...past);
          this.#schedule.wanted();
        },
        () => this.ledger !== ledger,
      ).catch((error: unknown) => this.#complain(error));
    } catch (error) {
      this.#complain(error);
    }
  }

  /** Without its ledger the dashboard shows what happens from now on. */
  #complain(error: unknown): void {
    if (this.#closed) return;
    const message = oneLine(messageOf(error));
    this.#take({ event: 'note', data: { level: 'warn', scope: 'dashboard', message } });
  }

  #change(change: Partial<Snapshot>, within = Number.POSITIVE_INFINITY): void {
    const keys = Object.keys(change) as (keyof Snapshot)[];
    if (keys.every((key) => change[key] === this.#next[key])) return;
    this.#next = { ...this.#next, ...change };
    this.#schedule.wanted(within);
  }

  /** Shows what is known now. @returns false if that is seen already */
  #draw(): boolean {
    const standings = this.#standings.all();
    if (standings !== this.#next.standings) this.#next = { ...this.#next, standings };
    if (this.#next === this.#shown) return false;
    this.#shown = this.#next;
    for (const listener of this.#listeners) listener();
    return true;
  }
}
