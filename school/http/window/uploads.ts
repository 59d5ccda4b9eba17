/** Files that are dropped onto the page: looked at first, and fed when their owner says so. */
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { serialize } from '../../../library/files/mutex.ts';
import { printable } from '../../../library/notices/printable.ts';
import { bytes } from '../../../statistics/format/numbers.ts';
import { feedAct } from '../../daemon/feed-act.ts';
import type { Home } from '../../home/home.ts';
import type { Fed, FeedOptions } from '../../ingest/feeder.ts';
import { fedInWords } from '../../text/feed-report.ts';
import { Refusal } from '../refusal.ts';
import { httpTexts } from '../texts.ts';
import { type Answers, type FoundPeople, LARGEST_UPLOAD, type Preview } from './messages.ts';

const MOST_SENTENCES = 40;
const MOST_PEOPLE = 12;
/** Files that wait for a yes; the oldest is thrown away. */
const MOST_FILES = 16;

export class Uploads {
  readonly #home: Home;
  readonly #folder: string;
  /** names of files by their ids, the oldest first */
  readonly #files = new Map<string, string>();
  readonly #inTurn = serialize();
  /** Of files that an earlier server left behind. */
  readonly #swept: Promise<void>;

  constructor(home: Home) {
    this.#home = home;
    // one folder for all: a file that is fed a second time is known by its path
    this.#folder = join(home.run, 'uploads');
    this.#swept = rm(this.#folder, { recursive: true, force: true });
  }

  /** Keeps the body of a request as a file, and looks at it. @throws Refusal 413, 400 */
  take(request: IncomingMessage, name: string): Promise<Preview> {
    const safe = fileName(name);
    if (safe === undefined) throw new Refusal(400, httpTexts.page.fileWithoutName);
    return this.#inTurn(async () => {
      await this.#swept;
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await chmod(this.#folder, 0o700);
      const path = join(this.#folder, safe);
      try {
        await rm(path, { force: true });
        await pipeline(request, atMost(LARGEST_UPLOAD), createWriteStream(path, { mode: 0o600, flags: 'wx' }));
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      for (const [id, other] of this.#files) if (other === safe) this.#files.delete(id);
      const id = randomBytes(12).toString('base64url');
      this.#files.set(id, safe);
      for (const oldest of this.#files.keys()) if (this.#files.size > MOST_FILES) await this.#remove(oldest);
      return this.#look(id, safe, {});
    });
  }

  /** Looks again, with answers to the questions of before. */
  preview(id: string, answers: Answers): Promise<Preview> {
    return this.#inTurn(() => this.#look(id, this.#named(id), answers));
  }

  /** Feeds a file, and throws the upload away. @returns what became of it, in sentences */
  feed(id: string, answers: Answers): Promise<readonly string[]> {
    return this.#inTurn(async () => {
      const name = this.#named(id);
      const sentences: string[] = [];
      const act = feedAct(this.#home, [name], (sentence) => sentences.push(sentence));
      try {
        const { fed } = await this.#feed(name, answers, act);
        return [...sentences, ...fed.map((one) => this.#sentence(one, false))].slice(0, MOST_SENTENCES);
      } finally {
        await act.end();
        await this.#remove(id);
      }
    });
  }

  discard(id: string): Promise<void> {
    return this.#inTurn(() => this.#remove(id));
  }

  async close(): Promise<void> {
    await this.#inTurn(() => rm(this.#folder, { recursive: true, force: true }));
  }

  async #look(id: string, name: string, answers: Answers): Promise<Preview> {
    const { fed, questions } = await this.#feed(name, answers, { dryRun: true });
    const sentences = fed.map((one) => this.#sentence(one, true));
    return {
      id,
      sentences: sentences.slice(0, MOST_SENTENCES),
      isUseful: fed.some(({ outcome }) => outcome === 'rehearsed' || outcome === 'imported'),
      questions,
    };
  }

  async #feed(name: string, answers: Answers, options: Partial<FeedOptions>) {
    const fed: Fed[] = [];
    const questions: FoundPeople[] = [];
    const folder = printable(this.#folder);
    const { feed } = await import('../../ingest/feed.ts');
    await feed(this.#home, [join(this.#folder, name)], {
      ...options,
      onFed: (one) => fed.push(one),
      async askOwner(people, file, guessed) {
        const shown = file.replace(`${folder}/`, '');
        const answer = Object.hasOwn(answers, shown) ? answers[shown] : undefined;
        if (answer === undefined) questions.push({ name: shown, guessed, people: people.slice(0, MOST_PEOPLE) });
        return answer;
      },
    });
    return { fed, questions };
  }

  /** Names of the file, not of the folder where the server put it. */
  #sentence(one: Fed, dryRun: boolean): string {
    const text =
      one.outcome === 'fed' ? httpTexts.page.fed(one.as, bytes(one.bytes)) : fedInWords(one, dryRun).trimEnd();
    return text.replaceAll(`${printable(this.#folder)}/`, '');
  }

  #named(id: string): string {
    const name = this.#files.get(id);
    if (name === undefined) throw new Refusal(404, httpTexts.page.fileGone);
    return name;
  }

  async #remove(id: string): Promise<void> {
    const name = this.#files.get(id);
    this.#files.delete(id);
    if (name !== undefined) await rm(join(this.#folder, name), { force: true });
  }
}

/** A name of one file in one folder, whatever a page sends; undefined where nothing is left of it. */
export function fileName(name: string): string | undefined {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const safe = last.replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '').replace(/^[.\s]+|[.\s]+$/g, '');
  const ending = safe.match(/\.[\w-]{1,12}$/)?.[0] ?? '';
  const stem = safe.slice(0, safe.length - ending.length).slice(0, 100);
  return stem + ending === '' ? undefined : stem + ending;
}

/** A file that is larger than the page takes. */
export const tooLarge = (most = LARGEST_UPLOAD): Refusal => new Refusal(413, httpTexts.page.fileTooLarge(bytes(most)));

function atMost(most: number): Transform {
  let size = 0;
  return new Transform({
    transform(part: Buffer, _encoding, done) {
      size += part.length;
      done(size > most ? tooLarge(most) : null, part);
    },
  });
}
