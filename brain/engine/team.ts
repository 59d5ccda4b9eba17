import type { Backend, Kernels } from '../kernels/contract.ts';

/**
 * Threads that share the work of one kernel call at a time (fork, work, join). The leader writes a call into shared memory and
 * raises the ticket; every free thread takes pieces of it, the leader too, and counts them done. There are as many pieces as
 * threads. Every thread takes its own first, where its cache still holds the last call's, and then what nobody began: on a machine
 * that has other things to do, a thread that is kept from running costs little, for what it did not begin is done by the others.
 * How work is cut never depends on who was quick, so results are the same every time. Because every call is announced on its own,
 * the leader may run calls of another program in between: that is how the voice interrupts learning.
 */
export interface Team {
  readonly threads: number;
  /** Runs one call. `scratchAt` is the position of the packing room among `args`, or −1. Arguments are addresses and plain numbers. */
  run(kernel: keyof Kernels, work: number, grain: number, args: number[], scratchAt: number): void;
  /** Runs one call on the leader alone: for work too small to share. */
  alone(kernel: keyof Kernels, work: number, args: number[], scratchAt: number): void;
}

/** Where in shared memory what stands. */
const TICKET = 0;
const DONE = 1;
export const SLEEPING = 2;
const STOP = 3;
const KERNEL = 4;
const WORK = 5;
const GRAIN = 6;
const COUNT = 7;
const SCRATCH_AT = 8;
const BROKEN = 9;
const CLAIMS = 16;
const MOST_ARGUMENTS = 32;
const MOST_THREADS = 64;
const WORDS = CLAIMS + MOST_THREADS;

/** Looks before a waiting thread lets others have its core: about 50 µs. Where there are fewer free cores than threads, who spins keeps the very thread it waits for from running. */
const SPINS = 2_000;
/** Milliseconds of one such rest; short, because waking takes as long again. */
const REST = 0.05;
/** Looks, rests included, before a helper lies down until it is called: some milliseconds. */
const LOOKS = SPINS + 50;

type AnyKernel = (...args: number[]) => void;

/** The shared memory a team talks through. */
export interface TeamControl {
  readonly words: Int32Array<SharedArrayBuffer>;
  readonly args: Float64Array<SharedArrayBuffer>;
}

export const controlBytes = WORDS * 4 + MOST_ARGUMENTS * 8;

export function controlOn(buffer: SharedArrayBuffer): TeamControl {
  return { words: new Int32Array(buffer, 0, WORDS), args: new Float64Array(buffer, WORDS * 4, MOST_ARGUMENTS) };
}

/** Packing room per thread: thread i has `at + i·each` (in elements). */
export interface ScratchRoom {
  readonly at: number;
  readonly each: number;
}

const namesOf = (backend: Backend): (keyof Kernels)[] => (Object.keys(backend.kernels) as (keyof Kernels)[]).sort();

/** from..to of one of as many equal pieces as threads: whole units of `grain`, in order. */
function pieceOf(work: number, grain: number, piece: number, threads: number): [from: number, to: number] {
  const units = Math.ceil(work / grain);
  const cut = (i: number): number => Math.min(Math.floor((units * i) / threads) * grain, work);
  return [cut(piece), cut(piece + 1)];
}

/**
 * Does pieces of the call of this ticket until all are begun: first this thread's, then what the others have not begun. Before a
 * ticket every claim holds the one before, and claiming writes its own: so one who comes late, with an old ticket in hand, finds
 * nothing to claim. What a call is made of may be read only while a piece of it is claimed and not done.
 */
function takePieces(words: Int32Array, ticket: number, thread: number, threads: number, work: (piece: number) => void) {
  const before = (ticket - 1) | 0;
  for (let i = 0; i < threads; i++) {
    const piece = (thread + i) % threads;
    if (Atomics.compareExchange(words, CLAIMS + piece, before, ticket) !== before) continue;
    try {
      work(piece);
    } catch (error) {
      Atomics.store(words, BROKEN, 1); // or the leader would take its results for whole
      throw error;
    } finally {
      Atomics.add(words, DONE, 1);
    }
  }
}

/** The thread where the brain lives, with or without helpers. */
export class Leader implements Team {
  readonly threads: number;
  private readonly kernels: Kernels;
  private readonly index: Map<string, number>;
  private readonly control: TeamControl | undefined;
  private readonly scratch: number;
  private ticket = 0;
  private expected = 0;

