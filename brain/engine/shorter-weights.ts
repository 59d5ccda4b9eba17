import type { Parameters } from './parameters.ts';
import type { Call, Recording } from './recording.ts';
import { Storage } from './storage.ts';
import type { Tape, TapeBuilder } from './tape.ts';
import { WeightCopies } from './weight-copies.ts';
import { LEARNING, type Room, type WeightSet } from './weight-sets.ts';

/** What of an engine decides which of its tapes read weights that are stored shorter than float32. */
interface Tapes {
  readonly tapes: Tape[];
  readonly owners: ReadonlyMap<Tape, string>;
  readonly parameters: Parameters;
  record(name: string, owner: string, build: (recording: Recording) => TapeBuilder): Tape;
}

/** Weights that are stored shorter than float32: for those that speak (`Storage`), and for those that learn (`WeightCopies`). */
export class ShorterWeights {
  private readonly engine: Tapes;
  storage: Storage | undefined;
  copies: WeightCopies | undefined;
  /** the tapes that store them, where that must be done again and again */
  private storing: Tape | undefined;
  private copying: Tape | undefined;
  private speaker: string | undefined;
  private learning = false;

  constructor(engine: Tapes) {
    this.engine = engine;
  }

  /** Chooses what a room asks for. */
  choose(room: Room): void {
    this.chooseStorage(room);
    this.learning = room.learning;
    this.speaker = room.speaker;
    const { tapes, parameters } = this.engine;
    const { learningType: type } = parameters;
    const learners = tapes.filter(isLearner).map(({ recording }) => recording);
    if (this.copies || type === 'f32' || learners.length === 0) return;
    const copies = new WeightCopies(type, learners, parameters);
    this.copies = copies;
    this.copying = this.engine.record('copies', 'optimizer', (r) => copies.record(r));
  }

  private chooseStorage({ learning, speaker, storage: type = 'f32' }: Room): void {
    const isAlone = !learning;
    if (this.storage?.type === type && this.storage.isAlone === isAlone) return;
    const { tapes, owners, parameters } = this.engine;
    if (this.storing) tapes.splice(tapes.indexOf(this.storing), 1);
    this.storing = undefined;
    this.storage = undefined;
    if (type !== 'f32') {
      const readers = tapes.filter((tape) => isAlone || owners.get(tape) === speaker);
      const storage = new Storage(
        type,
        readers.map(({ recording }) => recording),
        parameters,
        isAlone,
      );
      this.storage = storage;
      if (!isAlone) this.storing = this.engine.record('storage', 'optimizer', (r) => storage.record(r));
    }
    parameters.layOut(new Set(isAlone ? this.storage?.matrices.keys() : []));
  }

  /** Elements of one set of stored weights, and of the copies. */
  get sizes(): { stored: number; copies: number } {
    return { stored: this.storage?.size ?? 0, copies: this.learning ? (this.copies?.size ?? 0) : 0 };
  }

  /** Calls of a tape, those that can among them reading what is shorter. */
  reading(tape: Tape, calls: readonly Call[]): readonly Call[] {
    const source = this.readsStored(tape) ? this.storage : this.readsCopies(tape) ? this.copies : undefined;
    return source ? calls.flatMap((call) => source.reading(call)) : calls;
  }

  /** The tape that must store weights of a set before another one reads them; undefined where they are as they are now. */
  due(tape: Tape, set: WeightSet): Tape | undefined {
    if (this.storing && this.readsStored(tape)) return this.storage?.mustStore(set) ? this.storing : undefined;
    return this.readsCopies(tape) && this.copies?.mustCopy(set) ? this.copying : undefined;
  }

  /** The speaker's tapes read stored weights, and all do where there is no float32 of them. */
  private readsStored(tape: Tape): boolean {
    return this.storage !== undefined && (this.storage.isAlone || this.engine.owners.get(tape) === this.speaker);
  }

  private readsCopies(tape: Tape): boolean {
    return this.learning && this.copies !== undefined && isLearner(tape);
  }

  /** The weights of a set changed. */
  outdate(set: WeightSet): void {
    this.storage?.outdate(set);
    this.copies?.outdate(set);
  }

  /** The optimizer took a step: unlike those that speak, which may lag behind, learning goes on from the weights as they are now. */
  outdateCopies(): void {
    this.copies?.outdate(LEARNING);
  }
}

const isLearner = ({ recording }: Tape): boolean => recording.calls.backward.length > 0;
