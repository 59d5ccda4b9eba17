// A baby's life by tokens instead of minutes: the same on a fast machine and on a busy one. No voice, no saves, no clock.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Shelf } from '../../library/token-cache/shelf.ts';
import type { Tokenizer } from '../../library/tokenizer/index.ts';
import type { Library } from '../../school/api/messages.ts';
import { sizesFor } from '../../school/daemon/load-or-create.ts';
import { newbornTokenizer } from '../../school/daemon/newborn-tokenizer.ts';
import { starterFolder } from '../../school/home/package-root.ts';
import { createRuntime } from '../../school/machine/runtime.ts';
import { type Config, configure } from '../../school/settings/config.ts';
import { optimizerSettings } from '../../school/training/learning-options.ts';
import { buildModel, LEARNING_ROOM } from '../../school/training/model.ts';
import { Timings } from '../../school/training/timings.ts';
import { TrainingState } from '../../school/training/training-state.ts';

/** A library as the product makes it of texts: cleaned, its held-out part chosen, in tokens. */
export interface StudyLibrary {
  readonly config: Config;
  readonly tokenizer: Tokenizer;
  readonly library: Library;
}

/** Texts by name: their bytes, or the starter texts of the house. */
export type StudyTexts = Readonly<Record<string, Uint8Array>> | 'starter';

export async function studyLibrary(texts: StudyTexts, settings: object = {}): Promise<StudyLibrary> {
  const folder = mkdtempSync(join(tmpdir(), 'baby-study-'));
  try {
    const [libraryFolder, shelfFolder] = ['library', 'shelf'].map((name) => join(folder, name)) as [string, string];
    mkdirSync(shelfFolder);
    if (texts === 'starter') cpSync(starterFolder, libraryFolder, { recursive: true });
    else mkdirSync(libraryFolder);
    if (texts !== 'starter')
      for (const [name, text] of Object.entries(texts)) writeFileSync(join(libraryFolder, name), text);
    const config = configure(settings, 'the study');
    const shelf = new Shelf({ libraryFolder, shelfFolder });
    const { tokenizer } = await newbornTokenizer({ tokenizer: join(folder, 'tokenizer.json') }, shelf, config);
    await shelf.refresh(tokenizer, { heldOutFraction: config.heldOut, speaker: config.name });
    return { config, tokenizer, library: { files: await shelf.load(), exams: await shelf.exams() } };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How it was after so many tokens. */
export interface Point {
  readonly tokens: number;
  /** bits per byte of the half of the held-out text that does not steer, by all that speak, and of each alone */
  readonly bits: number;
  readonly each: Readonly<Record<string, number>> | undefined;
  /** of the last step */
  readonly rate: number;
  readonly doing: string;
}

export interface LifeOptions {
  /** to be learnt; one that knows all there is to know ends earlier */
  readonly tokens: number;
  /** between two points */
  readonly every: number;
  readonly threads?: number;
  /** told of each point as it is there */
  onPoint?(point: Point): void;
  /** told what it decided, at how many tokens */
  onNote?(sentence: string, tokens: number): void;
}

/** Learns so many tokens, as a lesson does, and is examined on the way. */
export async function slowLife({ config, tokenizer, library }: StudyLibrary, options: LifeOptions): Promise<Point[]> {
  const { tokens, every, threads = config.threads, onPoint, onNote } = options;
  const sizes = sizesFor(config, tokenizer.vocabularySize);
  const mind = buildModel(config.brain, sizes, optimizerSettings(config));
  const room = { ...LEARNING_ROOM, siblings: config.grow.most, kernels: config.kernels, threads };
  const hands = await createRuntime(mind.engine, room);
  try {
    const state = new TrainingState({ config, sizes, tokenizer, library, from: 'resume' }, mind);
    const steering = state.evaluator.steeringSet(library.exams);
    const points: Point[] = [];
    const nobody = () => {};
    const clock = new Timings();
    let rate = 0;
    for (let next = every; state.tutor.tokens < tokens && !state.growth.isDone; ) {
      ({ rate } = state.learn(1, nobody, clock));
      if (steering && state.growth.isDue)
        for (const sentence of state.growth.steer((set) => state.evaluator.steer(steering, set).losses))
          onNote?.(sentence, state.tutor.tokens);
      if (state.tutor.tokens < next && !state.growth.isDone) continue;
      next += every;
      const { speakers, doing } = state.growth;
      const { bitsPerByte: bits, each } = state.evaluator.examine({}, library.exams, state.tutor.step, {
        quick: true,
        speakers,
      });
      const point: Point = { tokens: state.tutor.tokens, bits, each, rate, doing };
      points.push(point);
      onPoint?.(point);
    }
    return points;
  } finally {
    await hands.release();
  }
}
