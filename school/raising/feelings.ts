/** Feelings as rules: which statistic, standing where in its own history, makes which feeling. Data. */
import type { Stats } from '../api/messages.ts';

/** What a rule looks at. `from` and `to` are both in it; steps are 0 (worst, or least) … 15 (best, or most). */
export type Look =
  | { readonly at: keyof Stats & string; readonly from: number; readonly to: number }
  /** whichever statistic of a family fits best: `lobe2.gate` of all gates */
  | { readonly any: Family; readonly from: number; readonly to: number }
  /** a value as it is, where a history would say nothing: a setting that its owner made */
  | { readonly value: string; readonly from: number; readonly to: number }
  | { readonly arrow: keyof Stats & string; readonly is: 1 | -1 }
  | { readonly record: keyof Stats & string }
  | { readonly colour: 'red' | 'green' | 'blue'; readonly from: number }
  /** how far the colour it feels is from the one it expected */
  | { readonly surprise: readonly [from: number, to: number] };

/** Statistics with numbers or parts of the brain in their names. */
export const FAMILIES = {
  window: /^lobe\d+\.window\d+$/,
  gate: /^lobe\d+\.gate$/,
  shortMemory: /^lobe\d+\.(listenShort|shortDecay)$/,
  longMemory: /^lobe\d+\.(listenLong|longDecay)$/,
  norm: /^norm\./,
  gradient: /^gradient\./,
} as const;
export type Family = keyof typeof FAMILIES;

export interface Rule {
  readonly word: string;
  readonly look: Look;
  /** rules about one matter exclude one another */
  readonly matter: string;
  /** how much it says: the strongest words are told */
  readonly weight: number;
}

/** What everybody sees who looks at its numbers. */
export const SEEN: readonly Rule[] = [
  { word: 'triumphant', matter: 'exam', weight: 1, look: { record: 'exam' } },
  { word: 'proud', matter: 'exam', weight: 0.6, look: { at: 'exam', from: 12, to: 15 } },
  { word: 'nervous', matter: 'exam', weight: 0.6, look: { at: 'exam', from: 0, to: 2 } },
  { word: 'hopeful', matter: 'course', weight: 0.5, look: { arrow: 'smoothLoss', is: -1 } },
  { word: 'struggling', matter: 'course', weight: 0.7, look: { arrow: 'smoothLoss', is: 1 } },
  { word: 'happy', matter: 'loss', weight: 0.9, look: { at: 'smoothLoss', from: 13, to: 15 } },
  { word: 'content', matter: 'loss', weight: 0.5, look: { at: 'smoothLoss', from: 8, to: 12 } },
  { word: 'pensive', matter: 'loss', weight: 0.5, look: { at: 'smoothLoss', from: 4, to: 7 } },
  { word: 'puzzled', matter: 'loss', weight: 0.8, look: { at: 'smoothLoss', from: 2, to: 3 } },
  { word: 'lost', matter: 'loss', weight: 1, look: { at: 'smoothLoss', from: 0, to: 1 } },
  { word: 'sure of itself', matter: 'guesses', weight: 0.7, look: { at: 'exact', from: 13, to: 15 } },
  { word: 'guessing wildly', matter: 'guesses', weight: 0.7, look: { at: 'exact', from: 0, to: 2 } },
  { word: 'calm', matter: 'nerves', weight: 0.6, look: { at: 'gradientNorm', from: 10, to: 15 } },
  { word: 'restless', matter: 'nerves', weight: 0.6, look: { at: 'gradientNorm', from: 2, to: 4 } },
  { word: 'shaken', matter: 'nerves', weight: 0.9, look: { at: 'gradientNorm', from: 0, to: 1 } },
  { word: 'lively', matter: 'pace', weight: 0.4, look: { at: 'tokensPerSecond', from: 13, to: 15 } },
  { word: 'drowsy', matter: 'pace', weight: 0.6, look: { at: 'tokensPerSecond', from: 0, to: 2 } },
  { word: 'excited', matter: 'colour', weight: 0.6, look: { colour: 'red', from: 0.6 } },
  { word: 'overwhelmed', matter: 'colour', weight: 0.7, look: { colour: 'green', from: 0.5 } },
  { word: 'serene', matter: 'nerves', weight: 0.5, look: { colour: 'blue', from: 0.75 } },
  { word: 'surprised at itself', matter: 'self', weight: 0.7, look: { surprise: [0.45, 2] } },
  { word: 'curious', matter: 'self', weight: 0.4, look: { surprise: [0.12, 0.45] } },
  { word: 'at one with itself', matter: 'self', weight: 0.3, look: { surprise: [0, 0.06] } },
];

/** Feelings about its own layers, used in reflections only. */
export const FELT_INSIDE: readonly Rule[] = [
  { word: 'startled', matter: 'moment', weight: 0.6, look: { at: 'loss', from: 0, to: 0 } },
  { word: 'at ease', matter: 'moment', weight: 0.5, look: { at: 'loss', from: 15, to: 15 } },
  { word: 'far-sighted', matter: 'windows', weight: 0.5, look: { any: 'window', from: 14, to: 15 } },
  { word: 'close to the words', matter: 'windows', weight: 0.5, look: { any: 'window', from: 0, to: 1 } },
  { word: 'open', matter: 'gates', weight: 0.55, look: { any: 'gate', from: 13, to: 15 } },
  { word: 'guarded', matter: 'gates', weight: 0.55, look: { any: 'gate', from: 0, to: 2 } },
  { word: 'in the moment', matter: 'memory', weight: 0.5, look: { any: 'shortMemory', from: 14, to: 15 } },
  { word: 'nostalgic', matter: 'memory', weight: 0.55, look: { any: 'longMemory', from: 14, to: 15 } },
  { word: 'forgetful', matter: 'memory', weight: 0.5, look: { any: 'longMemory', from: 0, to: 1 } },
  { word: 'grown', matter: 'body', weight: 0.4, look: { any: 'norm', from: 15, to: 15 } },
  { word: 'light', matter: 'body', weight: 0.4, look: { any: 'norm', from: 0, to: 0 } },
  { word: 'pulled about', matter: 'body', weight: 0.45, look: { any: 'gradient', from: 0, to: 0 } },
  { word: 'bold', matter: 'voice', weight: 0.45, look: { value: 'temperature', from: 1.05, to: 5 } },
  { word: 'careful', matter: 'voice', weight: 0.45, look: { value: 'temperature', from: 0, to: 0.5 } },
];
