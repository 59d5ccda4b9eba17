/** The page that watches a baby and talks with it. */

import type { Colour } from '../school/api/messages.ts';
import type { Opening } from '../school/http/window/messages.ts';
import { fill, say, the } from './dom.ts';
import { look, watch } from './link.ts';
import { libraryPanel } from './panels/library.ts';
import { logPanel } from './panels/log.ts';
import { nowPanel } from './panels/now.ts';
import { settingsPanel } from './panels/settings.ts';
import { soulPanel } from './panels/soul.ts';
import { talkPanel } from './panels/talk.ts';
import { powerButton } from './power.ts';
import { Store, type View } from './store.ts';
import { pageTexts } from './texts/page.ts';
import { themeButton } from './theme.ts';

const store = new Store();

/** The pages, by what stands in the address behind `#`. On a wide screen the talk stands beside every page. */
const PAGES: Readonly<Record<string, () => HTMLElement | Promise<HTMLElement>>> = {
  now: () => nowPanel(store),
  library: () => libraryPanel(store),
  soul: () => soulPanel(store),
  log: () => logPanel(store),
  settings: () => settingsPanel(store),
  // loaded when they are wanted: a page that only watches needs no brain
  inside: async () => (await import('./panels/inside.ts')).insidePanel(store),
  train: async () => (await import('./train/panel.ts')).trainPanel(),
};

const made = new Map<string, HTMLElement>();

async function showPage(): Promise<void> {
  const asked = location.hash.slice(1);
  const name = asked === 'talk' || Object.hasOwn(PAGES, asked) ? asked : 'now';
  document.body.dataset['page'] = name;
  const make = PAGES[name];
  const isNew = make !== undefined && !made.has(name);
  if (isNew) {
    const place = document.createElement('div');
    made.set(name, place);
    the('pages').append(place);
  }
  for (const [other, panel] of made) panel.hidden = other !== name;
  for (const link of document.querySelectorAll('nav a'))
    if (link.getAttribute('href') === `#${name}`) {
      link.setAttribute('aria-current', 'page');
      link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    } else link.removeAttribute('aria-current');
  // last: another page may be chosen while this one is loaded
  if (isNew) made.get(name)?.append(await make());
}

const rgb = (colour: Colour): string => `rgb(${colour.map((part) => Math.round(255 * part)).join(' ')})`;

const CONTACTS: Readonly<Record<View['contact'], string>> = {
  connecting: 'connecting…',
  awake: 'awake',
  asleep: 'asleep',
  lost: pageTexts.lineIsLost,
};

function showFrame(view: View, before: View): void {
  const { opening, stats, contact } = view;
  if (opening !== before.opening && opening) {
    const { name, brain, preset } = opening.introduction;
    fill(the('name'), name);
    fill(the('brain'), `${brain}, ${preset}`);
    document.title = `${name} – babyLLM`;
  }
  if (view.bear !== before.bear) fill(the('bear'), view.bear);
  if (view.mood !== before.mood) fill(the('mood'), view.mood === '' ? '' : pageTexts.feels(view.mood));
  if (contact !== before.contact || view.why !== before.why) {
    fill(the('contact'), view.why === '' ? CONTACTS[contact] : view.why);
    the('contact').dataset['contact'] = contact;
  }
  if (!stats || stats === before.stats) return;
  const { style } = document.documentElement;
  style.setProperty('--felt', rgb(stats.colour));
  style.setProperty('--expected', rgb(stats.expectedColour));
  the('felt').title = pageTexts.colourMeans;
}

async function open(): Promise<void> {
  try {
    store.open(await look<Opening>('state'));
  } catch (error) {
    store.change({ contact: 'lost', why: (error as Error).message });
  }
}

themeButton(the('theme'));
powerButton(the('power') as HTMLButtonElement, store);
the('talk').append(talkPanel(store));
store.subscribe(showFrame);
addEventListener('hashchange', () => {
  void showPage();
  // another page begins at its top
  the('main').focus({ preventScroll: true });
  scrollTo(0, 0);
});
void showPage();
let wasLost = false;
watch(
  (event) => {
    if (event.event === 'presence') void open();
    else store.take(event);
  },
  (isOpen) => {
    if (isOpen && wasLost) void open();
    if (!isOpen && store.view.contact === 'awake') store.change({ contact: 'lost', why: pageTexts.looksForLine });
    wasLost = !isOpen;
  },
);
void open();
addEventListener('error', ({ message }) => say(message, true));
