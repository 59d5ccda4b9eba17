import { describe, expect, it } from 'vitest';
import { Random } from '../../../brain/engine/random.ts';
import type { Guess } from '../../../school/api/messages.ts';
import { goodness, ScribeCharacter } from '../../../school/raising/scribe-character.ts';
import { scribeMoodTexts } from '../../../school/raising/texts/scribe-moods.ts';
import { STEPS } from '../../../statistics/percentile.ts';
import { chanceOf } from './chance.ts';

const WORDS = ['the', ' sea', ' was', ' calm', ' and', ' we', ' went', ' home'];
/** Eight guesses of which so many are right, one of the others beginning alike. */
const guessed = (right: number): Guess[] =>
  WORDS.map((truth, i) => ({
    truth,
    guess: i < right ? truth : i === right ? truth.slice(0, 2) : 'x',
    exact: i < right,
  }));
const look = (right: number) => ({ guesses: guessed(right) });

describe('the scribe', () => {
  it('has sixteen moods, each with faces and lines of its own', () => {
    expect(scribeMoodTexts).toHaveLength(STEPS);
    expect(new Set(scribeMoodTexts.map(({ mood }) => mood)).size).toBe(STEPS);
    expect(new Set(scribeMoodTexts.flatMap(({ lines }) => lines)).size).toBe(
      scribeMoodTexts.flatMap(({ lines }) => lines).length,
    );
    for (const { mood, faces, lines } of scribeMoodTexts) {
      expect(faces.length, mood).toBeGreaterThanOrEqual(3);
      // characters whose width terminals disagree about, or that lie upon others, would break rows
      for (const face of faces)
        expect(face).not.toMatch(
          /[\p{M}\p{Cf}\p{Emoji_Presentation}\u3000-\u3020\u30fb\u30fc\uff00-\uff60\uff66-\uffef\ufe30-\ufe6f]/u,
        );
      // fonts of terminals have ASCII, Latin-1 and the box drawings, and of the rest what WGL4 has
      for (const face of faces)
        expect(face, mood).toMatch(/^[\x20-\x7e\u00a0-\u00ff\u0393-\u03c9\u2022\u2310\u2500-\u25a1\u266a]+$/u);
      expect(lines.length, mood).toBeGreaterThanOrEqual(4);
    }
  });

  it('counts what is the same, and a little what begins alike', () => {
    expect(goodness(guessed(8))).toBe(1);
    expect(goodness([{ guess: 'x', truth: 'y', exact: false }])).toBe(0);
    expect(goodness([{ guess: 'sea', truth: 'sealing', exact: false }])).toBeCloseTo((0.5 * 3) / 7);
    // the same text in other tokens is not the same token
    expect(goodness([{ guess: 'sea', truth: 'sea', exact: false }])).toBe(0.5);
  });

  it('compares with nothing that was guessed of other texts', () => {
    const scribe = new ScribeCharacter('mia', new Random(1));
    const page = (right: number) => scribe.see(look(right), 1);
    for (let i = 0; i < 100; i++) page(6);
    expect(page(2)?.standing).toBe(0);
    scribe.beginAnew();
    expect(page(2)).toBeUndefined();
    for (let i = 0; i < 50; i++) page(2);
    expect(page(2)?.standing).toBeGreaterThan(5);
  });

  it('praises the best and roasts the worst among the guesses that it saw', () => {
    const moodAfter = (history: number[], now: number) => {
      const scribe = new ScribeCharacter('mia', new Random(1));
      for (const right of history) scribe.see(look(right), 0);
      return scribe.see(look(now), 1);
    };
    const usual = Array.from({ length: 64 }, (_, i) => 2 + (i % 4));
    expect(moodAfter(usual, 8)).toMatchObject({ mood: scribeMoodTexts[0].mood, standing: 15, goodness: 1 });
    expect(moodAfter(usual, 0)).toMatchObject({ mood: scribeMoodTexts[15].mood, standing: 0 });
    expect(
      moodAfter(
        Array.from({ length: 64 }, () => 3),
        3,
      )?.standing,
    ).toBe(8);
    // what was brilliant once is nothing special for one who always is
    expect(
      moodAfter(
        Array.from({ length: 64 }, () => 8),
        5,
      )?.standing,
    ).toBe(0);
  });

  it('shows every mood in the course of a life', () => {
    const scribe = new ScribeCharacter('mia', new Random(2));
    const random = new Random(5);
    const moods = new Set<string | undefined>();
    for (let i = 0; i < 3000; i++) moods.add(scribe.see(look(random.below(9)), 1)?.mood);
    for (const { mood } of scribeMoodTexts.filter((_, i) => i % 2 === 0)) expect([...moods], mood).toContain(mood);
    expect(moods.size).toBeGreaterThan(8);
  });

  it('speaks by chance, and is silent at none, and before it has seen enough', () => {
    const spoken = (chance: number): number => {
      const scribe = new ScribeCharacter('mia', new Random(3));
      return Array.from({ length: 2000 }, () => scribe.see(look(3), chance)).filter(Boolean).length;
    };
    expect(spoken(0)).toBe(0);
    expect(spoken(0.05)).toBeGreaterThan(60);
    expect(spoken(0.05)).toBeLessThan(140);
    expect(spoken(1)).toBeGreaterThan(1970);
    expect(new ScribeCharacter('mia', new Random(3)).see(look(3), 1)).toBeUndefined();
    expect(new ScribeCharacter('mia', new Random(3)).see({ guesses: [] }, 1)).toBeUndefined();
  });

  it('says every line that it has, without gaps, and in one line', () => {
    const evil: Guess[] = [{ guess: 'a\n\u0007[b]\ufffd “q”', truth: ' \n', exact: false }];
    for (let i = 0; i < STEPS; i++) {
      for (let n = 0; n < scribeMoodTexts[i].lines.length; n++) {
        const scribe = new ScribeCharacter('mia', chanceOf());
        const comment = (
          scribe as unknown as {
            comment(guesses: Guess[], value: number, standing: number): { text: string; guess: string };
          }
        ).comment(n % 2 ? evil : guessed(3), 0.4, STEPS - 1 - i);
        expect(comment.text).not.toMatch(/[{}\n\u0007\ufffd]/);
        expect(comment.guess).not.toMatch(/[\n\u0007\ufffd]/);
      }
    }
  });
});
