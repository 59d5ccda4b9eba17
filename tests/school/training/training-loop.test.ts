import { describe, expect, it } from 'vitest';
import { Streams } from '../../../library/batches/batches.ts';
import { Shelf } from '../../../library/token-cache/shelf.ts';
import { encodeText } from '../../../library/tokenizer/chat-template.ts';
import { SPECIAL } from '../../../library/tokenizer/index.ts';
import { bitsPerByte, exam } from '../../../school/training/evaluation/evaluate.ts';
import { makeHome } from '../../library/home.ts';
import { files, fixedStreams, makePupil, type Pupil, storyText, talkText, tokenizer, weightsOf } from '../tiny.ts';

const passage = (text: string) => ({ ids: encodeText(tokenizer, text), bytes: Buffer.byteLength(text) });
const examOf = ({ mind }: Pupil, text: string) =>
  exam(mind.engine, mind.learn, mind.sizes, mind.overlap, SPECIAL.end, [passage(text)]);

/** Keeps what is felt the same in every step, so that only words differ. */
const feelNothing =
  ({ mind: { engine, learn } }: Pupil) =>
  () => {
    engine.input(learn, 'colour').fill(0.5);
    engine.input(learn, 'nextColour').fill(0.5);
  };

/** The end of a turn stands for its line's end. */
const textOf = (ids: ArrayLike<number>) =>
  Array.from(ids, (id) => (id === SPECIAL.done ? '\n' : tokenizer.decode([id]))).join('');

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
const random = (count: number, seed: number) =>
  Int32Array.from({ length: count }, (_, i) => 4 + ((i * 7919 + seed * 104729) % 316));

describe('learning', () => {
  it.each(['baby', 'seed', 'gpt2'] as const)('makes the loss of a small text fall (%s)', async (brain) => {
    const training = await makePupil({ brain });
    const losses = training.learn(150);
    expect(losses.every(Number.isFinite)).toBe(true);
    if (brain !== 'seed') expect(mean(losses.slice(0, 5))).toBeCloseTo(Math.log(320), 0);
    expect(mean(losses.slice(-20))).toBeLessThan(mean(losses.slice(0, 20)) - 0.7);
    expect(training.tutor.step).toBe(150);
    expect(training.tutor.tokens).toBe(150 * training.mind.sizes.contextLength * training.mind.sizes.batch);
    expect(training.tutor.skipped).toBe(0);
  });

  it.each([1, 2])('gives the same weights twice after 50 steps, bit for bit (%i threads)', async (threads) => {
    const life = async (seed: number) => {
      const training = await makePupil({ threads, seed });
      training.learn(50);
      const weights = weightsOf(training.mind);
      await training.hands.release();
      return weights;
    };
    const first = await life(3);
    expect(await life(3)).toEqual(first);
    expect(await life(4)).not.toEqual(first);
  });

  it('moves everything that claims to be learned, within its bounds', async () => {
    const training = await makePupil();
    const { engine } = training.mind;
    const before = new Map([...engine.parameters.all.keys()].map((name) => [name, [...engine.ofParameter(name)]]));
    training.learn(60);
    const moved = (name: string) =>
      before.get(name)!.filter((value, i) => Math.abs(engine.ofParameter(name)[i] - value) > 1e-4).length;
    for (const [name, values] of before) expect(moved(name), name).toBeGreaterThan(values.length / 2);
    for (const lobe of ['lobe0', 'lobe1']) {
      const longest = Math.fround(Math.log(8));
      const sizes = before.get(`${lobe}.windows.logSize`)!;
      // those that begin at a bound may want to go on where they must not
      const free = sizes.filter((size) => size > 0 && size < longest).length;
      expect(free).toBeGreaterThan(1);
      expect(moved(`${lobe}.windows.logSize`)).toBeGreaterThanOrEqual(free);
      for (const size of engine.ofParameter(`${lobe}.windows.logSize`)) {
        expect(size).toBeGreaterThanOrEqual(0);
        expect(size).toBeLessThanOrEqual(longest);
      }
      // named, so that an organ that goes missing is noticed
      for (const name of ['windows.cerebellum', 'memory.shortDecay', 'memory.longDecay'])
        expect(moved(`${lobe}.${name}`), name).toBeGreaterThan(24);
    }
    expect(moved('embed.mood')).toBe(24);
    expect(moved('embed.colour')).toBe(72);
  });

  it('learns to expect a colour that never changes', async () => {
    const training = await makePupil();
    const { engine, learn } = training.mind;
    const felt = [0.9, 0.2, 0.6];
    const between = () => engine.input(learn, 'nextColour').set([...felt, ...felt, ...felt]);
    const [first] = [training.tutor.learn(training.streams, 1, between).expected];
    expect(Math.abs(first[0] - 0.9)).toBeGreaterThan(0.2);
    training.learn(200, between);
    const { expected } = training.tutor.learn(training.streams, 1, between);
    for (const i of [0, 1, 2]) expect(Math.abs(expected[i] - felt[i])).toBeLessThan(0.05);
  });
});

