/** How a sibling is called: by when it was born. */
export const siblingName = (id: number): string => (id === 0 ? 'the eldest' : `sibling ${id + 1}`);
