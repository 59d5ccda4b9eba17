/** What the baby makes of a text, by its newest soul: the page calculates it, and asks nothing of the daemon but the soul. */
import { h } from '../dom.ts';
import { insideForm } from '../inside/form.ts';
import { soulFile } from '../link.ts';
import type { Store } from '../store.ts';
import { panelTexts } from '../texts/panels.ts';

export function insidePanel(store: Store): HTMLElement {
  const lastReply = (): string =>
    store.view.chat.findLast(({ kind }) => kind !== 'said')?.text ?? store.view.babble.at(-1)?.text ?? '';
  return h(
    'section',
    { class: 'card', 'aria-label': 'Inside' },
    h('h2', {}, 'Inside'),
    h('p', { class: 'dim' }, panelTexts.inside.means),
    insideForm(soulFile, lastReply),
  );
}
