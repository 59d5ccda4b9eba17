/** What every format of an export offers. */
import type { Adapter } from '../../brain/learning/adapter.ts';
import type { ElementType } from './elements.ts';
import type { PlannedFile } from './output.ts';
import type { RoleNames } from './prompt-templates.ts';
import type { ModelSource } from './source.ts';

export interface ExportRequest {
  readonly source: ModelSource;
  /** of the numbers in its matrices */
  readonly type: ElementType;
  /** what its files are named after: letters, digits and dashes */
  readonly fileName: string;
  readonly roles: RoleNames;
  /** habits that go along as files of their own */
  readonly habits: readonly ExportedHabit[];
}

export interface ExportedHabit {
  readonly name: string;
  readonly adapter: Adapter;
}

export interface ExportPlan {
  readonly files: readonly PlannedFile[];
  /** sentences: what its owner should know */
  readonly notes: readonly string[];
  /** commands of other programs that take it up */
  readonly use: readonly string[];
}

export interface ExportFormat {
  /** one line for people */
  readonly about: string;
  /** whether habits can go along */
  readonly takesHabits?: true;
  /** the types of numbers that it can hold, the usual one first */
  readonly types: readonly ElementType[];
  /** why it cannot carry this brain, and what can, in one sentence */
  refuse(source: Pick<ModelSource, 'brain' | 'sizes' | 'tokenizer'>): string | undefined;
  /** @throws Error with one sentence if this brain cannot be in it */
  plan(request: ExportRequest): ExportPlan;
}
