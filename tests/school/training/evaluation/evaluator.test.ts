/** Exams of a lesson: whose they are, and what they are compared with. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { encodeText } from '../../../../library/tokenizer/chat-template.ts';
import type { FromLesson, Library, ToLesson } from '../../../../school/api/messages.ts';
import { Lesson } from '../../../../school/lesson/lesson.ts';
import type { Channel, LessonOptions } from '../../../../school/lesson/options.ts';
import type { Standing } from '../../../../school/lesson/reports/metrics.ts';
import { lessonTexts } from '../../../../school/lesson/texts.ts';
import { configure } from '../../../../school/settings/config.ts';
import type { SoulState } from '../../../../school/training/checkpoint.ts';
import { Evaluator } from '../../../../school/training/evaluation/evaluator.ts';
import type { Model } from '../../../../school/training/model.ts';
import { Keeper } from '../../../../soul/keeper.ts';
import { files, storyText, TINY, talkText, temporaryFolder, tokenizer, tokenizerText } from '../../tiny.ts';

const passage = (text: string, file = 'talk.txt') => ({ file, ids: encodeText(tokenizer, text), bytes: text.length });
const TALK = passage(talkText.slice(0, 1500));
const STORY = passage(storyText.slice(0, 900), 'story.txt');

afterEach(() => {
  vi.restoreAllMocks();
});

/** Learns for so many steps in a folder; `tell` says what it hears at each step. */
async function lives(
  soulFolder: string,
  exams: Library['exams'],
  steps: number,
  {
    tell = () => undefined,
    config = {},
  }: { tell?: (step: number) => ToLesson | readonly ToLesson[] | undefined; config?: object } = {},
) {
  const posts: FromLesson[] = [];
  const mail: ToLesson[] = [];
  let stepOf: (() => number) | undefined;
  let heard = -1;
  const channel: Channel = {
    hasMail() {
      const step = stepOf?.() ?? -1;
      if (step > heard) mail.push(...[tell(step) ?? []].flat());
      heard = Math.max(heard, step);
      return mail.length > 0;
    },
    nextMail: () => mail.shift(),
    post: (message) => void posts.push(message),
  };
  const quiet = { saveSeconds: 3600, examSeconds: 3600, babbleSeconds: 3600 };
  const options: LessonOptions = {
    config: configure({ preset: 'tiny', threads: 1, learningRate: 3e-3, ...quiet, ...config }, 'the test'),
    soulFolder,
    soul: new Keeper({ folder: soulFolder }).list()[0]?.name ?? null,
    tokenizer: tokenizerText,
    sizes: TINY.baby,
    library: { files, exams },
    from: 'resume',
    minutes: null,
    steps,
  };
  const lesson = await Lesson.begin(options, channel);
  const { training, tasks } = lesson as unknown as {
    training: { tutor: { step: number }; model: Model };
    tasks: { standing(): Standing };
  };
  stepOf = () => training.tutor.step;
  await lesson.live();
  const all = <K extends FromLesson['kind']>(kind: K) =>
    posts.filter((post): post is Extract<FromLesson, { kind: K }> => post.kind === kind);
  const souls = new Keeper({ folder: soulFolder }).list();
  const state = new Keeper({ folder: soulFolder }).open().state as SoulState;
  return { all, souls, state, mind: training.model, standing: tasks.standing() };
}

