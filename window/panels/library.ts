/** Its library: texts, what else it learns from, and files that are dropped onto the page. */
import type { LibraryReport } from '../../school/api/library-messages.ts';
import type { Answers, FoundPeople, Preview } from '../../school/http/window/messages.ts';
import { bytes, count } from '../../statistics/format/numbers.ts';
import { doing, fill, h, say } from '../dom.ts';
import { call, send, upload } from '../link.ts';
import type { Store } from '../store.ts';
import { panelTexts } from '../texts/panels.ts';

export function libraryPanel(store: Store): HTMLElement {
  const previews = h('div', { class: 'previews', 'aria-live': 'polite' });
  const table = h('tbody', {});
  const sources = h('tbody', {});
  const sum = h('p', { class: 'dim' });
  const find = h('input', {
    type: 'search',
    placeholder: panelTexts.library.findText,
    'aria-label': panelTexts.library.findAText,
    oninput: () => show(),
  });
  const file = h('input', {
    type: 'file',
    multiple: true,
    id: 'files',
    class: 'unseen',
    onchange: () => void takeAll(file.files),
  });
  const drop = h(
    'label',
    { class: 'drop', for: 'files' },
    h('strong', {}, panelTexts.library.dropHere),
    h('span', { class: 'dim' }, panelTexts.library.orChoose),
    file,
  );
  let report: LibraryReport | undefined;

  for (const name of ['dragover', 'dragenter'] as const)
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    void takeAll(event.dataTransfer?.files ?? null);
  });

  async function takeAll(files: FileList | null): Promise<void> {
    for (const one of Array.from(files ?? [])) {
      const place = h('section', { class: 'card preview' });
      previews.append(place);
      try {
        showPreview(place, one.name, await sent(place, one), {});
      } catch (error) {
        fill(place, h('p', { class: 'error' }, `${one.name}: ${(error as Error).message}`), leave(place));
      }
    }
    file.value = '';
  }

  /** Sends a file with a bar that shows how far it is, and a button that stops it. */
  function sent(place: HTMLElement, one: File): Promise<Preview> {
    const stopping = new AbortController();
    const bar = h('progress', { max: 1, value: 0, 'aria-label': panelTexts.library.howMuchWasSent(one.name) });
    const words = h('span', {}, `sending ${one.name}, ${bytes(one.size)} `);
    const stop = h('button', { type: 'button', class: 'quiet', onclick: () => stopping.abort() }, 'Stop');
    fill(place, h('p', { class: 'row' }, words, bar, stop));
    const show = (share: number): void => {
      bar.value = share;
      if (share === 1) fill(words, panelTexts.library.lookingAt(one.name));
    };
    return upload<Preview>(one, show, stopping.signal);
  }

  /** What would become of a file, the question who its owner is, and whether to feed it. */
  function showPreview(place: HTMLElement, name: string, preview: Preview, answers: Answers): void {
    const { id, sentences, questions, isUseful } = preview;
    const feed = h('button', { type: 'button', class: 'main' }, panelTexts.library.feedIt);
    feed.onclick = () =>
      void doing(feed, async () => {
        const { sentences: fed } = await send<{ sentences: readonly string[] }>('feed', { id, answers });
        fill(place, ...fed.map((one) => h('p', { class: 'fed' }, one)), leave(place));
        void load();
        return 'Fed.';
      });
    const discard = h('button', { type: 'button' }, panelTexts.library.leaveIt);
    discard.onclick = () =>
      void doing(discard, async () => {
        await send('discard', { id });
        place.remove();
        return panelTexts.library.nothingFed;
      });
    const answer = async (question: FoundPeople, who: readonly string[] | 'own'): Promise<null> => {
      const next = { ...answers, [question.name]: who };
      showPreview(place, name, await send<Preview>('preview', { id, answers: next }), next);
      return null;
    };
    fill(
      place,
      h('h3', {}, name),
      ...sentences.map((one) => h('p', { class: 'found' }, one)),
      ...questions.map((question) => ask(question, answer)),
      h(
        'p',
        { class: 'row' },
        isUseful && feed,
        discard,
        h('span', { class: 'dim' }, panelTexts.library.nothingWritten),
      ),
    );
    place.querySelector('button')?.focus();
  }

  async function load(): Promise<void> {
    if (!store.view.opening?.awake) {
      fill(sum, panelTexts.library.asleep);
      return;
    }
    try {
      report = (await call<LibraryReport>('library')).result;
      show();
    } catch (error) {
      say((error as Error).message, true);
    }
  }

  function show(): void {
    if (!report) return;
    const { files, tokens, heldOutTokens, read } = report;
    const word = find.value.toLowerCase();
    const share = tokens > 0 ? (100 * heldOutTokens) / (tokens + heldOutTokens) : 0;
    fill(
      sum,
      panelTexts.library.summary(
        count(report.count),
        count(tokens),
        share.toFixed(0),
        tokens > 0 ? (read / tokens).toFixed(1) : 0,
      ),
    );
    const rows = files.filter(({ name }) => name.toLowerCase().includes(word)).slice(0, 500);
    fill(
      table,
      ...rows.map((one) =>
        h(
          'tr',
          {},
          h('td', {}, one.name),
          h('td', { class: 'number spare' }, bytes(one.bytes)),
          h('td', { class: 'number' }, one.tokens > 0 ? (one.read / one.tokens).toFixed(1) : '–'),
          h('td', { class: 'number spare' }, `${(100 * one.weight).toFixed(1)} %`),
          h('td', {}, takeOut(one.name)),
        ),
      ),
    );
    fill(
      sources,
      ...report.sources.map((one) =>
        h(
          'tr',
          {},
          h('td', {}, one.name),
          h('td', { class: 'number' }, String(one.weight)),
          h('td', { class: 'number' }, `${(100 * one.share).toFixed(1)} %`),
          h('td', { class: 'number' }, count(one.holds)),
        ),
      ),
    );
  }

  /** A second click means it. */
  function takeOut(name: string): HTMLElement {
    const button = h(
      'button',
      { type: 'button', class: 'quiet', 'aria-label': panelTexts.library.takeOut(name) },
      'Remove',
    );
    button.onclick = () => {
      if (button.dataset['sure'] === undefined) {
        button.dataset['sure'] = '';
        fill(button, 'Remove? Click again');
        return;
      }
      void doing(button, async () => {
        const { sentence } = await call('removeText', { name });
        await load();
        return sentence;
      });
    };
    return button;
  }

  store.subscribe((view, before) => {
    if (view.opening !== before.opening || view.news.library !== before.news.library) void (view.opening && load());
  });

  return h(
    'section',
    { class: 'library card', 'aria-label': 'Library' },
    h('h2', {}, 'Library'),
    drop,
    previews,
    h('div', { class: 'row' }, find, sum),
    h(
      'div',
      { class: 'scroll' },
      h('table', {}, head('text', '.size', panelTexts.library.timesRead, '.weight', ''), table),
      h('h3', {}, panelTexts.library.whatItLearnsFrom),
      h('table', {}, head('source', 'weight', 'share', 'holds'), sources),
    ),
  );
}

function ask(
  question: FoundPeople,
  answer: (question: FoundPeople, who: readonly string[] | 'own') => Promise<null>,
): HTMLElement {
  const button = (title: string, who: readonly string[] | 'own') => {
    const one = h('button', { type: 'button', onclick: () => void doing(one, () => answer(question, who)) }, title);
    return one;
  };
  return h(
    'fieldset',
    {},
    h('legend', {}, panelTexts.library.whoAreYou(question.name)),
    ...question.people.map(({ name, messages }) => button(`${name} (${count(messages)})`, [name])),
    question.guessed && button(panelTexts.library.allMine, 'own'),
    button(panelTexts.library.noneOfThem, []),
  );
}

function leave(place: HTMLElement): HTMLElement {
  return h('button', { type: 'button', onclick: () => place.remove() }, 'Close');
}

/** The titles of columns; one that begins with a point is left out on a small screen. */
export const head = (...names: readonly string[]): HTMLElement => {
  const title = (name: string) =>
    h('th', { scope: 'col', class: name.startsWith('.') && 'spare' }, name.replace(/^\./, ''));
  return h('thead', {}, h('tr', {}, ...names.map(title)));
};