describe('the colour', () => {
  it('is taught as it came of a chunk, not as it was before', async () => {
    const plain = await makePupil();
    const misled = await makePupil();
    const { engine, learn } = misled.mind;
    plain.learn(3);
    for (let step = 0; step < 3; step++) {
      let calls = 0;
      misled.learn(1, () => {
        if (calls++ < learn.recording.calls.forward.length) engine.input(learn, 'nextColour').fill(17);
      });
    }
    expect(weightsOf(misled.mind)).toEqual(weightsOf(plain.mind));
    expect([...engine.input(learn, 'nextColour')]).toEqual([
      ...plain.mind.engine.input(plain.mind.learn, 'nextColour'),
    ]);
  });

  it('is felt: another colour gives other losses', async () => {
    const training = await makePupil({ learningRate: 0 });
    const losses = [0, 1].map((colour) => {
      for (const { data } of training.mind.engine.statesOf('streams')) data.fill(0);
      training.streams.place('start', () => 0);
      return training.learn(1, () => training.mind.engine.input(training.mind.learn, 'colour').fill(colour))[0];
    });
    expect(Math.abs(losses[0] - losses[1])).toBeGreaterThan(1e-5);
  });
});

describe('accumulation', () => {
  it('of 2×2 streams is one batch of 4', async () => {
    const inputs = random(4 * 8, 1);
    const targets = random(4 * 8, 2);
    const half = (i: number) => ({
      inputs: inputs.slice(i * 16, i * 16 + 16),
      targets: targets.slice(i * 16, i * 16 + 16),
      fresh: Uint8Array.of(1, 1),
    });
    const parts = await makePupil({ sizes: { batch: 2 }, accumulation: 2 });
    const whole = await makePupil({ sizes: { batch: 4 } });
    const partly = parts.tutor.learn(fixedStreams([half(0), half(1)]), 1, feelNothing(parts));
    const wholly = whole.tutor.learn(
      fixedStreams([{ inputs, targets, fresh: new Uint8Array(4).fill(1) }]),
      1,
      feelNothing(whole),
    );
    expect(partly.loss).toBeCloseTo(wholly.loss, 5);
    expect(partly.exact).toBeCloseTo(wholly.exact, 6);
    expect(partly.tokens).toBe(wholly.tokens);
    expect(partly.bytes).toBe(wholly.bytes);
    expect(partly.gradientNorm / wholly.gradientNorm).toBeCloseTo(1, 4);
    for (const name of parts.mind.engine.parameters.all.keys()) {
      const one = whole.mind.engine.ofParameter(name, 'gradients');
      const two = parts.mind.engine.ofParameter(name, 'gradients');
      const scale = Math.max(...Array.from(one, Math.abs));
      const off = Math.max(...Array.from(one, (g, i) => Math.abs(two[i] / 2 - g)));
      expect(off, name).toBeLessThan(1e-5 * scale + 1e-9);
    }
    // AdamW's first step is the sign of the gradient: compare where that is not noise
    let compared = 0;
    for (const name of parts.mind.engine.parameters.all.keys()) {
      const [one, two] = [whole.mind.engine.ofParameter(name), parts.mind.engine.ofParameter(name)];
      whole.mind.engine.ofParameter(name, 'gradients').forEach((g, i) => {
        if (Math.abs(g) < 1e-5) return;
        compared++;
        expect(Math.abs(one[i] - two[i]), name).toBeLessThan(1e-5);
      });
    }
    expect(compared).toBeGreaterThan(1000);
  });
});

