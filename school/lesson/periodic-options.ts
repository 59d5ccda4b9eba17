import type { FromLesson, SavingWish } from '../api/messages.ts';
import type { Timings } from '../training/timings.ts';

/** What the periodic tasks need of their lesson. */
export interface PeriodicDependencies {
  readonly clock: Timings;
  post(message: FromLesson): void;
  /** answers those who speak to it; long tasks call it often */
  readonly between: () => void;
  /** @throws one sentence if it must fall asleep now */
  stayAwake(): void;
  /** whether its last step was no number */
  isBroken(): boolean;
}

/** How it is saved. */
export interface Saving extends SavingWish {
  /** milliseconds that the exam of this soul may take; one that takes longer is left out, and the soul is saved without */
  readonly within?: number;
}
