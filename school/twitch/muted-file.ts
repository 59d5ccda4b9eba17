/** That it is to be quiet in a channel, and until when: it stays so over a sleep. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

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
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      return { until: null, why: 'whether it was muted cannot be read' };
    }
    try {
      const { channel, until, why } = schema.parse(JSON.parse(text));
      return channel !== this.channel || (until !== null && until <= now) ? null : { until, why };
    } catch {
      return { until: null, why: 'whether it was muted cannot be read' };
    }
  }

  /** @throws Error if the disk does not take it */
  write(muted: Muted | null): void {
    if (muted === null) return rmSync(this.path, { force: true });
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const text = `${JSON.stringify({ channel: this.channel, ...muted })}\n`;
    writeFileSync(`${this.path}.new`, text, { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }
}
