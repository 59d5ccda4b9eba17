/** Who is who: the same person always gets the same stand-in. It is private itself and stays in the home. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeAtomically } from '../files/atomic-file.ts';
import { FINDERS, type PrivateKind } from './private-data.ts';
import type { NamedOne } from './rules.ts';
import { cleaningTexts } from './texts.ts';

/** How many of each kind are remembered; later ones share numbers, so that memory stays bounded. */
const MOST = 50_000;

/** Invented, short, nobody's in particular. */
const NAMES = (
  'Wren Moss Juniper Alder Clover Finch Heath Linden Rowan Sorrel Tansy Fern Bramble Cedar Dove Elder Flint Hazel Iris ' +
  'Lark Maple Nettle Olive Pebble Quill Reed Sage Thistle Umber Violet Willow Yarrow Aspen Birch Comet Dune Ember Fjord'
).split(' ');

const schema = z.strictObject({
  version: z.literal(1),
  numbers: z.record(z.string(), z.record(z.string(), z.int().min(1))),
  names: z.record(z.string(), z.string()),
});

export class StandIns {
  /** Whether anything was added since it was read or saved. */
  changed = false;
  private readonly path: string | undefined;
  private readonly numbers = new Map<PrivateKind, Map<string, number>>();
  /** By the first spelling of the owner's list, in lower case. */
  private readonly names = new Map<string, string>();

  /** @param path where it is kept; absent: nowhere. */
  constructor(path?: string) {
    this.path = path;
  }

  /** @throws Error with one clear sentence if the file is there and damaged, and what the file system throws. */
  static async open(path: string): Promise<StandIns> {
    const standIns = new StandIns(path);
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return standIns;
    let parsed: z.output<typeof schema>;
    try {
      parsed = schema.parse(JSON.parse(text));
    } catch (cause) {
      throw new Error(cleaningTexts.standInsDamaged, { cause });
    }
    for (const [kind, numbers] of Object.entries(parsed.numbers)) {
      if (kind in FINDERS) standIns.numbers.set(kind as PrivateKind, new Map(Object.entries(numbers)));
    }
    for (const [name, standIn] of Object.entries(parsed.names)) standIns.names.set(name, standIn);
    return standIns;
  }

  /** The stand-in of something private. */
  of(kind: PrivateKind, found: string): string {
    const { identity, standIn } = FINDERS[kind];
    const key = identity(found);
    let known = this.numbers.get(kind);
    if (known === undefined) this.numbers.set(kind, (known = new Map()));
    let number = known.get(key);
    if (number === undefined && known.size < MOST) {
      number = known.size + 1;
      known.set(key, number);
      this.changed = true;
    }
    return standIn(number ?? 1 + (createHash('sha256').update(key).digest().readUInt32LE(0) % MOST));
  }

  /** The stand-in of a name of the owner's list. It is none of the owner's own names. */
  ofName({ names, as }: NamedOne, all: ReadonlySet<string>): string {
    if (as !== undefined) return as;
    const key = names[0]!.toLowerCase();
    const known = this.names.get(key);
    if (known !== undefined) return known;
    const taken = new Set([...this.names.values()].map((name) => name.toLowerCase()));
    for (let i = 0; ; i++) {
      const round = Math.floor(i / NAMES.length);
      const name = round === 0 ? NAMES[i]! : `${NAMES[i % NAMES.length]!} ${round + 1}`;
      if (taken.has(name.toLowerCase()) || all.has(name.toLowerCase())) continue;
      this.names.set(key, name);
      this.changed = true;
      return name;
    }
  }

  /** Writes it (0600) if anything was added. @throws what the file system throws. */
  async save(): Promise<void> {
    if (!this.changed || this.path === undefined) return;
    const numbers = Object.fromEntries([...this.numbers].map(([kind, known]) => [kind, Object.fromEntries(known)]));
    const names = Object.fromEntries(this.names);
    await writeAtomically(this.path, `${JSON.stringify({ version: 1, numbers, names }, undefined, 1)}\n`);
    this.changed = false;
  }
}
