/** Talking to the baby: what was said, what it says at this moment, and the line in which its owner types. */
import { Box, Text, useInput, usePaste } from 'ink';
import { memo, useEffect, useMemo, useSyncExternalStore } from 'react';
import { type ChatMessage, CONVERSATION, type ReplyOrigin } from '../../api/messages.ts';
import { helpLines } from '../../chat/commands.ts';
import { knowingInWords } from '../../chat/known.ts';
import { isNarrow } from '../../terminal/cells.ts';
import { broken } from '../../terminal/wrap.ts';
import { oneLine } from '../../text/view-format.ts';
import { Dim, useColours } from '../components/dim.tsx';
import { withColour } from '../components/pieces.tsx';
import { Rule } from '../components/widgets.tsx';
import { WORDS } from '../glossary.ts';
import type { Keys, Page, PageProps } from '../page.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { chatPageTexts } from '../texts/chat-page.ts';
import { shellTexts } from '../texts/shell.ts';
import { type ChatState, deskOf } from './conversations.ts';
import { below, type ChatRow, matching, type Note, namesWidth, noteRows, rowsOf, speakingRows } from './rows.ts';
import { Side } from './side.tsx';
import { sharesInWords } from './tints.ts';

/** From this width on there is room for what can be typed, beside the conversation. */
const WIDE = 120;
/** Rows from which on an empty conversation shows what can be typed. */
const ROOMY = 24;
/** Longer rows are hard to read. */
const WIDEST_TEXT = 110;
/** From this width on each turn has its time. */
const TIMED = 70;
/** From this height on turns are set apart, and a longer line can be typed. */
const HIGH = 30;

function Body({ view, width, height, paint, actions, capture }: PageProps) {
  const desk = deskOf(actions);
  const state = useSyncExternalStore(desk.subscribe, desk.state);
  const { typing, line, voice, notes, back } = state;
  useEffect(() => desk.open(), [desk]);
  const keys = keysOf(state, view.speaking !== undefined);
  // Tab completes commands, and else turns the page.
  const isCommand = typing && line.characters[0] === '/';
  useEffect(() => {
    capture(typing, keys, isCommand);
  }, [capture, typing, keys, isCommand]);
  useEffect(() => () => capture(false), [capture]);

  const side = width >= WIDE ? Math.min(64, Math.floor(width * 0.34)) : 0;
  const left = side > 0 ? width - side - 2 : width;
  const baby = view.introduction?.name ?? view.config?.name ?? 'baby';
  const prompt = state.fixing ? 'fix› ' : state.searching ? 'find› ' : 'you› ';
  // one column for the cursor's sign, where it has no colour
  const typed = lineRows(line, Math.max(4, left - prompt.length - 1), height >= HIGH ? 6 : 3);
  const rows = Math.max(1, height - 2 - typed.length);

  const names = useMemo(() => namesWidth(view.chat, baby, left), [view.chat, baby, left]);
  const textWidth = Math.min(left, names + WIDEST_TEXT);
  const isHigh = height >= HIGH;
  const shown = useMemo(() => matching(view.chat, state.search), [view.chat, state.search]);
  const hasTimes = left >= TIMED;
  const said = useMemo(
    () => rowsOf(shown, { names, width: textWidth, gaps: isHigh, times: hasTimes }),
    [shown, names, textWidth, isHigh, hasTimes],
  );
  const all = [
    ...said,
    ...(view.speaking === undefined
      ? []
      : speakingRows(baby, view.speaking, { names, width: textWidth, times: hasTimes })),
    ...noteRows([...notes, ...lessonNotes(state), ...hints(view, baby, notes, side === 0 && rows >= ROOMY)], textWidth),
  ];
  const rest = below(back, all.length, rows);
  const seen = all.slice(Math.max(0, all.length - rest - rows), all.length - rest);

  usePaste((text) => desk.paste(text));
  useInput((input, key) => {
    desk.key(input, key, { view, total: all.length, rows });
    // To the shell Escape ends the typing; here it may have stopped a reply, and the typing goes on.
    if (key.escape) {
      queueMicrotask(() => capture(desk.state().typing, keysOf(desk.state(), view.speaking !== undefined), false));
    }
  });

  return (
    <Box width={width} height={height} overflow="hidden">
      <Box flexDirection="column" flexShrink={0} width={left} height={height} overflow="hidden">
        <Rule
          title={titleOf(baby, view.talk, voice)}
          note={noteOf(rest, view.chat, shown, state.search)}
          width={left}
        />
        <Box flexDirection="column" flexShrink={0} height={rows} justifyContent="flex-end" overflow="hidden">
          {seen.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
            <Row key={index} row={row} />
          ))}
        </Box>
        <Rule title={deedOf(state)} note={view.speaking === undefined ? '' : chatPageTexts.speaking} width={left} />
        <Typed prompt={prompt} rows={typed} typing={typing} colours={paint.colours} />
      </Box>
      {side > 0 && (
        <Box flexShrink={0} marginLeft={2}>
          <Side view={view} voice={voice} width={side} height={height} paint={paint} />
        </Box>
      )}
    </Box>
  );
}

