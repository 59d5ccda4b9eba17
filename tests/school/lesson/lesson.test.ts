import { describe, expect, it } from 'vitest';
import { batchTexts } from '../../../library/batches/texts.ts';
import { encodeText } from '../../../library/tokenizer/chat-template.ts';
import type { FromLesson, ToLesson } from '../../../school/api/messages.ts';
import { Lesson } from '../../../school/lesson/lesson.ts';
import type { Channel, LessonOptions } from '../../../school/lesson/options.ts';
import { lessonTexts } from '../../../school/lesson/texts.ts';
import { configure } from '../../../school/settings/config.ts';
import type { SoulState } from '../../../school/training/checkpoint.ts';
import type { Model } from '../../../school/training/model.ts';
import { trainingTexts } from '../../../school/training/texts/training-texts.ts';
import type { Tutor } from '../../../school/training/training-loop.ts';
import { Keeper } from '../../../soul/keeper.ts';
import { findStatistic, STATISTICS } from '../../../statistics/names.ts';
import { files, storyText, TINY, talkText, temporaryFolder, tokenizer, tokenizerText, weightsOf } from '../tiny.ts';

type Kind = FromLesson['kind'];
type Post<K extends Kind> = Extract<FromLesson, { kind: K }>;

const exams = [{ file: 'talk.txt', ids: encodeText(tokenizer, talkText.slice(0, 1200)), bytes: 1200 }];

function optionsFor(config: object = {}, options: Partial<LessonOptions> = {}): LessonOptions {
  const quiet = { saveSeconds: 3600, examSeconds: 3600, babbleSeconds: 3600 };
  return {
    config: configure({ preset: 'tiny', threads: 1, learningRate: 3e-3, ...quiet, ...config }, 'the test'),
    soulFolder: temporaryFolder(),
    soul: null,
    tokenizer: tokenizerText,
    sizes: TINY.baby,
    library: { files, exams },
    from: 'resume',
    minutes: null,
    ...options,
  };
}

/** What a test looks at, and breaks, inside a lesson. */
interface Inside {
  readonly model: Model;
  tutor: Tutor;
  babble(): void;
}

/** A lesson without a classroom: `at` is asked between kernel calls what to say to it, `onPost` hears what it says. */
async function lessonWith(
  options: LessonOptions,
  at: (inside: Inside, posts: readonly FromLesson[]) => ToLesson | undefined,
  onPost: (message: FromLesson, inside: Inside | undefined) => void = () => {},
) {
  const posts: FromLesson[] = [];
  const mail: ToLesson[] = [];
  let inside: Inside | undefined;
  const channel: Channel = {
    hasMail() {
      const message = inside && at(inside, posts);
      if (message) mail.push(message);
      return mail.length > 0;
    },
    nextMail: () => mail.shift(),
    post(message) {
      posts.push(message);
      onPost(message, inside);
    },
  };
  const lesson = await Lesson.begin(options, channel);
  const { training } = lesson as unknown as { training: Pick<Inside, 'model' | 'tutor'> };
  inside = {
    model: training.model,
    get tutor() {
      return training.tutor;
    },
    set tutor(tutor) {
      training.tutor = tutor;
    },
    babble: () => (lesson as unknown as { tasks: Inside }).tasks.babble(),
  };
  await lesson.live();
  const all = <K extends Kind>(kind: K) => posts.filter((post): post is Post<K> => post.kind === kind);
  return { posts, all, inside };
}

/** Says each thing once, when its time has come. */
function plan(...steps: [when: (inside: Inside) => boolean, what: ToLesson | ((inside: Inside) => void)][]) {
  let next = 0;
  return (inside: Inside): ToLesson | undefined => {
    if (next === steps.length || !steps[next][0](inside)) return undefined;
    const what = steps[next++][1];
    if (typeof what !== 'function') return what;
    what(inside);
    return undefined;
  };
}

const atStep =
  (step: number) =>
  ({ tutor }: Inside) =>
    tutor.step >= step;
/** What it shows of itself again and again. */
const SHOWN: readonly Kind[] = ['stats', 'guesses', 'probes'];
const SLEEP: ToLesson = { kind: 'sleep' };
const say = (id: number, text = 'hello'): ToLesson => ({
  kind: 'say',
  id,
  from: 'owner',
  text,
  conversation: 'c',
  options: { seed: 3, maxTokens: 6 },
});

