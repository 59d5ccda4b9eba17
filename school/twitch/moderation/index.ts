/** Moderation: what may come in and what may leave, as rules with ids, and the guard of private words. */

export { LibraryGuard, type PrivateText, type Tokens } from '../guard/memorised.ts';
export { PeopleWords } from '../guard/people.ts';
export { goneTexts, sameTexts } from '../guard/removed-texts.ts';
export { type InputContext, ignoredBecause, isCommand, judgeInput } from './input.ts';
export { type Guard, judgeOutput, LONGEST, type OutputContext } from './output.ts';
export { allRules } from './rules.ts';
export { bannedTerms, parseBlocklist, readBlocklist } from './terms/blocklist.ts';
export { TermList } from './terms/terms.ts';