function titleOf(baby: string, talk: string, { temperature, seed }: ChatState['voice']): string {
  const parts = [isNarrow(baby) ? chatPageTexts.talkingWith(baby) : 'talking'];
  if (talk !== CONVERSATION) parts.push(`“${oneLine(talk)}”`);
  if (temperature !== undefined) parts.push(`temperature ${temperature}`);
  if (seed !== undefined) parts.push(`seed ${seed}`);
  return parts.join(' · ');
}

/** What stands at the right end of the rule above the conversation. */
function noteOf(rest: number, all: readonly ChatMessage[], shown: readonly ChatMessage[], search: string): string {
  if (search !== '') return chatPageTexts.found(oneLine(search), shown.length, all.length);
  return rest > 0 ? chatPageTexts.rowsBelow(rest) : cameFrom(all);
}

/** How far the last correction is. */
const lessonNotes = ({ lesson }: ChatState): Note[] =>
  lesson
    ? [{ tone: lesson.state === 'known' ? 'known' : 'note', text: knowingInWords(lesson.state, lesson.words) }]
    : [];

/** How much of the last reply came from where; '' where only the weights spoke. */
function cameFrom(messages: readonly ChatMessage[]): string {
  const shares = messages.findLast(({ kind }) => kind === 'replied')?.reply?.shares;
  return shares ? chatPageTexts.lastReply(sharesInWords(shares)) : '';
}

/** What the line below is for, where that is not plain. */
function deedOf({ fixing, searching, typing }: ChatState): string {
  if (fixing) return chatPageTexts.whatInstead;
  if (searching) return chatPageTexts.searchFor;
  return typing ? '' : chatPageTexts.howToType;
}

const TYPING: Keys = [
  ['Enter', chatPageTexts.keys.say],
  ['Esc', chatPageTexts.keys.endTyping],
  ['/help', 'commands'],
  ['PgUp PgDn', 'scroll'],
];
const HEARING: Keys = TYPING.map(([key, does]) => [key, key === 'Esc' ? chatPageTexts.keys.stopReply : does]);
const FIXING: Keys = [
  ['Enter', chatPageTexts.keys.correct],
  ['Esc', chatPageTexts.keys.leaveAsItWas],
];
const LOOKING: Keys = [
  ['i', 'type'],
  ['e', chatPageTexts.keys.correctLast],
  ['/', 'search'],
  ['t', chatPageTexts.keys.otherConversation],
  ['j k', 'scroll'],
];
const SEARCHING: Keys = [
  ['Enter', chatPageTexts.keys.keepFound],
  ['Esc', chatPageTexts.keys.showAll],
];
const LOOKING_AND_HEARING: Keys = [['Esc', chatPageTexts.keys.stopReply], ...LOOKING];

/** What its keys do at this moment. */
function keysOf({ fixing, searching, typing }: ChatState, speaking: boolean): Keys {
  if (fixing) return FIXING;
  if (searching) return SEARCHING;
  if (typing) return speaking ? HEARING : TYPING;
  return speaking ? LOOKING_AND_HEARING : LOOKING;
}

