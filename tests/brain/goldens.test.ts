import { describe, expect, it } from 'vitest';
import { babyGolden, live } from './goldens/baby.ts';
import { complaints, doubled, HANDS, moved } from './goldens/compare.ts';
import { exported, MAKE, opGoldens, runOp } from './goldens/ops.ts';
import { pass, transformerGoldens } from './goldens/transformer.ts';

describe.each(HANDS)('every op against PyTorch, $name', (hand) => {
  for (const [name, golden] of Object.entries(opGoldens)) {
    it(name, () => {
      const found = runOp(MAKE[name], golden, hand);
      expect(complaints(found.outputs, golden.outputs, hand.tolerance)).toEqual([]);
      expect(complaints(found.gradients, golden.gradients ?? {}, hand.tolerance), 'gradients').toEqual([]);
    });
    if (golden.gradients)
      it(`${name}, added up`, () => {
        const { twice } = runOp(MAKE[name], golden, hand);
        expect(complaints(twice, doubled(golden.gradients ?? {}), hand.tolerance)).toEqual([]);
      });
  }
});

describe.each(HANDS)('a baby brain of two lobes against PyTorch, $name', (hand) => {
  const { tolerance } = hand;
  const { afterOneChunk, afterThreeSteps } = babyGolden;
  const { first, norms, last, decayed } = live(babyGolden, hand);

  it('losses, colour and the memories it carries on', () => {
    expect(complaints(first.outputs, afterOneChunk.outputs, tolerance)).toEqual([]);
    expect(complaints(first.states, afterOneChunk.states, tolerance)).toEqual([]);
  });

  it('the gradient of every parameter', () => {
    expect(complaints(first.gradients, afterOneChunk.gradients, tolerance)).toEqual([]);
  });

  it('three steps of AdamW, with clipping, decay of matrices and two chunks to a step', () => {
    expect([...decayed].sort()).toEqual([...babyGolden.decayed].sort());
    expect(complaints(norms, { norms: babyGolden.norms }, tolerance)).toEqual([]);
    expect(complaints(last.parameters, afterThreeSteps.parameters, tolerance)).toEqual([]);
    expect(complaints(last.outputs, afterThreeSteps.outputs, tolerance)).toEqual([]);
    expect(complaints(last.states, afterThreeSteps.states, tolerance)).toEqual([]);
  });
});

describe.each(HANDS)('tiny transformers against PyTorch, $name', (hand) => {
  it.each(Object.entries(transformerGoldens))(
    '%s: logits, losses, colour and the gradient of every parameter',
    (_, golden) => {
      const { names, logits, outputs, gradients } = pass(golden, hand);
      expect(names.sort()).toEqual(Object.keys(golden.parameters).sort());
      expect(complaints({ logits }, { logits: golden.logits }, hand.tolerance)).toEqual([]);
      expect(complaints(outputs, golden.outputs, hand.tolerance)).toEqual([]);
      expect(complaints(gradients, golden.gradients, hand.tolerance)).toEqual([]);
      for (const name of names)
        expect(complaints(gradients, moved(golden.gradients, name, 0), hand.tolerance), name).toHaveLength(1);
    },
  );
});

describe('the goldens', () => {
  it('hold every op that brain/ops exports, and every case is run', () => {
    const held = new Set(Object.values(opGoldens).flatMap(({ ops }) => ops));
    expect([...held].sort()).toEqual([...exported].sort());
    expect(Object.keys(MAKE).sort()).toEqual(Object.keys(opGoldens).sort());
  });

  it('hold no gradient that is 0 throughout', () => {
    const silent = Object.entries(opGoldens).flatMap(([name, { gradients }]) =>
      Object.entries(gradients ?? {})
        .filter(([, { data }]) => data.every((x) => x === 0))
        .map(([parameter]) => `${name}: ${parameter}`),
    );
    expect(silent).toEqual([]);
  });

  it.each(HANDS)('are noticed when one number of them is changed, $name', (hand) => {
    for (const [name, golden] of Object.entries(opGoldens)) {
      const found = runOp(MAKE[name], golden, hand);
      for (const [results, goldens] of [
        [found.outputs, golden.outputs],
        [found.gradients, golden.gradients ?? {}],
      ] as const)
        for (const tensor of Object.keys(goldens)) {
          const at = goldens[tensor].data.length - 1;
          const [complaint, ...others] = complaints(results, moved(goldens, tensor, at), hand.tolerance);
          expect(complaint, name).toContain(`${tensor}[${at}]: expected`);
          expect(others).toEqual([]);
        }
    }
  });

  it('of the baby are noticed when one number of them is changed, and so is an input', () => {
    const hand = HANDS[0];
    const { first, last } = live(babyGolden, hand);
    const { gradients } = babyGolden.afterOneChunk;
    for (const name of Object.keys(gradients)) {
      expect(complaints(first.gradients, moved(gradients, name, 0), hand.tolerance)).toHaveLength(1);
      const wrong = moved(babyGolden.afterThreeSteps.parameters, name, 0);
      expect(complaints(last.parameters, wrong, hand.tolerance)).toHaveLength(1);
    }
    const other = { ...babyGolden, states: moved(babyGolden.states, 'lobe0.memory.long', 3) };
    expect(complaints(live(other, hand).first.gradients, gradients, hand.tolerance).length).toBeGreaterThan(20);
  });

  it('are noticed when a number is not one, missing or too many', () => {
    const golden = { y: { shape: [2], data: [1, 2] } };
    expect(complaints({ y: [1, 2] }, golden, 1e-7)).toEqual([]);
    expect(complaints({ y: [1, Number.NaN] }, golden, 1e-7)).toEqual([expect.stringMatching(/^y\[1\]: .* found NaN/)]);
    expect(complaints({ y: [1] }, golden, 1e-7)).toEqual(['y: expected 2 numbers, found 1']);
    expect(complaints({}, golden, 1e-7)).toEqual(['expected y, found ']);
  });
});
