/**
 * An owner's own list of words that must not be said or answered: `twitch/blocklist.txt` in the home, one a line.
 *
 *     # a comment
 *     word              by itself, or with an ending
 *     two words         wherever the letters stand in a row
 *     *part*            inside other words too
 *     sha256:6:0123456789abcdef   a word by its hash, as `hashTerm` with `SALT` makes it: mode word, 6 letters
 */

import { readFileSync } from 'node:fs';
import { reason } from '../../../../library/notices/notices.ts';
import { printable } from '../../../../library/notices/printable.ts';
import { serviceTexts } from '../../texts/service.ts';
import { BANNED_TERMS, SALT } from './banned.ts';
import type { Term } from './term-index.ts';
import { TermList, termsOf } from './terms.ts';

export interface Blocklist {
  readonly list: TermList;
  /** one sentence for each line that could not be taken */
  readonly problems: readonly string[];
}

/** Reads a list; every line that is not understood is told, and the others count. */
export function parseBlocklist(text: string): Blocklist {
  const terms: Term[] = [];
  const problems: string[] = [];
  text.split(/\r?\n/).forEach((line, i) => {
    const entry = line
      .replace(/^\ufeff/, '')
      .replace(/(?:^|\s)#.*$/, '')
      .trim();
    if (entry === '') return;
    const hashed = entry.match(/^sha256:(\d{1,2}):([0-9a-f]{16})$/);
    const found: Term[] = hashed
      ? [{ mode: 'word', category: 'own', length: Number(hashed[1]), hash: hashed[2] as string }]
      : termsOf(SALT, entry, 'own');
    if (found.length === 0) {
      problems.push(serviceTexts.shortBlocklistLine(i + 1));
    }
    terms.push(...found);
  });
  return { list: new TermList(SALT, terms), problems };
}

/** The list of a home; an empty one if there is no file. A file that cannot be read is told, since its words would be said. */
export function readBlocklist(path: string): Blocklist {
  try {
    return parseBlocklist(readFileSync(path, 'utf8'));
  } catch (error) {
    const list = new TermList(SALT, []);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { list, problems: [] };
    return { list, problems: [serviceTexts.unreadableBlocklist(printable(path), reason(error))] };
  }
}

/** The list that comes with the program. */
export const bannedTerms = (): TermList => new TermList(SALT, BANNED_TERMS);

/** Logins of bots that are seen in many channels. They are neither answered nor learnt from. */
export const KNOWN_BOTS: ReadonlySet<string> = new Set(
  `nightbot streamelements streamlabs moobot fossabot wizebot sery_bot soundalerts commanderroot botisimo phantombot deepbot coebot
   ankhbot pokemoncommunitygame buttsbot supibot kofistreambot streamlootsbot tangiabot blerp own3d mixitupapp stay_hydrated_bot
   restreambot dixperbro lurxx anotherttvviewer electricallongboard aliceydra drapsnatt 0ax2 streamstickers songlistbot stahpbot
   vivbot xanbot ohbot scorpbot hnlbot muxybot quirkapp overrustlelogs logviewer virgoproz streamholics creatisbot frostytoolsdotcom
   thepositivebot rainmaker sempervirens bitbossbot titlechange_bot apricotdrupefruit titansbot gametrendanalytics amazeful amazefulbot
   lattemotte jeetbot lolrankbot streamdeckerbot playwithviewersbot cloudbot firebot trackerggbot warp_world tip4stream playerbot_ai
   d0nk7 regressz creatorsbot pretzelrocks wzbot streamcaptainbot remindmebot thelurxxer`
    .split(/\s+/)
    .filter((name) => name !== ''),
);
