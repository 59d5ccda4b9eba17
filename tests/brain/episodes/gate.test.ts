import { describe, expect, it } from 'vitest';
import { Contexts } from '../../../brain/episodes/contexts.ts';
import { FollowerCounter } from '../../../brain/episodes/followers.ts';
import { Gate } from '../../../brain/episodes/gate.ts';
import { Recall } from '../../../brain/episodes/recall.ts';
import { END } from './naive.ts';

const contexts = new Contexts(10, END);
contexts.add([{ id: 'a', ids: [1, 2, 3, 1, 2, 3, 1, 2, 4, 5] }]);
const recall = new Recall([new FollowerCounter(contexts)], 10);
const [often, seldom, never] = [[1, 2], [4], [9]].map((context) => recall.at(context));

describe('the gate', () => {
  it('learns for each kind of recollection how far the memory is right', () => {
    const gate = new Gate();
    expect([often, seldom, never].map((at) => gate.share(at))).toEqual([0.08, 0.08, 0.08]);
    for (let i = 0; i < 500; i++) {
      gate.learn(often, 0.1, 0.5);
      gate.learn(seldom, 0.5, 0.01);
    }
    expect(gate.share(often)).toBeGreaterThan(0.95);
    expect(gate.share(seldom)).toBeLessThan(0.01);
    expect(gate.share(never)).toBe(0.08);
  });

  it('comes to the share with which the memory is right as often as not', () => {
    const gate = new Gate();
    // the memory is sure and right two times in three; else only the weights know
    for (let i = 0; i < 9000; i++) gate.learn(often, 0.001, i % 3 === 0 ? 0 : 1);
    expect(gate.share(often)).toBeGreaterThan(0.6);
    expect(gate.share(often)).toBeLessThan(0.72);
  });

  it('goes on from its state to the last bit, and begins anew with one of another size', () => {
    const gate = new Gate();
    for (let i = 0; i < 50; i++) gate.learn(often, 0.3, 0.2 + 0.01 * i);
    const resumed = new Gate(JSON.parse(JSON.stringify(gate.state())));
    for (const one of [gate, resumed]) one.learn(seldom, 0.2, 0.7);
    expect(resumed.state()).toEqual(gate.state());
    expect(new Gate([1, 2, 3]).share(often)).toBe(0.08);
    const copy = gate.copy();
    copy.learn(often, 0.1, 0.9);
    expect(copy.share(often)).not.toBe(gate.share(often));
  });

  it('shows a mean for each length of match', () => {
    const gate = new Gate();
    for (let i = 0; i < 500; i++) gate.learn(never, 0.1, 0.5);
    const [none, ...matched] = gate.summary();
    expect(none).toBeGreaterThan(0.9);
    expect(matched.every((share) => Math.abs(share - 0.08) < 1e-12)).toBe(true);
    expect(matched).toHaveLength(4);
  });
});
