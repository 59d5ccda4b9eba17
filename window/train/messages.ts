/** What the page and the worker that trains say to each other. Plain data only. */
import type { Reply, VoiceOptions } from '../../school/api/messages.ts';
import type { Config } from '../../school/settings/config.ts';
import type { Forecast, NamedText, Plan } from './plan.ts';

/** A step as the page shows it. */
export interface Step {
  readonly step: number;
  /** mean cross-entropy, nats per token */
  readonly loss: number;
  /** the same in bits per byte of text */
  readonly bitsPerByte: number;
  readonly tokens: number;
}

export type SpeakOptions = VoiceOptions & { readonly isText?: boolean };

export type ToTrainer =
  /** a new brain for texts, or one that goes on from the bytes of a soul */
  | { kind: 'begin'; texts: readonly NamedText[]; threads: number; plan?: Plan; soul?: ArrayBuffer; defaults: Config }
  /** a soul that only speaks */
  | { kind: 'open'; soul: ArrayBuffer; threads: number }
  /** learns on, up to a step where one is given */
  | { kind: 'run'; until: number | null }
  | { kind: 'pause' }
  | { kind: 'say'; id: number; text: string; options: SpeakOptions }
  | { kind: 'stop' }
  | { kind: 'soul'; id: number }
  | { kind: 'forecast'; id: number; plan: Plan; threads: number; defaults: Config };

export interface Ready {
  readonly name: string;
  readonly step: number;
  readonly parameters: number;
  readonly vocabulary: number;
  readonly libraryTokens: number;
  readonly bytes: number;
  readonly kernels: string;
  readonly threads: number;
}

export type FromTrainer =
  /** how far it is before it can learn */
  | { kind: 'progress'; what: string; done: number; total: number }
  | { kind: 'ready'; ready: Ready }
  | { kind: 'steps'; steps: readonly Step[]; millisecondsPerStep: number }
  | { kind: 'exam'; step: number; bitsPerByte: number }
  | { kind: 'babble'; step: number; text: string }
  /** it learns no more until it is told to: it was paused, or has come to the step that was asked for */
  | { kind: 'paused'; step: number }
  | { kind: 'delta'; id: number; text: string }
  | { kind: 'replied'; id: number; reply: Reply }
  | { kind: 'soul'; id: number; step: number; bytes: ArrayBuffer }
  /** `milliseconds`: of one step, about */
  | {
      kind: 'forecast';
      id: number;
      forecast: (Forecast & { readonly milliseconds: number }) | { readonly refusal: string };
    }
  | { kind: 'failed'; message: string };