describe('accumulation where nothing is carried from chunk to chunk', () => {
  it.each(['adamw', 'sgd', 'muon'] as const)('of 3 parts is a batch three times as large: %s', async (optimizer) => {
    const options = { brain: 'gpt2', optimizer: { optimizer }, learningRate: 1e-2 } as const;
    const parts = await makePupil({ ...options, sizes: { batch: 1 }, accumulation: 3 });
    const whole = await makePupil({ ...options, sizes: { batch: 3 } });
    const steps = [0, 1, 2, 3].map((step) => ({ inputs: random(24, step), targets: random(24, step + 9) }));
    const fresh = (count: number) => new Uint8Array(count);
    const chunks = steps.flatMap(({ inputs, targets }) =>
      [0, 8, 16].map((at) => ({
        inputs: inputs.slice(at, at + 8),
        targets: targets.slice(at, at + 8),
        fresh: fresh(1),
      })),
    );
    const [partly, wholly] = [
      [parts, fixedStreams(chunks)] as const,
      [whole, fixedStreams(steps.map((step) => ({ ...step, fresh: fresh(3) })))] as const,
    ].map(([training, reader]) => steps.map(() => training.tutor.learn(reader, 1, feelNothing(training)).loss));
    partly.forEach((loss, i) => expect(loss).toBeCloseTo(wholly[i], 4));
    for (const name of parts.mind.engine.parameters.all.keys()) {
      const one = whole.mind.engine.ofParameter(name);
      const two = parts.mind.engine.ofParameter(name);
      // AdamW makes a whole step of what is nearly 0
      const near = optimizer === 'sgd' ? 2e-6 : 2e-3;
      const off = Array.from(one, (w, i) => Math.abs(two[i] - w)).filter((x) => x > near).length;
      expect(off, name).toBeLessThanOrEqual(optimizer === 'sgd' ? 0 : one.length / 100);
    }
  });
});

describe('memories', () => {
  const lossesOf = ({ mind }: Pupil) => [...mind.engine.output(mind.learn, 'losses')];

  it('are carried: two chunks of 8 are one of 16', async () => {
    const short = await makePupil({ sizes: { batch: 1 }, learningRate: 0 });
    const long = await makePupil({ sizes: { batch: 1, contextLength: 16 }, learningRate: 0 });
    const { tokens } = files[0];
    short.learn(1, feelNothing(short));
    const first = lossesOf(short);
    short.learn(1, feelNothing(short));
    const carried = lossesOf(short);
    long.learn(1, feelNothing(long));
    const atOnce = lossesOf(long);
    expect(tokens.length).toBeGreaterThan(100);
    [...first, ...carried].forEach((loss, i) => expect(loss).toBeCloseTo(atOnce[i], 4));

    const forgetful = await makePupil({ sizes: { batch: 1 }, learningRate: 0 });
    forgetful.learn(1, feelNothing(forgetful));
    for (const { data } of forgetful.mind.engine.statesOf('streams')) data.fill(0);
    forgetful.learn(1, feelNothing(forgetful));
    expect(lossesOf(forgetful)[0]).not.toBeCloseTo(carried[0], 3);
  });

  it('are cleared for a stream that begins anew, and only for that one', async () => {
    const training = await makePupil({ learningRate: 0 });
    const [inputs, targets] = [random(24, 1), random(24, 2)];
    const streams = fixedStreams([
      { inputs, targets, fresh: Uint8Array.of(1, 1, 1) },
      { inputs, targets, fresh: Uint8Array.of(0, 1, 0) },
    ]);
    const of = (losses: number[], b: number) => losses.slice(b * 8, b * 8 + 8);
    training.tutor.learn(streams, 1, feelNothing(training));
    const first = lossesOf(training);
    training.tutor.learn(streams, 1, feelNothing(training));
    const second = lossesOf(training);
    expect(of(second, 1)).toEqual(of(first, 1));
    expect(of(second, 0)).not.toEqual(of(first, 0));
    expect(of(second, 2)).not.toEqual(of(first, 2));
  });

  it('the past of a brain that is shown it again is cleared too', async () => {
    const training = await makePupil({ brain: 'seed', learningRate: 0 });
    const [inputs, targets] = [random(8, 1), random(8, 2)];
    const streams = fixedStreams([
      { inputs, targets, fresh: Uint8Array.of(1) },
      { inputs, targets, fresh: Uint8Array.of(0) },
      { inputs, targets, fresh: Uint8Array.of(1) },
    ]);
    const seen = () => {
      training.tutor.learn(streams, 1, () => {});
      return [...training.mind.engine.input(training.mind.learn, 'ids')];
    };
    const nothing = new Array<number>(7).fill(SPECIAL.end);
    expect(seen()).toEqual([...nothing, ...inputs]);
    expect(seen()).toEqual([...inputs.subarray(1), ...inputs]);
    expect(seen()).toEqual([...nothing, ...inputs]);
  });
});

