/** Files of other programs as a model that becomes a baby. */
import type { BrainName } from '../../../brain/brains/index.ts';
import type { PresetName, Sizes } from '../../../brain/brains/shapes/shape.ts';
import type { Tokenizer } from '../../../library/tokenizer/index.ts';
import type { Colour } from '../../api/messages.ts';

/** Tensors of a file, of which the header was checked. */
export interface TensorReader {
  /** rows before columns */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** @throws FormatError if there is none of that name, or its numbers cannot be read */
  read(name: string): Float32Array;
  close(): void;
}

/** One tensor of a brain, out of one or more tensors of a file. */
export interface TakenTensor {
  readonly shape: readonly number[];
  read(): Float32Array;
}

/** A model of another program, as a brain here. Its numbers are read when they are asked for. */
export interface TakenModel {
  readonly brain: BrainName;
  readonly sizes: Sizes;
  /** the one that it learns like; left out: by its size */
  readonly preset?: PresetName | undefined;
  readonly tokenizer: Tokenizer;
  /** by the names of the brain's parameters; those that are not in it begin as a newborn has them */
  readonly tensors: ReadonlyMap<string, TakenTensor>;
  /** how it is called, where its files say so */
  readonly name?: string | undefined;
  /** how much it learnt, where its files say so */
  readonly steps: number;
  readonly tokens: number;
  readonly colour?: Colour | undefined;
  /** sentences: what of it is not as it was */
  readonly notes: readonly string[];
  close(): void;
}

/** A kind of file that `baby import` takes, told by what is in it. */
export interface Recogniser {
  /** for people: `a GGUF` */
  readonly name: string;
  /** @param path of a file or a folder that is there */
  recognises(path: string): boolean;
  /** @throws FormatError, whose message is a clause, if the files are not what they seem */
  take(path: string): TakenModel;
}
