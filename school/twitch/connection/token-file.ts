/** The file of the two login tokens in the home: 0600, replaced atomically. */
import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { makePrivateFolder, writeAtomically } from '../../../library/files/atomic-file.ts';
import { reason } from '../../../library/notices/notices.ts';
import { printable } from '../../../library/notices/printable.ts';
import { connectionTexts } from '../texts/connection.ts';

const schema = z.object({
  version: z.literal(1),
  clientId: z.string().min(1),
  login: z.string().min(1),
  userId: z.string().min(1),
  accessToken: z.string().min(1),
  refreshToken: z.string().min(1),
  scopes: z.array(z.string()),
  /** milliseconds since 1970 */
  expiresAt: z.number(),
});

export type StoredTokens = z.output<typeof schema>;

export class TokenFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** The pair of tokens; undefined if nobody has logged in. @throws Error with one sentence if the file cannot be read or is damaged */
  read(): StoredTokens | undefined {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw new Error(connectionTexts.unreadableTokens(printable(this.path), reason(error)), { cause: error });
    }
    try {
      return schema.parse(JSON.parse(text));
    } catch (error) {
      // the message leaves out the text, which may hold a part of a token
      throw new Error(connectionTexts.damagedTokens(printable(this.path)), { cause: new Error((error as Error).name) });
    }
  }

  /** Replaces the pair on the disk before it returns, since an old refresh token works only once. */
  async write(tokens: StoredTokens): Promise<void> {
    try {
      await makePrivateFolder(dirname(this.path));
      await writeAtomically(this.path, `${JSON.stringify(tokens)}\n`);
    } catch (error) {
      throw new Error(connectionTexts.tokensNotWritten(printable(this.path), reason(error)), { cause: error });
    }
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}
