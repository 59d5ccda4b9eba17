/** Palettes of the dashboard. Every colour is made readable against the background that the terminal really has. */
import type { ThemeSetting } from '../../settings/config.ts';
import { GRAPHIC_CONTRAST, isDark, readable, TEXT_CONTRAST } from '../../terminal/contrast.ts';
import type { ChartName } from '../now/layout.ts';
import type { Contact } from '../state/snapshot.ts';

export type Stop = readonly [place: number, red: number, green: number, blue: number];

/** Colours before they are made readable. */
interface Palette {
  /** the background that is assumed where the terminal does not say */
  readonly background: string;
  readonly dim: string;
  readonly error: string;
  readonly warning: string;
  readonly good: string;
  readonly accent: string;
  /** worst to best; blues and gold differ from red in lightness too, for readers who see no red */
  readonly goodness: readonly Stop[];
  /** little to much, and no judgement: neither the red nor the gold of the others */
  readonly amount: readonly Stop[];
  /** dark to bright, or bright to dark on paper: backgrounds of heat maps, never text */
  readonly heat: readonly Stop[];
  /** a curve has a colour of its own: only values change theirs */
  readonly curves: Readonly<Record<ChartName | 'withMemory', string>>;
  readonly contact: Readonly<Record<Contact, string>>;
}

const NIGHT: Palette = {
  background: '#16161d',
  dim: '#8a8c9e',
  error: '#ff6b63',
  warning: '#e0c060',
  good: '#78c58a',
  accent: '#7fb4ff',
  goodness: [
    [0, 0xff, 0x45, 0x3a],
    [0.25, 0xe8, 0x6f, 0x8c],
    [0.5, 0xb3, 0xa4, 0xcf],
    [0.72, 0x7f, 0xb4, 0xff],
    [0.88, 0x8f, 0xdc, 0xff],
    [0.94, 0xff, 0xe0, 0x8a],
    [1, 0xff, 0xc8, 0x2e],
  ],
  amount: [
    [0, 0x6c, 0x86, 0x80],
    [0.5, 0x9f, 0xb8, 0xb0],
    [1, 0xe6, 0xf4, 0xee],
  ],
  heat: [
    [0, 0x24, 0x22, 0x3a],
    [0.25, 0x4b, 0x2f, 0x7a],
    [0.5, 0xa3, 0x3c, 0x85],
    [0.75, 0xf0, 0x74, 0x5a],
    [1, 0xff, 0xe6, 0x9a],
  ],
  curves: {
    smoothLoss: '#7fb4ff',
    bitsPerByte: '#b9a3f0',
    exam: '#ffd75f',
    withMemory: '#e89a5a',
    tokensPerSecond: '#7fd6b0',
  },
  contact: { connecting: '#e0c060', awake: '#78c58a', saving: '#e0c060', asleep: '#7fa8f0', lost: '#ff6b63' },
};

const PAPER: Palette = {
  background: '#fbfbf8',
  dim: '#62657a',
  error: '#b3261e',
  warning: '#8a6100',
  good: '#2e7d32',
  accent: '#1d5fbf',
  goodness: [
    [0, 0xc0, 0x20, 0x18],
    [0.25, 0xa8, 0x3a, 0x5c],
    [0.5, 0x6a, 0x58, 0x94],
    [0.72, 0x1d, 0x5f, 0xbf],
    [0.88, 0x00, 0x6f, 0x9c],
    [0.94, 0x8a, 0x61, 0x00],
    [1, 0x6a, 0x47, 0x00],
  ],
  amount: [
    [0, 0x78, 0x88, 0x84],
    [0.5, 0x4a, 0x60, 0x5a],
    [1, 0x14, 0x2a, 0x24],
  ],
  heat: [
    [0, 0xf1, 0xef, 0xe6],
    [0.25, 0xf6, 0xd0, 0xa8],
    [0.5, 0xe8, 0x8a, 0x78],
    [0.75, 0x9c, 0x4a, 0x90],
    [1, 0x3c, 0x24, 0x66],
  ],
  curves: {
    smoothLoss: '#1d5fbf',
    bitsPerByte: '#6f42c1',
    exam: '#9a6700',
    withMemory: '#a0522d',
    tokensPerSecond: '#1a7f5a',
  },
  contact: { connecting: '#8a6100', awake: '#2e7d32', saving: '#8a6100', asleep: '#1d5fbf', lost: '#b3261e' },
};

