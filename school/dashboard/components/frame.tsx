/** What stands around every page: how it is, which page this is, which keys there are. */

import { Text } from 'ink';
import { memo } from 'react';
import { count, short } from '../../../statistics/format/numbers.ts';
import { bear } from '../../raising/mood-face.ts';
import { clipped, widthOf } from '../../terminal/text-width.ts';
import { fitting, hex, oneLine, type Part } from '../../text/view-format.ts';
import { trainingTexts } from '../../training/texts/training-texts.ts';
import type { Keys, Page, Paint } from '../page.ts';
import { tabPieces } from '../pages.ts';
import { type Contact, isGone, type Snapshot } from '../state/snapshot.ts';
import { shellTexts } from '../texts/shell.ts';
import { Dim } from './dim.tsx';
import { ARROWS, type Piece, Pieces } from './pieces.tsx';

export interface HeaderProps {
  readonly view: Snapshot;
  readonly paused: boolean;
  readonly width: number;
  readonly paint: Paint;
}

/** One line: bear and name, its numbers or why there are none, and how the line to it is. */
export function Header({ view, paused, width, paint }: HeaderProps) {
  const { contact, stats, standings, introduction } = view;
  const face = bear(stats, standings['loss'], contact);
  const name = oneLine(introduction?.name ?? view.config?.name ?? 'babyLLM');
  const doing = doingOf(view);
  const state = paused ? shellTexts.frame.paused(doing) : doing;
  const left = widthOf(face) + 1 + widthOf(name) + 2;
  const room = width - left - state.length - 2;
  // What is too long is cut here, so that the state can always be seen.
  const why = isGone(contact) ? mostOf(view.why, room) : view.why;
  const shown: Piece[] =
    why === '' ? figures(view, room, paint) : [{ text: clipped(why, room), inverse: isGone(contact) }];
  const used = shown.reduce((sum, { text }) => sum + widthOf(text), 0);
  const gap = Math.max(2, width - left - used - state.length);
  return (
    <Pieces
      pieces={[
        { text: `${face} ${name}  `, bold: true },
        ...shown,
        { text: ' '.repeat(gap) },
        { text: state, bold: true, colour: paint.theme?.contact[contact] },
      ]}
    />
  );
}

/** What an awake one does, by the words of its lesson (Stats.doing). */
const DOING: Readonly<Record<string, string>> = {
  [trainingTexts.doing.knowsAllThis]: shellTexts.frame.resting,
};

/** Its state in words: what it does while it is awake, else how the line to it is. */
export function doingOf({ contact, stats }: Pick<Snapshot, 'contact' | 'stats'>): string {
  if (contact !== 'awake' || stats?.doing === undefined) return contact;
  return DOING[stats.doing] ?? oneLine(stats.doing);
}

/** Where there is no room for what happened, the state beside it says it: how to wake it must be readable. */
const mostOf = (why: string, room: number): string =>
  widthOf(why) <= room ? why : why.replace(/^.*: (?=wake it with |W wakes it$)/, '');

const FEELS = 'feels ';

function figures({ stats, standings }: Snapshot, room: number, paint: Paint): Piece[] {
  if (!stats) return [{ text: shellTexts.frame.firstWords, dim: true }];
  const coloured = (name: string, text: string, rank: number): Part => {
    const colour = paint.step(standings[name]?.step ?? null);
    return { text: text + ARROWS[standings[name]?.arrow ?? 0], rank, ...(colour ? { colour } : {}) };
  };
  const feels = hex(stats.colour);
  const parts = fitting(
    [
      { text: `step ${count(stats.step)}`, rank: 0 },
      ...(stats.exam === null ? [] : [coloured('exam', `exam ${stats.exam.toFixed(3)}`, 1)]),
      coloured('tokensPerSecond', `${short(stats.tokensPerSecond)} tokens/s`, 2),
      paint.colours ? { text: `${FEELS}███`, rank: 3, colour: feels } : { text: FEELS + feels, rank: 3 },
    ],
    room,
  );
  return parts.flatMap(({ text, colour }, i): Piece[] => {
    // A dark feeling must not make its own name unreadable.
    const label = text.startsWith(FEELS) ? FEELS : '';
    return [{ text: (i > 0 ? ' · ' : '') + label }, { text: text.slice(label.length), colour }];
  });
}

export interface TabsProps {
  readonly pages: readonly Page[];
  readonly current: number;
  readonly width: number;
}

/** `─ 1 Now ── 2 Mind ─────`: the page that is seen stands out, also without colours. */
export const Tabs = memo(function Tabs({ pages, current, width }: TabsProps) {
  const titles = pages.map(({ title }) => title);
  return <Pieces pieces={tabPieces(titles, current, width)} />;
});

export interface FooterProps {
  readonly page: Page;
  /** those of the page at this moment, where it named some */
  readonly keys?: Keys | undefined;
  readonly pages: number;
  readonly contact: Contact;
  readonly typing: boolean;
  readonly asking: boolean;
  /** why the last key did nothing; '' for nothing */
  readonly notice?: string;
  /** whether W wakes it */
  readonly canWake?: boolean;
  /** what its owner is asked, and J answers; '' for nothing */
  readonly question?: string;
  readonly width: number;
}

export const ASK = shellTexts.frame.sleepAgain;

/** Keys: those of the page first, what its owner is asked last. As many as fit. */
export const Footer = memo(function Footer(props: FooterProps) {
  const { page, keys, pages, contact, typing, asking, question = '', notice = '', canWake = false, width } = props;
  if (asking) return <Text bold>{ASK}</Text>;
  if (notice !== '')
    return (
      <Text bold wrap="truncate">
        {notice}
      </Text>
    );
  const own = keys ?? (typing && !page.types ? [] : page.keys);
  const ends = own.some(([key]) => key === 'Esc')
    ? []
    : [page.types ? shellTexts.frame.endTyping : shellTexts.frame.neverMind];
  const shell = typing
    ? [...ends, shellTexts.frame.nextPage, shellTexts.frame.leaveByCtrlC]
    : [
        shellTexts.frame.leave,
        '? help',
        `1–${pages} pages`,
        ...(isGone(contact)
          ? canWake
            ? [shellTexts.frame.wake]
            : []
          : [shellTexts.frame.pause, shellTexts.frame.sleep]),
      ];
  const known = [
    ...own.map(([key, does], i) => ({ text: `${key} ${does}`, rank: 2 + i / 2 })),
    ...shell.map((text, i) => ({ text, rank: i * 3 })),
  ];
  const asked = question === '' || typing ? [] : [`J ${question}`, shellTexts.frame.journal];
  const wanted = [...asked.map((text) => [...known, { text, rank: ASKED }]), known];
  const fits = wanted.map((parts) => fitting(parts, width));
  const shown = fits.find((parts) => parts.some(({ rank }) => rank === ASKED)) ?? fits[fits.length - 1];
  return <Dim wrap="truncate">{shown.map(({ text }) => text).join(' · ')}</Dim>;
});

/** What is asked once a day gives way to the keys of the page, to leaving and to help, but not to the others. */
const ASKED = 4;
