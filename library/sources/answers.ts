/** Questions and answers of the library, one conversation a passage. */
import type { StreamFile } from '../batches/token-ring.ts';
import { eachStretch, placeOfId } from '../batches/token-text.ts';
import { enlarged } from '../tokenizer/pieces.ts';
import { type Drawer, ExamplePool, type Knowledge, type TokenExample } from './example-pool.ts';

/** Up to this many conversations, the pool remembers which are known by heart. */
const MOST_KNOWN = 4096;

/** Draws from all files that are marked as answers. @param end the id that ends a conversation */
export function answersOf(
  files: readonly StreamFile[],
  end: number,
  known: Readonly<Record<string, Knowledge>> = {},
): Drawer & { state(): Record<string, Knowledge> } {
  const conversations = new Conversations(
    files.filter(({ answers }) => answers),
    end,
  );
  if (conversations.size > MOST_KNOWN) return conversations;
  const passages = new ExamplePool(true, known);
  for (let i = 0; i < conversations.size; i++) passages.add(conversations.at(i));
  return passages;
}

/** Too many conversations to learn any of them by heart: drawn evenly, and learnt as the library is. */
class Conversations implements Drawer {
  private readonly files: readonly StreamFile[];
  private readonly end: number;
  /** Shape (conversations,2): the file, and the first token in it. */
  private readonly starts: Int32Array;
  readonly tokens: number;

  constructor(files: readonly StreamFile[], end: number) {
    this.files = files;
    this.end = end;
    let starts = new Int32Array(1024);
    let length = 0;
    let learnt = 0;
    files.forEach(({ tokens, learn }, file) => {
      let before = this.end;
      eachStretch(tokens, (ids, from) => {
        const marks = learn?.subarray(from, from + ids.length);
        for (let i = 0; i < ids.length; i++) {
          if (ids[i] !== this.end && before === this.end) {
            if (length === starts.length) starts = enlarged(starts, new Int32Array(length * 2));
            starts[length++] = file;
            starts[length++] = from + i;
          }
          before = ids[i]!;
          learnt += marks?.[i] ?? 1;
        }
      });
    });
    this.starts = starts.slice(0, length);
    this.tokens = learnt;
  }

  get size(): number {
    return this.starts.length / 2;
  }

  draw(random: () => number): TokenExample {
    return this.at(Math.floor(random() * this.size));
  }

  find(id: string): TokenExample | undefined {
    const [, name, start] = /^(.*)#(\d+)$/s.exec(id) ?? [];
    const file = this.files.findIndex((one) => one.name === name);
    for (let i = 0; i < this.size; i++) {
      if (this.starts[2 * i] === file && this.starts[2 * i + 1] === Number(start)) return this.at(i);
    }
    return undefined;
  }

  newness(): number {
    return 0;
  }

  /** They are never all known. */
  newnessOfAll(): number {
    return 1;
  }

  mark(): void {}

  state(): Record<string, Knowledge> {
    return {};
  }

  at(index: number): TokenExample {
    const [file, start] = [this.starts[2 * index]!, this.starts[2 * index + 1]!];
    const { name, tokens, learn } = this.files[file]!;
    const ids = tokens.subarray(start, placeOfId(tokens, this.end, start));
    const end = start + ids.length;
    return { id: `${name}#${start}`, ids, learn: learn?.subarray(start, end) ?? new Uint8Array(ids.length).fill(1) };
  }
}
