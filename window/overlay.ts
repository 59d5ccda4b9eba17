/** The overlay for streams: what it said last in public, and how it is. */
import type { OverlayState } from '../school/http/window/overlay.ts';
import { fill, the } from './dom.ts';

/** Milliseconds for which an answer is shown. */
const SHOWN = 30_000;

let hiding: number | undefined;

function show({ name, bear, mood, colour, answer }: OverlayState): void {
  document.documentElement.style.setProperty(
    '--felt',
    `rgb(${colour.map((part) => Math.round(255 * part)).join(' ')})`,
  );
  fill(the('bear'), bear);
  fill(the('name'), name);
  fill(the('mood'), mood === '' ? '' : `feels ${mood}`);
  const left = answer ? answer.at + SHOWN - Date.now() : 0;
  fill(the('said'), left > 0 ? (answer?.text ?? '') : '');
  clearTimeout(hiding);
  if (left > 0) hiding = window.setTimeout(() => fill(the('said')), left);
}

const source = new EventSource(new URL('events', document.baseURI));
source.onmessage = ({ data }) => show(JSON.parse(data as string) as OverlayState);
