/** Classes with every method of the contract, of which a test writes only the methods that it needs. */
import { METHODS, type Methods } from '../../school/api/contract.ts';

/** What was asked, as `[method, ...arguments]`. */
interface Recording {
  readonly asked: unknown[][];
}

/** Adds the methods of the contract that a class lacks: each records its arguments in `asked`, and resolves to undefined. */
export function withAllMethods<T extends Recording>(Own: new () => T): new () => T & Methods {
  class All extends (Own as new () => Recording) {
    constructor() {
      super();
      for (const name of METHODS) {
        if (name in this) continue;
        const method = async (...args: unknown[]): Promise<void> => void this.asked.push([name, ...args]);
        Object.assign(this, { [name]: method });
      }
    }
  }
  return All as unknown as new () => T & Methods;
}
