/** Looking inside: what a brain makes of a text, and which tokens it takes for alike. */
import { doing, fill, h } from '../dom.ts';
import { insideTexts } from '../texts/inside.ts';
import { heatMap } from './heat.ts';
import type { AttentionView, LobesView, Neighbours, View } from './inspection.ts';
import type { FromInspector, ToInspector } from './inspector.ts';

/** Pixels of a heat map of attention, and of one row of a lobe. */
const SIDE = 512;
const ROW = 14;

/** @param soul the bytes of the soul that is looked into; @param text what is looked at unless something is typed */
export function insideForm(soul: () => Promise<ArrayBuffer>, text: () => string): HTMLElement {
  let worker: Worker | undefined;
  let lastId = 0;
  const waiting = new Map<number, (message: FromInspector) => void>();

  /** Asks the worker, which begins with the first question. */
  async function ask<T>(what: Omit<ToInspector, 'id'>, transfer: Transferable[] = []): Promise<T> {
    if (!worker) {
      worker = new Worker(new URL('./inspector.js', import.meta.url), { type: 'module' });
      worker.onmessage = ({ data }: MessageEvent<FromInspector>) => waiting.get(data.id)?.(data);
    }
    const id = ++lastId;
    const answer = await new Promise<FromInspector>((resolve) => {
      waiting.set(id, resolve);
      worker?.postMessage({ id, ...what }, { transfer });
    });
    waiting.delete(id);
    if ('error' in answer) throw new Error(answer.error);
    return answer as T;
  }

  /** Every look is a look at the soul as it is now. */
  async function open(): Promise<number> {
    const bytes = await soul();
    return (await ask<{ step: number }>({ soul: bytes } as never, [bytes])).step;
  }

  const words = h('textarea', {
    rows: '2',
    id: 'inside-text',
    placeholder: insideTexts.itsLastReply,
    'aria-label': insideTexts.textLookedAt,
  });
  const shown = h('div', { class: 'inside', id: 'inside-view' });
  const look = h('button', { class: 'main' }, 'Look');
  const looking = h('form', { class: 'saying' }, words, look);
  looking.addEventListener('submit', (event) => {
    event.preventDefault();
    void doing(look, async () => {
      const step = await open();
      const { view } = await ask<{ view: View }>({ text: words.value || text() } as never);
      fill(shown, view.kind === 'attention' ? attention(view) : lobes(view));
      return insideTexts.asItsSoulDoes(step);
    });
  });

  const word = h('input', {
    id: 'inside-word',
    placeholder: insideTexts.aWord,
    'aria-label': insideTexts.wordWithNeighbours,
  });
  const near = h('button', {}, insideTexts.nearestTokens);
  const list = h('div', { class: 'neighbours', id: 'inside-neighbours' });
  const nearing = h('form', { class: 'row' }, word, near);
  nearing.addEventListener('submit', (event) => {
    event.preventDefault();
    void doing(near, async () => {
      await open();
      const { neighbours } = await ask<{ neighbours: readonly Neighbours[] }>({ word: word.value } as never);
      fill(list, ...neighbours.map(ofToken));
      return null;
    });
  });

  return h('div', {}, looking, shown, h('h3', {}, insideTexts.alikeTokens), nearing, list);
}

const seen = (token: string): string => token.replaceAll('\n', '⏎').replaceAll(' ', '·') || '∅';

const ofToken = ({ token, nearest }: Neighbours): HTMLElement =>
  h(
    'section',
    {},
    h('strong', {}, seen(token)),
    h(
      'ol',
      {},
      ...nearest.map((one) => h('li', {}, `${seen(one.token)} `, h('span', { class: 'dim' }, one.cosine.toFixed(3)))),
    ),
  );

/** A matrix of tokens by tokens, with its block and its head to choose. */
function attention({ tokens, blocks, heads, matrices }: AttentionView): HTMLElement {
  const time = tokens.length;
  const told = h('p', { role: 'status', id: 'inside-cell', class: 'dim' }, insideTexts.attentionTable);
  let current: Float32Array = new Float32Array(0);
  const map = heatMap(insideTexts.attentionTitle, SIDE, SIDE, (column, row) => {
    const weight = current[row * time + column] ?? 0;
    fill(told, insideTexts.hears(seen(tokens[row] ?? ''), (100 * weight).toFixed(1), seen(tokens[column] ?? '')));
  });
  const options = (count: number, name: string) => [
    h('option', { value: '-1' }, insideTexts.meanOfAll(name)),
    ...Array.from({ length: count }, (_, i) => h('option', { value: i }, `${name} ${i + 1}`)),
  ];
  const block = h(
    'select',
    { 'aria-label': 'Block', id: 'inside-block', onchange: () => draw() },
    ...options(blocks, 'block'),
  );
  const head = h(
    'select',
    { 'aria-label': 'Head', id: 'inside-head', onchange: () => draw() },
    ...options(heads, 'head'),
  );

  function draw(): void {
    const [l, n] = [Number(block.value), Number(head.value)];
    const chosen = matrices.filter((_, i) => (l < 0 || Math.floor(i / heads) === l) && (n < 0 || i % heads === n));
    current = meanOf(chosen, time * time);
    // the eye sees small shares better by their roots
    const took = map.draw(current.map(Math.sqrt), time, time);
    map.canvas.dataset['milliseconds'] = String(took);
  }
  draw();
  return h('div', {}, h('div', { class: 'row' }, block, head), h('div', { class: 'scroll' }, map.canvas), told);
}

function meanOf(all: readonly Float32Array[], length: number): Float32Array {
  const mean = new Float32Array(length);
  for (const one of all) for (let i = 0; i < length; i++) mean[i]! += one[i]! / all.length;
  return mean;
}

/** What each lobe heard, as strips over the tokens. */
function lobes({ tokens, lobes: all }: LobesView): HTMLElement {
  const told = h('p', { role: 'status', id: 'inside-cell', class: 'dim' }, insideTexts.colouredCells);
  return h(
    'div',
    {},
    told,
    ...all.map(({ title, parts }) =>
      h(
        'section',
        {},
        h('h3', {}, title),
        ...parts.map((part) => {
          const values = Float32Array.from(part.strips.flatMap((strip) => [...strip.values]));
          const map = heatMap(`${title}: ${part.title}`, SIDE, ROW * part.strips.length, (column, row) => {
            const strip = part.strips[row];
            fill(
              told,
              `${seen(tokens[column] ?? '')}: ${part.title}, ${strip?.label ?? ''}, ${(strip?.values[column] ?? 0).toFixed(2)}`,
            );
          });
          map.draw(values, tokens.length, part.strips.length);
          return h(
            'figure',
            {},
            h('figcaption', { class: 'dim' }, part.title),
            h('div', { class: 'scroll' }, map.canvas),
          );
        }),
      ),
    ),
  );
}
