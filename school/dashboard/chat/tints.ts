/** What the words of a reply came from, as tints of its rows and as a figure. Pure. */
import { ORIGINS, type OriginRun, type OriginShares, type ReplyOrigin } from '../../api/memory-messages.ts';
import { chatPageTexts } from '../texts/chat-page.ts';

/** A piece of a row, and what had most to do with its words. */
export interface TintedPart {
  readonly text: string;
  readonly from: ReplyOrigin;
}

/** How each source is called. */
export const NAMES: Readonly<Record<ReplyOrigin, string>> = {
  weights: 'weights',
  library: 'library',
  chat: chatPageTexts.origins.otherTalks,
  api: 'programs',
  twitch: 'Twitch',
  talk: chatPageTexts.origins.thisTalk,
  correction: 'correction',
};

/**
 * The rows of a reply in pieces, each from one source. Rows hold the characters of the reply in their order; where it was broken, spaces
 * are missing.
 */
export function tintedRows(rows: readonly string[], reply: string, origins: readonly OriginRun[]): TintedPart[][] {
  const from = origins.flatMap(({ from: origin, length }) => Array<ReplyOrigin>(length).fill(origin));
  let at = 0;
  return rows.map((row) => {
    const parts: { text: string; from: ReplyOrigin }[] = [];
    for (const character of row) {
      const found = reply.indexOf(character, at);
      // only spaces and what is not fit to print may be missing in between
      const isNext = found >= 0 && reply.slice(at, found).trim() === '';
      const origin = isNext ? (from[found] ?? 'weights') : 'weights';
      if (isNext) at = found + character.length;
      const last = parts.at(-1);
      if (last?.from === origin) last.text += character;
      else parts.push({ text: character, from: origin });
    }
    return parts;
  });
}

/** `weights 81 %, library 19 %`: what had at least one part in a hundred. */
export const sharesInWords = (shares: OriginShares): string =>
  ORIGINS.filter((origin) => (shares[origin] ?? 0) >= 0.005)
    .map((origin) => `${NAMES[origin]} ${Math.round(100 * (shares[origin] as number))} %`)
    .join(', ');
