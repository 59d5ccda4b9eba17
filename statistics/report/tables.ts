/** What is told in rows. */
import { formatValue, statistic } from '../names.ts';
import { texts } from '../texts.ts';
import { bestExam, comparableSouls } from './best-exam.ts';
import type { About, Past, Trouble, Wake } from './data.ts';
import { type Content, type Html, html } from './html.ts';
import { bytes, count, day, moment, span } from './words.ts';

interface Column {
  readonly title: string;
  /** numbers stand to the right */
  readonly number?: boolean;
  /** left out where there is little room */
  readonly roomy?: boolean;
}

function table(columns: readonly Column[], rows: readonly (readonly Content[])[]): Html {
  const side = (i: number): Content => {
    const { number, roomy } = columns[i];
    return (number || roomy) && html` class="${[number && 'n', roomy && 'roomy'].filter(Boolean).join(' ')}"`;
  };
  return html`<div class="scroll"><table>
<thead><tr>${columns.map(({ title }, i) => html`<th${side(i)}>${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, i) => html`<td${side(i)}>${cell}</td>`)}</tr>\n`)}</tbody>
</table></div>`;
}

const missing = (sentence: string): Html => html`<p class="missing">${sentence}</p>`;
/** A part of the whole as a bar. */
const bar = (share: number): Html =>
  html`<span class="bar"><span style="width:${(Math.min(1, Math.max(0, share)) * 100).toFixed(1)}%"></span></span>`;

export function souls({ souls: all }: About): Html {
  if (all.length === 0) return missing(texts.report.noSoulYet);
  const examined = comparableSouls(all);
  const least = Math.min(...examined.map(({ exam }) => exam));
  const best = examined.find(({ exam }) => exam === least)?.name;
  return table(
    [
      { title: 'Soul' },
      { title: 'Saved' },
      { title: 'Step', number: true },
      { title: 'Size', number: true, roomy: true },
      { title: 'Exam', number: true },
    ],
    all.map(({ name, savedAt, step, bytes: size, exam }, i) => [
      html`<code>${name}</code> ${i === 0 && html`<em>newest</em> `}${name === best && html`<em class="good">best</em>`}`,
      moment(savedAt),
      count(step),
      bytes(size),
      exam === undefined ? '–' : exam.toFixed(3),
    ]),
  );
}

/** Why a wake ended, in words; anything else as the ledger has it. */
const ENDS: Readonly<Record<string, string>> = {
  asleep: texts.report.fellAsleep,
  lost: texts.report.killed,
  closed: 'ended',
};

export function wakes({ wakes: shown, wakesBefore }: Past): Html {
  if (shown.length === 0) return missing(texts.report.notAwake);
  const steps = ({ firstStep, lastStep }: Wake): string =>
    firstStep === undefined || lastStep === undefined ? '–' : `${count(firstStep)} – ${count(lastStep)}`;
  const rows = shown.map((wake) => [
    moment(wake.startedAt),
    span(wake.endedAt - wake.startedAt),
    steps(wake),
    wake.reason === undefined ? texts.report.goesOn : (ENDS[wake.reason] ?? wake.reason),
  ]);
  return html`${table([{ title: 'Woke' }, { title: texts.report.columns.awakeFor, number: true }, { title: 'Steps', number: true }, { title: texts.report.columns.howItEnded }], rows)}
${wakesBefore > 0 && html`<p class="note">${texts.report.moreWakesBefore(count(wakesBefore))}</p>`}`;
}

const RECORDS = ['exam', 'loss', 'smoothLoss', 'bitsPerByte', 'exact', 'tokensPerSecond'];

/** The best of its whole life. */
export function records(past: Past, { souls: all }: About): Html {
  const found = RECORDS.flatMap((name) => {
    const record = name === 'exam' ? bestExam(past, all) : past.known.find((one) => one.name === name)?.record;
    // Hourly values do not say more than the day.
    return record ? [{ name, value: record.value, when: (name === 'exam' ? moment : day)(record.ts) }] : [];
  });
  if (found.length === 0) return missing(texts.report.noRecordsYet);
  return html`<dl class="records">${found.map(
    ({ name, value, when }) =>
      html`<div><dt>${statistic(name).meaning.replace(/\.$/, '')}</dt><dd>${figure(name, value)}<i>${when}</i></dd></div>`,
  )}</dl>`;
}

/** A value with its unit; shares as people say them. */
function figure(name: string, value: number): Html {
  const { unit } = statistic(name);
  if (unit === 'share') return html`<b>${(100 * value).toFixed(1)} %</b>`;
  return html`<b>${formatValue(name, value)}</b> ${unit}`;
}

export function stepTime({ time: { step, sections } }: Past): Html {
  if (sections.length === 0) return missing(texts.report.noStepTime);
  const rows = sections.map(({ section, mean, max, share, lately, slow }) => [
    section,
    bar(share),
    `${(share * 100).toFixed(1)} %`,
    mean.toFixed(2),
    slow ? html`<span class="slow">${lately.toFixed(2)}</span>` : lately.toFixed(2),
    max.toFixed(1),
  ]);
  const slow = sections.some((section) => section.slow);
  return html`${step && html`<p>${texts.report.oneStepTakes} <b>${step.mean.toFixed(1)} ms</b>${texts.report.withAllBetween}</p>`}
${table([{ title: 'Section' }, { title: '' }, { title: 'Share', number: true }, { title: texts.report.columns.msPerStep, number: true }, { title: 'Lately', number: true }, { title: 'Longest', number: true, roomy: true }], rows)}
${slow && html`<p class="note">${texts.report.slowerLately}</p>`}`;
}

export function talk({ talk: { conversations, lines, told } }: Past): Html {
  if (lines === 0) return missing(texts.report.noTalk);
  return html`<p>${texts.report.talks(count(conversations), count(lines))}${told.length > 0 && told.length < lines && html`${texts.report.lastOfThem(count(told.length))}`}.</p>
${
  told.length > 0 &&
  html`<div class="talk">${told.map(
    ({ ts, conversation, speaker, direction, text }) =>
      html`<p class="${direction}"><b>${speaker}</b> <i>${moment(ts)} · ${conversation}</i><br>${text}</p>\n`,
  )}</div>`
}`;
}

export function troubles({ troubles: found, troublesMore }: Past): Html {
  if (found.length === 0) return missing(texts.report.noTroubles);
  const rows = found.map(({ level, scope, message, count: times, last }: Trouble) => [
    html`<em class="${level}">${level === 'warn' ? 'warning' : 'error'}</em>`,
    html`<code>${scope}</code>`,
    html`<span class="message">${message.length > LONGEST ? `${message.slice(0, LONGEST)}…` : message}</span>`,
    `${count(times)}×`,
    moment(last),
  ]);
  return html`${table([{ title: '' }, { title: 'Part', roomy: true }, { title: texts.report.columns.lastSaid }, { title: 'Times', number: true }, { title: 'Last' }], rows)}
${troublesMore > 0 && html`<p class="note">${texts.report.moreKinds(count(troublesMore))}</p>`}`;
}

const LONGEST = 240;
