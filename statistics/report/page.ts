import { texts } from '../texts.ts';
import { bear } from './bear.ts';
import { bestExam } from './best-exam.ts';
import { curves } from './curves.ts';
import type { About, Past } from './data.ts';
import { Html, html } from './html.ts';
import { STYLE } from './style.ts';
import { records, souls, stepTime, talk, troubles, wakes } from './tables.ts';
import { voices } from './voices.ts';
import { bytes, count, day, moment, span } from './words.ts';

/** Characters of one thing it said. */
const LONGEST = 420;

/**
 * The whole report as one page: nothing is loaded from elsewhere, nothing runs, and it reads well on paper, on a phone and at night.
 * @param past undefined: nothing was recorded yet
 */
export function reportPage(about: About, past: Past | undefined): string {
  const page = html`${new Html('<!doctype html>\n')}<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">
<title>${texts.report.title(about.name, about.step === undefined ? '–' : count(about.step))}</title>
<style>${new Html(STYLE)}</style></head><body><main>
${header(about, past)}
${past ? told(about, past) : html`<section><p class="missing">${texts.report.noStatisticsYet}</p></section>${part(texts.report.souls, '', souls(about))}`}
<footer><p>${texts.report.madeAt(moment(about.madeAt))} <code>baby report</code>${texts.report.sources}</p></footer>
</main></body></html>
`;
  return page.markup;
}

function told(about: About, past: Past): Html {
  return html`${part(texts.report.howItLearnt, '', curves(past))}
${about.hasTexts && part(texts.report.voice, texts.report.voiceNote, speech(past))}
${past.voices.length > 0 && part(texts.report.sameQuestions, texts.report.sameQuestionsNote, voices(past))}
${part(texts.report.records, texts.report.recordsNote, records(past, about))}
${part(texts.report.souls, texts.report.soulsNote, souls(about))}
${part(texts.report.wakes, '', wakes(past))}
${part(texts.report.stepTime, '', stepTime(past))}
${part(texts.report.conversations, '', talk(past))}
${about.hasTexts && part(texts.report.troubles, texts.report.troublesNote, troubles(past))}`;
}

const part = (title: string, note: string, content: Html): Html =>
  html`<section><h2>${title}</h2>${note !== '' && html`<p class="note">${note}</p>`}${content}</section>\n`;

function header(about: About, past: Past | undefined): Html {
  const { name, awake, kind, born, secondsAwake } = about;
  const colour = past?.colours.at(-1);
  const wakings = past ? past.wakes.length + past.wakesBefore : 0;
  const life = [
    ...(born === undefined ? [] : [texts.report.born(day(born))]),
    ...(secondsAwake === undefined
      ? []
      : [texts.report.awakeFor(span(secondsAwake * 1000), wakings > 1 ? count(wakings) : undefined)]),
    awake ? texts.report.awakeNow : texts.report.asleep,
  ].join(' · ');
  return html`<header>${bear(colour?.felt, colour?.expected, awake)}
<div><h1>${name}</h1><p class="life">${life}</p><p class="kind">${kind}</p></div>
${figures(about, past)}</header>`;
}

function figures(about: About, past: Past | undefined): Html {
  const [exam, best] = [about.souls[0]?.exam, bestExam(past, about.souls)?.value];
  const told: (readonly [label: string, value: string | undefined])[] = [
    ['steps', about.step === undefined ? undefined : count(about.step)],
    [texts.report.figures.tokensLearnt, about.tokens === undefined ? undefined : large(about.tokens)],
    ['parameters', about.parameters === undefined ? undefined : large(about.parameters)],
    [texts.report.figures.soulSize, about.souls[0] && bytes(about.souls[0].bytes)],
    [texts.report.figures.exam, exam?.toFixed(3)],
    [texts.report.figures.bestExam, best?.toFixed(3)],
  ];
  return html`<dl class="figures">${told.map(([label, value]) => value !== undefined && html`<div><dd>${value}</dd><dt>${label}</dt></div>`)}</dl>`;
}

/** Three digits that tell something. @example large(1_192_661) // '1.19 M' */
function large(value: number): string {
  if (value < 10_000) return count(value);
  const unit = value < 1e6 ? 1 : value < 1e9 ? 2 : 3;
  return `${Number((value / 1000 ** unit).toPrecision(3))} ${['', 'k', 'M', 'G'][unit]}`;
}

function speech({ speech: said }: Past): Html {
  if (said.length === 0) return html`<p class="missing">${texts.report.neverSpoke}</p>`;
  return html`<div class="speech">${said.map(
    ({
      step,
      ts,
      prompt,
      output,
    }) => html`<article><h3>${count(step)}<small> ${step === 1 ? 'step' : 'steps'}</small></h3>
<blockquote>${prompt !== '' && html`<u>${prompt}</u>`}${cut(output)}</blockquote><p class="note">${moment(ts)}</p></article>\n`,
  )}</div>`;
}

function cut(text: string): string {
  const trimmed = text.trim();
  const characters = [...trimmed];
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join('').trimEnd()} …` : trimmed;
}
