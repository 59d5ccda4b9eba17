/** Those who wait until something has come to an end, whichever. */
export class Settling {
  private readonly waiting = new Set<() => void>();

  /** Resolves when it has, or when so many milliseconds are over. */
  wait(patience: number): Promise<void> {
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        this.waiting.delete(settle);
        resolve();
      };
      const timer = setTimeout(settle, patience);
      this.waiting.add(settle);
    });
  }

  settle(): void {
    for (const settle of this.waiting) settle();
  }
}
