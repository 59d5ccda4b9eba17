/** Keys on their way to the line editor: made harmless, one line at a time, and held back while somebody else speaks. */
import { PassThrough } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { printable } from '../../../library/notices/printable.ts';
import { PasteReader } from './bracketed-paste.ts';

const CTRL_C = '\x03';

/**
 * Stands between a terminal and `node:readline`, which writes what is typed to the screen as it comes. Keys pass up to the end of a line;
 * what is typed ahead waits until `open` is called again, so that it never mixes with a reply.
 */
export class KeyGate extends PassThrough {
  readonly isTTY = true;
  readonly #terminal: NodeJS.ReadStream;
  readonly #decoder = new StringDecoder('utf8');
  readonly #paste = new PasteReader();
  readonly #take = (chunk: Buffer) => this.#typed(this.#paste.push(this.#decoder.write(chunk)));
  readonly #end = () => this.end();
  #isOpen = false;
  #ahead = '';
  /** called for Ctrl-C while it is shut */
  onInterrupt: () => void = () => {};

  constructor(terminal: NodeJS.ReadStream) {
    super();
    this.#terminal = terminal;
    terminal.on('data', this.#take).once('end', this.#end).once('close', this.#end);
  }

  /** As readline asks for it. */
  setRawMode(raw: boolean): this {
    this.#terminal.setRawMode?.(raw);
    return this;
  }

  /** Lets keys pass, up to the end of one line. */
  open(): void {
    this.#isOpen = true;
    const ahead = this.#ahead;
    this.#ahead = '';
    this.#typed(ahead);
  }

  shut(): void {
    this.#isOpen = false;
  }

  /** Gives the terminal back. */
  release(): void {
    this.#terminal.off('data', this.#take).off('end', this.#end).off('close', this.#end).pause();
  }

  #typed(text: string): void {
    if (text === '') return;
    if (!this.#isOpen) return this.#keep(text);
    const [line = ''] = text.match(/^[^\r\n]*(?:\r\n|\r|\n)?/) ?? [];
    if (/[\r\n]$/.test(line)) this.shut();
    this.write(harmless(line.replace('\r\n', '\r')));
    this.#keep(text.slice(line.length));
  }

  #keep(text: string): void {
    const at = text.lastIndexOf(CTRL_C);
    this.#ahead = at < 0 ? this.#ahead + text : text.slice(at + 1);
    if (at >= 0) this.onInterrupt();
  }
}

/** Keys stay, controls of seven bits among them: readline takes them as keys. All else that could steer or hide goes. */
export function harmless(keys: string): string {
  return keys.replace(/[^\x00-\x1f\x7f]+/g, printable);
}