describe('exams', () => {
  it.each(['baby', 'seed', 'gpt2'] as const)('leave learning as it was, bit for bit (%s)', async (brain) => {
    const examined = await makePupil({ brain });
    const quiet = await makePupil({ brain });
    const { engine, learn } = examined.mind;
    const lately = () => ['ids', 'targets', 'colour'].map((name) => [...engine.input(learn, name)]);
    const losses = Array.from({ length: 12 }, () => {
      const [loss] = examined.learn(1);
      const before = [examined.tutor.colour, ...lately()];
      expect(Number.isFinite(examOf(examined, talkText.slice(0, 500)).nats)).toBe(true);
      expect([examined.tutor.colour, ...lately()]).toEqual(before); // or what it says next would go on from the exam
      return loss;
    });
    expect(losses).toEqual(quiet.learn(12));
    expect(weightsOf(examined.mind)).toEqual(weightsOf(quiet.mind));
    expect(examined.soul().state).toEqual(quiet.soul().state);
  });

  it('give the bits per byte of speaking token by token', async () => {
    const training = await makePupil();
    training.learn(100);
    const text = `${storyText.slice(500, 1100)}\n[ann]: is it raining?\n[ben]: no, the sun is out.\n`;
    const passages = [passage(text), passage('A second text, which is short.')];
    const { engine, learn, sizes, voice } = training.mind;
    const marks = exam(engine, learn, sizes, 0, SPECIAL.end, passages);

    // all texts in one row, each behind an end; three readers, each of whom begins 64 tokens before their part
    const row = passages.flatMap(({ ids }) => [SPECIAL.end, ...ids]);
    const isText = passages.flatMap(({ ids }) => [false, ...Array.from(ids, () => true)]);
    const part = Math.ceil((row.length - 1) / sizes.batch);
    let nats = 0;
    let tokens = 0;
    for (let b = 0; b < sizes.batch; b++) {
      const conversation = voice.begin();
      for (let at = b * part - 64; at < Math.min((b + 1) * part, row.length - 1); at++) {
        const logits = Array.from(voice.hear(conversation, [row[at] ?? SPECIAL.end], [0.5, 0.5, 0.5]));
        if (at < b * part || !isText[at + 1]) continue;
        const top = Math.max(...logits);
        nats += top + Math.log(logits.reduce((sum, z) => sum + Math.exp(z - top), 0)) - logits[row[at + 1]];
        tokens++;
      }
    }
    expect(marks.tokens).toBe(tokens);
    expect(tokens).toBe(passages[0].ids.length + passages[1].ids.length);
    expect(marks.bytes).toBe(Buffer.byteLength(text) + 30);
    expect(bitsPerByte(marks)).toBeCloseTo(nats / Math.LN2 / marks.bytes, 3);
    expect(bitsPerByte(marks)).toBeGreaterThan(1);
  });

  it('mark better what was learnt than what was not', async () => {
    const training = await makePupil();
    const before = bitsPerByte(examOf(training, storyText.slice(0, 3000)));
    training.learn(300);
    const after = bitsPerByte(examOf(training, storyText.slice(0, 3000)));
    expect(after).toBeLessThan(0.8 * before);
    expect(bitsPerByte(examOf(training, 'xq zvk 0#1 jjw'.repeat(30)))).toBeGreaterThan(after);
  });

  it('are on text that no batch ever holds', async () => {
    const home = makeHome();
    home.put('story.txt', storyText);
    home.put('talk.txt', talkText);
    const shelf = home.open();
    await shelf.refresh(tokenizer, { heldOutFraction: 0.1, speaker: 'mia' });
    const heldOut = await new Shelf({ libraryFolder: home.library, shelfFolder: home.shelf }).exams();
    const lines = heldOut.flatMap(({ ids }) => textOf(ids).split('\n')).filter((line) => line.length >= 24);
    expect(lines.length).toBeGreaterThan(10);
    const library = await shelf.load();
    const streams = new Streams({ files: library, streams: 3, length: 8 });
    const read = ['', '', ''];
    for (let at = 0; at < 2 * streams.libraryTokens; at += 8) {
      const { inputs } = streams.next();
      for (const b of [0, 1, 2]) read[b] += textOf(inputs.subarray(b * 8, b * 8 + 8));
    }
    for (const line of lines) {
      expect((storyText + talkText).includes(line), line).toBe(true);
      for (const stream of read) expect(stream.includes(line), line).toBe(false);
    }
    expect(read[0].includes(storyText.slice(1000, 1040))).toBe(true);
  });
});

