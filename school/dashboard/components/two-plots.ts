/** Two curves of braille in one row. Pure. */

const BRAILLE = 0x2800;
/** The dots of the left column of a cell. */
const LEFT = 0x47;

export interface PlotPiece {
  readonly text: string;
  /** the curve that it belongs to; undefined where nothing is drawn */
  readonly curve: 0 | 1 | undefined;
}

const dotsOf = (sign: string): number => {
  const code = (sign.codePointAt(0) ?? 0) - BRAILLE;
  return code > 0 && code < 256 ? code : 0;
};

/** A row in pieces of one curve each: the second has only every other dot, so that it is told apart without colours too. */
export function joinedPlots(first: string, second: string): PlotPiece[] {
  const [one, other] = [[...first], [...second]];
  const pieces: { text: string; curve: 0 | 1 | undefined }[] = [];
  for (let i = 0; i < Math.max(one.length, other.length); i++) {
    const [mine, dotted] = [dotsOf(one[i] ?? ' '), dotsOf(other[i] ?? ' ') & LEFT];
    const curve = mine > 0 ? 0 : dotted > 0 ? 1 : undefined;
    const text = curve === undefined ? ' ' : String.fromCodePoint(BRAILLE + (mine | dotted));
    const last = pieces.at(-1);
    if (last && last.curve === curve) last.text += text;
    else pieces.push({ text, curve });
  }
  return pieces;
}
