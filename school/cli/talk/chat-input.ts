/** Where the lines of a conversation come from: a person at a terminal, or a pipe. */
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { COMMAND_NAMES } from '../../chat/commands.ts';
import { ASK_FOR_MARKS, NO_MORE_MARKS } from './bracketed-paste.ts';
import { KeyGate } from './input-gate.ts';

/** A Ctrl-C so soon after a reply was meant for it, milliseconds: it ended of itself while the finger was on its way. */
export const LATE = 300;

export type Typed = { kind: 'line'; text: string } | { kind: 'interrupt' } | { kind: 'end' };

export interface ChatInput {
  /** whether somebody sees the prompts */
  readonly prompts: boolean;
  /**
   * The next line; `interrupt` for Ctrl-C in an empty one, but not for a late one.
   * @param first what stands in the line already, fit to print
   */
  next(prompt: string, first?: string): Promise<Typed>;
  /** Takes a question back that nobody has begun to answer; what is typed later belongs to the next. @returns false if somebody has */
  withdraw(): boolean;
  /** Waits for something; calls back for Ctrl-C meanwhile, if it can be told to end. */
  during<T>(work: Promise<T>, onInterrupt?: () => void): Promise<T>;
  close(): void;
}

/** The one of this process. */
export const openInput = (): ChatInput =>
  process.stdin.isTTY && process.stdout.isTTY
    ? new TerminalInput(process.stdin, process.stdout)
    : new PipedInput(process.stdin);

/** A person at a terminal, with history and the keys of a shell. */
export class TerminalInput implements ChatInput {
  readonly prompts = true;
  readonly #gate: KeyGate;
  readonly #lines: Interface;
  #answer: ((typed: Typed) => void) | undefined;
  #spokenAt = Number.NEGATIVE_INFINITY;

  readonly #stdout: NodeJS.WriteStream;

  constructor(stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream) {
    this.#gate = new KeyGate(stdin);
    this.#stdout = stdout;
    // What is pasted should wait in the line until Enter is pressed.
    if (marksPastes(stdout)) stdout.write(ASK_FOR_MARKS);
    this.#lines = createInterface({
      input: this.#gate,
      output: paper(stdout),
      terminal: true,
      historySize: 200,
      removeHistoryDuplicates: true,
      completer: (line: string) => [completions(line), line],
    });
    this.#lines.on('line', (text) => this.#tell({ kind: 'line', text }));
    this.#lines.on('close', () => this.#tell({ kind: 'end' }));
    this.#lines.on('SIGINT', () => this.#interrupted());
    // back from Ctrl-Z
    this.#lines.on('SIGCONT', () => this.#lines.prompt(true));
  }

  next(prompt: string, first = ''): Promise<Typed> {
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.#lines.setPrompt(prompt);
      this.#lines.prompt();
      if (first !== '') this.#lines.write(first);
      this.#gate.open();
    });
  }

  withdraw(): boolean {
    if (this.#lines.line !== '') return false;
    this.#gate.shut();
    this.#tell({ kind: 'line', text: '' });
    return true;
  }

  async during<T>(work: Promise<T>, onInterrupt: () => void = () => {}): Promise<T> {
    this.#gate.shut();
    this.#gate.onInterrupt = onInterrupt;
    try {
      return await work;
    } finally {
      // A Ctrl-C that came while the process was busy was meant for this, too, and not for the prompt that follows.
      await setImmediate();
      await setImmediate();
      this.#gate.onInterrupt = () => {};
      this.#spokenAt = performance.now();
    }
  }

  close(): void {
    this.#answer = undefined;
    if (marksPastes(this.#stdout)) this.#stdout.write(NO_MORE_MARKS);
    this.#lines.close();
    this.#gate.release();
  }

  /** As in a shell: first the line goes, then the shell. */
  #interrupted(): void {
    if (this.#lines.line === '') {
      if (performance.now() - this.#spokenAt >= LATE) this.#tell({ kind: 'interrupt' });
      return;
    }
    this.#lines.write(null, { ctrl: true, name: 'e' });
    this.#lines.write(null, { ctrl: true, name: 'u' });
  }

  #tell(typed: Typed): void {
    const answer = this.#answer;
    this.#answer = undefined;
    answer?.(typed);
  }
}

/** Whether a terminal may be asked to mark what is pasted. */
const marksPastes = (stdout: NodeJS.WriteStream): boolean => stdout.isTTY === true && process.env['TERM'] !== 'dumb';

/** Lines of a pipe or file, one after another; nothing of them is shown. */
export class PipedInput implements ChatInput {
  readonly prompts = false;
  readonly #lines: Interface;
  readonly #each: AsyncIterator<string>;
  #onInterrupt: (() => void) | undefined;
  #next: Promise<IteratorResult<string>> | undefined;
  #withdrawn: (() => void) | undefined;
  readonly #interrupted = () => {
    if (this.#onInterrupt) return this.#onInterrupt();
    process.off('SIGINT', this.#interrupted);
    process.kill(process.pid, 'SIGINT');
  };

  constructor(stdin: NodeJS.ReadableStream) {
    this.#lines = createInterface({ input: stdin, terminal: false, crlfDelay: Number.POSITIVE_INFINITY });
    this.#each = this.#lines[Symbol.asyncIterator]();
    process.on('SIGINT', this.#interrupted);
  }

  async next(): Promise<Typed> {
    const withdrawn = Promise.withResolvers<undefined>();
    this.#withdrawn = () => withdrawn.resolve(undefined);
    // a line that nobody waited for any more is the next one
    this.#next ??= this.#each.next();
    const read = await Promise.race([this.#next, withdrawn.promise]);
    this.#withdrawn = undefined;
    if (!read) return { kind: 'line', text: '' };
    this.#next = undefined;
    return read.done ? { kind: 'end' } : { kind: 'line', text: read.value };
  }

  withdraw(): boolean {
    this.#withdrawn?.();
    return true;
  }

  async during<T>(work: Promise<T>, onInterrupt?: () => void): Promise<T> {
    this.#onInterrupt = onInterrupt;
    try {
      return await work;
    } finally {
      this.#onInterrupt = undefined;
    }
  }

  close(): void {
    process.off('SIGINT', this.#interrupted);
    this.#lines.close();
  }
}

const completions = (line: string): string[] => {
  if (!/^\/\w*$/.test(line)) return [];
  return COMMAND_NAMES.map((name) => `/${name}`).filter((name) => name.startsWith(line.toLowerCase()));
};

/** A terminal without resize events: readline would redraw its line in the middle of a reply. */
function paper(stdout: NodeJS.WriteStream): Writable {
  const output = new Writable({
    decodeStrings: false,
    // at once, or what is spoken could come before the line that it answers
    write(text, _encoding, done) {
      stdout.write(text);
      done();
    },
  });
  return Object.defineProperty(output, 'columns', { get: () => stdout.columns });
}
