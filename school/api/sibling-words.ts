/** The number of the dream among the siblings. */
import { apiTexts } from './texts.ts';
export const DREAM = -1;

/** How a sibling is called: by when it was born. */
export const siblingName = (id: number): string =>
  id === DREAM ? apiTexts.siblings.dream : id === 0 ? apiTexts.siblings.eldest : `sibling ${id + 1}`;
