/** Dark or light: as the system is, or as its owner chose on this page. */
import { fill } from './dom.ts';
import { pageTexts } from './texts/page.ts';

const KEY = 'baby-theme';
const THEMES = ['auto', 'dark', 'light'] as const;
type Theme = (typeof THEMES)[number];

const listeners = new Set<() => void>();

/** Calls back when the colours of the page have changed, for what is drawn on a canvas. */
export const onTheme = (listener: () => void): void => void listeners.add(listener);

const tell = (): void => {
  for (const listener of listeners) listener();
};

const chosen = (): Theme => THEMES.find((name) => name === localStorage.getItem(KEY)) ?? 'auto';

const prefersLight = matchMedia('(prefers-color-scheme: light)');

/** Whether the page is light now. */
export const isLight = (): boolean => (chosen() === 'auto' ? prefersLight.matches : chosen() === 'light');

function show(theme: Theme, button: HTMLElement): void {
  document.documentElement.dataset['theme'] = theme;
  fill(button, `◐ ${theme}`);
  button.setAttribute('aria-label', pageTexts.colours(theme));
}

/** Makes a button choose the colours of the page, one after another. */
export function themeButton(button: HTMLElement): void {
  show(chosen(), button);
  prefersLight.addEventListener('change', tell);
  button.addEventListener('click', () => {
    const next = THEMES[(THEMES.indexOf(chosen()) + 1) % THEMES.length] as Theme;
    localStorage.setItem(KEY, next);
    show(next, button);
    tell();
  });
}
