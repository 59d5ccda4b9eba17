/** Curves, drawn by uPlot, which is loaded when the first one is wanted. */
import type uPlot from 'uplot';
import { short } from '../statistics/format/numbers.ts';
import type { Spot } from '../statistics/query/curve.ts';
import { fill, h } from './dom.ts';
import { pageTexts } from './texts/page.ts';
import { onTheme } from './theme.ts';

type Library = typeof uPlot;

let library: Promise<Library> | undefined;

/** The script and the style of uPlot, from beside the page. */
function load(): Promise<Library> {
  library ??= new Promise((resolve, reject) => {
    const at = (file: string) => new URL(`packages/uplot/dist/${file}`, document.baseURI).href;
    document.head.append(h('link', { rel: 'stylesheet', href: at('uPlot.min.css') }));
    const script = h('script', { src: at('uPlot.iife.min.js') });
    script.onload = () => resolve((globalThis as unknown as { uPlot: Library }).uPlot);
    script.onerror = () => reject(new Error(pageTexts.curves.fileMissing));
    document.head.append(script);
  });
  return library;
}

export interface Mark {
  readonly step: number;
  readonly kind: string;
}

interface ChartOptions {
  /** for people, and for screen readers */
  readonly title: string;
  /** the name of its colour: a property of the style sheet */
  readonly colour: string;
  readonly height: number;
  readonly format: (value: number) => string;
}

/** Letters of the marks under a curve, and what each means. */
export const MARK_LETTERS: Readonly<Record<string, readonly [letter: string, means: string]>> = {
  saved: ['·', pageTexts.curves.saved],
  set: ['s', pageTexts.curves.set],
  restored: ['B', pageTexts.curves.restored],
};

/** In the place of a curve that has less than two spots. */
const empty = (): HTMLElement => h('p', { class: 'dim' }, pageTexts.curves.tooFewPoints);

/** One curve over steps in a box that may change its width. */
export class Chart {
  readonly element: HTMLElement;
  readonly #options: ChartOptions;
  #plot: uPlot | undefined;
  #spots: readonly Spot[] = [];
  #marks: readonly Mark[] = [];
  #isWanted = false;

  constructor(options: ChartOptions) {
    this.#options = options;
    this.element = h('div', { class: 'chart', role: 'img', 'aria-label': options.title }, empty());
    onTheme(() => this.#plot?.redraw(false, true));
    new ResizeObserver(() => this.#resize()).observe(this.element);
  }

  draw(spots: readonly Spot[], marks: readonly Mark[] = []): void {
    if (spots === this.#spots && marks === this.#marks) return;
    this.#spots = spots;
    this.#marks = marks;
    this.element.setAttribute('aria-label', this.#inWords());
    if (this.#plot) return this.#plot.setData(this.#data());
    if (this.#isWanted || spots.length < 2) return;
    this.#isWanted = true;
    void load().then(
      (Plot) => this.#make(Plot),
      (error: Error) => fill(this.element, error.message),
    );
  }

  #make(Plot: Library): void {
    fill(this.element);
    const { height, format, colour } = this.#options;
    const style = getComputedStyle(document.documentElement);
    const dim = () => style.getPropertyValue('--dim').trim();
    const axis = {
      stroke: dim,
      grid: { stroke: () => style.getPropertyValue('--line').trim(), width: 1 },
      ticks: { show: false },
    };
    this.#plot = new Plot(
      {
        width: Math.max(60, this.element.clientWidth),
        height,
        cursor: { y: false, points: { size: 6 } },
        legend: { show: false },
        padding: [8, 8, 0, 0],
        scales: { x: { time: false } },
        axes: [
          { ...axis, size: 22, font: '11px system-ui', values: (_, steps) => steps.map((step) => short(step)) },
          { ...axis, size: 46, font: '11px system-ui', values: (_, values) => values.map(format) },
        ],
        series: [{}, { stroke: () => style.getPropertyValue(colour).trim(), width: 2, points: { show: false } }],
        hooks: { draw: [(plot) => this.#drawMarks(plot, dim())] },
      },
      this.#data(),
      this.element,
    );
  }

  #data(): uPlot.AlignedData {
    return [this.#spots.map(({ step }) => step), this.#spots.map(({ value }) => value)];
  }

  #drawMarks(plot: uPlot, colour: string): void {
    const { ctx, bbox } = plot;
    const { min = 0, max = 0 } = plot.scales['x'] ?? {};
    ctx.save();
    ctx.fillStyle = colour;
    ctx.font = `${11 * devicePixelRatio}px system-ui`;
    ctx.textAlign = 'center';
    for (const { step, kind } of this.#marks) {
      if (step < (min ?? 0) || step > (max ?? 0)) continue;
      ctx.fillText(MARK_LETTERS[kind]?.[0] ?? '', plot.valToPos(step, 'x', true), bbox.top + bbox.height - 4);
    }
    ctx.restore();
  }

  #inWords(): string {
    const { title, format } = this.#options;
    const [first, last] = [this.#spots[0], this.#spots.at(-1)];
    if (!first || !last) return pageTexts.curves.nothingKnown(title);
    return pageTexts.curves.from(title, format(first.value), first.step, format(last.value), last.step);
  }

  #resize(): void {
    const width = this.element.clientWidth;
    if (this.#plot && width > 0 && width !== this.#plot.width)
      this.#plot.setSize({ width, height: this.#options.height });
  }
}
