/** Keys that came together, one after another: a slow line brings two quick ones in one piece, which would be taken for a paste. */

/** Three keys at most, or one that is held down; printable ones of ASCII, as all keys of pages are. Anything longer was pasted. */
const KEYS = /^(?:[\x20-\x7e]{2,3}|([\x20-\x7e])\1{1,63})$/;

/** The keys of a piece of input, where it is nothing but a few; else the piece as it came. */
export const keysOf = (input: string): string[] => (KEYS.test(input) ? [...input] : [input]);

/**
 * The same stream, which gives out such keys one by one, with time between them for what the one before did: another page, a line to
 * type in.
 */
export function keyByKey(stdin: NodeJS.ReadStream): NodeJS.ReadStream {
  const waiting: (string | Buffer)[] = [];
  let resting = false;
  const read = (): string | Buffer | null => {
    if (resting) return null;
    if (waiting.length === 0) {
      const input = stdin.read() as string | Buffer | null;
      if (typeof input !== 'string') return input;
      waiting.push(...keysOf(input));
    }
    const next = waiting.shift() ?? null;
    if (waiting.length > 0) {
      resting = true;
      setImmediate(() => {
        resting = false;
        stdin.emit('readable');
      });
    }
    return next;
  };
  return new Proxy(stdin, {
    get(target, name) {
      if (name === 'read') return read;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
