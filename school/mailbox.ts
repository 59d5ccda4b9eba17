import type { ToLesson } from './messages.ts';
import type { Desk } from './orders.ts';

type Say = Extract<ToLesson, { kind: 'say' }>;
type Later = Exclude<ToLesson, Say>;

/** What the lesson was told and has not done yet: who speaks is answered between two kernel calls, all else waits for a step's end. */
export class Mailbox {
  readonly said: Say[] = [];
  readonly waiting: Later[] = [];
  private readonly desk: Desk;
  /** it was told to sleep, from which there is no way back */
  private sleepy = false;

  constructor(desk: Desk) {
    this.desk = desk;
  }

  collect(): void {
    for (let mail = this.desk.nextMail(); mail; mail = this.desk.nextMail()) {
      if (mail.kind === 'say') this.said.push(mail);
      else this.waiting.push(mail);
      this.sleepy ||= mail.kind === 'sleep';
    }
  }

  /** Who is asked for long answers, or many, would otherwise not fall asleep for minutes. @throws one sentence if it must now */
  stayAwake(): void {
    if (this.desk.hasMail()) this.collect();
    if (this.sleepy) throw new Error('it is falling asleep');
  }
}
