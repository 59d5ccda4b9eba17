/** Corrections as the weights learn them: among its own replies, examined, ended when known, and the same life after a kill. */
import { describe, expect, it } from 'vitest';
import type { Example } from '../../../library/sources/examples.ts';
import type { FromLesson, ToLesson } from '../../../school/api/messages.ts';
import { CorrectionsTasks } from '../../../school/lesson/corrections.ts';
import { Lesson } from '../../../school/lesson/lesson.ts';
import type { Channel, LessonOptions } from '../../../school/lesson/options.ts';
import { standingOf } from '../../../school/lesson/reports/metrics.ts';
import { lessonTexts } from '../../../school/lesson/texts.ts';
import { configure } from '../../../school/settings/config.ts';
import type { SoulState } from '../../../school/training/checkpoint.ts';
import type { Scribe } from '../../../school/training/scribe.ts';
import type { TrainingState } from '../../../school/training/training-state.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { files, TINY, temporaryFolder, tokenizer, tokenizerText, weightsOf } from '../tiny.ts';

const CORRECTION: Example = {
  id: 'a',
  turns: [
    { speaker: 'owner', text: 'what is your favourite colour?', learn: false },
    { speaker: 'babyllm', text: 'the moss.', learn: true },
  ],
};
const QUIET = {
  saveSeconds: 3600,
  examSeconds: 3600,
  babbleSeconds: 3600,
  reflection: { seconds: 0 },
  scribe: { chance: 0 },
};

const noExam = () => new Float32Array();

interface Inside {
  training: TrainingState;
  scribe: Scribe;
}

async function lives(soulFolder: string, steps: number, { consolidate = true, ask = [] as readonly ToLesson[] } = {}) {
  const posts: FromLesson[] = [];
  const mail = [...ask];
  const channel: Channel = {
    hasMail: () => mail.length > 0,
    nextMail: () => mail.shift(),
    post: (post) => void posts.push(post),
  };
  const options: LessonOptions = {
    config: configure(
      { preset: 'tiny', threads: 1, learningRate: 3e-3, memory: { consolidate }, ...QUIET },
      'the test',
    ),
    soulFolder,
    soul: new Keeper({ folder: soulFolder }).list()[0]?.name ?? null,
    tokenizer: tokenizerText,
    sizes: TINY.baby,
    library: { files, exams: [] },
    taught: { corrections: [CORRECTION] },
    from: 'resume',
    minutes: null,
    steps,
  };
  const lesson = await Lesson.begin(options, channel);
  await lesson.live();
  const { training, scribe } = lesson as unknown as Inside;
  return { training, scribe, posts, state: new Keeper({ folder: soulFolder }).open().state as SoulState };
}

describe('a correction that the weights learn', () => {
  it('waits for replies of its own, and is the same life when it is stopped among them', async () => {
    const whole = await lives(temporaryFolder(), 48);
    const folder = temporaryFolder();
    const first = await lives(folder, 10);
    expect(first.state.mixer?.contrasts).toHaveLength(10);
    expect(first.state.mixer?.given.corrections).toBeUndefined();
    const second = await lives(folder, 38);
    expect(weightsOf(second.training.model)).toEqual(weightsOf(whole.training.model));
    expect(second.state.mixer).toEqual(whole.state.mixer);
    expect(whole.state.mixer?.contrasts).toHaveLength(32);
    expect(whole.state.mixer?.given.corrections?.chunks).toBeGreaterThan(0);
    // it knows of no conversation that it held with itself
    expect(second.scribe.forget('contrasts')).toBe(false);
  });

  it('has none, and is not read, unless its owner wants the weights to learn it', async () => {
    const { state, training } = await lives(temporaryFolder(), 30, { consolidate: false });
    expect(standingOf(training, '').doing).toBe('learning');
    expect(state.mixer?.contrasts).toBeUndefined();
    expect(state.mixer?.given.corrections).toBeUndefined();
  });

  it('is examined with every exam of the library: by memory, by the weights, and behind other questions', async () => {
    const { training, scribe } = await lives(temporaryFolder(), 2, { consolidate: false });
    const notes: string[] = [];
    const setup = { training, scribe, tokenizer, owner: 'owner', name: 'babyllm', between: () => {}, exam: noExam };
    const dialogues =
      '[a]: What is the sea?\n[b]: Water.\n[a]: Who are you?\n[b]: Me.\n[a]: What is your favourite colour?\n[b]: No.\n';
    const tasks = new CorrectionsTasks({ ...setup, dialogues, note: (message) => void notes.push(message) });
    expect(tasks.examine()).toEqual({
      marks: {
        ...{ of: 1, remembered: 1, byWeights: 0, forms: 3, formsRemembered: 3 },
        // the third question is the corrected one
        ...{ others: 1, othersRemembered: 0, othersByWeights: 0 },
      },
      unknown: ['a'],
    });
    training.memory.forget('corrections', ['a']);
    expect(tasks.examine()).toBeUndefined();
  });

  it('is learnt again when the weights lost it, which is found by tokens and not by the clock', async () => {
    const { training, scribe } = await lives(temporaryFolder(), 2);
    const notes: string[] = [];
    const setup = {
      training,
      scribe,
      tokenizer,
      owner: 'owner',
      name: 'babyllm',
      dialogues: '',
      between: () => {},
      exam: noExam,
    };
    const tasks = new CorrectionsTasks({ ...setup, note: (message) => void notes.push(message) });
    const known = () => training.mixer.known('corrections').a;
    const batch = { spans: [{ source: 'corrections', id: 'a', stream: 0, from: 0, to: 1, begins: true, ends: true }] };
    for (let i = 0; i < 3; i++)
      training.mixer.mark({ ...batch, targets: Int32Array.of(5), learn: Uint8Array.of(1) } as never, [5], [0.1]);
    expect(known()).toEqual({ reads: 3, byHeart: true });
    expect(standingOf(training, '').doing).toBe('learning');
    tasks.afterStep(1);
    expect(known()).toEqual({ reads: 3, byHeart: true });
    tasks.afterStep(training.tutor.tokens + 1);
    expect(known()).toEqual({ reads: 3, byHeart: false });
    expect(standingOf(training, '').doing).toBe('consolidating');
    expect(notes).toEqual([lessonTexts.corrections.oneLost]);
  });
});
