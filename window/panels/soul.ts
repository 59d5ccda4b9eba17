/** Its souls, to keep and to go back to, and what its owner did, to undo. */
import type { ActReport, Undone } from '../../school/api/act-messages.ts';
import type { SoulLine } from '../../school/http/window/messages.ts';
import { ago, bytes, count } from '../../statistics/format/numbers.ts';
import { doing, fill, h, say } from '../dom.ts';
import { call, look } from '../link.ts';
import type { Store } from '../store.ts';
import { panelTexts } from '../texts/panels.ts';
import { head } from './library.ts';

export function soulPanel(store: Store): HTMLElement {
  const rows = h('tbody', {});
  const acts = h('ol', { class: 'acts' });
  const question = h('div', {
    class: 'question',
    role: 'alertdialog',
    'aria-label': panelTexts.soul.sure,
    hidden: true,
  });
  const name = h('input', {
    placeholder: panelTexts.soul.aName,
    'aria-label': panelTexts.soul.aNameForIt,
    maxlength: '200',
  });
  const keep = h('button', { class: 'main' }, panelTexts.soul.saveAndKeep);
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
      h('p', { class: 'row' }, sure, h('button', { type: 'button', onclick: close }, panelTexts.soul.leaveIt)),
    );
    question.hidden = false;
    sure.focus();
  }

  const again = async (sentence: string | null): Promise<string | null> => {
    await load();
    return sentence;
  };

  function row(soul: SoulLine): HTMLElement {
    const back = h('button', { type: 'button', class: 'quiet' }, panelTexts.soul.goBack);
    back.onclick = () =>
      ask(panelTexts.soul.confirmBack(soul.name, count(soul.step)), panelTexts.soul.goBack, async () =>
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
        ask(result.sentence, panelTexts.soul.undoIt, async () =>
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
      fill(acts, ...(shown.length > 0 ? shown : [h('li', { class: 'dim' }, panelTexts.soul.nothingToUndo)]));
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
    h('p', { class: 'dim' }, panelTexts.soul.means),
    keeping,
    question,
    h('div', { class: 'scroll' }, h('table', {}, head('soul', 'step', '.saved', 'exam', '.size', ''), rows)),
    h('h3', {}, panelTexts.soul.whatYouDid),
    acts,
  );
}