describe('a lesson', () => {
  it('introduces itself, keeps its first soul at once, learns until told to sleep, and keeps what it learnt', async () => {
    const options = optionsFor();
    const { posts, all } = await lessonWith(options, plan([atStep(20), SLEEP]));
    expect(posts.map(({ kind }) => kind).filter((kind) => !SHOWN.includes(kind))).toEqual([
      'ready',
      'saved',
      'examined',
      'saved',
      'asleep',
    ]);
    const [{ introduction }] = all('ready');
    expect(introduction).toMatchObject({ brain: 'baby', preset: 'tiny', vocabulary: 320, step: 0, threads: 1 });
    expect(introduction.libraryTokens).toBe(files[0].tokens.length);
    expect(introduction.organs[0]).toBe('2 lobes of 32 neurons around 24 channels, windows of up to 8 tokens');
    expect(introduction.organs.join('\n')).toContain('lobe1.memory');
    const slept = all('asleep')[0].step;
    expect(slept).toBeGreaterThanOrEqual(20);
    expect(all('stats')[0].stats).toMatchObject({ step: 1, reading: 'story.txt', skippedSteps: 0, exam: null });

    const soul = new Keeper({ folder: options.soulFolder }).open();
    expect((soul.state as SoulState).tutor.step).toBe(slept);
    const again = await lessonWith({ ...options, soul: soul.info.name }, plan([atStep(slept + 1), SLEEP]));
    expect(again.all('ready')[0].introduction.step).toBe(slept);
    expect(again.all('saved')).toHaveLength(1);
  });

  it('answers in the middle of a step, and the step does not notice', async () => {
    let calls = 0;
    const spoke: { step: number; callsAfter: number }[] = [];
    const run = (talkative: boolean) =>
      lessonWith(
        optionsFor({}, { steps: 12 }),
        ({ tutor }) => (talkative && tutor.step > 3 && ++calls % 50 === 0 ? say(calls) : undefined),
        (message, inside) => {
          if (message.kind === 'replied') spoke.push({ step: inside!.tutor.step, callsAfter: calls });
        },
      );
    const quiet = await run(false);
    const busy = await run(true);
    const replies = busy.all('replied');
    expect(replies.length).toBeGreaterThan(10);
    for (const { reply, id } of replies) {
      const deltas = busy.all('saying').filter((saying) => saying.id === id);
      expect(deltas.map(({ delta }) => delta).join('')).toBe(reply.text);
    }
    // several replies fell into one and the same step
    expect(new Set(spoke.map(({ step }) => step)).size).toBeLessThan(spoke.length);
    expect(weightsOf(busy.inside.model)).toEqual(weightsOf(quiet.inside.model));
    expect(busy.all('asleep')).toEqual([{ kind: 'asleep', step: 12 }]);
  });

  it('examines, saves and changes its library between two steps, and says clearly what it cannot', async () => {
    const short = { files: [{ name: 'new.txt', tokens: files[0].tokens.slice(0, 500) }], exams: [] };
    const { all } = await lessonWith(
      optionsFor(),
      plan(
        [atStep(2), { kind: 'exam', id: 1 }],
        [atStep(2), { kind: 'exam', id: 2, text: talkText.slice(0, 300), name: 'a talk' }],
        [atStep(2), { kind: 'exam', id: 3, text: '' }],
        [atStep(2), { kind: 'save', id: 4 }],
        [atStep(4), { kind: 'library', id: 6, library: { files: [], exams: [] } }],
        [atStep(6), { kind: 'library', id: 7, library: short }],
        [atStep(8), { kind: 'exam', id: 5 }],
        [atStep(20), SLEEP],
      ),
    );
    const [held, given] = all('examined');
    expect(held).toMatchObject({ id: 1, result: { of: 'held-out text', bytes: 1200, tokens: exams[0].ids.length } });
    expect(held.result.bitsPerByte).toBeGreaterThan(2);
    expect(held.result.bitsPerByte).toBeLessThan(9);
    expect(given).toMatchObject({ id: 2, result: { of: 'a talk', bytes: 300 } });
    expect(all('refused')).toEqual([
      { kind: 'refused', id: 3, message: trainingTexts.exams.emptyText },
      { kind: 'refused', id: 6, message: batchTexts.tooFewTokens(0) },
      {
        kind: 'refused',
        id: 5,
        message: trainingTexts.exams.noHeldOutText,
      },
    ]);
    expect(all('saved').map(({ id }) => id)).toEqual([null, 4, null]);
    expect(all('note').map(({ level, message }) => `${level}: ${message}`)).toEqual([
      `warn: ${lessonTexts.library.staysAsBefore(batchTexts.tooFewTokens(0))}`,
      'info: the library changed: 500 tokens in 1 file; its held-out part changed too, so the curve of its exams starts over',
    ]);
    expect(all('stats').at(-1)!.stats.exam ?? held.result.bitsPerByte).toBe(held.result.bitsPerByte);
  });

  it('goes back to its last soul when several steps in a row are not finite', async () => {
    const options = optionsFor({ retry: { nonFinite: 3 } });
    let kept: ReturnType<typeof weightsOf> | undefined;
    let back: { weights: ReturnType<typeof weightsOf>; step: number; caution: number; skipped: number } | undefined;
    let calls = 0;
    const { all, posts } = await lessonWith(
      options,
      plan(
        [atStep(10), { kind: 'save', id: 1 }],
        [atStep(20), ({ model }) => model.engine.ofParameter('tokens').fill(Number.NaN)],
        [atStep(21), { kind: 'save', id: 2 }],
        [atStep(21), say(3)],
        [atStep(21), (inside) => inside.babble()],
        [() => back !== undefined && ++calls > 400, SLEEP],
      ),
      (message, inside) => {
        if (message.kind === 'saved' && message.id === 1) kept = weightsOf(inside!.model);
        if (message.kind !== 'note' || !message.message.startsWith('went back')) return;
        const { step, caution, skipped } = inside!.tutor;
        back = { weights: weightsOf(inside!.model), step, caution, skipped };
      },
    );
    const notes = all('note');
    const left = notes.filter(({ message }) => /^step \d+ was not finite \(loss NaN/.test(message));
    expect(left).toHaveLength(3);
    const first = all('saved').find(({ id }) => id === 1)!;
    expect(notes.find(({ level, scope }) => level === 'error' && scope === 'tutor')!.message).toBe(
      lessonTexts.notFinite.wentBack(first.name, lessonTexts.notFinite.goesOnElsewhere),
    );
    expect(back).toEqual({ weights: kept, step: first.step, caution: 0.5, skipped: 3 });
    // meanwhile nothing broken was kept, and whoever asked heard why
    const { message } = all('refused').find(({ id }) => id === 2)!;
    expect(message).toMatch(
      /^the soul was not saved at step \d+: that step was not finite; the soul before it is kept$/,
    );
    expect(all('refused').find(({ id }) => id === 3)!.message).toContain('no next token can be drawn');
    expect(notes.find(({ scope }) => scope === 'voice')!.message).toContain('no next token can be drawn');
    expect(posts.some(({ kind }) => kind === 'failed')).toBe(false);
    // and then it learns again
    const soul = new Keeper({ folder: options.soulFolder }).open();
    expect((soul.state as SoulState).tutor.step).toBeGreaterThan(first.step);
    expect((soul.state as SoulState).tutor).toMatchObject({ skipped: 3 });
    const tensors = new Float32Array(320 * 24);
    soul.readTensors('weights', [{ name: 'tokens', shape: [320, 24], data: tensors }]);
    expect(tensors.every(Number.isFinite)).toBe(true);
  });

  it('reads on where it was told to', async () => {
    const at = async (from: LessonOptions['from'], soul: string | null, folder: string) => {
      const { all } = await lessonWith(optionsFor({}, { from, soul, soulFolder: folder, steps: 1 }), () => undefined);
      const keeper = new Keeper({ folder });
      return { name: all('saved').at(-1)!.name, streams: (keeper.open().state as SoulState).streams.streams };
    };
    const folder = temporaryFolder();
    const born = await at('resume', null, folder);
    expect(born.streams[0].offset).toBe(8);
    const resumed = await at('resume', born.name, folder);
    expect(resumed.streams[0].offset).toBe(16);
    const placed = await at(300, resumed.name, folder);
    expect(placed.streams[0].offset).toBe(308);
    const anew = await at('start', placed.name, folder);
    expect(anew.streams[0].offset).toBe(8);
  });
});

describe('a look inside', () => {
  it('shows what it guesses and what is true, and what it is like by organ', async () => {
    const { all } = await lessonWith(optionsFor(), plan([atStep(30), SLEEP]));
    const [{ guesses }] = all('guesses');
    expect(guesses).toMatchObject({ step: 1, file: 'story.txt' });
    expect(guesses.guesses.length).toBeGreaterThan(2);
    // prompt and truth together are a piece of the text as it stands
    const truth = guesses.guesses.map((guess) => guess.truth).join('');
    expect(storyText.replaceAll('\r', '')).toContain(guesses.prompt + truth);
    for (const { guess, truth, exact } of guesses.guesses) if (exact) expect(guess).toBe(truth);

    const [{ probes }] = all('probes');
    for (const name of Object.keys(probes.values)) expect(findStatistic(name), name).toBeDefined();
    const { values } = probes;
    expect(values['lobe0.window0']).toBeCloseTo(1, 1);
    expect(values['lobe0.gate']).toBeGreaterThan(0.2);
    expect(values['lobe0.gate']).toBeLessThan(0.8);
    expect(values['lobe0.shortDecay']).toBeLessThan(values['lobe0.longDecay']);
    expect(values['norm.tokens']).toBeGreaterThan(0);
    expect(values['gradient.tokens']).toBeGreaterThan(0);
    expect(probes.maps).toHaveLength(2);
    for (const { rows } of probes.maps)
      for (const row of rows) for (const value of row.values) expect(Math.abs(value)).toBeLessThanOrEqual(1);
    const shares = probes.topTokens.map(({ share }) => share);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1.0001);
  });

  it('tells where the time of a step went: its sections are all of it', async () => {
    const { all } = await lessonWith(optionsFor({}, {}), plan([atStep(40), SLEEP]));
    const reports = all('stats').map(({ durations }) => durations);
    expect(reports.length).toBeGreaterThan(0);
    for (const { step, ...sections } of reports) {
      expect(Object.values(sections).reduce((sum, spent) => sum + spent, 0)).toBeCloseTo(step, 6);
      for (const name of Object.keys(sections)) expect(Object.hasOwn(STATISTICS, `duration.${name}`), name).toBe(true);
    }
    expect(reports.at(-1)!['forward']).toBeGreaterThan(0);
  });
});