  constructor(backend: Backend, threads: number, scratch: ScratchRoom, control?: TeamControl) {
    if (threads > 1 && !control) throw new Error(`a team of ${threads} threads needs shared memory to talk through`);
    this.threads = threads;
    this.kernels = backend.kernels;
    this.index = new Map(namesOf(backend).map((name, i) => [name, i]));
    this.control = control;
    this.scratch = scratch.at * backend.unit;
    if (threads > MOST_THREADS) throw new Error(`a team has ${MOST_THREADS} threads at most, got ${threads}`);
    this.ticket = control ? Atomics.load(control.words, TICKET) : 0;
    this.expected = control ? Atomics.load(control.words, DONE) : 0;
  }

  alone(kernel: keyof Kernels, work: number, args: number[], scratchAt: number): void {
    if (scratchAt >= 0) args[scratchAt] = this.scratch;
    (this.kernels[kernel] as AnyKernel)(0, work, ...args);
  }

  run(kernel: keyof Kernels, work: number, grain: number, args: number[], scratchAt: number): void {
    const control = this.control;
    const { threads } = this;
    if (!control || threads === 1) return this.alone(kernel, work, args, scratchAt);
    const { words } = control;
    if (words[STOP]) throw new Error('the team was dismissed: its helpers cannot share any more work');
    if (words[BROKEN]) throw new Error('the team broke in an earlier call: begin another one');
    words[KERNEL] = this.index.get(kernel) as number;
    words[WORK] = work;
    words[GRAIN] = grain;
    words[COUNT] = args.length;
    words[SCRATCH_AT] = scratchAt;
    control.args.set(args);
    this.ticket = (this.ticket + 1) | 0;
    Atomics.store(words, TICKET, this.ticket); // publishes everything written above
    if (Atomics.load(words, SLEEPING) > 0) Atomics.notify(words, TICKET);
    if (scratchAt >= 0) args[scratchAt] = this.scratch;
    try {
      takePieces(words, this.ticket, 0, threads, (piece) => {
        const [from, to] = pieceOf(work, grain, piece, threads);
        if (to > from) (this.kernels[kernel] as AnyKernel)(from, to, ...args);
      });
    } catch (cause) {
      throw new Error(`${kernel} stopped: no result of it can be used`, { cause });
    }
    this.expected = (this.expected + threads) | 0;
    for (let looks = 0; ; looks++) {
      const done = Atomics.load(words, DONE);
      if (done === this.expected) {
        if (words[BROKEN]) throw new Error(`${kernel} stopped in a helper thread: no result of it can be used`);
        return;
      }
      patience(words, DONE, done, looks);
    }
  }

  /** Lets the helpers' threads end. */
  dismiss(): void {
    if (!this.control) return;
    Atomics.store(this.control.words, STOP, 1);
    Atomics.add(this.control.words, TICKET, 1);
    Atomics.notify(this.control.words, TICKET);
  }
}

/** A helper's whole life: wait for a ticket, take pieces of it; returns when the leader dismisses it. */
export function help(
  backend: Backend,
  thread: number,
  threads: number,
  scratch: ScratchRoom,
  control: TeamControl,
): void {
  const { words } = control;
  const table = namesOf(backend).map((name) => backend.kernels[name] as AnyKernel);
  const room = (scratch.at + thread * scratch.each) * backend.unit;
  const args: number[] = [];
  for (let ticket = 0; ; ) {
    ticket = nextTicket(words, ticket);
    if (Atomics.load(words, STOP)) return;
    takePieces(words, ticket, thread, threads, (piece) => {
      const [from, to] = pieceOf(words[WORK], words[GRAIN], piece, threads);
      if (to <= from) return;
      args.length = words[COUNT];
      for (let i = 0; i < args.length; i++) args[i] = control.args[i];
      if (words[SCRATCH_AT] >= 0) args[words[SCRATCH_AT]] = room;
      table[words[KERNEL]](from, to, ...args);
    });
  }
}

/** Looks until the ticket is another than `seen`; after a long while without one it sleeps. */
function nextTicket(words: Int32Array<SharedArrayBuffer>, seen: number): number {
  for (let looks = 0; ; looks++) {
    const now = Atomics.load(words, TICKET);
    if (now !== seen) return now;
    if (looks < LOOKS) {
      patience(words, TICKET, seen, looks);
      continue;
    }
    Atomics.add(words, SLEEPING, 1);
    Atomics.wait(words, TICKET, seen);
    Atomics.sub(words, SLEEPING, 1);
    looks = 0;
  }
}

/** One look's wait for a word to change from `seen`: first spinning, then in short rests. */
function patience(words: Int32Array<SharedArrayBuffer>, word: number, seen: number, looks: number): void {
  if (looks < SPINS) pause();
  else Atomics.wait(words, word, seen, REST);
}

/** Tells the processor that this is a loop that only waits, where the runtime can. */
const pause: () => void = (Atomics as { pause?: () => void }).pause ?? (() => {});
