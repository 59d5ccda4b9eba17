/** What is chosen before training begins: a kind of brain, a size, its parts, and a forecast of what that needs. */
import { type BrainName, SHAPES, shapeOf } from '../../brain/brains/shapes/index.ts';
import type { AnyShape, Field, PresetName, ShapeValue } from '../../brain/brains/shapes/shape.ts';
import { bytes, count } from '../../statistics/format/numbers.ts';
import { fill, h } from '../dom.ts';
import { trainTexts } from '../texts/train.ts';
import type { Plan } from './plan.ts';
import { canShare } from './runtime.ts';
import type { Trainer } from './trainer.ts';

const BRAINS = Object.keys(SHAPES) as BrainName[];
const PRESETS: readonly PresetName[] = ['tiny', 'small', 'medium', 'full'];

/** How many threads are worth while: more only wait for one another. */
export const mostThreads = (): number => (canShare() ? Math.min(8, navigator.hardwareConcurrency || 1) : 1);

/** A form of choices. `plan` reads them; `trainer` is asked what they would need. */
export function choicesForm(trainer: () => Trainer): { element: HTMLElement; plan: () => Plan; threads: () => number } {
  const chosen = new Map<string, ShapeValue>();
  const forecast = h('p', { class: 'forecast', role: 'status' });
  const name = h('input', { value: 'baby', maxlength: '32', 'aria-label': trainTexts.itsName });
  const brain = select(trainTexts.kindOfBrain, BRAINS, 'baby', () => {
    chosen.clear();
    showParts();
  });
  const preset = select('Size', PRESETS, 'tiny', () => {
    chosen.clear();
    showParts();
  });
  const about = h('p', { class: 'dim' });
  const parts = h('div', { class: 'parts' });
  const numbers = {
    contextLength: number(trainTexts.contextLength, 'contextLength', 1),
    batch: number(trainTexts.batch, 'batch', 1),
    vocabulary: number('vocabulary', 'vocabulary', 260),
    learningRate: number(trainTexts.learningRate, 'learningRate', 0),
    seed: number('seed', 'seed', 0),
  };
  numbers.seed.input.value = '1337';
  const threads = h('input', {
    type: 'number',
    min: 1,
    max: mostThreads(),
    value: mostThreads(),
    id: 'plan-threads',
    oninput: () => ask(),
  });

  function number(title: string, key: string, least: number) {
    const input = h('input', {
      type: 'number',
      min: least,
      step: 'any',
      id: `plan-${key}`,
      placeholder: trainTexts.asPreset,
      oninput: () => ask(),
    });
    return { input, row: h('label', {}, h('span', {}, title), input) };
  }

  function select(title: string, names: readonly string[], first: string, onChange: () => void): HTMLSelectElement {
    return h(
      'select',
      { 'aria-label': title, onchange: onChange },
      ...names.map((one) => h('option', { value: one, selected: one === first }, one)),
    );
  }

  const plan = (): Plan => {
    const value = (key: keyof typeof numbers): number => Number(numbers[key].input.value) || 0;
    return {
      name: name.value.trim() || 'baby',
      brain: brain.value as BrainName,
      preset: preset.value as PresetName,
      chosen: Object.fromEntries(chosen) as AnyShape,
      contextLength: value('contextLength'),
      batch: value('batch'),
      vocabulary: value('vocabulary'),
      learningRate: value('learningRate'),
      seed: value('seed'),
    };
  };

  /** A control for every part and size of this kind of brain, which begins as its preset has it. */
  function showParts(): void {
    const kind = shapeOf(brain.value as BrainName);
    const base = kind.presets[preset.value as PresetName];
    fill(about, kind.about);
    fill(
      parts,
      ...Object.entries(kind.fields).map(([key, field]) =>
        h('label', { title: field.about }, h('span', {}, key), control(key, field, base.shape[key] as ShapeValue)),
      ),
    );
    for (const key of ['contextLength', 'batch', 'vocabulary', 'learningRate'] as const) {
      numbers[key].input.value = '';
      numbers[key].input.placeholder = String(base[key]);
    }
    ask();
  }

  function control(key: string, field: Field, value: ShapeValue): HTMLElement {
    const choose = (next: ShapeValue): void => {
      if (next === value) chosen.delete(key);
      else chosen.set(key, next);
      ask();
    };
    if (field.kind === 'whole') {
      const input = h('input', { type: 'number', min: field.least, max: field.most, value, id: `plan-${key}` });
      input.addEventListener('input', () => choose(Number(input.value)));
      return input;
    }
    if (field.kind === 'switch') {
      const input = h('input', { type: 'checkbox', checked: value === true, id: `plan-${key}` });
      input.addEventListener('change', () => choose(input.checked));
      return input;
    }
    const input = h(
      'select',
      { id: `plan-${key}` },
      ...field.of.map((one) => h('option', { value: one, selected: one === value }, one)),
    );
    input.addEventListener('change', () => choose(input.value));
    return input;
  }

  let due: number | undefined;
  let asked = 0;

  /** Asks for a forecast when nobody has typed for a moment. */
  function ask(): void {
    clearTimeout(due);
    due = window.setTimeout(async () => {
      const mine = ++asked;
      const answer = await trainer().forecast(plan(), Number(threads.value) || 1);
      if (mine !== asked) return;
      forecast.classList.toggle('error', 'refusal' in answer);
      if ('refusal' in answer) return fill(forecast, sentence(answer.refusal));
      const { parameters, bytes: size, milliseconds, tokensPerStep } = answer;
      fill(
        forecast,
        trainTexts.forecast(
          count(parameters),
          bytes(size),
          milliseconds < 10 ? milliseconds.toFixed(1) : count(milliseconds),
          count(tokensPerStep),
        ),
      );
    }, 250);
  }

  const element = h(
    'div',
    { class: 'choices' },
    h('div', { class: 'row' }, name, brain, preset),
    about,
    h(
      'details',
      {},
      h('summary', {}, trainTexts.partsAndSizes),
      parts,
      h(
        'div',
        { class: 'parts' },
        ...Object.values(numbers).map(({ row }) => row),
        h('label', {}, h('span', {}, 'threads'), threads),
      ),
    ),
    forecast,
    canShare() ? null : h('p', { class: 'dim' }, trainTexts.noSharedMemory),
  );
  showParts();
  return { element, plan, threads: () => Math.max(1, Math.min(mostThreads(), Number(threads.value) || 1)) };
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
