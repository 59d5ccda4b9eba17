/** Its souls, to keep and to go back to, and what its owner did, to undo. */
import type { ActReport, Undone } from '../../school/api/act-messages.ts';
import type { SoulLine } from '../../school/http/window/messages.ts';
import { ago, bytes, count } from '../../statistics/format/numbers.ts';
import { doing, fill, h, say } from '../dom.ts';
import { call, look } from '../link.ts';
import type { Store } from '../store.ts';
import { head } from './library.ts';

export function soulPanel(store: Store): HTMLElement {
  const rows = h('tbody', {});
  const acts = h('ol', { class: 'acts' });
  const question = h('div', { class: 'question', role: 'alertdialog', 'aria-label': 'Are you sure?', hidden: true });
  const name = h('input', { placeholder: 'a name for it', 'aria-label': 'A name for the soul', maxlength: '200' });
  const keep = h('button', { class: 'main' }, 'Save now and keep it');
  const keeping = h('form', { class: 'row' }, name, keep);
  keeping.addEventListener('submit', (event) => {
    event.preventDefault();
    void doing(keep, async () => {
      const { sentence } =
        name.value.trim() === '' ? await call('save') : await call('keepSoul', { name: name.value.trim() });
      name.value = '';
      await load();
      return sentence;
    });
  });

  /** Asks before something that costs learning. */
  function ask(text: string, yes: string, work: () => Promise<string | null | undefined>): void {
    const close = (): void => void (question.hidden = true);
    const sure = h('button', { type: 'button', class: 'main' }, yes);
    sure.onclick = () => {
      close();
      void doing(sure, work);
    };
    fill(
      question,
      h('p', {}, text),
      h('p', { class: 'row' }, sure, h('button', { type: 'button', onclick: close }, 'Leave it')),
    );
    question.hidden = false;
    sure.focus();
  }

  const again = async (sentence: string | null): Promise<string | null> => {
    await load();
    return sentence;
  };

  function row(soul: SoulLine): HTMLElement {
    const back = h('button', { type: 'button', class: 'quiet' }, 'Go back');
    back.onclick = () =>
      ask(`Go back to ${soul.name}, of step ${count(soul.step)}? Souls saved since are kept.`, 'Go back', async () =>
        again((await call('goBack', { soul: soul.name })).sentence),
      );
    const release = h('button', { type: 'button', class: 'quiet' }, 'Release');
    release.onclick = () =>
      void doing(release, async () => again((await call('releaseSoul', { soul: soul.name })).sentence));
    const isAwake = store.view.opening?.awake ?? false;
    return h(
      'tr',
      {},
      h('td', {}, soul.name, h('small', { class: 'dim' }, ` ${soul.marks}`)),
      h('td', { class: 'number' }, count(soul.step)),
      h('td', { class: 'spare' }, ago(soul.savedAt)),
      h('td', { class: 'number' }, soul.exam === null ? '–' : soul.exam.toFixed(3)),
      h('td', { class: 'number spare' }, bytes(soul.bytes)),
      h('td', {}, h('span', { class: 'row' }, isAwake && back, isAwake && soul.keptAs !== null && release)),
    );
  }

  function act(one: ActReport): HTMLElement {
    const undo = h('button', { type: 'button', class: 'quiet' }, 'Undo');
    undo.onclick = () =>
      void doing(undo, async () => {
        const { result } = await call<Undone>('undo', { act: one.id, preview: true });
        ask(result.sentence, 'Undo it', async () =>
          again((await call<Undone>('undo', { act: one.id })).result.sentence),
        );
        return null;
      });
    return h(
      'li',
      {},
      h('span', { class: 'dim' }, `${ago(one.time)}: `),
      `${one.what} `,
      one.undoneBy === null ? undo : h('span', { class: 'dim' }, 'undone'),
    );
  }

  async function load(): Promise<void> {
    try {
      const { souls } = await look<{ souls: readonly SoulLine[] }>('souls');
      fill(rows, ...souls.map(row));
      if (!store.view.opening?.awake) return fill(acts);
      const { result } = await call<readonly ActReport[]>('acts');
      const shown = result.toReversed().slice(0, 50).map(act);
      fill(acts, ...(shown.length > 0 ? shown : [h('li', { class: 'dim' }, 'Nothing yet that could be undone.')]));
    } catch (error) {
      say((error as Error).message, true);
    }
  }

  store.subscribe((view, before) => {
    if (view.opening !== before.opening || view.news.souls !== before.news.souls) void (view.opening && load());
  });

  return h(
    'section',
    { class: 'soul card', 'aria-label': 'Soul' },
    h('h2', {}, 'Soul'),
    h('p', { class: 'dim' }, 'Everything it is, saved: weights, memories and its place in the library.'),
    keeping,
    question,
    h('div', { class: 'scroll' }, h('table', {}, head('soul', 'step', '.saved', 'exam', '.size', ''), rows)),
    h('h3', {}, 'What you did'),
    acts,
  );
}
