/** Doing what can be undone, undoing it, and undoing that. */

import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serialize } from '../../library/files/mutex.ts';
import { Manifest, type Output } from '../../library/importing/manifest.ts';
import { reason } from '../../library/notices/notices.ts';
import type { Example } from '../../library/sources/examples.ts';
import type { ActReport, SoulAt, Undone } from '../api/act-messages.ts';
import { writeWhole } from '../home/atomic-write.ts';
import { isAlive } from '../home/lock.ts';
import type { Act, ActLog, NewAct } from './act-log.ts';
import type { ActTools } from './act-tools.ts';
import { type Change, foretell, revert } from './changes.ts';
import { texts } from './texts.ts';
import { FED_BEFORE, removeFedBefore, replacedTexts, trashOf } from './trash.ts';

/** Changes of one setting within this many milliseconds are one act, as when a knob is turned. */
const TURNING = 60_000;
/** A soul at most this many seconds old is recent enough for a correction. */
const LATELY = 120;

/** Calls wait for one another. */
export class Acts {
  private readonly log: ActLog;
  private readonly tools: ActTools;
  private readonly inTurn = serialize();

  constructor(log: ActLog, tools: ActTools) {
    this.log = log;
    this.tools = tools;
  }

  /** Oldest first; those that were broken off are settled before. */
  list(): Promise<readonly Act[]> {
    return this.inTurn(async () => {
      await this.settle();
      return this.log.acts;
    });
  }

  /** Keeps the soul before texts are fed. @param of what is fed @returns the number of the act, for `endFeed` */
  beginFeed(of: string, pid: number): Promise<number> {
    return this.inTurn(async () => {
      await this.settle();
      const { home } = this.tools;
      const what = texts.feeding(of);
      const soul = await this.kept(what);
      const id = this.log.nextId;
      await mkdir(trashOf(home, id), { recursive: true, mode: 0o700 });
      const fed = await readFile(join(home.folder, 'fed.json'), 'utf8').catch(() => undefined);
      if (fed !== undefined) writeWhole(this.fedBefore(id), fed);
      const changes: Change[] = soul ? [{ change: 'soul', soul: soul.name, step: soul.step }] : [];
      await this.log.add({ kind: 'feed', what, step: this.tools.step(), changes, doneBy: pid });
      return id;
    });
  }

  /** Writes down what was fed. @returns undefined if nothing was */
  endFeed(id: number): Promise<Act | undefined> {
    return this.inTurn(() => this.settleFeed(this.log.get(id)));
  }

  /** Writes down a correction that was learnt. @param replaced the earlier one of its number whose place it took */
  corrected(id: string, replaced: readonly Example[]): Promise<void> {
    return this.inTurn(async () => {
      const what = texts.correction(id);
      await this.kept(what, LATELY);
      const back = replaced.map((example) => ({ ...example, turns: [...example.turns] }));
      await this.record({
        kind: 'fix',
        what,
        changes: [{ change: 'examples', source: 'corrections', out: [id], back }],
      });
    });
  }

  /**
   * Changes a setting; one that is changed again soon, as a knob is turned, is one act.
   * @param learns whether it changes what is learnt, and how: then the soul before is kept
   * @param what what the act is called
   */
  set<T>(
    key: string,
    before: unknown,
    learns: boolean,
    change: () => Promise<T>,
    what = texts.setting(key),
  ): Promise<T> {
    return this.inTurn(async () => {
      const last = this.log.acts.at(-1);
      const turned =
        last?.kind === 'setting' &&
        last.undoneBy === undefined &&
        Date.now() - Date.parse(last.time) < TURNING &&
        last.changes.some((one) => one.change === 'setting' && one.key === key);
      if (turned) return change();
      if (learns) await this.kept(what);
      const done = await change();
      await this.record({ kind: 'setting', what, changes: [{ change: 'setting', key, value: before }] });
      return done;
    });
  }

