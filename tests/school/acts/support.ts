/** A home with a soul and a library, whose owner acts while it sleeps. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ActLog } from '../../../school/acts/act-log.ts';
import type { ActTools } from '../../../school/acts/act-tools.ts';
import { Acts } from '../../../school/acts/acts.ts';
import { offlineTools } from '../../../school/daemon/offline-acts.ts';
import { type Home, makeHome } from '../../../school/home/home.ts';
import { feed } from '../../../school/ingest/feed.ts';
import type { Fed } from '../../../school/ingest/feeder.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { byteTokenizer } from '../../library/home.ts';
import { temporaryFolder } from '../temporary.ts';

export interface Stage {
  readonly home: Home;
  readonly tools: ActTools;
  readonly notes: string[];
  readonly acts: Acts;
  /** as another process would open them */
  readonly reopen: (changes?: Partial<ActTools>) => Promise<Acts>;
  readonly saveSoul: (step: number) => string;
  /** Writes a file outside the home. */
  readonly write: (name: string, text: string) => string;
  readonly inLibrary: (name: string) => string | undefined;
  /** Reads the library, as a wake does. */
  readonly shelve: () => Promise<void>;
}

export async function stage(): Promise<Stage> {
  const home = makeHome(join(temporaryFolder(), 'home'));
  const outside = temporaryFolder();
  const notes: string[] = [];
  const tools = offlineTools(home, { note: (sentence) => notes.push(sentence) });
  const keeper = new Keeper({ folder: home.soul });
  const reopen = async (changes: Partial<ActTools> = {}): Promise<Acts> =>
    new Acts(await ActLog.open(home, (sentence) => notes.push(sentence)), { ...tools, ...changes });
  return {
    home,
    tools,
    notes,
    acts: await reopen(),
    reopen,
    saveSoul: (step) => keeper.save({ tensors: {}, texts: {}, state: { step }, summary: { step } }).name,
    write(name, text) {
      const path = join(outside, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return path;
    },
    inLibrary(name) {
      const path = join(home.library, name);
      return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    },
    async shelve() {
      const { Shelf } = await import('../../../library/token-cache/shelf.ts');
      const shelf = new Shelf({ libraryFolder: home.library, shelfFolder: home.shelf });
      await shelf.refresh(byteTokenizer(), { speaker: 'mia' });
    },
  };
}

/** Feeds as the command does. @returns the number of the act, and what became of the files */
export async function feedAs(acts: Acts, home: Home, ...paths: string[]): Promise<{ id: number; fed: Fed[] }> {
  const { remember } = await import('../../../school/acts/trash.ts');
  const fed: Fed[] = [];
  let id = 0;
  await feed(home, paths, {
    beforeWriting: async () => void (id = await acts.beginFeed('a text', process.pid)),
    beforeReplacing: (name) => remember(home, id, name),
    onFed: (one) => fed.push(one),
  });
  if (id > 0) await acts.endFeed(id);
  return { id, fed };
}
