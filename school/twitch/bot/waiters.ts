/** Promises that resolve when an operation has ended, with success or without. */
export class Settling {
  private readonly waiting = new Set<() => void>();

  /** Resolves when the operation ends, or after `patience` milliseconds. */
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
