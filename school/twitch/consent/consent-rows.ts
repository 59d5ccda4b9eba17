import type { Consent, PersonExport, SoulStep } from '../../api/twitch-messages.ts';
import { peopleTexts } from '../texts/people.ts';

/** The name of every person in the training text: one for all, so that no name is learnt. */
export const SPEAKER = 'chatter';

export interface MessageRow {
  readonly id: string;
  readonly user_id: string;
  readonly channel: string;
  readonly at: number;
  readonly expires: number;
  readonly text: string;
  readonly given: number;
  /** the step at which it was learnt */
  readonly taught_step: number | null;
}

export interface TaughtRow {
  readonly user_id: string;
  readonly examples: number;
  readonly first_step: number;
  readonly last_step: number;
}

export interface PersonRow {
  readonly user_id: string;
  readonly login: string;
  readonly consent: 'in' | 'out';
  readonly since: number;
}

/** The stored rows of a person, as the person is shown them. */
export function exportOf(
  userId: string,
  rows: {
    consent: Consent;
    person: PersonRow | undefined;
    messages: readonly MessageRow[];
    taught: TaughtRow | undefined;
  },
): PersonExport {
  const { consent, person, taught } = rows;
  const iso = (at: number): string => new Date(at).toISOString();
  return {
    userId,
    login: person?.login ?? null,
    consent,
    since: person ? iso(person.since) : null,
    messages: rows.messages.map(({ id, channel, at, expires, text, taught_step }) => {
      return { id, channel, at: iso(at), expires: iso(expires), text, learnt: taught_step !== null };
    }),
    taught: taught ? { examples: taught.examples, firstStep: taught.first_step, lastStep: taught.last_step } : null,
  };
}

/** What the owner can do about learnt words of a forgotten person. */
export function adviceOf(taught: TaughtRow | undefined, before: string | null): string {
  if (taught === undefined) return peopleTexts.nothingLearnt;
  const { examples, first_step } = taught;
  const advice = before === null ? peopleTexts.noSoulFromBefore : peopleTexts.goBackToSoul(before);
  return `${peopleTexts.learntFromStep(examples, first_step)} ${advice}`;
}

/** Names of the souls from a step on, newest first. */
export function soulsSince(souls: readonly SoulStep[], step: number): string[] {
  const since = souls.filter((soul) => soul.step >= step);
  return since.sort((a, b) => b.step - a.step).map(({ name }) => name);
}

/** The newest soul from before a step. */
export function soulBefore(souls: readonly SoulStep[], step: number): string | null {
  const before = souls.filter((soul) => soul.step < step);
  return before.sort((a, b) => b.step - a.step)[0]?.name ?? null;
}

export interface ConsentOptions {
  /** the current retention in milliseconds */
  readonly retention: number | (() => number);
  /** most messages stored, in total and per person; the oldest are evicted first */
  readonly most?: number;
  readonly mostEach?: number;
  /** the stored souls, to mark those that learnt from deleted messages */
  readonly souls?: () => readonly SoulStep[];
  /** called with the ids of deleted messages, whatever the reason, so that they are not learnt */
  readonly onGone?: (ids: readonly string[]) => void;
  /** called with one sentence when copies of deleted rows could not be removed from the file */
  readonly onFault?: (message: string) => void;
}
