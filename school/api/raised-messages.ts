/** What raising brings about: shown to people, and partly learnt. */
import type { Example } from '../../library/sources/examples.ts';

/** What its raising brought about, beside learning and talking. */
export type Raised =
  /** a dialogue with its owner about itself, out of its own statistics, which it learns */
  | {
      readonly kind: 'reflection';
      readonly step: number;
      /** what it felt, strongest first, and the names of the statistics that it felt so because of */
      readonly feelings: readonly string[];
      readonly because: readonly string[];
      readonly turns: readonly { readonly speaker: string; readonly text: string }[];
    }
  /** what the scribe said of a guess */
  | {
      readonly kind: 'comment';
      readonly step: number;
      /** of the sixteen moods; 15 (best) … 0 */
      readonly mood: string;
      readonly standing: number;
      readonly guess: string;
      readonly text: string;
    }
  /** one of the questions that it answers again and again */
  | {
      readonly kind: 'milestone';
      readonly step: number;
      readonly prompt: string;
      readonly text: string;
      readonly temperature: number;
      readonly milliseconds: number;
    }
  /** what its owner wrote down */
  | { readonly kind: 'journal'; readonly step: number; readonly text: string };

/** What a lesson says of its own steps, and learns once it is kept. */
export interface Said {
  readonly raised: Raised;
  readonly source: 'scribe' | 'reflections';
  /** its id names its step: a soul from before that step has not heard it yet */
  readonly passage: Example;
}
