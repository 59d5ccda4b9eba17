/** Text in the colours of the theme: dim text that stays readable, and colours by what they mean. */
import { Text, type TextProps } from 'ink';
import { createContext, useContext } from 'react';
import type { Role, Theme } from './themes.ts';

/** The palette; undefined without colours. */
export const ThemeContext = createContext<Theme | undefined>(undefined);

/** What makes a text dim, as properties of Ink's Text: a colour of the theme; without colours, as dim as the terminal makes it. */
export function useDim(): TextProps {
  const theme = useContext(ThemeContext);
  return theme === undefined ? { dimColor: true } : { color: theme.dim };
}

export type DimProps = Omit<TextProps, 'dimColor'> & {
  /** false: an ordinary text */
  readonly isDim?: boolean;
};

export function Dim({ isDim = true, ...props }: DimProps) {
  const dim = useDim();
  return isDim ? <Text {...dim} {...props} /> : <Text {...props} />;
}

export type Colours = (colour: Role | (string & {}) | undefined) => string | undefined;

const ROLES: ReadonlySet<string> = new Set<Role>(['error', 'warning', 'good', 'accent']);

/** Turns a role into the colour of the theme; `#rrggbb` stays as it is; undefined without a theme. */
export function useColours(): Colours {
  const theme = useContext(ThemeContext);
  return (colour) => {
    if (colour === undefined || !ROLES.has(colour)) return colour;
    return theme?.[colour as Role];
  };
}
