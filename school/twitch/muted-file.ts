/** That it is to be quiet in a channel, and until when: it stays so over a sleep. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../home/write-whole.ts';

/** `until`: milliseconds since 1970; null: until somebody unmutes it */
export interface Muted {
  readonly until: number | null;
  readonly why: string;
}

const schema = z.object({ channel: z.string(), until: z.number().nullable(), why: z.string() });

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
      const { channel, until, why } = schema.parse(JSON.parse(readFileSync(this.path, 'utf8')));
      return channel !== this.channel || (until !== null && until <= now) ? null : { until, why };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      return { until: null, why: 'whether it was muted cannot be read' };
    }
  }

  /** @throws Error if the disk does not take it */
  write(muted: Muted | null): void {
    if (muted === null) return rmSync(this.path, { force: true });
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    writeWhole(this.path, `${JSON.stringify({ channel: this.channel, ...muted })}\n`);
  }
}
