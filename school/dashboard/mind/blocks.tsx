/** The parts of the page about its mind: each some rows of an exact width, made only when they are seen. */

import { Text } from 'ink';
import type { ReactElement } from 'react';
import { bars } from '../../../statistics/charts/bars.ts';
import { compact } from '../../../statistics/charts/scale.ts';
import type { Durations, HeatMap, Probes } from '../../api/messages.ts';
import { type Column, GAP } from '../../terminal/cells.ts';
import { oneLine } from '../../text/view-format.ts';
import { seenToken } from '../../text/visible-tokens.ts';
import { standingColour } from '../components/paint.ts';
import { ARROWS, RECORD } from '../components/pieces.tsx';
import { type Run, signedStrip } from '../components/signed-strip.ts';
import { type Cell, Row, Rule, Runs } from '../components/widgets.tsx';
import type { Paint } from '../page.ts';
import type { Snapshot, Standing } from '../state/snapshot.ts';
import { mindPageTexts } from '../texts/mind-page.ts';
import { halfLife, type Lobe, type Organs, organsOf, type Parameter, type Reading } from './organs.ts';

/** What every block needs to be drawn. */
export interface Look {
  readonly width: number;
  readonly paint: Paint;
  readonly standings: Snapshot['standings'];
}

/** Rows to be made when they are seen, the title first, an empty one last. */
export type Block = readonly (() => ReactElement)[];

/** What it is like, and then every parameter: two groups, of which the first is seen first. */
export function mindBlocks(view: Pick<Snapshot, 'probes' | 'durations'>, look: Look): [Block[], Block[]] {
  const { probes, durations } = view;
  const organs: Organs = probes ? organsOf(probes) : { lobes: [], parameters: [], maps: [] };
  return [
    [
      ...organs.lobes.map((lobe) => lobeBlock(lobe, look)),
      ...organs.maps.map((map) => mapBlock(map, look)),
      ...(probes && probes.topTokens.length > 0 ? [tokenBlock(probes.topTokens, look)] : []),
      ...(durations ? [durationBlock(durations, look)] : []),
    ],
    organs.parameters.map(({ organ, parameters }) => parameterBlock(organ, parameters, look)),
  ];
}

/** A value of at most six characters, and behind it its sign. */
const VALUE = 8;

function lobeBlock({ title, windows, memories, gate }: Lobe, look: Look): Block {
  const { width, paint } = look;
  const strip = Math.max(0, width - 2 * (VALUE + GAP));
  const columns: Column[] = [
    { key: 'size', width: VALUE, align: 'right' },
    { key: 'weight', width: VALUE, align: 'right' },
    { key: 'heard', width: strip },
  ];
  const memory: Column[] = [
    { key: 'of', width: 6 },
    { key: 'half', width: 12, align: 'right' },
    { key: 'unit', width: 6 },
    { key: 'listens', width: VALUE, align: 'right' },
  ];
  return block(title, look, [
    ...(windows.length > 0 ? [header(columns, ['window  ', 'weight  ', 'neurons'])] : []),
    ...windows.map(({ size, weight, heard }) => {
      const runs = signedStrip(heard, strip, paint.colours);
      return () => (
        <Row
          columns={columns}
          cells={[
            standing(size, look, (n) => n.toFixed(1)),
            standing(weight, look, (n) => n.toFixed(3)),
            { text: '', runs },
          ]}
        />
      );
    }),
    ...(memories.length > 0 ? [header(memory, ['memory', mindPageTexts.halfGoneIn, '', 'loud  '])] : []),
    ...memories.map(({ title, decay, listen }) => () => (
      <Row
        columns={memory}
        cells={[
          { text: title, dim: true },
          standing(decay, look, (share) => three(halfLife(share))),
          { text: 'tokens', dim: true },
          standing(listen, look, (n) => n.toFixed(3)),
        ]}
      />
    )),
    ...(gate
      ? [
          () => (
            <Row
              columns={memory}
              cells={[{ text: 'gate', dim: true }, standing(gate, look, percent), { text: 'open', dim: true }]}
            />
          ),
        ]
      : []),
  ]);
}

/** A picture that belongs to no lobe: as it is. */
function mapBlock({ title, rows }: HeatMap, look: Look): Block {
  const label = 9;
  const strip = Math.max(0, look.width - label - GAP);
  const columns: Column[] = [
    { key: 'label', width: label, align: 'right' },
    { key: 'strip', width: strip },
  ];
  return block(
    oneLine(title),
    look,
    rows.map((row) => {
      const runs = signedStrip(row.values, strip, look.paint.colours);
      return () => (
        <Row
          columns={columns}
          cells={[
            { text: oneLine(row.label), dim: true },
            { text: '', runs },
          ]}
        />
      );
    }),
  );
}

const TOKEN = 12;
/** Names of parameters take no more, so that their numbers stand beside them. */
const NAME = 28;

