import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { FromLesson, SentLibrary, ToLesson } from '../api/messages.ts';
import { Lesson } from './lesson.ts';
import { type LessonOptions, unusableSoul } from './options.ts';
import { receivedLibrary } from './sent-library.ts';

/** What the client of a lesson hands over when it starts its thread. */
export interface LessonData {
  readonly options: Omit<LessonOptions, 'library'> & { readonly library: SentLibrary };
  readonly port: MessagePort;
  /** one word of shared memory: raised by the classroom after each message, so that the busy lesson need not ask the port */
  readonly flag: SharedArrayBuffer;
}

const { options, port, flag } = workerData as LessonData;
const mail = new Int32Array(flag);
const post = (message: FromLesson): void => port.postMessage(message);

let lesson: Lesson | undefined;
try {
  lesson = await Lesson.begin(
    { ...options, library: receivedLibrary(options.library) },
    {
      hasMail: () => Atomics.load(mail, 0) !== 0,
      nextMail() {
        Atomics.store(mail, 0, 0); // before the port is read: a message that comes meanwhile raises it again
        return receiveMessageOnPort(port)?.message as ToLesson | undefined;
      },
      post,
      rest: (milliseconds) => void Atomics.wait(mail, 0, 0, milliseconds),
    },
  );
  await lesson.live();
} catch (error) {
  const isState = lesson === undefined && error instanceof TypeError;
  const shown = isState && options.soul !== null ? unusableSoul(options.soul, error) : (error as Error);
  const { message } = shown;
  const { stack } = error as Error;
  post({ kind: 'failed', message, stack: stack ?? '', atTheEnd: lesson?.isLeaving() ?? false });
} finally {
  port.close();
}
