/** What of a home goes into an archive, and what stays. */
import { join } from 'node:path';
import { readManifest } from '../../soul/checkpoint.ts';
import { SoulError } from '../../soul/errors.ts';
import { LEDGER_FILE } from '../../statistics/ledger/schema.ts';
import type { Home } from '../home/home.ts';
import { type Found, findFiles, OF_THE_TEXTS } from './finding.ts';

export interface PackingOptions {
  readonly withoutLibrary?: boolean | undefined;
  readonly withoutChats?: boolean | undefined;
}

export interface ToPack extends Found {
  /** what it should be, where that is known: of the files of a soul */
  readonly sha256?: string | undefined;
}

export interface PackingList {
  /** in the order of their paths */
  readonly files: readonly ToPack[];
  /** SQLite files, of which a copy of one moment is packed instead */
  readonly databases: readonly ToPack[];
  /** what stays: `its login at Twitch: …` */
  readonly leftOut: readonly string[];
  /** sentences: what cannot be read */
  readonly notes: readonly string[];
}

const DATABASES: readonly string[] = [`statistics/${LEDGER_FILE}`, 'twitch/twitch.db'];
/** What SQLite keeps beside a file; the copy of one moment has it in it. */
const COMPANIONS: readonly string[] = DATABASES.flatMap((path) =>
  ['-wal', '-shm', '-journal'].map((end) => path + end),
);
/** Who holds it can speak as its owner: it is no part of the baby. */
const LOGIN = 'twitch/token.json';
/** Numbers from which no text can be read: with them, no text that it learnt is ever held out as if it had not. */
const GIVEN = 'library/.shelf/given.lines';
/** A ledger that was damaged once: what is in it cannot be told. */
const SET_ASIDE = 'statistics/damaged-';
/** A report may tell of them too. */
const OF_CHATS: readonly string[] = [
  'sources/chat.jsonl',
  'sources/corrections.jsonl',
  'sources/twitch.jsonl',
  'report.html',
];

/**
 * @param soulFolder where its souls are read, if not in the home: see `pinSouls`
 * @throws Error with one sentence if the home cannot be read
 */
export async function packingList(
  home: Home,
  { withoutLibrary = false, withoutChats = false }: PackingOptions = {},
  soulFolder: string = home.soul,
): Promise<PackingList> {
  const { files, notes } = await findFiles(home, soulFolder);
  const leftOut: string[] = [];
  if (withoutLibrary)
    leftOut.push('its library: the texts, what was made of them, and by which rules they were cleaned');
  if (withoutChats) leftOut.push('its chats: what was said in them, and what it learns of that');
  if (files.some(({ path }) => path === LOGIN)) leftOut.push('its login at Twitch: `baby twitch login` makes another');
  const stays = ({ path, part }: Found): boolean =>
    path === LOGIN ||
    COMPANIONS.includes(path) ||
    (withoutLibrary && (part === 'library' || (part === 'shelf' && path !== GIVEN) || OF_THE_TEXTS.includes(path))) ||
    (withoutChats && (OF_CHATS.includes(path) || path.startsWith(SET_ASIDE)));
  const sums = soulSums(files, soulFolder);
  const packed = files
    .filter((file) => !stays(file))
    .map((file) => ({ ...file, sha256: sums.get(file.path) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    files: packed.filter(({ path }) => !DATABASES.includes(path)),
    databases: packed.filter(({ path }) => DATABASES.includes(path)),
    leftOut,
    notes,
  };
}

/** What the manifests of the souls say of their files, by path; those of damaged manifests are not known. */
function soulSums(files: readonly Found[], soulFolder: string): Map<string, string> {
  const sums = new Map<string, string>();
  for (const { path } of files) {
    const name = /^soul\/(soul-[^/]+)\/manifest\.json$/.exec(path)?.[1];
    if (name === undefined) continue;
    try {
      for (const [file, { sha256 }] of Object.entries(readManifest(join(soulFolder, name)).files)) {
        sums.set(`soul/${name}/${file}`, sha256);
      }
    } catch (error) {
      if (!(error instanceof SoulError) || error.kind !== 'damaged') throw error;
    }
  }
  return sums;
}
