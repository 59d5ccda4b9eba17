import { describe, expect, it } from 'vitest';
import { baby } from '../../brain/brains/baby.ts';
import { Engine } from '../../brain/engine/engine.ts';
import { Random } from '../../brain/engine/random.ts';
import type { Tensor } from '../../brain/engine/tensor.ts';
import { plainBackend } from '../../brain/kernels/plain.ts';
import { add } from '../../brain/ops/pointwise.ts';
import { repeatRow } from '../../brain/ops/streams.ts';
import { checkGradients } from './gradients.ts';

const sizes = { vocabulary: 23, channels: 12, neurons: 18, lobes: 2, contextLength: 25, history: 16, batch: 2 };
const TOKENS = 1000;

/** Learning and speaking programs over one set of parameters, as at run time. */
function mind() {
  const engine = new Engine();
  const learn = engine.record('learn', 'streams', (r) => baby.learn(r, sizes));
  const speak = engine.record('speak', 'voice', (r) => baby.speak(r, sizes, 1));
  const listen = engine.record('listen', 'voice', (r) => baby.speak(r, sizes, 8));
  const numbers = new Float32Array(engine.layOut({ learning: true, scratch: 0, threads: 1 }));
  engine.attach(numbers, plainBackend(numbers));
  engine.initialise(new Random(5));
  engine.input(learn, 'colour').fill(0.4);
  engine.input(speak, 'colour').fill(0.4);
  engine.input(listen, 'colour').fill(0.4);
  return { engine, learn, speak, listen };
}

const repeatTwice = (x: Tensor): Tensor => repeatRow(x.recording.view(x, [6]), 2);

/** The negative log-likelihood of `target` under one row of logits. */
function surprise(logits: ArrayLike<number>, target: number): number {
  const top = Math.max(...Array.from(logits));
  return top + Math.log(Array.from(logits).reduce((sum, z) => sum + Math.exp(z - top), 0)) - logits[target];
}

describe('the baby brain', () => {
  it('speaks token by token exactly what it learns in parallel, over 1,000 tokens', () => {
    const { engine, learn, speak } = mind();
    const random = new Random(9);
    const texts = [0, 1].map(() => Array.from({ length: TOKENS + 1 }, () => random.below(sizes.vocabulary)));
    const parallel: number[] = [];
    for (let at = 0; at < TOKENS; at += sizes.contextLength) {
      engine.input(learn, 'ids').set(texts.flatMap((text) => text.slice(at, at + sizes.contextLength)));
      engine.input(learn, 'targets').set(texts.flatMap((text) => text.slice(at + 1, at + 1 + sizes.contextLength)));
      engine.run(learn, 'forward');
      engine.run(learn, 'commit');
      parallel.push(...engine.output(learn, 'losses').slice(sizes.contextLength)); // the second stream
    }
    let worst = 0;
    for (let t = 0; t < TOKENS; t++) {
      engine.input(speak, 'ids')[0] = texts[1][t];
      engine.run(speak, 'forward');
      engine.run(speak, 'commit');
      worst = Math.max(worst, Math.abs(surprise(engine.output(speak, 'logits'), texts[1][t + 1]) - parallel[t]));
    }
    expect(parallel.length).toBe(TOKENS);
    expect(worst).toBeLessThan(1e-4);
  });

  it('listening to several tokens at once leaves the same state as one by one', () => {
    const { engine, speak, listen } = mind();
    const random = new Random(3);
    const ids = Array.from({ length: 40 }, () => random.below(sizes.vocabulary));
    const clear = () => {
      for (const { data } of engine.statesOf('voice')) data.fill(0);
    };
    clear();
    for (const id of ids) {
      engine.input(speak, 'ids')[0] = id;
      engine.run(speak, 'forward');
      engine.run(speak, 'commit');
    }
    const single = Array.from(engine.output(speak, 'logits'));
    clear();
    for (let at = 0; at < ids.length; at += 8) {
      engine.input(listen, 'ids').set(ids.slice(at, at + 8));
      engine.run(listen, 'forward');
      engine.run(listen, 'commit');
    }
    const several = engine.output(listen, 'logits');
    for (let v = 0; v < single.length; v++) expect(Math.abs(single[v] - several[v])).toBeLessThan(1e-5);
  });

  it.each([
    ['', {}],
    [', and with dropout everywhere', { 'dropout.embedding': 0.2, 'dropout.lobe': 0.4, 'dropout.residual': 0.3 }],
  ])('has true gradients in every parameter, windows and decays included%s', (_, variables) => {
    const small = { vocabulary: 7, channels: 4, neurons: 5, lobes: 2, contextLength: 6, history: 8, batch: 2 };
    const verdict = checkGradients(
      (r) => {
        const ids = (name: string, shape: number[]) =>
          r.fixedInput(
            name,
            Float32Array.from({ length: 12 }, (_, i) => (i * 5) % 7),
            shape,
          );
        ids('ids', [2, 6]);
        ids('targets', [12]);
        r.fixedInput('colour', Float32Array.from([0.1, 0.5, 0.9, 0.3, 0.2, 0.7]), [2, 3]);
        r.fixedInput('nextColour', Float32Array.from([0.6, 0.4, 0.2, 0.8, 0.1, 0.5]), [2, 3]);
        const { losses } = baby.learn(r, small);
        const [[tokens], [colours]] = losses as NonNullable<typeof losses>;
        // one tensor that both losses reach: twelve tokens, and the six colour errors twice
        return add(r.view(tokens, [2, 6]), r.view(repeatTwice(colours), [2, 6]));
      },
      { nudge: 0.05, variables },
    );
    expect(verdict.checked).toBeGreaterThan(300);
    expect(verdict.worst, verdict.parameter).toBeLessThan(5e-6);
  });
});
