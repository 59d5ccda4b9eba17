/** Adds messages of people to the source `twitch` of the mixer, and removes them. */
import { serialize } from '../../../library/files/mutex.ts';
import type { Baby } from '../../api/contract.ts';
import type { Level } from '../../api/messages.ts';
import type { Example } from '../../api/twitch-messages.ts';
import { peopleTexts } from '../texts/people.ts';

export interface TeachingOptions {
  readonly life: Pick<Baby, 'teach' | 'unteach' | 'status'>;
  /**
   * Called when the source has the examples, at a step. They count as learnt from then on, since the source does not report when it
   * gives out a passage: a soul may be marked that did not learn from them, but none that did stays unmarked.
   */
  readonly onTaught: (ids: readonly string[], step: number) => void;
  /** called when the source rejected them */
  readonly onRefused: (ids: readonly string[]) => void;
  readonly onNote: (level: Level, message: string) => void;
}

export interface Teaching {
  teach(example: Example): void;
  untaught(ids: readonly string[]): void;
  /** Settles when all requested changes are done. */
  readonly done: Promise<void>;
}

/** The queue of changes, in order, so that no example is removed before it was added. */
export function teachingOf({ life, onTaught, onRefused, onNote }: TeachingOptions): Teaching {
  const inTurn = serialize();
  let done: Promise<void> = Promise.resolve();
  const withdrawn = new Set<string>();
  const next = (work: () => Promise<void>): void => {
    done = inTurn(work).catch((error: Error) => onNote('error', peopleTexts.examplesNotChanged(error.message)));
  };
  return {
    teach({ id, speaker, text, expires }) {
      next(async () => {
        if (withdrawn.delete(id) || expires <= Date.now()) return onRefused([id]);
        const { taken, refused } = await life.teach('twitch', [{ id, turns: [{ speaker, text, learn: true }] }]);
        const { stats, introduction } = await life.status();
        if (taken.length > 0) onTaught(taken, stats?.step ?? introduction.step);
        if (refused.length > 0) onRefused(refused);
      });
    },
    untaught(ids) {
      for (const id of ids) withdrawn.add(id);
      next(async () => {
        await life.unteach('twitch', ids);
        for (const id of ids) withdrawn.delete(id);
      });
    },
    get done() {
      return done;
    },
  };
}