describe('a soul', () => {
  it('carries the exam of its own step, whoever saves it and when', async () => {
    const tell = (step: number): ToLesson | undefined =>
      step === 4 ? { kind: 'exam', id: 1 } : step === 9 ? { kind: 'save', id: 2 } : undefined;
    const { all, souls, state } = await lives(temporaryFolder(), [TALK], 14, { tell });
    const exams = new Map(all('examined').map(({ result }) => [result.step, result.bitsPerByte]));
    expect(exams.size).toBe(3);
    expect(souls).toHaveLength(3);
    for (const { step, score } of souls) expect(score, `of step ${step}`).toBe(exams.get(step));
    // saved at once, so that nothing is lost
    expect(souls.at(-1)).toMatchObject({ step: 0, score: undefined });
    expect(state.examined).toMatchObject({ step: 14 });
    expect(state.bestExam).toBe(Math.min(...exams.values()));
  });

  it('keeps the temperature that its exams found, where that is left to them, and its statistics show it', async () => {
    const folder = temporaryFolder();
    const long = passage(talkText);
    const config = { voice: { temperature: 'auto' } };
    const tell = (step: number): ToLesson | undefined => (step === 4 ? { kind: 'exam', id: 1 } : undefined);
    const { state, standing } = await lives(folder, [long], 12, { tell, config });
    expect(state.temperature).toBeGreaterThanOrEqual(0.5);
    expect(state.temperature).toBeLessThanOrEqual(3);
    expect(standing.fittedTemperature).toBe(state.temperature);
    // it wakes with the same, and without it in a life that decides itself
    expect((await lives(folder, [long], 1, { config })).state.temperature).toBe(state.temperature);
    const own = await lives(temporaryFolder(), [long], 12, { tell });
    expect(own.state).not.toHaveProperty('temperature');
  });

  it('is not examined twice at one step', async () => {
    const asked: ToLesson[] = [
      { kind: 'exam', id: 1 },
      { kind: 'save', id: 2 },
    ];
    const { all, souls } = await lives(temporaryFolder(), [TALK], 20, { tell: (step) => (step === 4 ? asked : []) });
    const [first, last, ...more] = all('examined').map(({ result }) => result);
    expect(more).toEqual([]);
    expect(souls.map(({ score }) => score)).toEqual([last.bitsPerByte, first.bitsPerByte, undefined]);
  });

  it('is saved without one where that would take long while somebody waits', async () => {
    const real = performance.now.bind(performance);
    let late = 0;
    let saving = false;
    vi.spyOn(performance, 'now').mockImplementation(() => {
      if (saving) late += 500;
      return real() + late;
    });
    const tell = (step: number): ToLesson | undefined => {
      saving = step >= 6;
      return step === 6 ? { kind: 'sleep' } : undefined;
    };
    const { all, souls } = await lives(temporaryFolder(), [TALK], 100, { tell });
    expect(all('examined')).toEqual([]);
    expect(souls[0].step).toBeGreaterThanOrEqual(6);
    expect(souls[0].score).toBeUndefined();
    expect(all('failed')).toEqual([]);
  });
});

