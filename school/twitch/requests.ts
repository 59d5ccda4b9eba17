/** What can be asked of Twitch over the line: one method with plain data, so that the line needs to know no more. */
import { z } from 'zod';
import type { PersonExport } from './consent-rows.ts';
import type { ForgetReport, TwitchStatus } from './messages.ts';

const who = z.string().min(1).max(60).describe('a login name or a user id of Twitch');

export const twitchRequest = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('join'), channel: z.string().min(1).max(120), readOnly: z.boolean().optional() }),
  z.strictObject({ do: z.literal('leave') }),
  z.strictObject({ do: z.literal('status') }),
  z.strictObject({ do: z.literal('mute'), minutes: z.int().min(1).max(10_000).optional() }),
  z.strictObject({ do: z.literal('unmute') }),
  z.strictObject({ do: z.literal('export'), user: who }),
  z.strictObject({ do: z.literal('delete'), user: who }),
]);

export type TwitchRequest = z.output<typeof twitchRequest>;

export interface TwitchAnswer {
  readonly status: TwitchStatus;
  /** for `leave`: whether it was in a channel */
  readonly left?: boolean;
  /** for `export`; null where nothing is kept */
  readonly person?: PersonExport | null;
  /** for `delete`; null where nothing was kept */
  readonly forgotten?: ForgetReport | null;
}