  /** Restores an earlier soul. */
  goBack(soul: string): Promise<SoulAt> {
    return this.inTurn(async () => {
      const what = texts.goingBack(soul);
      const { left, name, step } = await this.tools.restore(soul, texts.before(what));
      if (left)
        await this.record({ kind: 'back', what, changes: [{ change: 'soul', soul: left.name, step: left.step }] });
      return { name, step };
    });
  }

  /** Does what changes the weights or the size of its brain, such as growing: undoing it restores the soul before. */
  changeBrain<T>(kind: ActReport['kind'], what: string, change: () => Promise<T>): Promise<T> {
    return this.inTurn(async () => {
      const soul = await this.kept(what);
      const done = await change();
      await this.record({ kind, what, changes: soul ? [{ change: 'soul', soul: soul.name, step: soul.step }] : [] });
      return done;
    });
  }

  /**
   * Does what changes habits, which undoing can take back without going back in what is learnt.
   * @param change is given the number of the act, whose folder in the trash it may use
   */
  changeHabits<T>(what: string, change: (act: number) => Promise<{ result: T; changes: Change[] }>): Promise<T> {
    return this.inTurn(async () => {
      const { result, changes } = await change(this.log.nextId);
      await this.record({ kind: 'habit', what, changes });
      return result;
    });
  }

  /** Takes a text out of the library. @throws one sentence if it stays there */
  remove(text: Output): Promise<void> {
    return this.inTurn(async () => {
      await this.settle();
      const out: Change = { change: 'texts', out: [text], back: [], fed: {} };
      const { opposite, says } = await revert(out, this.tools, { undone: 0, by: this.log.nextId, reason: '' });
      if (opposite?.change !== 'texts' || opposite.back.length === 0)
        throw new Error(texts.staysInLibrary(text.name, says.join('; ') || undefined));
      await this.record({ kind: 'remove', what: texts.removing(text.name), changes: [opposite] });
    });
  }

  /**
   * Undoes the last act, or one of a number; an undoing is an act too.
   * @param preview only says what it would do
   * @throws Error with one sentence if there is nothing to undo
   */
  undo(id: number | undefined, { preview = false }: { preview?: boolean | undefined } = {}): Promise<Undone> {
    return this.inTurn(async () => {
      await this.settle();
      const act = this.wanted(id);
      const steps = this.costOf(act);
      const told = { act: { id: act.id, time: act.time, kind: act.kind, what: act.what }, steps };
      if (preview) {
        const clauses = act.changes.flatMap((change) => foretell(change, this.tools));
        return { ...told, sentence: sentenceOf(clauses), done: false };
      }
      const by = this.log.nextId;
      const what = undoingOf(act);
      const undoing = { undone: act.id, by, reason: texts.before(what) };
      const opposites: Change[] = [];
      const says: string[] = [];
      try {
        for (const change of act.changes) {
          const reverted = await revert(change, this.tools, undoing);
          if (reverted.opposite) opposites.push(reverted.opposite);
          says.push(...reverted.says);
        }
      } catch (error) {
        // all of it or nothing
        for (const change of opposites.toReversed())
          await revert(change, this.tools, { ...undoing, undone: by, by: act.id });
        throw error;
      }
      await this.record({ kind: 'undo', what, changes: opposites, undoes: act.id });
      return { ...told, sentence: sentenceOf(says), done: true };
    });
  }

  /** Takes the words of examples out of all acts. */
  forget(source: string, ids: readonly string[]): Promise<void> {
    return this.inTurn(() => this.log.forget(source, ids));
  }

  /** The soul before an act. A disk that takes none is no reason not to act. */
  private async kept(what: string, lately?: number): Promise<SoulAt | undefined> {
    try {
      return await this.tools.keep(texts.before(what), lately);
    } catch (error) {
      this.tools.note(texts.noSoulKept(what, (error as Error).message));
      return undefined;
    }
  }

  /** Writes down what is done. */
  private async record(act: Omit<NewAct, 'step'>): Promise<void> {
    try {
      await this.log.add({ step: this.tools.step(), ...act });
    } catch (error) {
      this.tools.note(texts.cannotBeUndone(act.what, reason(error)));
    }
  }

