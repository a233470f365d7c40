/** Tests of spreading questions over prompt places. @module */
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../shared/random.ts';
import type { Observation } from '../../task/observation.ts';
import { spreadQuestions } from './spread-questions.ts';

const reading = (...texts: string[]): Observation => ({
  stage: 'memorise',
  questions: texts.map((text) => ({ id: text, text })),
  chunk: { index: 0, count: 1, text: '', documents: [] },
  turn: 0,
  readsLeft: 1,
  readsUsed: 0,
});

describe('spreadQuestions', () => {
  it('uses all choices of places equally often and keeps the order', () => {
    const random = createRandom(1);
    const seen = new Map<string, number>();
    for (let draw = 0; draw < 3000; draw++) {
      const observation = spreadQuestions(2, 3, random)(reading('a', 'b'));
      const texts = (observation as Extract<Observation, { stage: 'memorise' }>).questions.map(
        ({ text }) => text,
      );
      const shown = texts.map((text) => text || '-').join('');
      seen.set(shown, (seen.get(shown) ?? 0) + 1);
    }
    expect([...seen.keys()].sort()).toEqual(['-ab', 'a-b', 'ab-']);
    for (const times of seen.values()) expect(Math.abs(times - 1000)).toBeLessThan(120);
  });

  it('changes nothing if every place has a question, or while answering', () => {
    const place = spreadQuestions(2, 2, createRandom(1));
    expect(place(reading('a', 'b'))).toEqual(reading('a', 'b'));
    const asked: Observation = {
      stage: 'answer',
      index: 1,
      question: { id: 'b', text: 'b' },
      turn: 0,
      readsLeft: 1,
      readsUsed: 0,
    };
    expect(place(asked)).toBe(asked);
  });
});
