/** What the scribe and the reflections say is learnt: it must follow from the steps, never from the clock. */
import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Example } from '../../../../library/sources/examples.ts';
import { encodeDocument } from '../../../../library/tokenizer/chat-template.ts';
import type { FromLesson, Said, ToLesson } from '../../../../school/api/messages.ts';
import { Lesson } from '../../../../school/lesson/lesson.ts';
import type { LessonOptions } from '../../../../school/lesson/options.ts';
import { saidAfter } from '../../../../school/raising/inner-voices.ts';
import { configure } from '../../../../school/settings/config.ts';
import type { SoulState } from '../../../../school/training/checkpoint.ts';
import { tensorsOf } from '../../../../school/training/checkpoint.ts';
import type { Model } from '../../../../school/training/model.ts';
import { Keeper } from '../../../../soul/keeper.ts';
import { files, TINY, talkText, temporaryFolder, tokenizer, tokenizerText } from '../../tiny.ts';

const letters = {
  name: 'letters/one.txt',
  tokens: Uint16Array.from(encodeDocument(tokenizer, talkText.slice(0, 2000))),
};

type Book = Record<Said['source'], Map<string, Example>>;
const emptyBook = (): Book => ({ scribe: new Map(), reflections: new Map() });

interface Life {
  readonly folder: string;
  readonly book: Book;
  /** everything that was said, in order */
  readonly said: Said[];
  /** how often it babbled aloud, which goes by the clock, and is never learnt */
  babbles: number;
}
const newLife = (): Life => ({ folder: temporaryFolder(), book: emptyBook(), said: [], babbles: 0 });

/** A machine on which every look at the clock takes this long. */
function slowMachine(milliseconds: number): void {
  const now = performance.now.bind(performance);
  let late = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now() + (late += milliseconds));
}
afterEach(() => vi.restoreAllMocks());

interface Wake {
  readonly steps: number;
  readonly config?: object;
  /** the soul is saved at this step, and the wake is killed at its end */
  readonly killedAfterSaveAt?: number;
  /** polls of the channel that pass before an answer comes */
  readonly slow?: number;
  /** what may not be learnt */
  readonly refuses?: (said: Said) => boolean;
}

/** One wake as the daemon gives it: from the newest soul, with what was said up to its step. */
async function wake(life: Life, { steps, config = {}, killedAfterSaveAt, slow = 0, refuses = () => false }: Wake) {
  const { folder, book, said } = life;
  const soul = new Keeper({ folder }).list().length > 0 ? new Keeper({ folder }).open() : undefined;
  const from = soul ? (soul.state as SoulState).tutor.step : 0;
  for (const one of Object.values(book)) for (const id of saidAfter(from, [...one.keys()])) one.delete(id);
  const options: LessonOptions = {
    config: configure(
      {
        preset: 'tiny',
        threads: 1,
        learningRate: 3e-3,
        saveSeconds: 3600,
        examSeconds: 3600,
        babbleSeconds: 3600,
        scribe: { chance: 1 },
        reflection: { seconds: 1 },
        sources: { ...configure({}, '').sources, scribe: 1, reflections: 1 },
        ...config,
      },
      'the test',
    ),
    soulFolder: folder,
    soul: soul?.info.name ?? null,
    tokenizer: tokenizerText,
    sizes: TINY.baby,
    library: { files: [...files, letters], exams: [] },
    taught: { scribe: [...book.scribe.values()], reflections: [...book.reflections.values()] },
    from: 'resume',
    voices: true,
    minutes: null,
    steps,
  };
  const mail: ToLesson[] = [];
  let late: { polls: number; message: ToLesson } | undefined;
  let inside: { model: Model; tutor: { step: number } } | undefined;
  let asked = false;
  const lesson = await Lesson.begin(options, {
    hasMail() {
      if (late && late.polls-- <= 0) {
        mail.push(late.message);
        late = undefined;
      }
      if (inside && killedAfterSaveAt !== undefined && inside.tutor.step >= killedAfterSaveAt && !asked) {
        asked = true;
        mail.push({ kind: 'save', id: 1 });
      }
      return mail.length > 0;
    },
    nextMail: () => mail.shift(),
    post(message: FromLesson) {
      if (message.kind === 'failed') throw new Error(message.message);
      if (message.kind === 'babble') life.babbles++;
      if (message.kind !== 'said') return;
      const learnt = message.said.filter((one) => !refuses(one));
      said.push(...message.said);
      for (const { source, passage } of learnt) {
        book[source].delete(passage.id);
        book[source].set(passage.id, passage);
      }
      late = {
        polls: slow,
        message: { kind: 'heard', step: message.step, ids: learnt.map(({ passage }) => passage.id) },
      };
    },
  });
  const { training } = lesson as unknown as { training: NonNullable<typeof inside> };
  inside = training;
  await lesson.live();
  const keeper = new Keeper({ folder });
  // a kill: the last save of the wake was never made, but what was said up to then lies in the book
  if (killedAfterSaveAt !== undefined) rmSync(keeper.open().info.folder, { recursive: true });
  return training.model;
}

