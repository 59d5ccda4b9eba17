/** Elements of the page. Text is always text: nothing here reads HTML, and no text may hide or reorder letters. */
import { messageOf } from '../library/notices/notices.ts';
import { printable } from '../library/notices/printable.ts';
import { pageTexts } from './texts/page.ts';

type Child = Node | string | number | null | undefined | false;
type Handlers = { [K in keyof HTMLElementEventMap as `on${K}`]?: (event: HTMLElementEventMap[K]) => void };
type Attributes = Handlers & { readonly [name: string]: unknown };

/**
 * An element with attributes, listeners and children. `null`, `undefined` and `false` are left out.
 *
 * @example h('button', { class: 'quiet', type: 'button', onclick: save }, 'Save')
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value as EventListener);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  fill(element, ...children);
  return element;
}

/** Gives an element these children, in the place of those that it has. */
export function fill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(
    ...children
      .filter((child) => child !== null && child !== undefined && child !== false)
      .map((child) => (child instanceof Node ? child : document.createTextNode(printable(String(child))))),
  );
}

/** The element of an id. @throws Error where the page has none */
export function the(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(pageTexts.noElement(id));
  return found;
}

/** Milliseconds for which a sentence at the foot of the page stays. */
const SAID = 8000;

let hiding: number | undefined;

/** Says something to the owner at the foot of the page, and to screen readers. */
export function say(text: string, isError = false): void {
  const place = the('said');
  place.classList.toggle('error', isError);
  fill(place, text);
  clearTimeout(hiding);
  if (!isError) hiding = window.setTimeout(() => fill(place), SAID);
}

/** Does something that may be refused, and says what came of it. While it is done the button takes no second click. */
export async function doing(
  button: HTMLButtonElement | null,
  work: () => Promise<string | null | undefined>,
): Promise<void> {
  if (button) button.disabled = true;
  try {
    const sentence = await work();
    if (sentence) say(sentence);
  } catch (error) {
    say(messageOf(error), true);
  } finally {
    if (button) button.disabled = false;
  }
}
