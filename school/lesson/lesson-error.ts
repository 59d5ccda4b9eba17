/** Why a lesson is over that should not be. */
export class LessonError extends Error {
  /** its learning was over, and only its last save failed */
  readonly atTheEnd: boolean;

  constructor(message: string, stack?: string, atTheEnd = false) {
    super(message);
    if (stack) this.stack = stack; // of the thread where it arose
    this.atTheEnd = atTheEnd;
  }
}
