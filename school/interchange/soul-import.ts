/** A baby out of one soul file, as a page writes it: in a home where nobody lived. */
import { dirname } from 'node:path';
import { realDisk, syncFolder } from '../../soul/disk.ts';
import { Keeper } from '../../soul/keeper.ts';
import { decodeSoulFile } from '../../soul/soul-file.ts';
import { fillAside } from '../babies/archive/staging.ts';
import { findHome, type Home, makeHome } from '../home/home.ts';
import { type Config, configure, saveConfig } from '../settings/config.ts';
import { currentState } from '../training/checkpoint.ts';
import { importTexts } from './texts/import.ts';

export interface ImportedSoul {
  readonly home: Home;
  readonly config: Config;
  readonly step: number;
}

/**
 * Makes a home of a soul: its newest and only one, with its settings. Its texts are not in it.
 *
 * @param folder an absolute path where nothing is yet, or an empty folder
 * @throws Error with one sentence; then nothing is left behind
 */
export async function importSoulFile(bytes: Uint8Array, folder: string): Promise<ImportedSoul> {
  const content = decodeSoulFile(bytes);
  const state = currentState(content.state);
  if (!state) throw new Error(importTexts.soulOfAnotherVersion);
  const { brain, preset } = state;
  const written = JSON.parse(content.texts['config.json'] ?? '{}') as object;
  const config = configure({ ...written, brain, preset }, importTexts.settingsInSoul);
  await fillAside(folder, async (draft) => {
    const home = makeHome(draft);
    await saveConfig(home, config);
    new Keeper({ folder: home.soul }).save(content, { label: { reason: importTexts.takenOverFromPage } });
  });
  syncFolder(realDisk, dirname(folder));
  return { home: makeHome(findHome(folder).folder), config, step: content.summary.step };
}
