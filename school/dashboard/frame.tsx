/** What stands around every page: how it is, which page this is, which keys there are. */
import { Box, Text } from 'ink';
import { memo } from 'react';
import { fitting, hex, oneLine, type Part } from '../cli/view-format.ts';
import { count, short } from '../cli/words.ts';
import { bear } from './bears.ts';
import type { Page, Paint } from './page.ts';
import type { Contact, Snapshot } from './snapshot.ts';
import { ARROWS } from './value.tsx';
import { widthOf } from './wide.ts';

const CONTACT_COLOURS: Readonly<Record<Contact, string>> = {
  connecting: 'yellow',
  awake: 'green',
  saving: 'yellow',
  asleep: 'blue',
  lost: 'red',
};

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
  const state = paused ? `${contact}, view paused` : contact;
  const left = widthOf(face) + 1 + widthOf(name) + 2;
  const room = width - left - state.length - 2;
  const color = paint.colours ? { color: CONTACT_COLOURS[contact] } : {};
  return (
    <Box width={width} height={1}>
      <Text wrap="truncate">
        <Text bold>{`${face} ${name}  `}</Text>
        {view.why === '' ? <Figures view={view} room={room} paint={paint} /> : <Text>{view.why}</Text>}
      </Text>
      <Box flexGrow={1} flexShrink={0} justifyContent="flex-end" paddingLeft={2}>
        <Text bold {...color}>
          {state}
        </Text>
      </Box>
    </Box>
  );
}

function Figures({ view: { stats, standings }, room, paint }: { view: Snapshot; room: number; paint: Paint }) {
  if (!stats) return <Text dimColor>it reads its first words…</Text>;
  const coloured = (name: string, text: string, rank: number): Part => {
    const colour = paint.step(standings[name]?.step ?? null);
    return { text: text + ARROWS[standings[name]?.arrow ?? 0], rank, ...(colour ? { colour } : {}) };
  };
  const feels = hex(stats.colour);
  const parts = fitting(
    [
      { text: `step ${count(stats.step)}`, rank: 0 },
      coloured('smoothLoss', `loss ${stats.smoothLoss.toFixed(3)}`, 1),
      coloured('tokensPerSecond', `${short(stats.tokensPerSecond)} tokens/s`, 2),
      paint.colours ? { text: 'feels ███', rank: 3, colour: feels } : { text: `feels ${feels}`, rank: 3 },
    ],
    room,
  );
  return parts.map(({ text, colour }, i) => (
    <Text key={text}>
      {i > 0 && <Text dimColor> · </Text>}
      <Text {...(colour ? { color: colour } : {})}>{text}</Text>
    </Text>
  ));
}

export interface TabsProps {
  readonly pages: readonly Page[];
  readonly current: number;
  readonly width: number;
}

/** `─ 1 Now ── 2 Mind ─────`: the page that is seen stands out, also without colours. */
export const Tabs = memo(function Tabs({ pages, current, width }: TabsProps) {
  const taken = pages.reduce((sum, { title }) => sum + title.length + 6, 0);
  return (
    <Text wrap="truncate">
      {pages.map(({ key, title }, i) => (
        <Text key={key}>
          <Text dimColor>─</Text>
          <Text bold={i === current} inverse={i === current}>{` ${i + 1} ${title} `}</Text>
          <Text dimColor>─</Text>
        </Text>
      ))}
      <Text dimColor>{'─'.repeat(Math.max(0, width - taken))}</Text>
    </Text>
  );
});

export interface FooterProps {
  readonly page: Page;
  readonly pages: number;
  readonly typing: boolean;
  readonly asking: boolean;
  readonly width: number;
}

export const ASK = 'S again to save and sleep, any other key: no';

/** Keys: those of the page first. As many as fit. */
export const Footer = memo(function Footer({ page, pages, typing, asking, width }: FooterProps) {
  if (asking) return <Text bold>{ASK}</Text>;
  const own = page.keys.map(([key, does]) => `${key} ${does}`);
  const shell = typing
    ? ['Esc end typing', 'Tab next page', 'Ctrl-C leave']
    : ['q leave', '? help', `1–${pages} pages`, 'p pause', 'S sleep'];
  const ranked = [...own.map((text, i) => ({ text, rank: 2 + i })), ...shell.map((text, i) => ({ text, rank: i * 3 }))];
  return (
    <Text dimColor wrap="truncate">
      {fitting(ranked, width)
        .map(({ text }) => text)
        .join(' · ')}
    </Text>
  );
});
