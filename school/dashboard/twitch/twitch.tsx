/** The page Twitch: channel, questions and answers, verdicts of the rules, stored data of people. */

import { Box, useInput } from 'ink';
import { useEffect, useMemo, useRef, useState } from 'react';
import { count } from '../../../statistics/format/numbers.ts';
import type { TwitchRequest, TwitchStatus } from '../../api/twitch-messages.ts';
import { withCommandNames } from '../../home/invocation.ts';
import { TWITCH_DEFAULTS } from '../../settings/twitch-settings.ts';
import type { Column } from '../../terminal/cells.ts';
import { clipped, widthOf } from '../../terminal/text-width.ts';
import { oneLine } from '../../text/view-format.ts';
import { allRules } from '../../twitch/moderation/index.ts';
import { AnswerLine, useAnswer } from '../components/answer.tsx';
import { Dim } from '../components/dim.tsx';
import { type Piece, Pieces } from '../components/pieces.tsx';
import { seenOf } from '../components/scrolling.ts';
import { Typing } from '../components/typing.tsx';
import { Row, Rule, Section, Sheet, useScroll } from '../components/widgets.tsx';
import { WORDS } from '../glossary.ts';
import type { Page, PageProps, Paint } from '../page.ts';
import { twitchPageTexts } from '../texts/twitch-page.ts';
import {
  askRows,
  connectedSentence,
  factRows,
  guideRows,
  headline,
  mutedSentence,
  ruleRows,
  rulesOf,
  type TwitchRow,
  verdictWords,
} from './rows.ts';

/** From this width on the rules stand beside the rest, with what they do. */
const WIDE = 118;
const BETWEEN = 3;
const FOOT = 1;
/** Rows of the rules below the rest, at most, with their rule. */
const MOST_RULES = 4;

