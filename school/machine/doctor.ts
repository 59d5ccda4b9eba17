/** What this machine can do for a baby, and what would make it faster. */
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { reason } from '../../library/notices/notices.ts';
import { printable } from '../../library/notices/printable.ts';
import { bytes } from '../../statistics/format/numbers.ts';
import type { Home } from '../home/home.ts';
import { kernelsFolder, starterFolder } from '../home/package-root.ts';
import { openRooms } from '../home/privacy.ts';
import { type Config, DEFAULTS, loadConfig } from '../settings/config.ts';
import { findingOfBlas } from './blas/diagnosis.ts';
import type { Finding } from './diagnosis.ts';
import { texts } from './texts.ts';
import { hasRelaxedSimd, hasSharedMemory, hasSimd } from './webassembly.ts';

/** The smallest that leaves room for the default baby and a few souls. */
const LITTLE_MEMORY = 600e6;
const LITTLE_DISK = 500e6;

/** Looks at everything that a wake needs. Never throws, and makes nothing. */
export async function examine(home: Home): Promise<Finding[]> {
  const { config, finding } = await configOf(home);
  return [
    node(),
    cores(config),
    load(),
    ...webassembly(config),
    findingOfBlas(config.kernels),
    memory(),
    await disk(home),
    writable(home),
    finding,
    starter(),
  ];
}

function node(): Finding {
  const version = process.versions.node;
  if (Number.parseInt(version, 10) >= 24) return { state: 'good', what: 'node', says: version };
  return {
    state: 'could',
    what: 'node',
    says: version,
    advice: texts.doctor.olderNode,
  };
}

function cores({ threads }: Config): Finding {
  const available = availableParallelism();
  const model = printable(cpus()[0]?.model ?? 'unknown').trim();
  const says = texts.doctor.cores(available, model, threads);
  if (threads > available) {
    const advice = texts.doctor.moreThreadsThanCores(threads, available);
    return { state: 'could', what: 'cores', says, advice };
  }
  if (threads > 0 && threads < Math.min(8, available)) {
    return {
      state: 'could',
      what: 'cores',
      says,
      advice: texts.doctor.fewerThreadsThanCores(available),
    };
  }
  if (available === 1) return { state: 'could', what: 'cores', says, advice: texts.doctor.oneCore };
  return { state: 'good', what: 'cores', says };
}

function load(): Finding {
  const [minute = 0] = loadavg();
  const says = texts.doctor.load(minute.toFixed(1));
  if (minute <= availableParallelism() + 0.5) return { state: 'good', what: 'load', says };
  return {
    state: 'could',
    what: 'load',
    says,
    advice: texts.doctor.highLoad,
  };
}

function webassembly({ kernels }: Config): Finding[] {
  const simd = hasSimd();
  const relaxed = hasRelaxedSimd();
  const shared = hasSharedMemory();
  const found =
    [relaxed && texts.doctor.relaxedSimd, simd && texts.doctor.simd].filter(Boolean).join(', ') || texts.doctor.noSimd;
  const built = ['simd', 'simd-relaxed'].filter((name) => existsSync(join(kernelsFolder, `${name}.wasm`)));
  const advice =
    built.length < 2
      ? texts.doctor.kernelsNotBuilt
      : kernels !== 'auto' && kernels !== 'blas' && !(kernels === 'simd-relaxed' && relaxed)
        ? texts.doctor.kernelsNotFastest
        : !simd
          ? texts.doctor.simdWouldBeFaster
          : !relaxed
            ? texts.doctor.relaxedSimdWouldBeFaster
            : undefined;
  return [
    {
      state: advice ? 'could' : 'good',
      what: 'kernels',
      says: texts.doctor.kernels(found, built),
      ...(advice && { advice }),
    },
    shared
      ? { state: 'good', what: 'sharing', says: texts.doctor.sharedMemory }
      : {
          state: 'bad',
          what: 'sharing',
          says: texts.doctor.noSharedMemory,
        },
  ];
}

function memory(): Finding {
  const available = process.availableMemory();
  const says = texts.doctor.freeMemory(bytes(available));
  if (available >= LITTLE_MEMORY) return { state: 'good', what: 'memory', says };
  return {
    state: 'could',
    what: 'memory',
    says,
    advice: texts.doctor.littleMemory(bytes(LITTLE_MEMORY)),
  };
}

async function disk(home: Home): Promise<Finding> {
  const folder = nearestFolder(home.folder);
  try {
    const { bavail, bsize } = await statfs(folder);
    const says = texts.doctor.freeDisk(bytes(bavail * bsize), printable(folder));
    if (bavail * bsize >= LITTLE_DISK) return { state: 'good', what: 'disk', says };
    return {
      state: 'could',
      what: 'disk',
      says,
      advice: texts.doctor.littleDisk,
    };
  } catch (error) {
    return {
      state: 'could',
      what: 'disk',
      says: texts.doctor.unknownDisk(printable(folder), reason(error)),
    };
  }
}

function writable(home: Home): Finding {
  const folder = nearestFolder(home.folder);
  try {
    if (!statSync(folder).isDirectory())
      return { state: 'bad', what: 'home', says: texts.doctor.fileInsteadOfFolder(printable(folder)) };
    accessSync(folder, constants.W_OK | constants.X_OK);
    const open = openRooms(home);
    if (open.length > 0) {
      return {
        state: 'could',
        what: 'home',
        says: texts.doctor.openToOthers(printable(open[0]!)),
        advice: texts.doctor.closeToOthers(printable(home.folder)),
      };
    }
    return {
      state: 'good',
      what: 'home',
      says: folder === home.folder ? printable(folder) : texts.doctor.homeNotMade(printable(home.folder)),
    };
  } catch (error) {
    return { state: 'bad', what: 'home', says: texts.doctor.notWritable(printable(folder), reason(error)) };
  }
}

async function configOf(home: Home): Promise<{ config: Config; finding: Finding }> {
  try {
    const config = await loadConfig(home);
    return { config, finding: { state: 'good', what: 'baby.json', says: `${config.brain}, ${config.preset}` } };
  } catch (error) {
    return { config: DEFAULTS, finding: { state: 'bad', what: 'baby.json', says: (error as Error).message } };
  }
}

function starter(): Finding {
  try {
    const names = readdirSync(starterFolder).filter((name) => name.endsWith('.txt'));
    const size = names.reduce((sum, name) => sum + statSync(join(starterFolder, name)).size, 0);
    if (names.length > 0)
      return { state: 'good', what: 'starter', says: texts.doctor.starterTexts(names.length, bytes(size)) };
  } catch {
    // Said below: whatever the reason, they are missing.
  }
  return {
    state: 'bad',
    what: 'starter',
    says: texts.doctor.noStarterTexts(printable(starterFolder)),
  };
}

/** The folder itself, or the nearest above it that is there. */
function nearestFolder(folder: string): string {
  let at = folder;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  return at;
}