/** Tokens that look alike are one: nobody could tell their rows apart. */
function alike(tokens: Probes['topTokens']): Probes['topTokens'] {
  const shares = new Map<string, number>();
  for (const { text, share } of tokens) {
    const seen = seenToken(text);
    shares.set(seen, (shares.get(seen) ?? 0) + share);
  }
  return [...shares].map(([text, share]) => ({ text, share })).sort((a, b) => b.share - a.share);
}

function tokenBlock(all: Probes['topTokens'], look: Look): Block {
  const tokens = alike(all);
  const most = Math.max(...tokens.map(({ share }) => share));
  const columns: Column[] = [
    { key: 'token', width: TOKEN },
    { key: 'share', width: look.width - TOKEN - GAP },
  ];
  const shares = tokens.map(({ share }) => ({ label: '', value: share }));
  const lines = bars(shares, { width: columns[1].width + 1, full: most, format: percent });
  return block(
    mindPageTexts.guessesMost,
    look,
    tokens.map(({ text, share }, i) => () => (
      <Row
        columns={columns}
        cells={[text, { text: lines[i].slice(1), runs: barRuns(lines[i].slice(1), warmth(look.paint, share / most)) }]}
      />
    )),
  );
}

function durationBlock(durations: Durations, look: Look): Block {
  const { step: whole = 0, ...sections } = durations;
  const known = Object.entries(sections).filter(([, value]) => Number.isFinite(value));
  const other = whole - known.reduce((sum, [, value]) => sum + value, 0);
  // Rounding alone must not make a row of its own.
  if (other > whole / 200) known.push(['other', other]);
  known.sort((a, b) => b[1] - a[1]);
  const items = known.map(([name, value]) => ({ label: oneLine(name), value }));
  const lines = bars(items, { width: look.width, full: whole, format: milliseconds });
  return block(
    mindPageTexts.oneStep(milliseconds(whole)),
    look,
    known.map(([name, value], i) => () => (
      <Text key={name} wrap="truncate">
        <Runs runs={barRuns(lines[i], warmth(look.paint, value / whole))} />
      </Text>
    )),
  );
}

function parameterBlock(organ: string, parameters: readonly Parameter[], look: Look): Block {
  const rows = parameters.map(({ title, norm, gradient }) => [
    { text: oneLine(title), dim: true },
    standing(norm, look, three),
    standing(gradient, look, three),
  ]);
  // Norms take no more than they need: the names beside them are long.
  const norm = Math.max('norm  '.length, ...rows.map((cells) => cells[1].text.length));
  const columns: Column[] = [
    { key: 'name', width: Math.max(1, Math.min(NAME, look.width - norm - VALUE - 2 * GAP)) },
    { key: 'norm', width: norm, align: 'right' },
    { key: 'gradient', width: VALUE, align: 'right' },
  ];
  return block(mindPageTexts.parametersOf(oneLine(organ)), look, [
    header(columns, ['', 'norm  ', 'gradient']),
    ...rows.map((cells) => () => <Row columns={columns} cells={cells} />),
  ]);
}

const block = (title: string, { width }: Look, rows: Block): Block => [
  () => <Rule title={title} width={width} />,
  ...rows,
  () => <Text> </Text>,
];

const header =
  (columns: readonly Column[], titles: readonly string[]): (() => ReactElement) =>
  () => <Row columns={columns} cells={titles.map((text) => ({ text, dim: true }))} />;

/** A value in the colour of its standing, with a sign: a record, or which way it goes. Dim where there is no history yet. */
function standing(reading: Reading | undefined, look: Look, format: (value: number) => string): Cell {
  if (!reading) return { text: '–  ', dim: true };
  const of = look.standings[reading.name];
  return {
    text: `${format(reading.value)} ${signOf(of)}`,
    colour: standingColour(look.paint, reading.name, of),
    dim: (of?.step ?? null) === null,
  };
}

export const signOf = (of: Standing | undefined): string => (of?.record ? RECORD : ARROWS[of?.arrow ?? 0]);

/** A line of a bar chart: only the bar has a colour, which need not be readable as text. */
function barRuns(line: string, colour: string | undefined): Run[] {
  const pieces = line.split(/([█▉▊▋▌▍▎▏]+)/).filter((piece) => piece !== '');
  return pieces.map((text) => (/^[█▉▊▋▌▍▎▏]/.test(text) && colour !== undefined ? { text, colour } : { text }));
}

/** Bars are told apart from the ground however short they are. */
const warmth = (paint: Paint, share: number): string | undefined =>
  Number.isFinite(share) ? paint.heat(0.4 + 0.6 * share) : undefined;
/** Three digits that count, in at most six characters: `12.3`, `0.012`, `1.2e-3`. */
export function three(value: number): string {
  const size = Math.abs(value);
  if (!(size >= 0.01 && size < 999.5)) return size > 0 && size < 0.01 ? value.toExponential(1) : compact(value);
  return value.toFixed(Math.max(0, 2 - Math.max(0, Math.floor(Math.log10(size)))));
}
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(1)} ms`;
