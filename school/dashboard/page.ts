/** What every page of the dashboard gets, and may do. */
import type { Database } from 'better-sqlite3';
import type { FunctionComponent } from 'react';
import type { Arguments, Method, Said } from '../api/contract.ts';
import type { ChatMessage } from '../api/messages.ts';
import type { Home } from '../home/home.ts';
import type { Fed, FeedOptions } from '../ingest/feed.ts';
import type { Theme } from './components/themes.ts';
import type { Snapshot } from './state/snapshot.ts';

/** Colours, or none: with NO_COLOR everything must be readable by its words and signs alone. */
export interface Paint {
  readonly colours: boolean;
  /** the palette; undefined without colours */
  readonly theme?: Theme;
  /** the colour of a standing's step, gold and blue (good) to red (bad); undefined for null or without colours */
  step(step: number | null): string | undefined;
  /** likewise where neither much nor little is good: dim to bright, from little to much */
  much(step: number | null): string | undefined;
  /** the colour of a share 0…1 in a heat strip, dark to bright; undefined without colours */
  heat(share: number): string | undefined;
}

/** Keys and what they do: `['/', 'search']`. */
export type Keys = readonly (readonly [key: string, does: string])[];

/**
 * What pages ask of the baby: every method of the contract. A method with a sentence resolves to it; all reject with one sentence for the
 * owner, which the page shows. `say` speaks in the owner's conversation, and the store shows the reply as it grows.
 */
export type Actions = { readonly [M in Method]: (...args: Arguments<M>) => Promise<Said<M>> } & {
  /** copies files or folders into the library, or rehearses that; resolves to one sentence for each */
  feed(paths: readonly string[], request?: FeedRequest): Promise<readonly string[]>;
  /** goes on in another conversation, which `Snapshot.chat` shows from then on */
  talk(conversation: string): void;
  /** names of the owner's conversations, newest first */
  talks(): readonly string[];
  /** every line of the conversation that is seen */
  whole(): readonly ChatMessage[];
};

export interface FeedRequest extends Pick<FeedOptions, 'dryRun' | 'onProgress' | 'askOwner'> {
  /** what became of each file, before its sentence */
  readonly onOutcome?: (outcome: Fed['outcome']) => void;
}

/** Words on a page and what each means, in one line: `['exact', 'the share of …']`. Words with one meaning stand together: `'short, long'`. */
export type Words = readonly (readonly [words: string, means: string])[];

/**
 * @param keys what the page's own keys do from now on, where that is not what `Page.keys` says
 * @param takesTab whether Tab is the page's too, which completes what is typed
 */
export type Capture = (typing: boolean, keys?: Keys, takesTab?: boolean) => void;

export interface PageProps {
  readonly view: Snapshot;
  readonly home: Home;
  /** columns and rows that the page fills, exactly: never more, or the terminal scrolls */
  readonly width: number;
  readonly height: number;
  readonly paint: Paint;
  readonly actions: Actions;
  /** the ledger, read-only; null while there is none. Its questions block: ask rarely, and never more than 50 ms' worth */
  readonly ledger: Database | null;
  /** While a page takes typing, letters and digits are its own; Tab, Ctrl-C and (to end the typing) Escape stay the shell's. */
  readonly capture: Capture;
  /** what a page was opened for, if for something of its own */
  readonly begin?: 'journal' | undefined;
}

export interface Page {
  readonly key: string;
  readonly title: string;
  /** its own keys, for the help, and for the footer unless `capture` names others */
  readonly keys: Keys;
  /** what stands on it, for the help; left out: nothing that needs a word */
  readonly words?: Words;
  /** Its keys are those of its typing, which it begins with; those of other pages mean nothing while something is typed. */
  readonly types?: true;
  readonly Body: FunctionComponent<PageProps>;
}
