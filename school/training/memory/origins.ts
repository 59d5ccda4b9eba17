/** What the words of a reply came from. */
import { ORIGINS, type OriginRun, type OriginShares, type ReplyOrigin } from '../../api/memory-messages.ts';

/** Collects, token by token, how much each source had to do with a reply. */
export class Origins {
  private readonly sums = new Map<ReplyOrigin, number>();
  private readonly runs: { from: ReplyOrigin; length: number }[] = [];
  private tokens = 0;
  private told = 0;

  /** @param length characters of the reply so far, with this token */
  add(shares: OriginShares, length: number): void {
    this.tokens++;
    let most: ReplyOrigin = 'weights';
    for (const origin of ORIGINS) {
      const share = shares[origin] ?? 0;
      this.sums.set(origin, (this.sums.get(origin) ?? 0) + share);
      if (share > (shares[most] ?? 0)) most = origin;
    }
    this.extend(most, length - this.told);
    this.told = Math.max(this.told, length);
  }

  /** Shares of all tokens, and the pieces of the whole reply. */
  of(text: string): { shares: OriginShares; origins: readonly OriginRun[] } {
    const shares = Object.fromEntries(
      [...this.sums].filter(([, sum]) => sum > 0).map(([origin, sum]) => [origin, sum / this.tokens]),
    );
    const last = this.runs.at(-1)?.from ?? 'weights';
    // space at its ends was left out, or characters that were not whole came last
    this.extend(last, text.length - this.told);
    let left = text.length;
    const origins = this.runs.flatMap(({ from, length }) => {
      const shown = Math.min(left, length);
      left -= shown;
      return shown > 0 ? [{ from, length: shown }] : [];
    });
    return { shares, origins };
  }

  private extend(from: ReplyOrigin, length: number): void {
    if (length <= 0) return;
    const last = this.runs.at(-1);
    if (last?.from === from) last.length += length;
    else this.runs.push({ from, length });
  }
}
