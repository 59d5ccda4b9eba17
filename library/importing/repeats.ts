/** What of an export is in the library already, from an earlier export of the same chat: exports of a living chat repeat its past. */

/** Lines that have to stand one after another in both before they are taken for the same. */
const RUN = 3;

/** Characters of such a run: short answers stand in a row in many chats. */
const LEAST = 20;

export interface Overlap {
  /** The part of the earlier text's lines that stand in the later one as well, 0 to 1. */
  covered: number;
  /** Lines of the later text that stand in the earlier one, and all of its lines. */
  repeated: number;
  lines: number;
  /** The later text without them. */
  fresh: string;
}

/** @param sameName whether both are called the same: then also a chat of one or two lines is known again */
export function overlapOf(earlier: string, later: string, sameName: boolean): Overlap {
  const [old, now] = [linesOf(earlier), linesOf(later)];
  const run = sameName ? Math.max(1, Math.min(RUN, old.length, now.length)) : RUN;
  const least = sameName && run < RUN ? 1 : LEAST;
  const inNow = covered(now, runsOf(old, run, least), run);
  const inOld = covered(old, runsOf(now, run, least), run);
  const repeated = inNow.filter(Boolean).length;
  let at = 0;
  const kept = later.split('\n').filter((line) => line === '' || !inNow[at++]);
  return {
    covered: old.length === 0 ? 0 : inOld.filter(Boolean).length / old.length,
    repeated,
    lines: now.length,
    fresh: kept
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .replace(/^\n+/, ''),
  };
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** All runs of lines, as numbers. */
function runsOf(lines: readonly string[], run: number, least: number): Set<number> {
  const runs = new Set<number>();
  for (let at = 0; at + run <= lines.length; at++) {
    const text = lines.slice(at, at + run).join('\n');
    if (text.length >= least) runs.add(hashOf(text));
  }
  return runs;
}

/** Of each line, whether it belongs to one of the runs. */
function covered(lines: readonly string[], runs: ReadonlySet<number>, run: number): boolean[] {
  const found = new Array<boolean>(lines.length).fill(false);
  for (let at = 0; at + run <= lines.length; at++) {
    if (runs.has(hashOf(lines.slice(at, at + run).join('\n')))) found.fill(true, at, at + run);
  }
  return found;
}

/** Of 53 bits: two runs in a library hardly ever have the same. */
function hashOf(text: string): number {
  let high = 0x811c9dc5;
  let low = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x85ebca6b);
  }
  return (high >>> 0) * 0x200000 + ((low >>> 0) & 0x1fffff);
}
