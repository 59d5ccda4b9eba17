/** The number of the dream among the siblings. */
export const DREAM = -1;

/** How a sibling is called: by when it was born. */
export const siblingName = (id: number): string =>
  id === DREAM ? 'the dream' : id === 0 ? 'the eldest' : `sibling ${id + 1}`;
