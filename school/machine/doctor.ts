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
    advice: 'Node 24 or newer calculates faster: `npm start` and `npx baby` in its folder bring it along.',
  };
}

function cores({ threads }: Config): Finding {
  const available = availableParallelism();
  const model = printable(cpus()[0]?.model ?? 'unknown').trim();
  const says = `${available} of ${model}, ${threads === 0 ? 'used as they come, at most 8' : `${threads} ${threads === 1 ? 'thread' : 'threads'} in baby.json`}`;
  if (threads > available) {
    const advice = `\`baby set threads 0\` uses them as they come: ${threads} threads on ${available} cores wait for one another.`;
    return { state: 'could', what: 'cores', says, advice };
  }
  if (threads > 0 && threads < Math.min(8, available)) {
    return {
      state: 'could',
      what: 'cores',
      says,
      advice: `\`baby set threads 0\` uses all ${available} cores.`,
    };
  }
  if (available === 1)
    return { state: 'could', what: 'cores', says, advice: 'A second core would make it nearly twice as fast.' };
  return { state: 'good', what: 'cores', says };
}

function load(): Finding {
  const [minute = 0] = loadavg();
  const says = `${minute.toFixed(1)} over the last minute`;
  if (minute <= availableParallelism() + 0.5) return { state: 'good', what: 'load', says };
  return {
    state: 'could',
    what: 'load',
    says,
    advice: 'More is running than there are cores: end other work, or wake it when that is done.',
  };
}

function webassembly({ kernels }: Config): Finding[] {
  const simd = hasSimd();
  const relaxed = hasRelaxedSimd();
  const shared = hasSharedMemory();
  const found =
    [relaxed && 'relaxed SIMD', simd && 'SIMD'].filter(Boolean).join(', ') || 'neither SIMD nor relaxed SIMD';
  const built = ['simd', 'simd-relaxed'].filter((name) => existsSync(join(kernelsFolder, `${name}.wasm`)));
  const advice =
    built.length < 2
      ? 'Build the kernels: npm run build.'
      : kernels !== 'auto' && kernels !== 'blas' && !(kernels === 'simd-relaxed' && relaxed)
        ? 'Set kernels to auto in baby.json, to use the fastest that run here.'
        : !simd
          ? 'A processor and a Node with SIMD would make it many times as fast.'
          : !relaxed
            ? 'A Node with relaxed SIMD (fused multiply-add) would make it faster.'
            : undefined;
  return [
    {
      state: advice ? 'could' : 'good',
      what: 'kernels',
      says: `${found}; ${built.join(' and ') || 'none'} built`,
      ...(advice && { advice }),
    },
    shared
      ? { state: 'good', what: 'sharing', says: 'memory is shared between threads' }
      : {
          state: 'bad',
          what: 'sharing',
          says: 'no memory can be shared between threads, without which it cannot wake',
        },
  ];
}

function memory(): Finding {
  const available = process.availableMemory();
  const says = `${bytes(available)} free`;
  if (available >= LITTLE_MEMORY) return { state: 'good', what: 'memory', says };
  return {
    state: 'could',
    what: 'memory',
    says,
    advice: `With less than ${bytes(LITTLE_MEMORY)} free, use the preset tiny, or end other programs.`,
  };
}

async function disk(home: Home): Promise<Finding> {
  const folder = nearestFolder(home.folder);
  try {
    const { bavail, bsize } = await statfs(folder);
    const says = `${bytes(bavail * bsize)} free in ${printable(folder)}`;
    if (bavail * bsize >= LITTLE_DISK) return { state: 'good', what: 'disk', says };
    return {
      state: 'could',
      what: 'disk',
      says,
      advice: 'Make room on the disk, or let souls take less: `baby set soulGigabytes 0.5`.',
    };
  } catch (error) {
    return {
      state: 'could',
      what: 'disk',
      says: `how much is free in ${printable(folder)} cannot be told: ${reason(error)}`,
    };
  }
}

function writable(home: Home): Finding {
  const folder = nearestFolder(home.folder);
  try {
    if (!statSync(folder).isDirectory())
      return { state: 'bad', what: 'home', says: `${printable(folder)} is a file, but a folder is needed` };
    accessSync(folder, constants.W_OK | constants.X_OK);
    const open = openRooms(home);
    if (open.length > 0) {
      return {
        state: 'could',
        what: 'home',
        says: `other users of this machine can look into ${printable(open[0]!)}`,
        advice: `\`baby wake\` closes it; if it stays open, say: chmod -R go-rwx ${printable(home.folder)}`,
      };
    }
    return {
      state: 'good',
      what: 'home',
      says: folder === home.folder ? printable(folder) : `${printable(home.folder)}, not made yet`,
    };
  } catch (error) {
    return { state: 'bad', what: 'home', says: `${printable(folder)} cannot be written: ${reason(error)}` };
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
    const texts = readdirSync(starterFolder).filter((name) => name.endsWith('.txt'));
    const size = texts.reduce((sum, name) => sum + statSync(join(starterFolder, name)).size, 0);
    if (texts.length > 0)
      return { state: 'good', what: 'starter', says: `${texts.length} texts of our own, ${bytes(size)}` };
  } catch {
    // Said below: whatever the reason, they are missing.
  }
  return {
    state: 'bad',
    what: 'starter',
    says: `the starter texts are missing in ${printable(starterFolder)}: install babyLLM again`,
  };
}

/** The folder itself, or the nearest above it that is there. */
function nearestFolder(folder: string): string {
  let at = folder;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  return at;
}
