/** The library and all other sources, as their owner may want to see them. */
import { join } from 'node:path';
import { type TextWeights, weightOf } from '../../library/batches/text-weights.ts';
import { HeldOut } from '../../library/heldout/heldout.ts';
import { answersOf } from '../../library/sources/answers.ts';
import { ExampleStore } from '../../library/sources/example-store.ts';
import type { SourceReport } from '../../library/sources/mixer.ts';
import { LETTERS, SOURCE_NAMES, SOURCES, type SourceName, type TaughtName } from '../../library/sources/names.ts';
import { dialogueExamples } from '../../library/texts/dialogue-examples.ts';
import { type Catalogue, catalogueOf, EMPTY_BOOK, readBook } from '../../library/token-cache/catalogue.ts';
import { loadFiles } from '../../library/token-cache/loading.ts';
import { Keeper } from '../../soul/keeper.ts';
import type { LibraryReport, ReadSoFar } from '../api/library-messages.ts';
import type { Home } from '../home/home.ts';
import { starterFolder } from '../home/package-root.ts';
import { stateOf } from '../lesson/soul-state.ts';
import type { Config } from '../settings/config.ts';
import { weightsOf } from '../training/memory/remembered-sources.ts';

/** Files that one report of the library names. */
const MOST_FILES = 2000;

type CataloguedFile = Catalogue['files'][number];

export function reportOf(
  { files }: Pick<Catalogue, 'files'>,
  { files: read, sources }: Pick<ReadSoFar, 'files' | 'sources'>,
  weights: TextWeights = {},
): LibraryReport {
  const sum = (of: (file: CataloguedFile) => number) => files.reduce((total, file) => total + of(file), 0);
  const tokens = sum((file) => file.tokens);
  const weighed = sum((file) => file.tokens * weightOf(file.name, weights));
  return {
    files: files.slice(0, MOST_FILES).map((file) => ({
      name: file.name,
      bytes: file.bytes + file.heldOutBytes,
      tokens: file.tokens,
      heldOutTokens: file.heldOutTokens,
      read: read[file.name] ?? 0,
      weight: weightOf(file.name, weights),
      share: weighed > 0 ? (file.tokens * weightOf(file.name, weights)) / weighed : 0,
    })),
    count: files.length,
    tokens,
    heldOutTokens: sum((file) => file.heldOutTokens),
    read: sum((file) => read[file.name] ?? 0),
    sources,
  };
}

/**
 * The report on a baby that sleeps: what was on its shelf, and what its newest soul had read. Of the passages that were taught only
 * their number is known: tokens are 0.
 * @throws one sentence if its sources cannot be read
 */
export async function asleepReport(home: Home, config: Config): Promise<LibraryReport> {
  const book = (await readBook(join(home.shelf, 'catalogue.json'))) ?? EMPTY_BOOK;
  const heldOut = book.heldOut.length > 0 ? await HeldOut.open(join(home.shelf, 'heldout'), () => {}) : undefined;
  const catalogue = catalogueOf(book, home.shelf, heldOut);
  const state = stateOf(new Keeper({ folder: home.soul }).list()[0]);
  const taught = await ExampleStore.open(home.sources, () => {});
  const dialogues = await dialogueExamples(starterFolder, home.library, { owner: config.owner, baby: config.name });
  const held = (name: SourceName): number | undefined =>
    name === 'dialogues'
      ? dialogues.length
      : SOURCES[name].taught
        ? taught.entries(name as TaughtName).length
        : undefined;
  const given = state?.mixer?.given ?? {};
  const answers = answersOf(await answersIn(catalogue), catalogue.end);
  const weights = weightsOf(config);
  const all = Object.values(given).reduce((sum, { chunks }) => sum + chunks, 0);
  const sources = SOURCE_NAMES.map((name): SourceReport => {
    const own = given[name] ?? { chunks: 0, tokens: 0 };
    const share = all > 0 ? own.chunks / all : 0;
    return {
      name,
      weight: weights[name],
      ...(name === 'answers' ? { holds: answers.size, tokens: answers.tokens } : holdsAsleep(name, catalogue, held)),
      share,
      given: own,
    };
  });
  return reportOf(catalogue, { files: state?.streams?.read ?? {}, sources }, config.textWeights);
}

function holdsAsleep(
  name: SourceName,
  { files }: Catalogue,
  held: (name: SourceName) => number | undefined,
): { holds: number; tokens: number } {
  const passages = held(name);
  if (passages !== undefined) return { holds: passages, tokens: 0 };
  const own = name === 'letters' ? files.filter((file) => file.name.startsWith(LETTERS)) : files;
  return { holds: own.length, tokens: own.reduce((sum, { tokens }) => sum + tokens, 0) };
}

/** Its files of questions and answers, from the token cache; damaged files are left out, and rebuilt by the next wake. */
const answersIn = ({ files, vocabularySize }: Catalogue) =>
  loadFiles({ files: files.filter(({ answers }) => answers), vocabularySize }, () => {}, { keepDamaged: true });