describe('the guard', () => {
  const stepOf = (training: Pupil, poison: (call: number) => void) => {
    let call = 0;
    return training.tutor.learn(training.streams, 1, () => poison(call++));
  };

  it.each(['gradient', 'loss', 'weight'] as const)(
    'does not take a step with a %s that is no number, and goes on after it',
    async (what) => {
      const training = await makePupil();
      training.learn(10);
      const { engine, learn } = training.mind;
      const weights = weightsOf(training.mind);
      const moments = [...engine.ofParameter('tokens', 'secondMoments')];
      const { tokens, colour } = training.tutor;
      const kept = engine.ofParameter('norm.weight')[0];
      const report = stepOf(training, () => {
        if (what === 'gradient') engine.input(learn, 'weights')[3] = Number.NaN;
        else if (what === 'loss') engine.statesOf('streams')[0].data[0] = Number.NaN;
        else engine.ofParameter('norm.weight')[0] = Number.NaN;
      });
      engine.ofParameter('norm.weight')[0] = kept;
      expect(report.finite).toBe(false);
      expect(Number.isFinite(report.loss)).toBe(what === 'gradient');
      expect(report.gradientNorm).toBeNaN();
      expect(weightsOf(training.mind)).toEqual(weights);
      expect([...engine.ofParameter('tokens', 'secondMoments')]).toEqual(moments);
      expect(training.tutor.skipped).toBe(1);
      expect(training.tutor.step).toBe(11);
      expect(training.tutor.tokens).toBe(tokens);
      if (what !== 'gradient') expect(training.tutor.colour).toEqual(colour);
      for (const { data } of engine.statesOf('streams')) expect(data.every((m) => m === 0)).toBe(true);
      const after = training.tutor.learn(training.streams, 1, () => {});
      expect(after.finite).toBe(true);
      expect(after.loss).toBeLessThan(7);
    },
  );

  it('shortens a gradient that is too long, whatever it comes from', async () => {
    const training = await makePupil();
    const before = weightsOf(training.mind);
    const { engine, learn } = training.mind;
    const report = stepOf(training, () => engine.input(learn, 'weights').fill(1e6));
    expect(report.finite).toBe(true);
    expect(report.gradientNorm).toBeGreaterThan(1e4);
    expect(weightsOf(training.mind)).not.toEqual(before);
    const norm = [...engine.parameters.all.keys()]
      .flatMap((name) => [...engine.ofParameter(name, 'firstMoments')])
      .reduce((sum, m) => sum + (m / 0.1) ** 2, 0);
    expect(Math.sqrt(norm)).toBeCloseTo(1, 4);
  });
});