function Body({ view, width, height, paint, actions, capture }: PageProps) {
  const [joining, setJoining] = useState(false);
  const { said, ask, say } = useAnswer();
  const { status, take } = useStatus(view.twitch);
  const awake = view.contact === 'awake';

  // where it is in no channel nothing is told by itself
  const asked = useRef(false);
  useEffect(() => {
    if (!awake || view.twitch !== null) asked.current = false;
    else if (!asked.current) {
      asked.current = true;
      actions.twitch({ do: 'status' }).then(
        (answer) => take(answer.status),
        (error: Error) => say(error.message, 'refused'),
      );
    }
  });

  const request = (doing: string, what: TwitchRequest, sentence: (status: TwitchStatus) => string) => {
    if (!awake) return say(twitchPageTexts.notAwake, 'refused');
    return ask(doing, async () => {
      const { status } = await actions.twitch(what);
      take(status);
      return sentence(status);
    });
  };

  const wide = width >= WIDE;
  // The guide needs less room than talk, and leaves more for what the rules do.
  const left = wide ? Math.floor((width - BETWEEN) * (status?.channel ? 0.6 : 0.45)) : width;
  const right = width - BETWEEN - left;
  const now = Date.now();
  const minute = Math.floor(now / 60_000);
  const facts = useMemo(() => (status ? factRows(status, paint) : []), [status, paint]);
  const rules = useMemo(() => (status ? ruleRows(status, left) : []), [status, left]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the day is told by the minute
  const asks = useMemo(
    () => (status ? askRows(status.recent, left, now, paint) : []),
    [status?.recent, left, paint, minute],
  );
  const settings = view.config?.twitch ?? TWITCH_DEFAULTS;
  const guide = useMemo(() => guideRows(settings, left), [settings, left]);
  const layout = layoutOf(height - FOOT, facts.length, wide ? 0 : rules.length);
  const { top, onKey } = useScroll(asks.length, layout.asks - 1, { cursor: false });

  useInput(
    (input, key) => {
      if (onKey(input, key) || key.ctrl || key.meta) return;
      if (input === 'm' && status?.muted) void request(twitchPageTexts.lettingSpeak, { do: 'unmute' }, mutedSentence);
      else if (input === 'm') void request('muting…', { do: 'mute' }, mutedSentence);
      else if (input === 'l') void request('leaving…', { do: 'leave' }, () => twitchPageTexts.inNoChannel);
      else if (input === 'c') {
        if (awake) setJoining(true);
        else say(twitchPageTexts.notAwake, 'refused');
      }
    },
    { isActive: !joining },
  );
  const join = (channel: string) => {
    setJoining(false);
    if (channel.trim() !== '') void request('joining…', { do: 'join', channel: channel.trim() }, connectedSentence);
  };

  return (
    <Sheet width={width} height={height}>
      <Box flexDirection={wide ? 'row' : 'column'} height={Math.max(0, height - FOOT)} flexShrink={0}>
        <Box flexDirection="column" width={left} flexShrink={0}>
          <Section title="twitch" note={status ? headline(status, now) : ''} width={left} height={layout.facts}>
            {status ? (
              <Rows rows={facts.slice(0, layout.facts - 1)} width={left} from={0} />
            ) : (
              <Unknown view={view} width={left} />
            )}
          </Section>
          <Section
            title={status?.channel ? twitchPageTexts.askedAndAnswered : 'guide'}
            note={seenOf(top, layout.asks - 1, asks.length)}
            width={left}
            height={layout.asks}
          >
            {asks.length === 0 && status?.channel && layout.asks > 1 && <Dim>{nobodyAsked(status)}</Dim>}
            {asks.length === 0 && !status?.channel && (
              <Rows rows={guide.slice(0, Math.max(0, layout.asks - 1))} width={left} from={0} />
            )}
            <Rows rows={asks.slice(top, top + Math.max(0, layout.asks - 1))} width={left} from={top} />
          </Section>
          {!wide && (
            <Section title="verdicts" note={status ? verdictWords(status) : ''} width={left} height={layout.rules}>
              <Rows rows={rules.slice(0, Math.max(0, layout.rules - 1))} width={left} from={0} />
            </Section>
          )}
        </Box>
        {wide && <Box width={BETWEEN} flexShrink={0} />}
        {wide && status && <Rules status={status} width={right} height={Math.max(0, height - FOOT)} paint={paint} />}
      </Box>
      {joining ? (
        <Typing
          label="channel"
          hint={withCommandNames(twitchPageTexts.channelName)}
          width={width}
          colours={paint.colours}
          capture={capture}
          onEnter={join}
          onLeave={() => setJoining(false)}
        />
      ) : (
        <AnswerLine said={said} paint={paint} />
      )}
    </Sheet>
  );
}

/** What is told by itself, or what was answered since, whichever is newer. */
function useStatus(told: TwitchStatus | null): {
  status: TwitchStatus | null;
  take: (status: TwitchStatus) => void;
} {
  const newest = useRef(told);
  newest.current = told;
  const [answered, setAnswered] = useState<{ status: TwitchStatus; after: TwitchStatus | null }>();
  const take = (status: TwitchStatus) => setAnswered({ status, after: newest.current });
  return { status: answered && answered.after === told ? answered.status : told, take };
}

/** Nothing is known of it. */
function Unknown({ view, width }: { readonly view: PageProps['view']; readonly width: number }) {
  const words = view.contact === 'awake' ? twitchPageTexts.isAsked : twitchPageTexts.notAwakeNoChannel;
  return <Dim wrap="truncate">{clipped(words, width)}</Dim>;
}

const nobodyAsked = ({ login }: TwitchStatus): string =>
  login === null ? twitchPageTexts.onlyReads : twitchPageTexts.nobodyAsked;

/** Fitted rows, each cut off at the page's edge. */
function Rows({
  rows,
  width,
  from,
}: {
  readonly rows: readonly TwitchRow[];
  readonly width: number;
  readonly from: number;
}) {
  return rows.map((row, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
    <Box key={from + i} height={1} flexShrink={0}>
      <Pieces pieces={cut(row, width)} />
    </Box>
  ));
}

function cut(row: TwitchRow, width: number): Piece[] {
  let left = width;
  return row.map((piece) => {
    const text = clipped(piece.text, Math.max(0, left));
    left -= widthOf(text);
    return { ...piece, text };
  });
}

/** Every rule, how often it decided, and what it is there for. */
function Rules({
  status,
  width,
  height,
  paint,
}: {
  status: TwitchStatus;
  width: number;
  height: number;
  paint: Paint;
}) {
  const does = useMemo(() => new Map(allRules().map((rule) => [rule.id, rule.does])), []);
  const columns: Column[] = [
    { key: 'rule', width: 18 },
    { key: 'times', width: 6, align: 'right' },
    { key: twitchPageTexts.whatRuleDoes, width: Math.max(1, width - 18 - 6 - 4) },
  ];
  const decided = rulesOf(status);
  const known = new Set(decided.map(([rule]) => rule));
  // The others stand below: they show what it is guarded against.
  const rules = [...decided, ...[...does.keys()].filter((rule) => !known.has(rule)).map((rule) => [rule, 0] as const)];
  const room = Math.max(0, height - 2);
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      <Rule title="verdicts" note={verdictWords(status)} width={width} />
      {height > 1 && <Row columns={columns} cells={columns.map(({ key }) => ({ text: key, dim: true }))} />}
      {rules.slice(0, room).map(([rule, times]) => (
        <Row
          key={rule}
          columns={columns}
          cells={[
            {
              text: oneLine(rule),
              dim: times === 0,
              colour: times > 0 && rule.startsWith('memory.') && paint.colours ? 'warning' : undefined,
            },
            times === 0 ? '' : count(times),
            { text: does.get(rule) ?? '', dim: true },
          ]}
        />
      ))}
    </Box>
  );
}

/** Rows of each part, its rule among them. */
function layoutOf(height: number, facts: number, rules: number): { facts: number; asks: number; rules: number } {
  const room = Math.max(0, height);
  const top = Math.min(room, Math.max(2, facts + 1));
  const below = rules === 0 || room - top < 5 ? 0 : Math.min(rules + 1, MOST_RULES);
  return { facts: top, asks: room - top - below, rules: below };
}

export const twitch: Page = {
  key: 'twitch',
  title: 'Twitch',
  keys: [
    ['m', twitchPageTexts.keys.mute],
    ['c', twitchPageTexts.keys.join],
    ['l', 'leave'],
    ['j k', twitchPageTexts.keys.olderNewer],
  ],
  words: WORDS.twitch,
  Body,
};
