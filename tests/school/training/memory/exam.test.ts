/** Exams with memory: honest, and without any trace. */
import { describe, expect, it } from 'vitest';
import { SPECIAL } from '../../../../library/tokenizer/index.ts';
import { natsWithMemory, teachGate } from '../../../../school/training/memory/exam.ts';
import { Memory } from '../../../../school/training/memory/memory.ts';
import { files, tokenizer } from '../../tiny.ts';

const memoryOf = (): Memory => {
  const memory = new Memory(tokenizer, { chats: false, megabytes: 1 });
  memory.readLibrary(files);
  return memory;
};

/** A text of which the weights know nothing. */
function examined(ids: readonly number[]) {
  const text = Int32Array.from([SPECIAL.end, ...ids]);
  const marked = Uint8Array.from(text, (_, i) => (i > 0 ? 1 : 0));
  return { text, marked, losses: new Float32Array(ids.length).fill(Math.log(tokenizer.vocabularySize)) };
}

const known = Array.from(files[0].tokens.slice(500, 700));
const strange = Array.from({ length: 200 }, (_, i) => 260 + ((i * i * 7) % 59));
const alone = 200 * Math.log(tokenizer.vocabularySize);

describe('an exam with memory', () => {
  it('foresees what is remembered, and loses little on what is not', () => {
    const memory = memoryOf();
    expect(natsWithMemory(memory, examined(known))).toBeLessThan(0.6 * alone);
    expect(natsWithMemory(memory, examined(strange))).toBeLessThan(1.1 * alone);
  });

  it('knows what it reads only if it is asked to remember that', () => {
    const memory = memoryOf();
    const twice = examined([...strange, ...strange]);
    expect(natsWithMemory(memory, twice, true)).toBeLessThan(0.8 * natsWithMemory(memory, twice));
  });

  it('leaves nothing in the memory', () => {
    const memory = memoryOf();
    const before = JSON.stringify([memory.state(), memory.report()]);
    const first = natsWithMemory(memory, examined(known), true);
    expect(JSON.stringify([memory.state(), memory.report()])).toBe(before);
    expect(natsWithMemory(memory, examined(known), true)).toBe(first);
  });

  it('teaches the gate where it is meant to', () => {
    const memory = memoryOf();
    const before = memory.gate.summary();
    teachGate(memory, examined(known));
    expect(memory.gate.summary()[4]).toBeGreaterThan(before[4]);
    const distrustful = memoryOf();
    const sure = { ...examined(strange), losses: new Float32Array(200).fill(0.01) };
    for (let i = 0; i < 5; i++) teachGate(distrustful, sure);
    expect(distrustful.gate.summary()[0]).toBeLessThan(before[0]);
  });
});
