import { AVERAGE } from '../../brain/engine/weight-sets.ts';
import type { StorageType } from '../../brain/kernels/storage.ts';
import type { Level } from '../api/messages.ts';
import { levelOfNote, type Runtime } from '../machine/runtime.ts';
import type { Model } from '../training/model.ts';
import { lessonTexts } from './texts.ts';

/** Said of a brain so large that the average of its weights does not fit beside them. */
const NO_AVERAGE = lessonTexts.noRoomForAverage;

/** What the log should know of the machine that a brain learns on: level, scope, sentence. */
export function runtimeNotes(
  runtime: Runtime,
  { engine }: Model,
  isNewborn: boolean,
  storage: StorageType = 'f32',
): [Level, string, string][] {
  const notes: [Level, string, string][] = [];
  if (runtime.note) notes.push([levelOfNote(runtime, isNewborn), 'kernels', runtime.note]);
  if (engine.storedAs !== storage) notes.push(['info', 'memory', lessonTexts.noRoomForStorage(storage)]);
  if (!engine.has(AVERAGE)) notes.push(['info', 'memory', NO_AVERAGE]);
  return notes;
}
