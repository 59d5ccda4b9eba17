/** What the page may ask, and what it is shown: the baby through its contract, its ledger and its settings. */
import type { Baby, Methods } from '../../api/contract.ts';
import type { Introduction } from '../../api/messages.ts';
import type { Home } from '../../home/home.ts';
import type { PageFile } from './page-files.ts';

/** A baby as the page sees it. Asleep it can speak, and only that. */
export interface WindowBaby extends Partial<Methods>, Partial<Pick<Baby, 'watch'>> {
  readonly introduction: Pick<Introduction, 'name' | 'brain' | 'preset' | 'parameters'> & Partial<Introduction>;
}

export interface WindowOptions {
  readonly baby: WindowBaby;
  readonly home: Home;
  readonly owner: string;
  /** the token of the overlay for streams; left out: there is none */
  readonly overlay?: string;
  /** wakes the baby that sleeps behind the page; left out: the page cannot. @throws Error with one sentence */
  readonly wake?: () => Promise<void>;
  /** the files of the page; left out: those that were built */
  readonly files?: () => Map<string, PageFile>;
  /** an address was opened: it lets nobody in again */
  readonly onEntered?: () => void;
  /** errors that no request should be able to cause */
  readonly onFault?: (error: unknown) => void;
}
