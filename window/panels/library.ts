/** Its library: texts, what else it learns from, and files that are dropped onto the page. */
import type { LibraryReport } from '../../school/api/library-messages.ts';
import type { Answers, FoundPeople, Preview } from '../../school/http/window/messages.ts';
import { bytes, count } from '../../statistics/format/numbers.ts';
import { doing, fill, h, say } from '../dom.ts';
import { call, send, upload } from '../link.ts';
import type { Store } from '../store.ts';

export function libraryPanel(store: Store): HTMLElement {
  const previews = h('div', { class: 'previews', 'aria-live': 'polite' });
  const table = h('tbody', {});
  const sources = h('tbody', {});
  const sum = h('p', { class: 'dim' });
  const find = h('input', {
    type: 'search',
    placeholder: 'find a text',
    'aria-label': 'Find a text',
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
    h('strong', {}, 'Drop files here'),
    h(
      'span',
      { class: 'dim' },
      ' or choose them: texts, PDF, EPUB, mail, chat exports, zip. You see what would become of them first.',
    ),
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
    const bar = h('progress', { max: 1, value: 0, 'aria-label': `How much of ${one.name} was sent` });
    const words = h('span', {}, `sending ${one.name}, ${bytes(one.size)} `);
    const stop = h('button', { type: 'button', class: 'quiet', onclick: () => stopping.abort() }, 'Stop');
    fill(place, h('p', { class: 'row' }, words, bar, stop));
    const show = (share: number): void => {
      bar.value = share;
      if (share === 1) fill(words, `looking at ${one.name}… `);
    };
    return upload<Preview>(one, show, stopping.signal);
  }

  /** What would become of a file, the question who its owner is, and whether to feed it. */
  function showPreview(place: HTMLElement, name: string, preview: Preview, answers: Answers): void {
    const { id, sentences, questions, isUseful } = preview;
    const feed = h('button', { type: 'button', class: 'main' }, 'Feed it');
    feed.onclick = () =>
      void doing(feed, async () => {
        const { sentences: fed } = await send<{ sentences: readonly string[] }>('feed', { id, answers });
        fill(place, ...fed.map((one) => h('p', { class: 'fed' }, one)), leave(place));
        void load();
        return 'Fed.';
      });
    const discard = h('button', { type: 'button' }, 'Leave it');
    discard.onclick = () =>
      void doing(discard, async () => {
        await send('discard', { id });
        place.remove();
        return 'Nothing was fed.';
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
      h('p', { class: 'row' }, isUseful && feed, discard, h('span', { class: 'dim' }, 'Nothing is written yet.')),
    );
    place.querySelector('button')?.focus();
  }

  async function load(): Promise<void> {
    if (!store.view.opening?.awake) {
      fill(sum, 'It is asleep: its texts are shown when it is awake. A file that is dropped is fed all the same.');
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
      `${count(report.count)} texts, ${count(tokens)} tokens; ${share.toFixed(0)} % are held out for exams; read ${tokens > 0 ? (read / tokens).toFixed(1) : 0} times`,
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
      { type: 'button', class: 'quiet', 'aria-label': `Take ${name} out of the library` },
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
      h('table', {}, head('text', '.size', 'times read', '.weight', ''), table),
      h('h3', {}, 'What it learns from'),
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
    h('legend', {}, `Who are you in ${question.name}?`),
    ...question.people.map(({ name, messages }) => button(`${name} (${count(messages)})`, [name])),
    question.guessed && button('All of it is mine', 'own'),
    button('None of them', []),
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
