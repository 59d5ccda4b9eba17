/** Posts of X (Twitter) in tables and lists of other programs: what was shared, and whom an answer calls upon. */
import type { Columns } from './columns.ts';

/** A record's words, and what its fields say of sharing and answering. */
export interface Post {
  words: string;
  /** Values of fields that only a shared post fills. */
  shared: readonly unknown[];
  /** The post or person that it answers. */
  answers: unknown;
}

/** Whether the words are somebody else's: a field says so, or, where records have such fields, the old mark in front. */
export function isRetweet({ words, shared }: Post, { posts }: Pick<Columns, 'posts'>): boolean {
  return shared.some(isFilled) || (posts && /^RT @\w{1,15}:? /.test(words));
}

/** An account's own archive has no field for who posted. */
export function isOwnPost({ posts, authors }: Pick<Columns, 'posts' | 'authors'>): true | undefined {
  return posts && authors.length === 0 ? true : undefined;
}

/** The words without the addressees that X puts in front of an answer. */
export function postWords({ words, answers }: Post): string {
  return isFilled(answers) ? words.replace(/^(?:@\w{1,15}\s+)+/, '') : words;
}

function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return !/^(?:|0|no|none|null|nan|false)$/i.test(value.trim());
  return value !== undefined && value !== null && value !== false && value !== 0;
}
