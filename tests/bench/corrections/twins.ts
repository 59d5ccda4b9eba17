/** A baby that was corrected and its twin that was not: one soul, one step, one difference. */
import { copyFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { wake } from '../../../school/daemon/daemon.ts';
import { offlineBaby } from '../../../school/daemon/offline-baby.ts';
import { type OfflineModel, openOfflineModel } from '../../../school/daemon/offline-model.ts';
import { type Home, makeHome } from '../../../school/home/home.ts';
import type { Config } from '../../../school/settings/config.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { pause } from '../daemon-load.ts';

/** A baby before it is corrected, asleep: every case begins with a copy of its home. */
export class Young {
  readonly config: Config;
  private readonly home: Home;
  private readonly folder = mkdtempSync(join(tmpdir(), 'baby-bench-'));
  private copies = 0;

  private constructor(config: Config) {
    this.config = config;
    this.home = makeHome(join(this.folder, 'young'));
  }

  /** Raises a newborn for some seconds awake, or for some steps. @param text left out: the starter texts */
  static async raise(config: Config, age: { seconds: number } | { steps: number }, text?: string): Promise<Young> {
    const young = new Young(config);
    const { home } = young;
    if (text) copyFileSync(text, join(home.library, basename(text)));
    if ('steps' in age) await (await wake({ home, config, ...age })).over;
    else {
      const life = await wake({ home, config });
      await pause(age.seconds * 1000);
      await life.sleep();
    }
    return young;
  }

  /** The step at which it fell asleep. */
  get step(): number {
    return new Keeper({ folder: this.home.soul }).list()[0].step;
  }

  /** A copy of a home that sleeps; left out: of the young baby's. */
  copy(of: Home = this.home): Home {
    const home = makeHome(join(this.folder, `copy${++this.copies}`));
    cpSync(of.folder, home.folder, { recursive: true, filter: (path) => path !== of.run });
    return home;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export interface Twins {
  readonly baby: OfflineModel;
  readonly twin: OfflineModel;
  close(): Promise<void>;
}

/**
 * Opens a sleeping baby, and its twin. Where only the memory holds corrections, the twin is the same soul, whose corrections are taken out:
 * it says what it would say had they never been made. Where the weights learn them, the twin lives on from the young baby for as many steps.
 */
export async function openTwins(young: Young, home: Home): Promise<Twins> {
  const { config } = young;
  const baby = await openOfflineModel(home, config);
  const other = config.memory.consolidate ? await livedOn(young, baby.step) : await uncorrected(young.copy(home));
  const twin = await openOfflineModel(other, config);
  if (twin.step !== baby.step) throw new Error(`a twin of step ${twin.step} stands beside step ${baby.step}`);
  return {
    baby,
    twin,
    async close() {
      await Promise.all([baby.close(), twin.close()]);
      rmSync(other.folder, { recursive: true });
    },
  };
}

async function uncorrected(home: Home): Promise<Home> {
  const baby = offlineBaby(home, () => {});
  const ids = (await baby.corrections()).map(({ id }) => id);
  await baby.unteach('corrections', ids);
  return home;
}

async function livedOn(young: Young, step: number): Promise<Home> {
  const home = young.copy();
  const { config } = young;
  const life = await wake({ home, config, steps: step - young.step });
  await life.over;
  return home;
}
