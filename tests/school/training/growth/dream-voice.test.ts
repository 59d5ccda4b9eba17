import { describe, expect, it } from 'vitest';
import { dreamVoiceOf } from '../../../../school/training/growth/dream-voice.ts';

const TOKENS = 640;
/** Nats of each token, by the share of tokens of which it is sure. */
const losses = (isSure: (token: number) => boolean): Float32Array =>
  Float32Array.from({ length: TOKENS }, (_, i) => (isSure(i) ? 0.1 : 4) + 0.01 * ((i * 7) % 11));

describe('a dream', () => {
  const even = losses((i) => i % 4 === 0);
  const odd = losses((i) => i % 4 === 1);

  it('speaks alone where it knows what all others know, and more', () => {
    const { speaks, says } = dreamVoiceOf(
      [even, even],
      losses((i) => i % 4 !== 3),
    );
    expect(speaks).toBe('alone');
    expect(says).toMatch(
      /^the dream speaks alone from now on: the others need [\d.]+ bits per token, the dream [\d.]+, all/,
    );
  });

  it('speaks with the others where each knows something else', () => {
    const { speaks, says } = dreamVoiceOf([even], odd);
    expect(speaks).toBe('together');
    expect(says).toMatch(/^the dream speaks with all others from now on: /);
  });

  it('does not speak where it adds nothing but chance', () => {
    const { speaks, says } = dreamVoiceOf(
      [even],
      losses(() => false),
    );
    expect(speaks).toBeUndefined();
    expect(says).toMatch(/^the dream does not speak from now on: /);
    expect(dreamVoiceOf([even, even], even).speaks).toBeUndefined();
  });
});
