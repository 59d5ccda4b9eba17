/**
 * A map that holds its newest entries: setting an entry makes it the newest, and the oldest go when there are more than `most`.
 *
 * @example
 * const map = new BoundedMap<string, number>(2);
 * map.set('a', 1).set('b', 2).set('a', 3).set('c', 4); // holds a and c
 */
export class BoundedMap<K, V> extends Map<K, V> {
  readonly #most: number;

  constructor(most: number) {
    super();
    this.#most = most;
  }

  override set(key: K, value: V): this {
    this.delete(key);
    super.set(key, value);
    // a subclass may do more when an entry goes, so that `delete` is called for each
    for (const oldest of this.keys()) {
      if (this.size <= this.#most) break;
      this.delete(oldest);
    }
    return this;
  }
}