/** What stands where nothing was said yet, and why nothing is answered. */
function hints(view: Snapshot, baby: string, told: readonly Note[], hasRoom: boolean): Note[] {
  const notes: Note[] = [];
  if (told.length === 0 && view.chat.length === 0 && view.speaking === undefined) {
    notes.push({
      tone: 'note',
      text: chatPageTexts.saySomething(baby),
    });
    // an empty page has room for that, where it does not stand beside it
    if (hasRoom) notes.unshift(...helpLines((name) => name !== 'sleep').map((text): Note => ({ tone: 'note', text })));
  }
  const why = view.why || shellTexts.state.noLine;
  // Who has just been refused was told already.
  const isTold = told.some(({ text }) => text.toLowerCase().startsWith(why.toLowerCase()));
  if (view.contact === 'asleep')
    notes.push({
      tone: 'note',
      text: chatPageTexts.answersAsleep(`${why[0].toUpperCase()}${why.slice(1)}`),
    });
  else if (view.contact !== 'awake' && !isTold) notes.push({ tone: 'error', text: why });
  return notes;
}

/** The colour of words that came out of the memory; the weights' own have none. */
const TINTS: { readonly [O in ReplyOrigin]?: 'good' | 'warning' | 'accent' } = {
  library: 'good',
  chat: 'accent',
  api: 'accent',
  twitch: 'accent',
  talk: 'accent',
  correction: 'warning',
};

const Row = memo(
  function Row({ row: { tone, time, name, text, parts } }: { readonly row: ChatRow }) {
    const colourOf = useColours();
    const named = withColour(tone === 'replied' ? colourOf('accent') : undefined);
    const whole = tone === 'error' ? colourOf('error') : tone === 'known' ? colourOf('good') : undefined;
    return (
      <Dim wrap="truncate" isDim={tone === 'note'} {...withColour(whole)}>
        {time !== undefined && <Dim>{time}</Dim>}
        {name !== '' && (
          <Text bold {...named}>
            {name}
          </Text>
        )}
        {parts
          ? parts.map(({ text: part, from }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the row
              <Text key={index} {...withColour(TINTS[from] && colourOf(TINTS[from]))}>
                {part}
              </Text>
            ))
          : text === '' && name === ''
            ? ' '
            : text}
      </Dim>
    );
  },
  (a, b) =>
    a.row.tone === b.row.tone &&
    a.row.name === b.row.name &&
    a.row.time === b.row.time &&
    a.row.text === b.row.text &&
    a.row.parts?.length === b.row.parts?.length,
);

interface LineRow {
  readonly before: string;
  /** the character under the cursor, in the one row where it stands */
  readonly at?: string;
  readonly after: string;
}

/** The rows of the line being typed: those around the cursor, where there are more. */
function lineRows({ characters, cursor }: ChatState['line'], width: number, most: number): LineRow[] {
  const shown = [...characters, ' '];
  const rows = broken(shown, width);
  const current = rows.findIndex(({ from, to }) => from <= cursor && cursor < to);
  const first = Math.max(0, Math.min(current - Math.floor(most / 2), rows.length - most));
  return rows.slice(first, first + most).map(({ from, to }, index) => {
    const text = (start: number, end: number) => shown.slice(start, end).join('');
    if (first + index !== current) return { before: text(from, to), after: '' };
    return { before: text(from, cursor), at: shown[cursor]!, after: text(cursor + 1, to) };
  });
}

interface TypedProps {
  readonly prompt: string;
  readonly rows: readonly LineRow[];
  readonly typing: boolean;
  readonly colours: boolean;
}

function Typed({ prompt, rows, typing, colours }: TypedProps) {
  return rows.map(({ before, at, after }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
    <Dim key={index} wrap="truncate" isDim={!typing}>
      <Text bold>{index === 0 ? prompt : ' '.repeat(prompt.length)}</Text>
      {before}
      {at !== undefined && (typing ? <Text inverse>{colours ? at : `▏${at}`}</Text> : at)}
      {after}
    </Dim>
  ));
}

export const chat: Page = {
  key: '3',
  title: 'Chat',
  types: true,
  keys: [
    ['Enter', chatPageTexts.keys.say],
    ['/help', 'commands'],
    ['PgUp PgDn', 'scroll'],
    ['Esc', chatPageTexts.keys.stopElseEndTyping],
    ['i', chatPageTexts.keys.typeAfterEsc],
    ['e', chatPageTexts.keys.correctAfterEsc],
    ['/', chatPageTexts.keys.searchAfterEsc],
    ['t', chatPageTexts.keys.otherConversationAfterEsc],
    ['Tab', chatPageTexts.keys.completeCommand],
  ],
  words: WORDS.chat,
  Body,
};
