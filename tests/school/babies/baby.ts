/** A home as a baby leaves it when it falls asleep, small and quickly made. */
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { encodeInventory, type Inventory } from '../../../school/babies/archive/inventory.ts';
import { END, encodeHeader, padded } from '../../../school/babies/archive/tar.ts';
import { type Home, makeHome } from '../../../school/home/home.ts';
import { configure, saveConfig } from '../../../school/settings/config.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { Ledger } from '../../../statistics/ledger/ledger.ts';
import { temporaryFolder } from '../temporary.ts';

export const SECRET = 'what nobody else should hear';

export const put = (home: Home, path: string, content: string | Uint8Array): void => {
  const to = join(home.folder, path);
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, content, { mode: 0o600 });
};

export function save(home: Home, step: number): string {
  const weights = Float32Array.from({ length: 5000 }, (_, i) => Math.sin(i * step));
  const { name } = new Keeper({ folder: home.soul, budget: 0 }).save({
    tensors: { weights: [{ name: 'w', shape: [5000], data: weights }] },
    texts: { 'tokenizer.json': '{}' },
    state: { step },
    summary: { step, score: 2 },
  });
  return name;
}

export async function sleepingHome(folder = join(temporaryFolder(), 'home')): Promise<Home> {
  const home = makeHome(folder, {});
  await saveConfig(home, configure({ name: 'Mia', preset: 'tiny' }, 'a test'));
  put(home, 'library/story.txt', 'The sea is wide.\n');
  put(home, 'library/letters/ö 1.txt', 'Dear Mia,\n');
  put(home, 'library/.shelf/0123.tokens', new Uint8Array(700));
  put(home, 'library/.shelf/given.lines', new Uint8Array(16));
  put(home, 'library/.hidden', 'no text');
  put(home, 'stand-ins.json', '{"Ann":"Person A"}');
  put(home, 'sources/chat.jsonl', `${SECRET}\n`);
  put(home, 'sources/reflections.jsonl', 'I feel well.\n');
  put(home, 'twitch/token.json', '{"accessToken":"of its owner alone"}');
  put(home, 'run/errors.log', 'nothing\n');
  put(home, 'library/.story.txt.12.tmp', 'half');
  save(home, 3);
  save(home, 7);
  const ledger = Ledger.open({ folder: home.statistics, flushEvery: 0, tendEvery: 0 });
  ledger.beginRun();
  ledger.chat({ conversation: 'owner', speaker: 'owner', direction: 'heard', text: SECRET });
  ledger.record(7, { loss: 2 });
  ledger.log('info', 'life', 'asleep');
  ledger.close('asleep');
  return home;
}

/** SHA-256 of every file below a folder, by path. */
export function sumsOf(folder: string, without: RegExp = /^run\//): Record<string, string> {
  const sums: [string, string][] = [];
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name));
    if (!entry.isFile() || without.test(path)) continue;
    sums.push([
      path,
      createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest('hex'),
    ]);
  }
  return Object.fromEntries(sums.sort());
}

/** Whether nobody but its owner can look at anything below a folder, itself included. */
export const isPrivate = (folder: string): boolean =>
  [folder, ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))].every(
    (path) => (lstatSync(path).mode & 0o077) === 0,
  );

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** An archive as somebody might make it who means no good: files by path, the rest as it should be but for what is given. */
export function archiveOf(
  files: Record<string, string>,
  {
    claims = {},
    names = {},
    extra = [],
  }: { claims?: Partial<Inventory>; names?: Record<string, string>; extra?: string[] } = {},
): Buffer {
  const inventory: Inventory = {
    format: 1,
    babyllm: '0.1.0',
    exported: '2026-03-01T10:00:00.000Z',
    name: 'Mia',
    brain: 'baby',
    preset: 'tiny',
    soul: null,
    leftOut: [],
    files: Object.entries(files).map(([path, text]) => ({ path, bytes: text.length, sha256: sha256(text) })),
    ...claims,
  };
  const entry = (name: string, bytes: Buffer): Buffer[] => [
    encodeHeader({ name, size: bytes.length, modified: 1 }),
    bytes,
    Buffer.alloc(padded(bytes.length) - bytes.length),
  ];
  return Buffer.concat([
    ...entry('mia/babyllm-export.json', encodeInventory(inventory)),
    ...Object.entries(files).flatMap(([path, text]) => entry(names[path] ?? `mia/${path}`, Buffer.from(text))),
    ...extra.flatMap((path) => entry(`mia/${path}`, Buffer.from('more'))),
    END,
  ]);
}
