/** Another baby that teaches: its brain as it speaks, in a memory of its own, beside the brain that learns. */
import { join } from 'node:path';
import { kindOf } from '../../brain/brains/index.ts';
import { shapeOf } from '../../brain/brains/shapes/index.ts';
import type { Sizes } from '../../brain/brains/shapes/shape.ts';
import { tensorReader, verifyCheckpoint } from '../../soul/checkpoint.ts';
import type { OpenedSoul } from '../../soul/keeper.ts';
import { findHome } from '../home/home.ts';
import { createRuntime, type KernelChoice } from '../machine/runtime.ts';
import { currentState, readSpoken, type SoulState, spokenFiles } from '../training/checkpoint.ts';
import { Teachers } from '../training/growth/teachers.ts';
import { buildModel, type Mentor, type TeacherMark } from '../training/model.ts';
import { lessonTexts } from './texts.ts';

/** Why a brain of these sizes cannot teach one that reads in these; undefined: it can. */
export function whyNoTeacher(
  { brain, sizes }: Pick<SoulState, 'brain' | 'sizes'>,
  { contextLength }: Pick<Sizes, 'contextLength'>,
): string | undefined {
  const kind = kindOf(brain);
  if (!kind.foresee || kind.overlap(sizes) > 0) return lessonTexts.teacher.cannotTeach(brain);
  const isFixed = shapeOf(brain).fixed?.(sizes)?.contextLength !== undefined;
  if (isFixed && sizes.contextLength !== contextLength)
    return lessonTexts.teacher.reads(sizes.contextLength, contextLength);
  return undefined;
}

/**
 * Opens the brain of a teacher; its files are read, and never written.
 *
 * @param sizes of the learner, in whose batch and context length it reads
 * @throws Error with one sentence if its soul cannot be used, or does not fit into memory
 */
export async function openMentor(
  { home, name, soul }: TeacherMark & { readonly name: string },
  { batch, contextLength }: Sizes,
  { kernels, threads }: { readonly kernels: KernelChoice; readonly threads: number },
): Promise<Mentor> {
  const folder = join(findHome(home).soul, soul);
  const { state: stored, texts } = verifyCheckpoint(folder);
  const state = currentState(stored);
  const why = state ? whyNoTeacher(state, { contextLength }) : lessonTexts.teacher.otherVersion;
  if (!state || why !== undefined) throw new Error(why);
  const { brain } = state;
  const sizes = { ...state.sizes, batch, contextLength };
  const model = buildModel(brain, sizes);
  const teachers = new Teachers({
    engine: model.engine,
    foresee: kindOf(brain).foresee!,
    sizes,
    setOf: (slot) => speakers[slot].set,
    owner: 'teachers',
    file: 'mentor',
  });
  const room = { learning: false, siblings: spokenFiles(state).length - 1 };
  const runtime = await createRuntime(model.engine, { kernels, threads, ...room });
  const opened: Pick<OpenedSoul, 'state' | 'texts' | 'readTensors'> = { state, texts, ...tensorReader(folder) };
  const speakers = readSpoken(model, opened);
  teachers.teaching = speakers.length;
  return { name, mark: { home, soul }, model, speakers, teachers, release: () => runtime.release() };
}