/** All that decides how it goes on: not what it will babble. */
function lifeOf(model: Model, { folder }: Life) {
  const state = new Keeper({ folder }).open().state as SoulState;
  const { tutor, streams, mixer, voices, memory, growth } = state;
  const { places, mixing } = state.random;
  const tensors = Object.entries(tensorsOf(model)).map(([file, all]) => [file, all.map(({ data }) => [...data])]);
  return structuredClone({ tensors, tutor, streams, mixer, places, mixing, voices, memory, growth });
}

const STEPS = 400;

describe('what is said while it learns', () => {
  it('is the same on a slowed machine with a sleep and a kill in between, and so is everything that is learnt', async () => {
    const once = newLife();
    const whole = lifeOf(await wake(once, { steps: STEPS }), once);
    const often = newLife();
    slowMachine(10);
    await wake(often, { steps: 150, slow: 40 });
    expect(often.babbles).toBeGreaterThan(0);
    await wake(often, { steps: 150, killedAfterSaveAt: 222, slow: 7 });
    const at = (new Keeper({ folder: often.folder }).open().state as SoulState).tutor.step;
    expect(at).toBeGreaterThanOrEqual(222);
    expect(at).toBeLessThan(300);
    const broken = lifeOf(await wake(often, { steps: STEPS - at, slow: 90 }), often);
    expect(broken).toEqual(whole);
    expect([...often.book.scribe]).toEqual([...once.book.scribe]);
    expect([...often.book.reflections]).toEqual([...once.book.reflections]);
    // what was said between the soul and the kill was said twice, and learnt once
    expect(often.said.length).toBeGreaterThan(once.said.length);
    const given = whole.mixer!.given;
    expect(given.scribe!.chunks).toBeGreaterThan(50);
    expect(given.reflections!.chunks).toBeGreaterThan(50);
  });

  it('changes what is learnt, and is learnt only where it may be', async () => {
    const [one, other, silent] = [newLife(), newLife(), newLife()];
    const heard = lifeOf(await wake(one, { steps: 250 }), one);
    const refused = lifeOf(await wake(other, { steps: 250, refuses: ({ source }) => source === 'scribe' }), other);
    expect(refused.tensors).not.toEqual(heard.tensors);
    expect(refused.mixer!.given.scribe).toBeUndefined();
    const config = { scribe: { chance: 0 }, reflection: { seconds: 0 } };
    await wake(silent, { steps: 250, config });
    expect(silent.said).toEqual([]);
  });

  it('goes by steps: a comment every 8 at most, a reflection every 32 for a second, without a value of the clock', async () => {
    const life = newLife();
    await wake(life, { steps: 330 });
    const steps = (source: Said['source']) =>
      life.said.filter((one) => one.source === source).map(({ raised }) => raised.step);
    expect(steps('reflections')).toEqual([32, 64, 96, 128, 160, 192, 224, 256, 288, 320]);
    expect(steps('scribe').every((step) => step % 8 === 0)).toBe(true);
    expect(steps('scribe').length).toBeGreaterThan(5);
    const words = life.said.flatMap(({ passage }) => passage.turns.map(({ text }) => text)).join('\n');
    expect(words).not.toMatch(/tokens a second|hours in all|your last exam/);
  });
});
