/** The first page: what it says to itself, its exam, and how it learns. */
import { count, short } from '../../statistics/format/numbers.ts';
import { span } from '../../statistics/format/time.ts';
import { Chart, MARK_LETTERS } from '../chart.ts';
import { fill, h } from '../dom.ts';
import type { Store, View } from '../store.ts';
import { panelTexts } from '../texts/panels.ts';

const figure = (value: number): string => value.toFixed(value < 10 ? 3 : 1);

export function nowPanel(store: Store): HTMLElement {
  const words = h('blockquote', { class: 'hero', 'aria-live': 'off' });
  const spokenAt = h('figcaption', { class: 'dim' });
  const earlier = h('ol', { class: 'earlier' });
  const exam = h('span', { class: 'figure' }, '–');
  const examNote = h('p', { class: 'dim' });
  const numbers = h('dl', { class: 'numbers' });
  const diary = h('p', { class: 'diary' });
  const charts = {
    exam: new Chart({ title: panelTexts.now.exam, colour: '--exam', height: 240, format: figure }),
    bitsPerByte: new Chart({ title: panelTexts.now.bits, colour: '--bits', height: 120, format: figure }),
    smoothLoss: new Chart({ title: panelTexts.now.loss, colour: '--loss', height: 120, format: figure }),
    tokensPerSecond: new Chart({ title: panelTexts.now.speed, colour: '--speed', height: 120, format: short }),
  };
  const small = (title: string, chart: Chart, means: string) =>
    h('figure', { class: 'small', title: means }, h('figcaption', {}, title), chart.element);

  const panel = h(
    'div',
    { class: 'now' },
    h('figure', { class: 'words card', 'aria-label': panelTexts.now.saysToItself }, words, spokenAt, earlier),
    h(
      'section',
      { class: 'exam card', 'aria-label': 'Exam' },
      h('h2', {}, 'Exam'),
      h('p', { class: 'value' }, exam, h('span', { class: 'dim' }, panelTexts.now.ofUnreadText)),
      examNote,
      charts.exam.element,
      h(
        'p',
        { class: 'dim marks' },
        ...Object.values(MARK_LETTERS).map(([letter, means]) => h('span', {}, `${letter} ${means}`)),
      ),
    ),
    h(
      'section',
      { class: 'curves card', 'aria-label': 'Curves' },
      small(panelTexts.now.ofReadText, charts.bitsPerByte, panelTexts.now.bitsMean),
      small('loss', charts.smoothLoss, panelTexts.now.lossMeans),
      small(panelTexts.now.speedLabel, charts.tokensPerSecond, panelTexts.now.speedMeans),
    ),
    h('section', { class: 'card', 'aria-label': 'Numbers' }, numbers, diary),
  );

  store.subscribe((view, before) => {
    if (view.babble !== before.babble || view.opening !== before.opening) showWords(view);
    if (view.curves !== before.curves || view.marks !== before.marks) {
      charts.exam.draw(view.curves.exam, view.marks);
      for (const name of ['bitsPerByte', 'smoothLoss', 'tokensPerSecond'] as const)
        charts[name].draw(view.curves[name]);
    }
    if (view.stats !== before.stats) showNumbers(view);
    if (view.diary !== before.diary) fill(diary, view.diary === '' ? '' : `Diary: ${view.diary}`);
  });

  function showWords({ babble, opening }: View): void {
    const last = babble.at(-1);
    fill(words, last?.text.trim() ?? (opening ? panelTexts.now.saidNothing : ''));
    fill(spokenAt, last ? panelTexts.now.saysAtStep(count(last.step)) : '');
    const others = babble.slice(-4, -1).toReversed();
    fill(
      earlier,
      ...others.map(({ step, text }) => h('li', {}, h('span', { class: 'dim' }, `${count(step)} `), text.trim())),
    );
  }

  function showNumbers({ stats }: View): void {
    if (!stats) return;
    fill(exam, stats.exam === null ? '–' : figure(stats.exam));
    examNote.textContent =
      stats.exam === null
        ? panelTexts.now.noExam
        : stats.bestExam !== null && stats.bestExam < stats.exam
          ? panelTexts.now.best(figure(stats.bestExam))
          : panelTexts.now.itsBest;
    const rows: readonly (readonly [string, string])[] = [
      ['does', stats.doing ?? 'learning'],
      ['step', count(stats.step)],
      ['reads', stats.reading || panelTexts.now.nothingYet],
      [panelTexts.now.exact, `${(100 * stats.exact).toFixed(1)} %`],
      [panelTexts.now.learningRate, stats.learningRate.toExponential(2)],
      [panelTexts.now.tokensInAll, short(stats.tokens)],
      [panelTexts.now.awakeInAll, span(stats.secondsAwake)],
    ];
    fill(numbers, ...rows.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
  }
  return panel;
}
