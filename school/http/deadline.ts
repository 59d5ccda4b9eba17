/** How long a request may take to arrive: a fixed time, or for a file as long as bytes come. */
import type { IncomingMessage } from 'node:http';

/** Milliseconds between two bytes of a file. */
const PAUSE = 60_000;

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Closes the connection of a request that has not arrived whole by then. */
export function setDeadline(request: IncomingMessage, milliseconds: number): void {
  const timer = setTimeout(() => {
    if (request.complete) return;
    request.socket.end('HTTP/1.1 408 Request Timeout\r\nconnection: close\r\n\r\n', () => request.destroy());
  }, milliseconds);
  timer.unref();
  timers.set(request, timer);
  request.once('close', () => clearTimeout(timer));
}

/** From now on only a long pause between two bytes ends a request. */
export function liftDeadline(request: IncomingMessage, pause = PAUSE): void {
  clearTimeout(timers.get(request));
  request.setTimeout(pause, () => request.destroy());
}
