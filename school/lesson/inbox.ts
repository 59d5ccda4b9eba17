import type { ToLesson } from '../api/messages.ts';
import type { Channel } from './options.ts';
import { lessonTexts } from './texts.ts';

/** What is answered between two kernel calls. */
type Now = Extract<ToLesson, { kind: 'say' | 'stop' | 'forget' | 'correct' | 'read' | 'memory' | 'heard' }>;
/** … and what is begun there, and ends with the step. */
export type Urgent = Now | Extract<ToLesson, { kind: 'teach' | 'unteach' }>;
/** What waits for a step's end. */
export type Later = Exclude<ToLesson, Now>;

/** What the lesson was told and has not done yet: who speaks is answered between two kernel calls, all else waits for a step's end. */
export class Inbox {
  readonly waiting: Later[] = [];
  private readonly channel: Channel;
  private readonly take: (mail: Urgent) => void;
  /** it was told to sleep, from which there is no way back */
  private sleepy = false;

  /** @param take does, or keeps to be done soon, what need not wait for a step's end */
  constructor(channel: Channel, take: (mail: Urgent) => void) {
    this.channel = channel;
    this.take = take;
  }

  collect(): void {
    for (let mail = this.channel.nextMail(); mail; mail = this.channel.nextMail()) {
      switch (mail.kind) {
        case 'say':
        case 'stop':
        case 'forget':
        case 'correct':
        case 'read':
        case 'memory':
        case 'heard':
          this.take(mail);
          break;
        default:
          if (mail.kind === 'teach' || mail.kind === 'unteach') this.take(mail);
          this.waiting.push(mail);
          this.sleepy ||= mail.kind === 'sleep' || mail.kind === 'leave';
      }
    }
  }

  /** It could not fall asleep. */
  stayedAwake(): void {
    this.sleepy = false;
  }

  /** Who is asked for long answers, or many, would otherwise not fall asleep for minutes. @throws one sentence if it must now */
  stayAwake(): void {
    if (this.channel.hasMail()) this.collect();
    if (this.sleepy) throw new Error(lessonTexts.requests.fallingAsleep);
  }
}
