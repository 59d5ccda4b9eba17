/** The muted channels and the end of each mute, stored so that a mute outlives a restart and a change of channel. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../home/atomic-write.ts';
import { channelTexts } from './texts/channel.ts';

/** `until`: milliseconds since 1970; null: until it is unmuted */
export interface Muted {
  readonly until: number | null;
  readonly why: string;
}

const muted = z.object({ until: z.number().nullable(), why: z.string() });
const schema = z.union([
  z.object({ channels: z.record(z.string(), muted) }),
  // the earlier form: one mute for all channels
  muted.extend({ channel: z.string() }).transform(({ channel, ...one }) => ({ channels: { [channel]: one } })),
]);

export class MutedFile {
  private readonly path: string;
  private readonly channel: string;

  constructor(path: string, channel: string) {
    this.path = path;
    this.channel = channel;
  }

  /** The mute of this channel that is still in force. A damaged file counts as a mute, since only a mute creates the file. */
  read(now: number): Muted | null {
    try {
      return this.all(now).get(this.channel) ?? null;
    } catch {
      return { until: null, why: channelTexts.unreadableMute };
    }
  }

  /** Replaces a damaged file. @throws Error if the file cannot be written */
  write(muted: Muted | null, now: number): void {
    let all = new Map<string, Muted>();
    try {
      all = this.all(now);
    } catch {
      // the content is unknown, so the new decision replaces it
    }
    all.delete(this.channel);
    if (muted !== null) all.set(this.channel, muted);
    if (all.size === 0) return rmSync(this.path, { force: true });
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    writeWhole(this.path, `${JSON.stringify({ channels: Object.fromEntries(all) })}\n`);
  }

  /** The mutes that are still in force, by channel. */
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
