/** What `baby twitch` prints. */

import { ago, count } from '../../statistics/format/numbers.ts';
import { momentOf } from '../../statistics/format/time.ts';
import type { ForgetReport, Marked, PersonExport, TwitchStatus } from '../api/twitch-messages.ts';
import { oneLine } from './view-format.ts';

const CONNECTION: Record<TwitchStatus['connection'], string> = {
  off: 'in no channel',
  connecting: 'connecting',
  joined: 'in the channel',
  waiting: 'not connected, and tries again',
  refused: 'not let in',
};

/** @example connectionInWords('joined') // 'in the channel' */
export const connectionInWords = (connection: TwitchStatus['connection']): string => CONNECTION[connection];

/** Where it is, in half a sentence. */
function placeOf({ connection, channel, reason }: TwitchStatus): string {
  const why = reason === '' ? '' : ` (${oneLine(reason).replace(/\.$/, '')})`;
  if (channel === null || connection === 'off') return `in no channel${why}`;
  if (connection === 'joined') return `in the channel ${channel}${why}`;
  if (connection === 'connecting') return `connecting to ${channel}${why}`;
  return connection === 'refused'
    ? `not let into ${channel}${why}`
    : `not connected to ${channel}, and tries again${why}`;
}

export function statusInWords(status: TwitchStatus): string {
  const { since, channel, login, muted, learning, optedIn, kept, dropped, verdicts, recent } = status;
  const lines = [`Twitch: ${placeOf(status)}`];
  const row = (name: string, text: string): void => void lines.push(`  ${name.padEnd(10)} ${text}`);
  if (channel !== null) {
    row('as', login === null ? 'nobody: it only reads' : `${login}${status.moderator ? ', a moderator' : ''}`);
    if (since !== null) row('since', ago(new Date(since).toISOString()));
    row('voice', voiceOf(status));
    row('heard', `${count(status.heard)} messages, ${count(status.sent)} said, ${status.queue} waiting`);
  }
  row(
    'learning',
    learning ? `from ${count(optedIn)} who agreed; ${count(kept)} messages kept` : `off; ${count(kept)} messages kept`,
  );
  if (status.marked) row('marked', markedInWords(status.marked) + UNLEARNING);
  if (muted !== null)
    row('muted', `${muted.why}, until ${muted.until === null ? 'it is unmuted' : momentOf(muted.until, Date.now())}`);
  const reasons = Object.entries(dropped).map(([why, times]) => `${count(times)} ${why}`);
  if (reasons.length > 0) row('unanswered', reasons.join(', '));
  if (verdicts.allowed + verdicts.refused > 0) {
    const rules = Object.entries(verdicts.byRule).sort((a, b) => b[1] - a[1]);
    const named = rules.slice(0, 8).map(([rule, times]) => `${rule} ${count(times)}`);
    row(
      'verdicts',
      `${count(verdicts.allowed)} let through, ${count(verdicts.refused)} refused${named.length > 0 ? `: ${named.join(', ')}` : ''}`,
    );
  }
  for (const { login: who, ask, answer, rules, milliseconds } of recent.slice(0, 5)) {
    const silence = milliseconds === null ? '(it thinks)' : `(nothing was said: ${rules.join(', ')})`;
    lines.push(`  ${who}: ${ask}`, `    ${answer ?? silence}`);
  }
  return lines.join('\n');
}

/** Whether it can speak there, and if not why. */
export function voiceOf({ connection, muted, guarded, login }: TwitchStatus): string {
  if (connection !== 'joined') return `none: ${CONNECTION[connection]}`;
  if (login === null) return 'none: log in with `baby twitch login`';
  if (muted !== null) return 'muted';
  return guarded ? 'ready' : 'not yet: the guard of private texts is being made';
}

/** Which souls were taught by people who are forgotten since. */
export const markedInWords = ({ examples, firstStep }: Marked): string =>
  `souls from step ${count(firstStep)} on hold ${count(examples)} ${examples === 1 ? 'message' : 'messages'} of forgotten people`;
/** … and what can be done about it. */
const UNLEARNING = '; weights cannot unlearn, but `baby soul back` to an earlier one is free of it';

export function forgottenInWords({ messages, queued, pending, taught, souls, advice }: ForgetReport): string {
  const lines = [
    `Deleted: ${count(messages)} messages, ${count(queued)} questions, ${count(pending)} examples that it would have learnt from.`,
  ];
  if (taught > 0)
    lines.push(`Souls that were taught by this person: ${souls.length > 0 ? souls.join(', ') : 'none that is kept'}.`);
  return [...lines, advice].join('\n');
}

/** The report while the baby sleeps. */
export interface TwitchAsleep {
  readonly awake: false;
  /** the channel that it joins when it wakes */
  readonly channel: string | null;
  /** as whom */
  readonly login: string | null;
  readonly learning: boolean;
  readonly optedIn: number;
  readonly kept: number;
  readonly marked?: Marked;
}

export function asleepInWords({ channel, login, learning, optedIn, kept, marked }: TwitchAsleep): string {
  return [
    'Twitch: in no channel, since the baby is asleep',
    `  joins      ${channel === null ? 'none when it wakes: `baby twitch join <channel>`, or set twitch.channel' : `${channel} when it wakes`}`,
    `  as         ${login ?? 'nobody: `baby twitch login`, else it only reads'}`,
    `  learning   ${learning ? `from ${count(optedIn)} who agreed` : 'off'}; ${count(kept)} messages kept`,
    ...(marked ? [`  marked     ${markedInWords(marked)}${UNLEARNING}`] : []),
  ].join('\n');
}

export const exportInWords = (person: PersonExport): string => JSON.stringify(person, undefined, 2);
