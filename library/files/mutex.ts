/** Work that must not overlap. */

/** Does each work when all that came before it is over, however that ended. */
export type Serialize = <T>(work: () => Promise<T>) => Promise<T>;

export function serialize(): Serialize {
  let turn: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
}
