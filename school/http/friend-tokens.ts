/** Tokens of friends: each lets the programs of one person in, who hears public answers only. The home keeps their digests. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolders } from '../../library/files/folders.ts';
import { writeWhole } from '../home/atomic-write.ts';
import type { Home } from '../home/home.ts';
import { privateText } from './private-file.ts';
import { httpTexts } from './texts.ts';

const NAME = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{0,31}$/u;
const DIGEST = /^[0-9a-f]{64}$/;

export interface Friend {
  readonly name: string;
  readonly since: Date;
}

/** The digest by which a token is known. */
export const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Read from the disk at each question, so that a token counts from the moment it is made until it is revoked. */
export class FriendTokens {
  private readonly folder: string;

  constructor({ run }: Pick<Home, 'run'>) {
    this.folder = join(run, 'friend-tokens');
  }

  /** By name. */
  list(): Friend[] {
    return this.names().map((name) => ({ name, since: statSync(join(this.folder, name)).mtime }));
  }

  /**
   * Makes the token of a friend; it is in no file, and cannot be shown a second time.
   * @throws Error with one sentence if the name does not fit, or is taken
   */
  make(name: string): string {
    const folded = nameOf(name);
    if (this.names().includes(folded)) throw new Error(httpTexts.friends.hasToken(folded));
    const token = `friend-${randomBytes(32).toString('base64url')}`;
    makeFolders(this.folder);
    writeWhole(join(this.folder, folded), `${digestOf(token).toString('hex')}\n`);
    return token;
  }

  /** @throws Error with one sentence if there is none of this name */
  revoke(name: string): void {
    const folded = nameOf(name);
    if (!this.names().includes(folded)) throw new Error(httpTexts.friends.hasNoToken(folded));
    rmSync(join(this.folder, folded));
  }

  /** Whose token has this digest; undefined: nobody's. Every token is compared, so the time tells nothing. */
  ownerOf(digest: Buffer): string | undefined {
    let found: string | undefined;
    for (const name of this.names()) {
      const text = privateText(join(this.folder, name));
      if (text === undefined || !DIGEST.test(text)) continue;
      if (timingSafeEqual(Buffer.from(text, 'hex'), digest)) found = name;
    }
    return found;
  }

  private names(): string[] {
    try {
      return readdirSync(this.folder)
        .filter((name) => NAME.test(name))
        .sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}

/** In small letters, since there are disks on which Ann and ann are one file. */
function nameOf(name: string): string {
  const folded = name.normalize('NFC').toLowerCase();
  if (NAME.test(folded)) return folded;
  throw new Error(httpTexts.friends.badName(JSON.stringify(name.slice(0, 60))));
}
