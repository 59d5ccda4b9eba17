/** The page about its settings: every one with its value, changed in place. */
import { Box, Text, useInput } from 'ink';
import { useMemo, useState } from 'react';
import { listSettings, type SettingRow, typedText, valueText, writtenSettings } from '../../settings/settings-list.ts';
import { type Column, fitColumns, type WantedColumn } from '../../terminal/cells.ts';
import { wrapped } from '../../terminal/wrap.ts';
import { oneLine } from '../../text/view-format.ts';
import { AnswerLine, useAnswer } from '../components/answer.tsx';
import { Dim } from '../components/dim.tsx';
import { seenOf } from '../components/scrolling.ts';
import { Typing } from '../components/typing.tsx';
import { type Cell, Row, Rule, Sheet, useScroll } from '../components/widgets.tsx';
import { WORDS } from '../glossary.ts';
import type { Page, PageProps, Paint } from '../page.ts';
import { settingsPageTexts } from '../texts/settings-page.ts';
import { shellTexts } from '../texts/shell.ts';
import { isChanged, type SettingLine, settingRows, whenOf } from './rows.ts';

/** The rule, the header, and the line below. */
const AROUND = 3;
/** Rows about the selected setting. */
const ABOUT = 4;
const WIDEST = 200;

const WANTED: readonly WantedColumn[] = [
  { key: 'setting', width: 26 },
  { key: 'value', width: 24, grow: 1 },
  { key: 'default', width: 12, rank: 3 },
  { key: 'counts', width: 9, rank: 1 },
  { key: 'from', width: 9, rank: 4 },
  { key: 'means', width: 34, grow: 4, rank: 2 },
];

function Body({ view, home, width, height, paint, actions, capture }: PageProps) {
  const { config } = view;
  const [search, setSearch] = useState('');
  const [typing, setTyping] = useState<'value' | 'search'>();
  const { said, ask, say } = useAnswer();
  const all = useMemo(() => (config ? listSettings(config, writtenSettings(home)) : []), [config, home]);
  const lines = useMemo(() => settingRows(all, search), [all, search]);
  const rows = Math.max(1, height - AROUND - ABOUT);
  const { top, selected, onKey, select } = useScroll(lines.length, rows, { first: 1 });
  const line = lines[selected];
  const setting = line && 'setting' in line ? line.setting : undefined;

  useInput(
    (input, key) => {
      if (onKey(input, key)) return;
      if (key.escape) {
        setSearch('');
        return say('');
      }
      if (key.ctrl || key.meta) return;
      if (input === '/') setTyping('search');
      else if ((key.return || input === 'e') && setting) setTyping('value');
      else if (input === 'd' && setting) change(setting, setting.default);
    },
    { isActive: typing === undefined },
  );
  const change = (row: SettingRow, value: unknown) =>
    void ask(settingsPageTexts.setting(row.key), () => actions.set(row.key, value));

  const widths = fitColumns(WANTED, Math.min(width, WIDEST) - 2);
  const columns = WANTED.flatMap((column, i): Column[] => {
    const fits = widths[i];
    return fits === undefined ? [] : [{ ...column, width: fits }];
  });
  const found = search === '' ? '' : `“${oneLine(search)}” `;
  return (
    <Sheet width={width} height={height}>
      <Rule title="settings" note={`${found}${seenOf(top, rows, lines.length)}`.trim()} width={width} />
      <Row columns={columns} cells={columns.map(({ key }) => ({ text: key, dim: true }))} selected={false} />
      <Box flexDirection="column" height={rows} flexShrink={0}>
        {lines.length === 0 && <Dim>{config ? settingsPageTexts.nothingLikeThis : settingsPageTexts.looking}</Dim>}
        {lines.slice(top, top + rows).map((one, i) => (
          <Line
            key={'title' in one ? one.title : one.setting.key}
            line={one}
            columns={columns}
            isSelected={top + i === selected}
            paint={paint}
          />
        ))}
      </Box>
      <About setting={setting} width={width} />
      {typing === 'value' && setting ? (
        <Typing
          label={setting.key}
          hint={setting.range}
          first={typedText(setting.value)}
          width={width}
          colours={paint.colours}
          capture={capture}
          onEnter={(text) => {
            setTyping(undefined);
            if (text === typedText(setting.value)) say(shellTexts.staysAsItIs);
            else change(setting, text);
          }}
          onLeave={() => setTyping(undefined)}
        />
      ) : typing === 'search' ? (
        <Typing
          label="search"
          hint={settingsPageTexts.partOfName}
          first={search}
          width={width}
          colours={paint.colours}
          capture={capture}
          onChange={(text) => {
            setSearch(text);
            select(1);
          }}
          onEnter={() => setTyping(undefined)}
          onLeave={() => {
            setSearch('');
            setTyping(undefined);
          }}
        />
      ) : (
        <AnswerLine said={said} paint={paint} />
      )}
    </Sheet>
  );
}

interface LineProps {
  readonly line: SettingLine;
  readonly columns: readonly Column[];
  readonly isSelected: boolean;
  readonly paint: Paint;
}

function Line({ line, columns, isSelected, paint }: LineProps) {
  if ('title' in line) return <Text bold wrap="truncate">{`${isSelected ? '▌ ' : '  '}${line.title}`}</Text>;
  return (
    <Row columns={columns} cells={columns.map(({ key }) => cellOf(line.setting, key, paint))} selected={isSelected} />
  );
}

function cellOf(row: SettingRow, column: string, paint: Paint): Cell {
  switch (column) {
    case 'setting':
      return { text: oneLine(row.key) };
    case 'value':
      return {
        text: oneLine(valueText(row)),
        bold: isChanged(row),
        colour: isChanged(row) ? paint.theme?.accent : undefined,
      };
    case 'default':
      return { text: isChanged(row) ? oneLine(valueText({ ...row, value: row.default, zero: '' })) : '', dim: true };
    case 'counts':
      return { text: whenOf(row), dim: true };
    case 'from':
      return { text: row.from, dim: true };
    default:
      return { text: oneLine(row.means), dim: true };
  }
}

/** What the selected setting means, and what it may be, in whole sentences. */
function About({ setting, width }: { readonly setting: SettingRow | undefined; readonly width: number }) {
  const when = setting?.isLive ? settingsPageTexts.countsAtOnce : settingsPageTexts.countsFromNextWake;
  const text = setting ? settingsPageTexts.explained(setting.key, setting.means, setting.range, when) : '';
  return (
    <Box flexDirection="column" height={ABOUT} flexShrink={0}>
      <Text> </Text>
      {wrapped(oneLine(text), Math.min(width, 110))
        .slice(0, ABOUT - 1)
        .map((row) => (
          <Dim key={row} wrap="truncate">
            {row}
          </Dim>
        ))}
    </Box>
  );
}

export const settings: Page = {
  key: 'settings',
  title: 'Settings',
  keys: [
    ['j k g G', 'move'],
    ['Enter', 'change'],
    ['d', settingsPageTexts.keys.toDefault],
    ['/', 'search'],
  ],
  words: WORDS.settings,
  Body,
};
