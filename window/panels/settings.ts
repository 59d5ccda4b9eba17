/** Every setting with its meaning and its range. A change counts at once, or says when it will. */
import type { Setting } from '../../school/settings/settings.ts';
import type { SettingRow } from '../../school/settings/settings-list.ts';
import { doing, fill, h, say } from '../dom.ts';
import { call, look } from '../link.ts';
import type { Store } from '../store.ts';
import { panelTexts } from '../texts/panels.ts';

interface Settings {
  readonly groups: Readonly<Record<string, string>>;
  readonly rows: readonly SettingRow[];
}

export function settingsPanel(store: Store): HTMLElement {
  const list = h('div', { class: 'settings' });
  const find = h('input', {
    type: 'search',
    placeholder: panelTexts.settings.find,
    'aria-label': panelTexts.settings.findA,
    oninput: () => show(),
  });
  let settings: Settings = { groups: {}, rows: [] };

  async function load(): Promise<void> {
    try {
      settings = await look<Settings>('settings');
      // what is being typed stays
      if (!list.contains(document.activeElement)) show();
    } catch (error) {
      say((error as Error).message, true);
    }
  }

  function show(): void {
    const word = find.value.toLowerCase();
    const { groups, rows } = settings;
    const wanted = rows.filter(({ key, means }) => `${key} ${means}`.toLowerCase().includes(word));
    fill(
      list,
      ...Object.entries(groups).flatMap(([group, title]) => {
        const own = wanted.filter((one) => one.group === group);
        return own.length === 0 ? [] : [h('h3', {}, title), ...own.map(row)];
      }),
    );
  }

  function row(one: SettingRow): HTMLElement {
    const isSwitch = typeof one.value === 'boolean';
    const shown = typeof one.value === 'object' ? JSON.stringify(one.value) : String(one.value);
    const id = `set-${one.key}`;
    const choices = one.range.match(/^one of ([\w, -]+)$/)?.[1]?.split(', ');
    const input = choices
      ? h(
          'select',
          { id, 'aria-describedby': `${id}-means`, disabled: !store.view.opening?.awake },
          ...choices.map((name) => h('option', { value: name, selected: name === shown }, name)),
        )
      : h('input', {
          id,
          ...(isSwitch
            ? { type: 'checkbox', checked: one.value }
            : { type: 'text', value: shown, inputmode: typeof one.value === 'number' ? 'decimal' : 'text' }),
          'aria-describedby': `${id}-means`,
          disabled: !store.view.opening?.awake,
        });
    const set = h('button', { class: 'quiet' }, 'Set');
    const result = h('p', { class: 'result', role: 'status' });
    const form = h(
      'form',
      { class: 'setting' },
      h('label', { for: id }, one.key),
      h('span', { class: 'row' }, input, one.unit && h('span', { class: 'dim' }, one.unit), set),
      h(
        'p',
        { id: `${id}-means`, class: 'dim' },
        panelTexts.settings.means(one.means, one.zero, one.range, one.isLive, JSON.stringify(one.default)),
      ),
      result,
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void change();
    });
    if (isSwitch) input.addEventListener('change', () => void change());
    const change = (): Promise<void> =>
      doing(set, async () => {
        fill(result);
        try {
          const value = isSwitch ? (input as HTMLInputElement).checked : input.value;
          const { result: setting, sentence } = await call<Setting>('set', { key: one.key, value });
          if (!isSwitch)
            input.value = typeof setting.value === 'object' ? JSON.stringify(setting.value) : String(setting.value);
          result.className = 'result';
          fill(result, sentence);
          return sentence;
        } catch (error) {
          result.className = 'result error';
          fill(result, (error as Error).message);
          throw error;
        }
      });
    return form;
  }

  store.subscribe((view, before) => {
    if (view.opening && (view.opening !== before.opening || view.news.settings !== before.news.settings)) void load();
  });

  return h('section', { class: 'card', 'aria-label': 'Settings' }, h('h2', {}, 'Settings'), find, list);
}
