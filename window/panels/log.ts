/** What its parts reported, newest first. */
import { stampOf } from '../../statistics/format/time.ts';
import { fill, h, say } from '../dom.ts';
import { look } from '../link.ts';
import type { Store } from '../store.ts';
import { panelTexts } from '../texts/panels.ts';

interface LogLine {
  readonly id: number;
  readonly ts: number;
  readonly level: string;
  readonly scope: string;
  readonly message: string;
}

/** Milliseconds between two looks while lines come. */
const EVERY = 1000;

export function logPanel(store: Store): HTMLElement {
  const rows = h('ol', { class: 'log', 'aria-label': panelTexts.log.lines, tabindex: '0' });
  const level = h(
    'select',
    { 'aria-label': 'Level', onchange: () => void load() },
    ...['debug', 'info', 'warn', 'error'].map((name) =>
      h('option', { value: name, selected: name === 'info' }, panelTexts.log.andWorse(name)),
    ),
  );
  const scope = h('input', { placeholder: 'scope', 'aria-label': 'Scope', oninput: () => void load() });
  const text = h('input', {
    type: 'search',
    placeholder: panelTexts.log.wordsInIt,
    'aria-label': panelTexts.log.wordsInALine,
    oninput: () => void load(),
  });
  const older = h('button', { type: 'button', onclick: () => void load(lines.at(-1)?.id) }, panelTexts.log.olderLines);
  let lines: readonly LogLine[] = [];
  let asked = 0;
  let due: number | undefined;

  async function load(before?: number): Promise<void> {
    const query = new URLSearchParams({ level: level.value });
    if (scope.value.trim() !== '') query.set('scope', scope.value.trim());
    if (text.value !== '') query.set('text', text.value);
    if (before !== undefined) query.set('before', String(before));
    const mine = ++asked;
    try {
      const found = await look<{ lines: readonly LogLine[] }>(`log?${query}`);
      if (mine !== asked) return; // another filter was typed meanwhile
      lines = before === undefined ? found.lines : [...lines, ...found.lines];
      older.hidden = found.lines.length === 0;
      fill(rows, ...lines.map(row));
      if (lines.length === 0) fill(rows, h('li', { class: 'dim' }, panelTexts.log.nothingLikeThat));
    } catch (error) {
      say((error as Error).message, true);
    }
  }

  store.subscribe((view, before) => {
    if (view.opening && view.opening !== before.opening) void load();
    if (view.news.log === before.news.log || due !== undefined || rows.closest('[hidden]')) return;
    due = window.setTimeout(() => {
      due = undefined;
      // older lines that are looked at stay where they are
      if (lines.length <= 200) void load();
    }, EVERY);
  });

  return h(
    'section',
    { class: 'card', 'aria-label': 'Log' },
    h('h2', {}, 'Log'),
    h('div', { class: 'row' }, level, scope, text),
    rows,
    older,
  );
}

const row = ({ ts, level, scope, message }: LogLine): HTMLElement =>
  h(
    'li',
    { class: level },
    h('span', { class: 'dim' }, `${stampOf(ts)} `),
    h('strong', {}, `${level} `),
    h('span', { class: 'dim' }, `${scope} `),
    message,
  );
