/** The time of messages in logs that write the day in a heading, or in the file's name, and only the time of day in front of words. */
import { clockIn, dateIn, timeOf } from '../dates.ts';

export class Day {
  private numbers: [number, number, number] | undefined;

  /** @param name of the file, which may hold the day: `2024-03-15.log`, `#harbour_20240315.log` */
  constructor(name = '') {
    const found = /(?<!\d)((?:19|20)\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)/.exec(name);
    if (found !== null) this.numbers = [Number(found[1]), Number(found[2]), Number(found[3])];
  }

  /** Takes the day of a heading, if it has one. */
  heading(text: string): void {
    this.numbers = dateIn(text) ?? this.numbers;
  }

  /** When something was said, if its stamp or a heading says the day. */
  at(stamp: string): number | undefined {
    const clock = clockIn(stamp);
    const numbers = dateIn(stamp) ?? this.numbers;
    if (clock === undefined || numbers === undefined) return undefined;
    return timeOf({ numbers, ...clock }, numbers[0] > 31 ? 'year first' : 'day first');
  }
}
