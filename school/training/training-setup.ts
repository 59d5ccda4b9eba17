import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import type { From } from '../../library/batches/batches.ts';
import type { Example } from '../../library/sources/examples.ts';
import type { TaughtName } from '../../library/sources/names.ts';
import type { Tokenizer } from '../../library/tokenizer/index.ts';
import type { Library } from '../api/messages.ts';
import type { Config } from '../settings/config.ts';

/** Who is being raised, apart from tensors: given once, at waking. */
export interface TrainingSetup {
  readonly config: Config;
  readonly sizes: Sizes;
  readonly tokenizer: Tokenizer;
  readonly library: Library;
  /** what somebody taught it beside its library */
  readonly taught?: Readonly<Partial<Record<TaughtName, readonly Example[]>>>;
  /** how people ask and answer, by which the memory judges the rarity of words */
  readonly dialogues?: string;
  /** where it reads on; 'resume' is where it was */
  readonly from: 'resume' | From;
}
