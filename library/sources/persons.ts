/** Of whom a question is: English, German, French and Spanish. */

/** Words for one person or several, each row for another. */
const PERSONS: readonly (readonly string[])[] = [
  ['i', 'me', 'my', 'mine', 'myself', 'ich', 'mich', 'mir', 'mein', 'meine', 'meinen', 'je', 'moi', 'mon', 'yo', 'mi'],
  ['you', 'your', 'yours', 'yourself', 'du', 'dich', 'dir', 'dein', 'deine', 'deinen', 'tu', 'toi', 'ton', 'tú', 'ti'],
  ['he', 'him', 'his', 'himself', 'er', 'ihm'],
  ['she', 'her', 'hers', 'herself'],
  ['we', 'us', 'our', 'ours', 'wir', 'uns', 'unser', 'unsere', 'nous', 'notre', 'nos', 'nosotros'],
  ['they', 'them', 'their', 'theirs'],
];
const personOf = new Map(PERSONS.flatMap((words, person) => words.map((word) => [word, person] as const)));
const personsIn = (words: readonly string[]): ReadonlySet<number> =>
  new Set(words.map((word) => personOf.get(word)).filter((person) => person !== undefined));

/** Whether two questions are of different persons: each names one that the other does not. */
export function isOfAnother(asked: readonly string[], known: readonly string[]): boolean {
  const [one, other] = [personsIn(asked), personsIn(known)];
  return [...one].some((person) => !other.has(person)) && [...other].some((person) => !one.has(person));
}
