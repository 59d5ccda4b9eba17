/** How a brain's sizes are described: plain data, so that reading settings loads no brain. */

/** What every brain has, whatever its shape. Letters as in the docstrings: B streams, T tokens of a chunk, V vocabulary. */
export type CommonSizes = {
  /** V: tokens it can read and say */
  readonly vocabulary: number;
  /** T: tokens of one chunk, all predicted in one parallel pass */
  readonly contextLength: number;
  /** B: texts read side by side */
  readonly batch: number;
};

export type ShapeValue = number | string | boolean;
/** A shape of which nothing is known but that its values are plain. */
export type AnyShape = Readonly<Record<string, ShapeValue>>;
/** How large a brain is: what all brains have, and its own shape. */
export type Sizes<Shape = AnyShape> = CommonSizes & Shape;

/** What one value of a shape may be, with a line for people. */
export type Field<Value extends ShapeValue = ShapeValue> = { readonly about: string } & (Value extends number
  ? { readonly kind: 'whole'; readonly least: number; readonly most: number }
  : Value extends boolean
    ? { readonly kind: 'switch' }
    : { readonly kind: 'choice'; readonly of: readonly Value[] });

/** Sizes at which a brain was found to learn well. */
export interface Preset<Shape = AnyShape> {
  readonly shape: Shape;
  readonly contextLength: number;
  readonly batch: number;
  /** most tokens of the vocabulary; a small library gets fewer */
  readonly vocabulary: number;
  readonly learningRate: number;
  readonly warmupSteps: number;
  readonly horizon: number;
  /** of the library at the whole rate: of those that were tried only baby's `small` needs fewer than three (school/EXPERIMENTS.md) */
  readonly readings: number;
}

/** `full` is the original's 204 million parameters. */
export type PresetName = 'tiny' | 'small' | 'medium' | 'full';

/** What may be decided about one kind of brain before it is built. `Shape` is a type alias of plain values, not an interface. */
export interface BrainShape<Shape = AnyShape> {
  /** one line for people: the kind */
  readonly about: string;
  readonly fields: { readonly [Key in keyof Shape]: Shape[Key] extends ShapeValue ? Field<Shape[Key]> : never };
  readonly presets: Readonly<Record<PresetName, Preset<Shape>>>;
  /** The shape that its owner's choices make of a preset's. Left out: what was not chosen is as in the preset. */
  compose?(preset: Shape, chosen: Partial<Shape>, contextLength: number): Shape;
  /** why a grown brain of this shape cannot read longer or more texts at once, by size; what is left out may change */
  fixed?(shape: Shape): Readonly<Partial<Record<'contextLength' | 'batch', string>>>;
  /** organs that can be left out, for study; left out: none */
  readonly organs?: readonly string[];
  /** one line for people: what a brain of this shape is made of */
  introduce(sizes: Sizes<Shape>): string;
}

/** The shape that an owner's choices make of a preset's, for chunks of `contextLength` tokens. */
export function composeShape<Shape>(
  kind: BrainShape<Shape>,
  preset: PresetName,
  chosen: Partial<Shape>,
  contextLength: number,
): Shape {
  const { shape } = kind.presets[preset];
  return kind.compose?.(shape, chosen, contextLength) ?? { ...shape, ...chosen };
}

/** Every size must be there and be what it may be. @throws Error that names the first that is not */
export function checkSizes(kind: Pick<BrainShape, 'fields'>, sizes: Sizes): void {
  const at = sizes as Readonly<Record<string, ShapeValue | undefined>>;
  for (const name of ['vocabulary', 'contextLength', 'batch']) checkField(name, COMMON, at[name]);
  for (const [name, field] of Object.entries(kind.fields)) checkField(name, field, at[name]);
}

const COMMON: Field<number> = { kind: 'whole', least: 1, most: Number.MAX_SAFE_INTEGER, about: '' };

function checkField(name: string, field: Field, value: ShapeValue | undefined): void {
  switch (field.kind) {
    case 'whole':
      if (Number.isInteger(value) && (value as number) >= field.least) return;
      throw new Error(
        `the size ${name} of a brain must be a whole number of at least ${field.least}, but it is ${value}`,
      );
    case 'switch':
      if (typeof value === 'boolean') return;
      throw new Error(`the size ${name} of a brain must be true or false, but it is ${value}`);
    case 'choice':
      if ((field.of as readonly unknown[]).includes(value)) return;
      throw new Error(`the size ${name} of a brain must be one of ${field.of.join(', ')}, but it is ${value}`);
  }
}