describe('settings that change while it is awake', () => {
  it('count from the next step on: the learning rate, the voice, the clipping', async () => {
    const config = optionsFor().config;
    const changed = { ...config, learningRate: 1e-6, clip: 0.5, voice: { ...config.voice, maxTokens: 1 } };
    const { all, inside } = await lessonWith(
      optionsFor(),
      plan(
        [atStep(5), { kind: 'configure', id: 1, config: changed }],
        [atStep(10), { ...say(2), options: {} } as ToLesson],
        [atStep(20), SLEEP],
      ),
    );
    expect(all('done')).toEqual([{ kind: 'done', id: 1, result: undefined }]);
    expect(all('replied')[0].reply.tokens).toBe(1);
    expect((inside.tutor as Tutor).settings.learningRate).toBe(1e-6);
    expect(inside.model.optimizer?.settings.clip).toBe(0.5);
  });
});

describe('a conversation in the middle of a step', () => {
  it('is corrected, stopped and forgotten, and says clearly what cannot be', async () => {
    const { all } = await lessonWith(
      optionsFor(),
      plan(
        [atStep(2), say(1)],
        [atStep(3), { kind: 'correct', id: 2, conversation: 'c', text: 'good morning' }],
        [atStep(3), { kind: 'correct', id: 3, conversation: 'nobody', text: 'x' }],
        [atStep(3), { kind: 'stop', id: 4, conversation: 'c' }],
        [atStep(3), { kind: 'forget', id: 5, conversation: 'c' }],
        [atStep(3), { kind: 'forget', id: 6, conversation: 'c' }],
        [atStep(3), { kind: 'read', id: 7 }],
        [atStep(6), SLEEP],
      ),
    );
    const answers = Object.fromEntries(all('done').map(({ id, result }) => [id, result]));
    expect(answers).toMatchObject({ 4: false, 5: true, 6: false, 7: { files: { 'story.txt': expect.any(Number) } } });
    expect(all('refused')).toEqual([
      { kind: 'refused', id: 3, message: expect.stringContaining('there is no reply to correct') },
    ]);
  });
});
