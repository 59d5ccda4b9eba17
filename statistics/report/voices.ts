/** The same questions, then and now, side by side. */
import type { Past } from './data.ts';
import { type Html, html } from './html.ts';
import { count, moment } from './words.ts';

export function voices({ voices: all }: Past): Html {
  return html`${all.map(
    ({ prompt, answers }) => html`<h3 class="question">“${prompt}”</h3>
<div class="speech">${answers.map(
      ({ step, ts, text }) => html`<article><h3>${count(step)}<small> ${step === 1 ? 'step' : 'steps'}</small></h3>
<blockquote>${text.trim() === '' ? '–' : text.trim()}</blockquote><p class="note">${moment(ts)}</p></article>\n`,
    )}</div>\n`,
  )}`;
}
