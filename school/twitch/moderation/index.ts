/** Moderation: what may come in and what may leave, as rules with ids, and the guard of private words. */
export { bannedTerms, parseBlocklist, readBlocklist } from './blocklist.ts';
export { goneTexts, sameTexts } from './gone-texts.ts';
export { type InputContext, ignoredBecause, isCommand, judgeInput } from './input.ts';
export { LibraryGuard, type PrivateText, type Tokens } from './memorised.ts';
export { type Guard, judgeOutput, LONGEST, type OutputContext } from './output.ts';
export { PeopleWords } from './people.ts';
export { allRules } from './rules.ts';
export { TermList } from './terms.ts';