  private wanted(id: number | undefined): Act {
    const act = id === undefined ? this.log.acts.findLast(({ undoneBy }) => undoneBy === undefined) : this.log.get(id);
    if (!act) throw new Error(id === undefined ? texts.nothingToUndo : texts.noSuchAct(id));
    if (act.undoneBy !== undefined) throw new Error(texts.alreadyUndone(act.id, act.what));
    if (act.doneBy !== undefined) throw new Error(texts.stillGoesOn(act.id, act.what));
    return act;
  }

  private costOf({ changes }: Act): number {
    const souls = new Set(this.tools.souls().map(({ name }) => name));
    const steps = changes.flatMap((change) =>
      change.change === 'soul' && souls.has(change.soul) ? [change.step] : [],
    );
    return steps.length === 0 ? 0 : Math.max(0, this.tools.step() - Math.min(...steps));
  }

  /** Writes down what was fed by processes that ended before they could say so. */
  private async settle(): Promise<void> {
    for (const act of this.log.acts.filter(({ doneBy }) => doneBy !== undefined && !isAlive(doneBy)))
      await this.settleFeed(act);
  }

  private async settleFeed(act: Act | undefined): Promise<Act | undefined> {
    if (!act || act.doneBy === undefined) return act;
    const { home } = this.tools;
    const before = await Manifest.open(this.fedBefore(act.id));
    const now = await Manifest.open(join(home.folder, 'fed.json'));
    const texts: Extract<Change, { change: 'texts' }> = { change: 'texts', out: [], back: [], fed: {} };
    const keys = new Map<string, string>();
    for (const [key, { outputs }] of now.entries()) {
      const old = before.get(key);
      for (const output of old?.outputs ?? []) keys.set(output.name, output.key);
      const known = new Set(old?.outputs.map((output) => JSON.stringify(output)));
      const written = outputs.filter((output) => !known.has(JSON.stringify(output)));
      if (written.length === 0 && outputs.length === (old?.outputs.length ?? 0)) continue;
      texts.out.push(...written);
      texts.fed[key] = old ?? null;
    }
    texts.back.push(...(await replacedTexts(home, act.id, keys)));
    await removeFedBefore(home, act.id);
    const { doneBy: _, ...rest } = act;
    const done: Act = { ...rest, changes: [texts, ...act.changes] };
    if (texts.out.length > 0 || texts.back.length > 0) {
      await this.log.replace(act.id, done);
      return done;
    }
    await this.log.replace(act.id, undefined);
    const needed = new Set(this.log.acts.flatMap(({ changes }) => changes.map((one) => 'soul' in one && one.soul)));
    for (const change of act.changes)
      if (change.change === 'soul' && !needed.has(change.soul)) await this.tools.release(change.soul);
    return undefined;
  }

  /** What fed.json was before the texts of an act. */
  private fedBefore(id: number): string {
    return join(trashOf(this.tools.home, id), FED_BEFORE);
  }
}

/** An act without what undoing has to do. */
export const reportOfAct = ({ id, time, kind, what, step, undoneBy }: Act): ActReport => {
  return { id, time, kind, what, step, undoneBy: undoneBy ?? null };
};

/** What undoing an act is called; undoing that is doing it again. */
function undoingOf({ kind, what }: Pick<Act, 'kind' | 'what'>): string {
  if (kind !== 'undo') return `undoing ${what}`;
  return what.startsWith('undoing ') ? what.replace('undoing', 'redoing') : what.replace('redoing', 'undoing');
}

/** Clauses as one sentence. */
function sentenceOf(clauses: readonly string[]): string {
  if (clauses.length === 0) return texts.nothingLeft;
  const text = clauses.join('; ');
  // the name of a text or of a setting stays as it is
  return `${/^(it|its|the) /.test(text) ? text[0].toUpperCase() : text[0]}${text.slice(1)}.`;
}