describe('exams', () => {
  it('are compared with those of earlier wakes on the same text alone', async () => {
    const folder = temporaryFolder();
    const first = await lives(folder, [TALK], 10);
    const same = await lives(folder, [TALK], 10);
    expect(same.all('stats')[0].stats).toMatchObject({ exam: first.state.lastExam, bestExam: first.state.bestExam });
    expect(same.souls[0].paper).toBe(first.souls[0].paper);
    const other = await lives(folder, [TALK, STORY], 10);
    expect(other.all('stats')[0].stats).toMatchObject({ exam: null, bestExam: null });
    expect(other.state.bestExam).toBe(other.state.lastExam);
    expect(other.souls[0].paper).not.toBe(first.souls[0].paper);
    expect(new Keeper({ folder }).best()?.name).toBe(other.souls[0].name);
  });

  it('begin anew with those of a soul that does not know what they were about', async () => {
    const folder = temporaryFolder();
    const { mind } = await lives(folder, [TALK], 10);
    const keeper = new Keeper({ folder });
    const { state, texts } = keeper.open();
    const { examined: _, ...old } = state as SoulState;
    const { tensorsOf } = await import('../../../../school/training/checkpoint.ts');
    const summary = { step: 11, score: 0.1 };
    keeper.save({ tensors: tensorsOf(mind), texts, state: { ...old, lastExam: 0.1, bestExam: 0.1 }, summary });
    expect(keeper.list()[0]).toMatchObject({ step: 11, score: 0.1, paper: undefined });
    const again = await lives(folder, [TALK], 2);
    expect(again.all('stats')[0].stats).toMatchObject({ exam: null, bestExam: null });
    expect(again.state.bestExam).toBeGreaterThan(0.1);
  });

  it('begin anew when what is held out changes while it is awake, and not when only what it reads does', async () => {
    const library = (exams: Library['exams']): ToLesson => ({ kind: 'library', id: 9, library: { files, exams } });
    const tell = (step: number): ToLesson | undefined => {
      if (step === 4) return { kind: 'exam', id: 1 };
      if (step === 6) return library([TALK]);
      if (step === 8) return library([STORY, TALK]);
      return undefined;
    };
    const { all, state } = await lives(temporaryFolder(), [TALK], 12, { tell });
    const count = files[0].tokens.length.toLocaleString('en');
    expect(all('note').map(({ message }) => message)).toEqual([
      lessonTexts.library.changed(count, '1 file', ''),
      lessonTexts.library.changed(count, '1 file', lessonTexts.library.examsStartOver),
    ]);
    expect(all('library')).toEqual(Array(2).fill({ kind: 'library', tokens: files[0].tokens.length }));
    const [before, after] = all('examined').map(({ result }) => result);
    expect(after.paper).not.toBe(before.paper);
    expect(state).toMatchObject({ lastExam: after.bitsPerByte, bestExam: after.bitsPerByte });
  });

  it('know the same text in any order, and whether they read all of it', async () => {
    const { mind } = await lives(temporaryFolder(), [], 1);
    const examiner = new Evaluator(mind, tokenizer);
    expect(examiner.examSetOf([TALK, STORY])).toBe(examiner.examSetOf([STORY, { ...TALK, file: 'renamed.txt' }]));
    expect(examiner.examSetOf([TALK, STORY])).not.toBe(examiner.examSetOf([TALK]));
    expect(examiner.examSetOf([])).not.toBe(examiner.examSetOf([TALK]));
    const long = { ...TALK, ids: Int32Array.from({ length: 41_000 }, (_, i) => TALK.ids[i % TALK.ids.length]) };
    const [quick, whole, short] = [true, false, false].map((q, i) =>
      examiner.examine({}, i < 2 ? [long] : [TALK], 1, { quick: q }),
    );
    expect(quick).toMatchObject({ of: 'held-out text', paper: examiner.examSetOf([long]) });
    expect(whole).toMatchObject({ of: 'all held-out text' });
    // the half that does not steer
    expect(Math.abs(quick.tokens - 20_000)).toBeLessThan(512);
    expect(Math.abs(whole.tokens - 20_500)).toBeLessThan(512);
    expect(whole.paper).not.toBe(quick.paper);
    expect(short).toMatchObject({ of: 'held-out text', paper: examiner.examSetOf([TALK]) });
  });

  it('steer by one half of a long text, by all of a short one, and by nothing where there is next to nothing', async () => {
    const { mind } = await lives(temporaryFolder(), [], 1);
    const examiner = new Evaluator(mind, tokenizer);
    const of = (tokens: number) => [
      { ...TALK, ids: Int32Array.from({ length: tokens }, (_, i) => TALK.ids[i % 200]!) },
    ];
    const marked = (tokens: number) =>
      examiner.steeringSet(of(tokens))?.passages.map((passage) => passage.marked?.reduce((sum, mark) => sum + mark, 0));
    expect(marked(63)).toBeUndefined();
    // all count where none is marked
    expect(marked(64)).toEqual([undefined]);
    expect(examiner.steeringSet(of(999))?.name).toBe(examiner.examSetOf(of(999)));
    expect(Math.abs(marked(1000)![0]! - 500)).toBeLessThan(200);
    expect(examiner.steeringSet(of(1000))?.name).not.toBe(examiner.examSetOf(of(1000)));
  });
});
