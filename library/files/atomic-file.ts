/** Writing files so that a reader, or a wake after a power cut, sees the old one or the new one and nothing between. */
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Makes a folder and those above it; only their owner may look inside. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

/** Drafts of this process, so that each has a name of its own: two that are written at once must not meet in one file. */
let drafts = 0;

/** A file that takes its name only when it is complete. */
export class AtomicFile {
  private readonly path: string;
  private readonly draft: string;
  private readonly handle: FileHandle;

  private constructor(path: string, draft: string, handle: FileHandle) {
    this.path = path;
    this.draft = draft;
    this.handle = handle;
  }

  /** Begins a draft beside `path`. @throws what the file system throws. */
  static async create(path: string): Promise<AtomicFile> {
    const draft = join(dirname(path), `.${basename(path)}.${process.pid}.${++drafts}.tmp`);
    return new AtomicFile(path, draft, await open(draft, 'w', 0o600));
  }

  async append(data: Uint8Array): Promise<void> {
    for (let at = 0; at < data.length; ) at += (await this.handle.write(data, at)).bytesWritten;
  }

  /** Puts the draft on the disk and then in the place of the old file. */
  async finish(): Promise<void> {
    await this.handle.sync();
    await this.handle.close();
    await rename(this.draft, this.path);
  }

  /** Throws the draft away; the old file stays. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await rm(this.draft, { force: true });
  }
}

/** Replaces a whole file. @throws what the file system throws; then the old file is untouched. */
export async function writeAtomically(path: string, data: Uint8Array | string): Promise<void> {
  const file = await AtomicFile.create(path);
  try {
    await file.append(typeof data === 'string' ? Buffer.from(data) : data);
    await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
}
