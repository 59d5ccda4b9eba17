/** What the page about Twitch shows, in rows that fit. Pure. */
import { count } from '../../../statistics/format/numbers.ts';
import { clockOf, momentOf, span } from '../../../statistics/format/time.ts';
import type { AskSeen, TwitchStatus } from '../../api/twitch-messages.ts';
import { withCommandNames } from '../../home/invocation.ts';
import type { TwitchSettings } from '../../settings/twitch-settings.ts';
import { widthOf } from '../../terminal/text-width.ts';
import { hanging, wordRows, wrapped } from '../../terminal/wrap.ts';
import { connectionInWords, markedInWords, voiceOf } from '../../text/twitch-report.ts';
import { oneLine } from '../../text/view-format.ts';
import type { Piece } from '../components/pieces.tsx';
import type { Paint } from '../page.ts';
import { twitchPageTexts } from '../texts/twitch-page.ts';

/** A row of one or more pieces; together never wider than the page. */
export type TwitchRow = readonly Piece[];

const LABEL = 12;

/** `in the channel, for 3 min 10 s`, for the rule of the page. */
export function headline({ connection, since }: TwitchStatus, now: number): string {
  const words = connectionInWords(connection);
  return since === null ? words : `${words}, for ${span(Math.max(0, (now - since) / 1000))}`;
}

/** Channel, voice, guard, counts of messages and stored data: one row each. */
export function factRows(status: TwitchStatus, { colours }: Pick<Paint, 'colours'>): TwitchRow[] {
  const { connection, reason, channel, login, muted, guarded, heard, sent, queue, learning, optedIn, kept } = status;
  const painted = (colour: string) => (colours ? colour : undefined);
  const row = (name: string, ...pieces: readonly Piece[]): TwitchRow => [
    { text: name.padEnd(LABEL), dim: true },
    ...pieces,
  ];
  const where = channel === null ? connectionInWords(connection) : `#${channel}`;
  const colour = connection === 'joined' ? 'good' : connection === 'refused' ? 'error' : 'warning';
  const why = reason === '' ? '' : ` (${oneLine(withCommandNames(reason))})`;
  const quiet = muted !== null;
  const dropped = Object.entries(status.dropped).sort((a, b) => b[1] - a[1]);
  return [
    channel === null
      ? row('channel', { text: where, dim: true })
      : row(
          'channel',
          { text: where, bold: true, colour: painted(colour) },
          { text: asWhom(login) + (status.moderator ? twitchPageTexts.aModerator : '') },
          ...(why === '' ? [] : [{ text: why, colour: painted(colour) }]),
        ),
    row('voice', {
      text: muteOf(status) || withCommandNames(voiceOf(status)),
      bold: quiet,
      colour: quiet ? painted('warning') : undefined,
    }),
    row('guard', {
      text: guarded ? twitchPageTexts.guarded : twitchPageTexts.notGuardedYet,
    }),
    row('messages', { text: twitchPageTexts.messages(count(heard), count(sent), count(queue)) }),
    row('unanswered', {
      text: dropped.length === 0 ? 'none' : dropped.map(([because, times]) => `${count(times)} ${because}`).join(' · '),
      dim: dropped.length === 0,
    }),
    row('learning', {
      text: twitchPageTexts.learning(learning ? 'on' : 'off', count(optedIn), count(kept)),
    }),
    ...(status.marked ? [row('marked', { text: markedInWords(status.marked) })] : []),
  ];
}

const asWhom = (login: string | null): string =>
  login === null ? twitchPageTexts.withoutAccount : twitchPageTexts.asLogin(login);

function muteOf({ muted }: TwitchStatus): string {
  if (muted === null) return '';
  return twitchPageTexts.muted(
    oneLine(muted.why),
    muted.until === null ? twitchPageTexts.untilUnmuted : twitchPageTexts.until(clockOf(muted.until)),
  );
}

