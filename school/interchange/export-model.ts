/** A folder with one brain in the files of other programs. */
import { existsSync, lstatSync, readdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { printable } from '../../library/notices/printable.ts';
import { realDisk, syncFolder } from '../../soul/disk.ts';
import { Keeper } from '../../soul/keeper.ts';
import { DREAM } from '../api/sibling-words.ts';
import type { Watching } from '../babies/archive/pack.ts';
import { pinSouls } from '../babies/archive/snapshot.ts';
import { fillAside, mustFit, whyNot } from '../babies/archive/staging.ts';
import type { Home } from '../home/home.ts';
import { slugOf } from '../home/naming.ts';
import { type SoulState, singleFile, spokenFiles } from '../training/checkpoint.ts';
import { habitOf } from '../training/habits/habit-soul.ts';
import { card } from './card.ts';
import type { ElementType } from './elements.ts';
import type { ExportedHabit, ExportFormat } from './format.ts';
import { FORMATS, type FormatName } from './formats.ts';
import { jsonFile, OutputFile, type PlannedFile, textFile } from './output.ts';
import { roleNames } from './prompt-templates.ts';
import { type ModelSource, openModelSource } from './source.ts';
import { exportTexts } from './texts/export.ts';

export interface ModelExportOptions extends Watching {
  readonly format: FormatName;
  /** of its numbers; the format's usual one if left out */
  readonly type?: ElementType | undefined;
  /** the name of its owner may be in it */
  readonly withOwner?: boolean | undefined;
  /** habits that go along, by their names */
  readonly habits?: readonly string[] | undefined;
  /** also where an export lies already */
  readonly replace?: boolean | undefined;
  /** somebody lives in the home meanwhile; else it must be held, so that nobody wakes it */
  readonly awake: boolean;
}

export interface ExportedModel {
  readonly folder: string;
  readonly source: Pick<ModelSource, 'config' | 'brain' | 'step' | 'parameters'>;
  readonly type: ElementType;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  /** sentences: what of the baby is not in it */
  readonly warnings: readonly string[];
  /** sentences */
  readonly notes: readonly string[];
  /** commands of other programs */
  readonly use: readonly string[];
}

/** Says of a folder that an export made it, and what it holds. */
const LABEL = 'babyllm.json';

/**
 * Writes the brain of a baby into a folder (0700), which is there as a whole or not at all.
 * @throws Error with one sentence; then nothing is left behind, and an export that was there before is as it was
 */
export async function exportModel(home: Home, given: string, options: ModelExportOptions): Promise<ExportedModel> {
  const { format: name } = options;
  const format: ExportFormat = FORMATS[name];
  const type = typeOf(name, options.type);
  const folder = target(home, given, options.replace ?? false);
  const pinned = options.awake ? pinSouls(home) : undefined;
  try {
    const source = await openModelSource(home, pinned?.folder ?? home.soul);
    const refusal = format.refuse(source);
    if (refusal !== undefined) throw new Error(refusal);
    const habits = habitsFor(pinned?.folder ?? home.soul, name, options.habits ?? []);
    const roles = roleNames(source.config, options.withOwner ?? false);
    const request = { source, type, roles, habits, fileName: slugOf(source.config.name) || 'baby' };
    const plan = format.plan(request);
    const about = textFile('README.md', card(request, format.about, plan));
    const files = [...plan.files, about, jsonFile(LABEL, labelOf(name, type, source))];
    await writeAll(folder, files, options);
    const { notes, use } = plan;
    return { folder, source, type, files, warnings: source.notes, notes, use };
  } finally {
    pinned?.release();
  }
}

/** @throws Error with one sentence where a habit cannot go along */
function habitsFor(soulFolder: string, format: FormatName, names: readonly string[]): ExportedHabit[] {
  if (names.length === 0) return [];
  if (!(FORMATS[format] as ExportFormat).takesHabits) throw new Error(exportTexts.habitsOnlyInGguf(format));
  const keeper = new Keeper({ folder: soulFolder });
  const soul = keeper.open(keeper.list()[0]?.name);
  const state = soul.state as SoulState;
  const content = { ...soul, tensors: soul.allTensors(), summary: { step: soul.info.step } };
  const brain = singleFile(state) === 'dream' ? DREAM : Number(spokenFiles(state)[0]?.mind);
  return names.map((name) => {
    const habit = habitOf(content, name);
    if (habit.brain !== brain) throw new Error(exportTexts.habitOfAnotherBrain(name));
    return { name, adapter: habit.adapter };
  });
}

async function writeAll(
  folder: string,
  files: readonly PlannedFile[],
  { signal, onProgress }: Watching,
): Promise<void> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const onBytes = (bytes: number): void => {
    signal?.throwIfAborted();
    onProgress?.((done += bytes), total);
  };
  try {
    await putInPlace(folder, async (draft) => {
      mustFit(total, draft);
      for (const file of files) await OutputFile.write(join(draft, file.name), (to) => file.write(to), onBytes);
      syncFolder(realDisk, draft);
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(exportTexts.folderNotWritten(printable(folder), whyNot(error)), {
      cause: error,
    });
  }
}

function typeOf(name: FormatName, asked: ElementType | undefined): ElementType {
  const { types }: ExportFormat = FORMATS[name];
  if (asked === undefined) return types[0]!;
  if (types.includes(asked)) return asked;
  throw new Error(exportTexts.wrongNumbers(name, types, asked));
}

const labelOf = (format: FormatName, type: ElementType, source: ModelSource) => ({
  format: 'babyllm-model',
  version: 1,
  as: format,
  type,
  name: source.config.name,
  brain: source.brain,
  preset: source.preset,
  sizes: source.sizes,
  step: source.step,
  tokens: source.tokens,
  tokenizerHash: source.tokenizer.hash,
});

/** @throws Error with one sentence if the export should not be written there */
function target(home: Home, given: string, replace: boolean): string {
  const wanted = resolve(given);
  const parent = dirname(wanted);
  if (!existsSync(parent)) throw new Error(exportTexts.noParentFolder(printable(parent)));
  const folder = join(realpathSync(parent), basename(wanted));
  if (folder === home.folder || folder.startsWith(home.folder + sep))
    throw new Error(exportTexts.insideHome(printable(home.folder)));
  const there = lstatSync(folder, { throwIfNoEntry: false });
  if (!there) return folder;
  if (!there.isDirectory()) throw new Error(exportTexts.fileInsteadOfFolder(printable(folder)));
  if (readdirSync(folder).length === 0) return folder;
  if (!existsSync(join(folder, LABEL))) throw new Error(exportTexts.folderNotEmpty(printable(folder)));
  if (!replace) throw new Error(exportTexts.exportExists(printable(folder)));
  return folder;
}

/** Fills a folder aside and lets it take its place, also that of an earlier export, which goes when the new one is whole. */
async function putInPlace(folder: string, fill: (draft: string) => Promise<void>): Promise<void> {
  const isEarlier = existsSync(join(folder, LABEL));
  if (!isEarlier) return fillAside(folder, fill);
  const [fresh, old] = [`${folder}.new-${process.pid}`, `${folder}.old-${process.pid}`];
  await fillAside(fresh, fill);
  renameSync(folder, old);
  renameSync(fresh, folder);
  rmSync(old, { recursive: true });
}
