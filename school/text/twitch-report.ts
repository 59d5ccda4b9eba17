/** What `baby twitch` prints. */

import { ago, count } from '../../statistics/format/numbers.ts';
import { momentOf } from '../../statistics/format/time.ts';
import type { ForgetReport, Marked, PersonExport, TwitchStatus } from '../api/twitch-messages.ts';
import { texts } from './texts.ts';
import { oneLine } from './view-format.ts';

const CONNECTION: Record<TwitchStatus['connection'], string> = {
  off: texts.twitch.inNoChannel,
  connecting: texts.twitch.connecting,
  joined: texts.twitch.inTheChannel,
  waiting: texts.twitch.waiting,
  refused: texts.twitch.refused,
};

/** @example connectionInWords('joined') // 'in the channel' */
export const connectionInWords = (connection: TwitchStatus['connection']): string => CONNECTION[connection];

/** Where it is, in half a sentence. */
function placeOf({ connection, channel, reason }: TwitchStatus): string {
  const why = reason === '' ? '' : ` (${oneLine(reason).replace(/\.$/, '')})`;
  if (channel === null || connection === 'off') return texts.twitch.inNoChannel + why;
  if (connection === 'joined') return texts.twitch.inChannel(channel) + why;
  if (connection === 'connecting') return texts.twitch.connectingTo(channel) + why;
  return (connection === 'refused' ? texts.twitch.notLetInto(channel) : texts.twitch.notConnectedTo(channel)) + why;
}

export function statusInWords(status: TwitchStatus): string {
  const { since, channel, login, muted, learning, optedIn, kept, dropped, verdicts, recent } = status;
  const lines = [texts.twitch.title(placeOf(status))];
  const row = (name: string, text: string): void => void lines.push(`  ${name.padEnd(10)} ${text}`);
  if (channel !== null) {
    row('as', login === null ? texts.twitch.onlyReads : status.moderator ? texts.twitch.moderator(login) : login);
    if (since !== null) row('since', ago(new Date(since).toISOString()));
    row('voice', voiceOf(status));
    row('heard', texts.twitch.messages(count(status.heard), count(status.sent), status.queue));
  }
  row(
    'learning',
    learning ? texts.twitch.learnsFrom(count(optedIn), count(kept)) : texts.twitch.learnsNothing(count(kept)),
  );
  if (status.marked) row('marked', markedInWords(status.marked) + texts.twitch.cannotUnlearn);
  if (muted !== null)
    row(
      'muted',
      texts.twitch.mutedUntil(
        muted.why,
        muted.until === null ? texts.twitch.untilUnmuted : momentOf(muted.until, Date.now()),
      ),
    );
  const reasons = Object.entries(dropped).map(([why, times]) => `${count(times)} ${why}`);
  if (reasons.length > 0) row('unanswered', reasons.join(', '));
  if (verdicts.allowed + verdicts.refused > 0) {
    const rules = Object.entries(verdicts.byRule).sort((a, b) => b[1] - a[1]);
    const named = rules.slice(0, 8).map(([rule, times]) => `${rule} ${count(times)}`);
    const verdict = texts.twitch.verdicts(count(verdicts.allowed), count(verdicts.refused));
    row('verdicts', named.length > 0 ? `${verdict}: ${named.join(', ')}` : verdict);
  }
  for (const { login: who, ask, answer, rules, milliseconds } of recent.slice(0, 5)) {
    const silence = milliseconds === null ? texts.twitch.thinks : texts.twitch.nothingSaid(rules.join(', '));
    lines.push(`  ${who}: ${ask}`, `    ${answer ?? silence}`);
  }
  return lines.join('\n');
}

/** Whether it can speak there, and if not why. */
export function voiceOf({ connection, muted, guarded, login }: TwitchStatus): string {
  if (connection !== 'joined') return texts.twitch.noVoice(CONNECTION[connection]);
  if (login === null) return texts.twitch.noLogin;
  if (muted !== null) return texts.twitch.muted;
  return guarded ? texts.twitch.ready : texts.twitch.guardIsMade;
}

/** Which souls were taught by people who are forgotten since. */
export const markedInWords = ({ examples, firstStep }: Marked): string =>
  texts.twitch.marked(count(firstStep), count(examples), examples === 1);

export function forgottenInWords({ messages, queued, pending, taught, souls, advice }: ForgetReport): string {
  const lines = [texts.twitch.deleted(count(messages), count(queued), count(pending))];
  if (taught > 0) lines.push(texts.twitch.soulsTaught(souls.length > 0 ? souls.join(', ') : texts.twitch.noSoulKept));
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
    texts.twitch.title(texts.twitch.asleep),
    `  joins      ${channel === null ? texts.twitch.joinsNone : texts.twitch.joins(channel)}`,
    `  as         ${login ?? texts.twitch.onlyReadsUnlessLogin}`,
    `  learning   ${learning ? texts.twitch.learnsFrom(count(optedIn), count(kept)) : texts.twitch.learnsNothing(count(kept))}`,
    ...(marked ? [`  marked     ${markedInWords(marked)}${texts.twitch.cannotUnlearn}`] : []),
  ].join('\n');
}

export const exportInWords = (person: PersonExport): string => JSON.stringify(person, undefined, 2);
