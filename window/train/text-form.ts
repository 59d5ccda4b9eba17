/** The texts that a brain in the page learns from: dropped, chosen, or those that every baby begins with. */
import { bytes } from '../../statistics/format/numbers.ts';
import { doing, fill, h, say } from '../dom.ts';
import { trainTexts } from '../texts/train.ts';
import type { NamedText } from './plan.ts';

export interface TextsForm {
  readonly element: HTMLElement;
  all(): readonly NamedText[];
  set(texts: readonly NamedText[]): void;
  takeStarter(): Promise<void>;
}

export function textsForm(): TextsForm {
  let texts: readonly NamedText[] = [];
  const list = h('ul', { class: 'texts' });
  const file = h('input', {
    type: 'file',
    multiple: true,
    id: 'train-files',
    class: 'unseen',
    onchange: () => void takeFiles(file.files),
  });
  const drop = h(
    'label',
    { class: 'drop', for: 'train-files' },
    h('strong', {}, trainTexts.dropTexts),
    h('span', { class: 'dim' }, trainTexts.orChooseTexts),
    file,
  );
  const starter = h('button', { type: 'button' }, trainTexts.takeStarter);
  starter.addEventListener('click', () => void doing(starter, () => takeStarter().then(() => null)));
  for (const name of ['dragover', 'drop'] as const)
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      if (name === 'drop') void takeFiles(event.dataTransfer?.files ?? null);
    });

  async function takeFiles(files: FileList | null): Promise<void> {
    for (const one of Array.from(files ?? [])) {
      const text = await one.text();
      if (/[\0\ufffd]/.test(text)) say(trainTexts.notPlainText(one.name), true);
      else texts = [...texts.filter(({ name }) => name !== one.name), { name: one.name, text }];
    }
    file.value = '';
    show();
  }

  async function takeStarter(): Promise<void> {
    const at = (name: string) => new URL(`library/starter/${name}`, document.baseURI);
    const names = (await (await fetch(at('index.json'))).json()) as readonly string[];
    const found = await Promise.all(names.map(async (name) => ({ name, text: await (await fetch(at(name))).text() })));
    texts = [...texts.filter(({ name }) => !names.includes(name)), ...found];
    show();
  }

  function show(): void {
    fill(
      list,
      ...texts.map(({ name, text }) => {
        const remove = h('button', { type: 'button', class: 'quiet' }, 'Leave out');
        remove.addEventListener('click', () => {
          texts = texts.filter((one) => one.name !== name);
          show();
        });
        return h('li', {}, `${name} `, h('span', { class: 'dim' }, `${bytes(text.length)} `), remove);
      }),
    );
  }

  return {
    element: h('div', {}, drop, starter, list),
    all: () => texts,
    set(next) {
      texts = next;
      show();
    },
    takeStarter,
  };
}