/** Who asked what, and what was answered or why not: newest first, words broken beside the name. */
export function askRows(
  recent: readonly AskSeen[],
  width: number,
  now: number,
  { colours }: Pick<Paint, 'colours'>,
): TwitchRow[] {
  const name = Math.min(16, Math.max(0, ...recent.map(({ login }) => widthOf(oneLine(login)))));
  return recent.flatMap(({ at, login, ask, answer, rules, milliseconds }): TwitchRow[] => {
    const time = `${momentOf(at, now)}  `;
    const lead = time.length + name + 2;
    const room = Math.max(10, width - lead);
    const who = wrapped(oneLine(login), Math.max(1, name))[0];
    const asked = wrapped(oneLine(ask), room).map(
      (text, i): TwitchRow => [
        { text: i === 0 ? time : ' '.repeat(time.length), dim: true },
        { text: i === 0 ? who + ' '.repeat(Math.max(0, name - widthOf(who)) + 2) : ' '.repeat(name + 2), bold: true },
        { text },
      ],
    );
    const said = answer === null ? silence(rules, milliseconds) : oneLine(answer);
    const took = milliseconds === null || answer === null ? '' : `${(milliseconds / 1000).toFixed(1)} s`;
    const rows = wrapped(said, room - 2);
    const beneath = rows.map((text, i): TwitchRow => {
      const indent = ' '.repeat(lead - took.length - 1);
      const refused = answer === null && milliseconds !== null;
      return [
        i === 0 && took !== '' && lead > took.length + 1
          ? { text: `${indent.slice(2)}  ${took} `, dim: true }
          : { text: ' '.repeat(lead) },
        { text: answer === null ? '· ' : '› ', dim: true },
        { text, dim: answer === null, colour: refused && colours ? 'error' : undefined },
      ];
    });
    return [...asked, ...beneath];
  });
}

const silence = (rules: readonly string[], milliseconds: number | null): string =>
  milliseconds === null
    ? twitchPageTexts.thinks
    : twitchPageTexts.nothingSaid(rules.map(oneLine).join(', ') || twitchPageTexts.noReasonKnown);

/** Rules that decided, the most frequent first. */
export const rulesOf = ({ verdicts }: TwitchStatus): readonly (readonly [rule: string, times: number])[] =>
  Object.entries(verdicts.byRule).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));

/** `12 let through · 3 refused` */
export const verdictWords = ({ verdicts: { allowed, refused } }: TwitchStatus): string =>
  twitchPageTexts.verdicts(count(allowed), count(refused));

/** All rules that decided, in as few rows as may be: rule and how often. */
export function ruleRows(status: TwitchStatus, width: number): TwitchRow[] {
  const words = rulesOf(status).map(([rule, times]) => `${oneLine(rule)} ${count(times)}`);
  return wordRows(words, width).map((text) => [{ text }]);
}

/** How it comes to Twitch, and what people can type there: shown while it is in no channel. */
export function guideRows(
  { prefix, commands }: Pick<TwitchSettings, 'prefix' | 'commands'>,
  width: number,
): TwitchRow[] {
  const first = (name: keyof typeof commands) => prefix + (commands[name][0] ?? name);
  const command = (words: string) => withCommandNames(`\`baby ${words}\``).replaceAll('`', '');
  const own = [
    ['c', twitchPageTexts.guide.joins],
    [command('twitch login'), twitchPageTexts.guide.login],
    [command('set twitch.learn opt-in'), twitchPageTexts.guide.learns(first('optIn'))],
  ];
  const theirs = [
    [`${first('ask')} …`, twitchPageTexts.guide.ask],
    [`${first('mood')} ${first('stats')}`, twitchPageTexts.guide.mood],
    [first('privacy'), twitchPageTexts.guide.privacy],
    [`${first('optIn')} ${first('optOut')}`, twitchPageTexts.guide.optIn],
    [first('forget'), twitchPageTexts.guide.forget],
    [`${first('mute')} ${first('unmute')}`, twitchPageTexts.guide.mute],
  ];
  return [
    ...described(twitchPageTexts.guide.howItBegins, own, width),
    [{ text: '' }],
    ...described(twitchPageTexts.guide.whatPeopleType, theirs, width),
  ];
}

/** Columns that are left at least beside a word, for what it does. */
const BESIDE = 22;

/** A heading, and what each of some words does. */
function described(title: string, words: readonly (readonly string[])[], width: number): TwitchRow[] {
  const room = Math.min(Math.max(...words.map(([word]) => widthOf(word))), width - BESIDE) + 2;
  return [
    [{ text: title, bold: true }],
    ...words.flatMap(([word, does]) => {
      const head = widthOf(word) < room ? word + ' '.repeat(room - widthOf(word)) : `${word}  `;
      return hanging(head, widthOf(head), does, width).map(
        (text, i): TwitchRow =>
          i === 0 ? [{ text: head }, { text: text.slice(head.length), dim: true }] : [{ text, dim: true }],
      );
    }),
  ];
}

/** What became of joining. */
export function connectedSentence(status: TwitchStatus): string {
  const { connection, channel, login, reason } = status;
  if (connection !== 'joined')
    return twitchPageTexts.itIs(connectionInWords(connection), reason === '' ? '' : `: ${reason}`);
  return twitchPageTexts.isIn(channel, asWhom(login));
}

export const mutedSentence = (status: TwitchStatus): string =>
  status.muted === null ? twitchPageTexts.maySpeak : twitchPageTexts.saysNothing;
