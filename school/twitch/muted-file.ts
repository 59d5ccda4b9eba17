/** In which channels it is to be quiet, and until when: it stays so over a sleep, and while it is elsewhere. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../home/atomic-write.ts';

/** `until`: milliseconds since 1970; null: until somebody unmutes it */
export interface Muted {
  readonly until: number | null;
  readonly why: string;
}

const muted = z.object({ until: z.number().nullable(), why: z.string() });
const schema = z.union([
  z.object({ channels: z.record(z.string(), muted) }),
  // as it was written when there was one for all
  muted.extend({ channel: z.string() }).transform(({ channel, ...one }) => ({ channels: { [channel]: one } })),
]);

export class MutedFile {
  private readonly path: string;
  private readonly channel: string;

  constructor(path: string, channel: string) {
    this.path = path;
    this.channel = channel;
  }

  /** What still holds in this channel. A damaged file counts as an order to be quiet: somebody gave one. */
  read(now: number): Muted | null {
    try {
      return this.all(now).get(this.channel) ?? null;
    } catch {
      return { until: null, why: 'whether it was muted cannot be read' };
    }
  }

  /** Takes the place of a damaged file. @throws Error if the disk does not take it */
  write(muted: Muted | null, now: number): void {
    let all = new Map<string, Muted>();
    try {
      all = this.all(now);
    } catch {
      // nobody knows what it said; what is decided now counts
    }
    all.delete(this.channel);
    if (muted !== null) all.set(this.channel, muted);
    if (all.size === 0) return rmSync(this.path, { force: true });
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    writeWhole(this.path, `${JSON.stringify({ channels: Object.fromEntries(all) })}\n`);
  }

  /** Those that still hold, by channel. */
  private all(now: number): Map<string, Muted> {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
      throw error;
    }
    const { channels } = schema.parse(JSON.parse(text));
    return new Map(Object.entries(channels).filter(([, { until }]) => until === null || until > now));
  }
}
