/** Random histories of three people in the file of Twitch consent, and what remains in it of the words that were deleted. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../../../brain/engine/random.ts';
import { ConsentStore } from '../../../../school/twitch/consent/consent.ts';

export type Ending = 'forget' | 'opt-out' | 'expiry' | 'deletion' | 'bound';
export const ENDINGS: readonly Ending[] = ['forget', 'opt-out', 'expiry', 'deletion', 'bound'];

export interface Leftovers {
  /** messages whose words, or whose id, can still be read in a file */
  readonly messages: number;
  /** whether the id of a forgotten person can still be read in a file */
  readonly userId: boolean;
  /** messages that are kept, and can be read: the check itself would find words */
  readonly readable: number;
  readonly kept: number;
}

const HOUR = 3_600_000;

/** Three people say 70 to 200 things each, mixed; then some of it is deleted in the way of `ending`. */
export function leftovers(folder: string, seed: number, ending: Ending): Leftovers {
  const random = new Random(seed);
  const below = (most: number): number => Math.floor(random.uniform() * most);
  const letters = (least: number, most: number): string =>
    Array.from({ length: least + below(most - least) }, () => String.fromCharCode(97 + below(26))).join('');
  const uuid = (): string => {
    const hex = Array.from({ length: 32 }, () => below(16).toString(16)).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  };
  let messages: { id: string; userId: string; text: string; at: number }[] = [];
  const gone = new Set<string>();
  const most = ending === 'bound' ? { most: 150, mostEach: 60 } : {};
  const store = new ConsentStore(join(folder, 'twitch.db'), {
    retention: 24 * HOUR,
    onGone: (ids) => ids.forEach((id) => gone.add(id)),
    ...most,
  });
  const people = Array.from({ length: 3 }, () => ({
    userId: String(100_000_000 + below(800_000_000)),
    left: 70 + below(131),
  }));
  for (const { userId } of people) store.optIn(userId, letters(6, 12), 0);
  for (let at = 1000; people.some(({ left }) => left > 0); at += 1000) {
    const talking = people.filter(({ left }) => left > 0);
    const who = talking[below(talking.length)]!;
    who.left--;
    const words = Array.from({ length: 2 + below(12) }, () => letters(2, 12)).join(' ');
    const said = { id: uuid(), userId: who.userId, text: `${letters(12, 16)} ${words}`, at };
    messages.push(said);
    store.keep({ ...said, channel: 'loop' }, said.text);
    if (random.uniform() < 0.1) store.flush();
    if (random.uniform() < 0.2) store.taught([messages[below(messages.length)]!.id], at / 1000, at);
  }
  store.flush();
  const person = people[0]!;
  const end = messages.at(-1)!.at;
  if (ending === 'forget') store.forget(person.userId, end);
  if (ending === 'opt-out') store.optOut(person.userId, end);
  if (ending === 'expiry') store.prune(24 * HOUR + messages[Math.floor(messages.length / 2)]!.at);
  if (ending === 'deletion') for (const { id } of messages.slice(0, 20)) store.dropMessage(id, end);
  if (ending === 'bound') store.tend(end);
  const kept = messages.filter(({ id }) => !gone.has(id));
  messages = messages.filter(({ id }) => gone.has(id));
  if (messages.length === 0) throw new Error('some words should have been deleted');
  const bytes = readdirSync(folder).map((file) => readFileSync(join(folder, file)));
  const stands = (text: string): boolean => bytes.some((content) => content.includes(text));
  // the first word of each text is no word of another text
  const readable = ({ id, text }: { id: string; text: string }): boolean =>
    stands(text.slice(0, text.indexOf(' '))) || stands(id);
  const result = {
    messages: messages.filter(readable).length,
    userId: ending === 'forget' && stands(person.userId),
    readable: kept.filter(readable).length,
    kept: kept.length,
  };
  store.close();
  return result;
}
