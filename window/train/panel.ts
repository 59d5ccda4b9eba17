/** Training inside the page: texts, a brain, its curves and samples, a talk, and its soul as a file. */

import { grown } from '../../school/dashboard/now/curves.ts';
import { bytes, count, short } from '../../statistics/format/numbers.ts';
import type { Spot } from '../../statistics/query/curve.ts';
import { Chart } from '../chart.ts';
import { doing, fill, h, say } from '../dom.ts';
import { insideForm } from '../inside/form.ts';
import { trainTexts } from '../texts/train.ts';
import { choicesForm } from './choices.ts';
import type { FromTrainer, Ready } from './messages.ts';
import { speakForm } from './speaking.ts';
import { forget, keepSoul, keepTexts, kept } from './storage.ts';
import { textsForm } from './text-form.ts';
import { Trainer } from './trainer.ts';

/** Milliseconds between two saves into the browser's own file system. */
const SAVE = 10_000;
const RUNNING = 'baby-page-runs';
/** Spots of a curve, one for each report at most. */
const CURVE = { every: 0, most: 600, oldest: Number.POSITIVE_INFINITY };
const MOST_SAMPLES = 20;

export function trainPanel(): HTMLElement {
  let trainer = new Trainer(take);
  let ready: Ready | undefined;
  let isRunning = false;
  let savedAt = Number.NEGATIVE_INFINITY;
  let step = 0;
  let time = 0;
  let curves = { loss: [] as readonly Spot[], exam: [] as readonly Spot[] };

  const texts = textsForm();
  const choices = choicesForm(() => trainer);
  const begin = button('Begin', beginNew, 'main');
  const run = button('Start', async () => void start(), 'main');
  const pause = button('Pause', async () => trainer.pause());
  const until = h('input', {
    type: 'number',
    min: 1,
    placeholder: trainTexts.forEver,
    'aria-label': trainTexts.learnUpTo,
    id: 'until',
  });
  const soulFile = h('input', {
    type: 'file',
    id: 'soul-file',
    class: 'unseen',
    onchange: () => void doing(null, () => openSoul(soulFile.files?.[0])),
  });
  const status = h('p', { role: 'status', id: 'train-status' }, trainTexts.chooseAndBegin);
  const loss = h('span', { class: 'figure', id: 'train-loss' }, '–');
  const numbers = h('p', { class: 'dim', id: 'train-numbers' });
  const exam = h('span', { id: 'train-exam' });
  const samples = h('ol', { class: 'samples', id: 'train-samples' });
  const lossChart = new Chart({
    title: trainTexts.loss,
    colour: '--loss',
    height: 200,
    format: (value) => value.toFixed(2),
  });
  const examChart = new Chart({
    title: trainTexts.exam,
    colour: '--exam',
    height: 120,
    format: (value) => value.toFixed(3),
  });
  const speaking = speakForm(() => trainer);
  const working = h(
    'div',
    { class: 'working', hidden: true },
    h(
      'div',
      { class: 'row' },
      run,
      pause,
      h('label', {}, trainTexts.upToStep, until),
      button('Save', async () => ((await save()) ? trainTexts.isKept : trainTexts.isNotKept)),
      button('Download', download),
      button(trainTexts.startOver, startOver),
    ),
    h('p', {}, loss, h('span', { class: 'dim' }, trainTexts.natsPerToken), exam),
    numbers,
    lossChart.element,
    examChart.element,
    speaking.element,
    h('h3', {}, trainTexts.itSays),
    samples,
    h(
      'details',
      {},
      h('summary', {}, trainTexts.lookInside),
      insideForm(async () => (await trainer.soul()).bytes, lastWords),
    ),
  );
  const setup = h(
    'div',
    {},
    texts.element,
    choices.element,
    h('div', { class: 'row' }, begin, h('label', { class: 'button', for: 'soul-file' }, trainTexts.openSoul, soulFile)),
  );

  /** What it said last. */
  function lastWords(): string {
    return samples.firstElementChild?.lastChild?.textContent ?? '';
  }

  function button(title: string, work: () => Promise<unknown>, kind = ''): HTMLButtonElement {
    const one: HTMLButtonElement = h(
      'button',
      { type: 'button', class: kind, onclick: () => void doing(one, async () => sentenceOf(await work())) },
      title,
    );
    return one;
  }

  async function beginNew(): Promise<string | null> {
    if (texts.all().length === 0) return trainTexts.needsText;
    await forget();
    await keepTexts(texts.all());
    fill(status, trainTexts.learnsVocabulary);
    curves = { loss: [], exam: [] };
    await trainer.begin({ plan: choices.plan(), texts: texts.all(), threads: choices.threads() });
    return null;
  }

  async function openSoul(chosen: File | undefined): Promise<string | null> {
    soulFile.value = '';
    if (!chosen) return null;
    if (texts.all().length === 0) await texts.takeStarter();
    await keepTexts(texts.all());
    await trainer.begin({ soul: await chosen.arrayBuffer(), texts: texts.all(), threads: choices.threads() });
    return null;
  }

  function start(): void {
    isRunning = true;
    localStorage.setItem(RUNNING, 'yes');
    trainer.run(until.value === '' ? null : Number(until.value));
    show();
  }

  async function save(): Promise<boolean> {
    savedAt = performance.now();
    const { bytes: soul } = await trainer.soul();
    return keepSoul(soul);
  }

  async function download(): Promise<string> {
    const { bytes: soul, step: at } = await trainer.soul();
    const name = `${ready?.name ?? 'baby'}-${at}.safetensors`;
    const url = URL.createObjectURL(new Blob([soul], { type: 'application/octet-stream' }));
    h('a', { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    return trainTexts.exported(name, bytes(soul.byteLength));
  }

  async function startOver(): Promise<string> {
    trainer.end();
    trainer = new Trainer(take);
    [ready, isRunning, step] = [undefined, false, 0];
    localStorage.removeItem(RUNNING);
    await forget();
    show();
    return trainTexts.deleted;
  }

  function take(event: Exclude<FromTrainer, { kind: 'delta' | 'replied' | 'soul' | 'forecast' }>): void {
    switch (event.kind) {
      case 'progress':
        return fill(status, `${event.what}: ${count(event.done)} of ${count(event.total)}`);
      case 'ready':
        ready = event.ready;
        step = ready.step;
        curves = { loss: [], exam: [] };
        fill(samples);
        fill(loss, '–');
        show();
        if (localStorage.getItem(RUNNING) === 'yes') start();
        return;
      case 'steps': {
        const last = event.steps.at(-1);
        if (!last) return;
        step = last.step;
        const mean = event.steps.reduce((sum, one) => sum + one.loss, 0) / event.steps.length;
        curves = { ...curves, loss: grown(curves.loss, { t: Date.now(), step, value: mean }, CURVE) };
        lossChart.draw(curves.loss);
        fill(loss, last.loss.toFixed(3));
        // every digit, for those who compare
        loss.title = String(last.loss);
        // steps differ by what else the machine does: about the last two seconds count
        const weight = Math.min(1, (event.steps.length * event.millisecondsPerStep) / 2000);
        time = time === 0 ? event.millisecondsPerStep : time + weight * (event.millisecondsPerStep - time);
        fill(
          numbers,
          trainTexts.progress(
            count(step),
            last.bitsPerByte.toFixed(3),
            time.toFixed(1),
            short((1000 * last.tokens) / time),
          ),
        );
        numbers.dataset['milliseconds'] = String(time);
        if (performance.now() - savedAt > SAVE) void save();
        return;
      }
      case 'exam':
        curves = {
          ...curves,
          exam: grown(curves.exam, { t: Date.now(), step: event.step, value: event.bitsPerByte }, CURVE),
        };
        examChart.draw(curves.exam);
        return fill(exam, trainTexts.examined(event.bitsPerByte.toFixed(3)));
      case 'babble':
        samples.prepend(h('li', {}, h('span', { class: 'dim' }, `${count(event.step)} `), event.text));
        while (samples.children.length > MOST_SAMPLES) samples.lastElementChild?.remove();
        return;
      case 'paused':
        isRunning = false;
        localStorage.removeItem(RUNNING);
        show();
        void save();
        return;
      case 'failed':
        isRunning = false;
        show();
        fill(status, event.message);
        return say(event.message, true);
      default:
        event satisfies never;
    }
  }

  function show(): void {
    setup.hidden = ready !== undefined;
    working.hidden = ready === undefined;
    run.hidden = isRunning;
    pause.hidden = !isRunning;
    if (!ready) return fill(status, trainTexts.chooseAndBegin);
    const { name, parameters, vocabulary, libraryTokens, bytes: size, kernels, threads } = ready;
    fill(
      status,
      trainTexts.status(
        name,
        isRunning ? undefined : count(step),
        count(parameters),
        count(vocabulary),
        count(libraryTokens),
        bytes(size),
        kernels,
        threads,
      ),
    );
  }

  void kept().then(async (found) => {
    if (!found) return;
    texts.set(found.texts);
    await trainer.begin({ soul: found.soul, texts: found.texts, threads: choices.threads() });
  });

  return h(
    'section',
    { class: 'train card', 'aria-label': trainTexts.title },
    h('h2', {}, trainTexts.title),
    h('p', { class: 'dim' }, trainTexts.means),
    status,
    setup,
    working,
  );
}

const sentenceOf = (result: unknown): string | null => (typeof result === 'string' ? result : null);
