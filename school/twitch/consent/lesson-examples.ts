/** From what people said to the source `twitch` of the mixer, and out of it again. */
import { serialize } from '../../../library/files/mutex.ts';
import type { Baby } from '../../api/contract.ts';
import type { Level } from '../../api/messages.ts';
import type { Example } from '../../api/twitch-messages.ts';

export interface TeachingOptions {
  readonly life: Pick<Baby, 'teach' | 'unteach' | 'status'>;
  /**
   * The source has them, at a step. They count as learnt from then on, since nobody says when the source gives out which passage:
   * a soul may be marked that learnt nothing of them, but none is left unmarked that did.
   */
  readonly onTaught: (ids: readonly string[], step: number) => void;
  /** the source did not want them */
  readonly onRefused: (ids: readonly string[]) => void;
  readonly onNote: (level: Level, message: string) => void;
}

export interface Teaching {
  teach(example: Example): void;
  untaught(ids: readonly string[]): void;
  /** Settles when all that was asked for is done. */
  readonly done: Promise<void>;
}

/** One thing after another, so that nothing is taken out before it has gone in. */
export function teachingOf({ life, onTaught, onRefused, onNote }: TeachingOptions): Teaching {
  const inTurn = serialize();
  let done: Promise<void> = Promise.resolve();
  const withdrawn = new Set<string>();
  const next = (work: () => Promise<void>): void => {
    done = inTurn(work).catch((error: Error) =>
      onNote('error', `what chat taught could not be changed: ${error.message}`),
    );
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
