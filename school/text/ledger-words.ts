/** Words that the ledger keeps: its babble, the owner's conversation, its diary. */
import type { Database } from 'better-sqlite3';
import { events, samples, transcript } from '../../statistics/query/spans.ts';
import { type ChatMessage, CONVERSATION } from '../api/messages.ts';

/** Lines of its babble that are looked up: more than any view shows. */
const BABBLE = 30;

/** What it said of its own accord, oldest first. */
export const babbleOf = (ledger: Database): { step: number; text: string }[] =>
  samples(ledger, { source: 'babble', limit: BABBLE })
    .filter(({ output }) => output.trim() !== '')
    .map(({ step, output }) => ({ step, text: output }));

/** A conversation of the owner, oldest first. */
export function conversationOf(ledger: Database, most: number, conversation: string = CONVERSATION): ChatMessage[] {
  return transcript(ledger, { conversation, limit: most }).map(({ ts, speaker, direction, text }) => ({
    conversation,
    speaker,
    kind: direction === 'heard' ? 'said' : 'replied',
    text,
    time: ts,
  }));
}

/** Names of the owner's conversations, the one with the newest line first; the usual one is always among them. */
export function conversationsOf(ledger: Database, most = 50): string[] {
  const rows = ledger
    .prepare(`SELECT conversation, max(id) newest FROM chat GROUP BY conversation ORDER BY newest DESC LIMIT ?`)
    .all(most) as { conversation: string }[];
  const names = rows.map(({ conversation }) => conversation);
  return names.includes(CONVERSATION) ? names : [...names, CONVERSATION];
}

/** The last line of its diary; '' before the first. */
export function diaryOf(ledger: Database): string {
  const data = events(ledger, { kind: 'diary', limit: 1 })[0]?.data;
  const entry: unknown = data ? JSON.parse(data) : undefined;
  return typeof entry === 'object' && entry && 'text' in entry && typeof entry.text === 'string' ? entry.text : '';
}