const SEA: Palette = {
  ...NIGHT,
  background: '#0b2530',
  dim: '#86a5ad',
  accent: '#5fd0d0',
  amount: [
    [0, 0x5c, 0x8a, 0x94],
    [0.5, 0x8f, 0xbc, 0xc4],
    [1, 0xe2, 0xf6, 0xf8],
  ],
  heat: [
    [0, 0x0f, 0x30, 0x3d],
    [0.3, 0x12, 0x5f, 0x73],
    [0.6, 0x2f, 0xa0, 0x9a],
    [0.8, 0x9c, 0xd8, 0x8a],
    [1, 0xfb, 0xf3, 0xa0],
  ],
  curves: {
    smoothLoss: '#6fc3ff',
    bitsPerByte: '#b0b8f8',
    exam: '#ffd980',
    withMemory: '#e0a070',
    tokensPerSecond: '#7fe0c0',
  },
};

const SEPIA: Palette = {
  ...PAPER,
  background: '#f4ecd8',
  dim: '#6b5d45',
  accent: '#7a4a12',
  curves: {
    smoothLoss: '#1f5a8a',
    bitsPerByte: '#6a3d8a',
    exam: '#8a5200',
    withMemory: '#9c5a1e',
    tokensPerSecond: '#2e6b3a',
  },
};

/** Blue and orange, which all kinds of colour blindness tell apart, as strong as the background allows. */
const CONTRAST: Palette = {
  ...NIGHT,
  background: '#000000',
  dim: '#b8b8c0',
  error: '#ff9a4d',
  warning: '#ffd24d',
  good: '#66c2ff',
  accent: '#66c2ff',
  goodness: [
    [0, 0xff, 0x8a, 0x2a],
    [0.4, 0xf0, 0xc0, 0x90],
    [0.6, 0xd8, 0xd8, 0xe0],
    [0.85, 0x80, 0xc8, 0xff],
    [1, 0xa8, 0xdc, 0xff],
  ],
  curves: {
    smoothLoss: '#66c2ff',
    bitsPerByte: '#d0d0ff',
    exam: '#ffb84d',
    withMemory: '#ffa060',
    tokensPerSecond: '#e8e8e8',
  },
};

const PALETTES: Readonly<Record<ThemeName, Palette>> = {
  dark: NIGHT,
  light: PAPER,
  sea: SEA,
  sepia: SEPIA,
  contrast: CONTRAST,
};

/** Colours that pages name by what they mean. */
export type Role = 'error' | 'warning' | 'good' | 'accent';

export type ThemeName = Exclude<ThemeSetting, 'auto'>;
export const THEME_NAMES = Object.keys(PALETTES) as ThemeName[];

/** A palette whose texts have at least 4.5 : 1 and whose curves at least 3 : 1 against `background`. */
export interface Theme extends Palette {
  readonly name: ThemeName;
  /** A colour from elsewhere (a feeling, say) as text. */
  text(colour: string): string;
}

/**
 * The palette of a setting, against the background of the terminal. `auto` takes dark or light by the background; a palette that was
 * named keeps its hues, made readable where the terminal's background is of the other kind.
 *
 * @param background of the terminal; undefined where it does not say: then the palette's own is assumed, and `auto` is dark
 */
export function themeOf(setting: ThemeSetting, background: string | undefined): Theme {
  const name = setting !== 'auto' ? setting : background !== undefined && !isDark(background) ? 'light' : 'dark';
  const palette = PALETTES[name];
  const behind = background ?? palette.background;
  const text = (colour: string): string => readable(colour, behind, TEXT_CONTRAST);
  const map = <K extends string>(colours: Readonly<Record<K, string>>, least: number): Record<K, string> =>
    Object.fromEntries(
      Object.entries<string>(colours).map(([key, colour]) => [key, readable(colour, behind, least)]),
    ) as Record<K, string>;
  return {
    ...palette,
    name,
    background: behind,
    dim: text(palette.dim),
    error: text(palette.error),
    warning: text(palette.warning),
    good: text(palette.good),
    accent: text(palette.accent),
    curves: map(palette.curves, GRAPHIC_CONTRAST),
    contact: map(palette.contact, TEXT_CONTRAST),
    text,
  };
}
