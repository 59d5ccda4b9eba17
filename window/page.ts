/** The page by itself, on any static host: it trains, or talks as the soul that was put beside it. Nothing stands behind it. */
import { count } from '../statistics/format/numbers.ts';
import { fill, h, say, the } from './dom.ts';
import { pageTexts } from './texts/page.ts';
import { themeButton } from './theme.ts';
import { mostThreads } from './train/choices.ts';
import { trainPanel } from './train/panel.ts';
import { speakForm } from './train/speaking.ts';
import { Trainer } from './train/trainer.ts';

/** A talk with a soul that lies beside the page. */
function soulPanel(file: string): HTMLElement {
  const status = h('p', { role: 'status', id: 'train-status' }, 'loading…');
  const trainer = new Trainer((event) => {
    if (event.kind === 'failed') {
      fill(status, event.message);
      say(event.message, true);
    }
    if (event.kind !== 'ready') return;
    const { name, parameters, step } = event.ready;
    fill(the('name'), name);
    fill(the('about'), pageTexts.alone.isModel);
    document.title = `${name} – babyLLM`;
    fill(status, pageTexts.alone.speaks(name, count(parameters), count(step)));
  });
  fetch(new URL(file, document.baseURI))
    .then((response) => (response.ok ? response.arrayBuffer() : Promise.reject(new Error(pageTexts.alone.soulMissing))))
    .then((soul) => trainer.open(soul, mostThreads()))
    .catch((error: Error) => say(error.message, true));
  return h('section', { class: 'train card' }, status, speakForm(() => trainer).element);
}

themeButton(the('theme'));
const { soul } = document.body.dataset;
the('main').append(soul ? soulPanel(soul) : trainPanel());
