import { describe, expect, it } from 'vitest';
import { officialAnswer, officialScore } from './official-score.ts';

const tag = (text: string): string => `<final_answer>${text}</final_answer>`;

describe('officialScore', () => {
  it('needs a box, even inside the answer tag', () => {
    expect(officialScore([tag('Ann')], [['Ann']])).toBe(0);
    expect(officialScore([tag('It is \\boxed{Ann}.')], [['Ann']])).toBe(1);
    expect(officialScore(['No tag, but \\boxed{ann}'], [['ANN']])).toBe(1);
  });

  it('ignores case and spaces but neither articles nor punctuation', () => {
    expect(officialScore(['\\boxed{New  york}'], [['New York']])).toBe(1);
    expect(officialScore(['\\boxed{The Who}'], [['Who']])).toBe(0);
    expect(officialScore(['\\boxed{U.S.}'], [['US']])).toBe(0);
    expect(officialScore(['\\boxed{45\\%}'], [['45']])).toBe(1);
  });

  it('compares with the answers of all questions, and can exceed 1', () => {
    const answers = [['Ann'], ['Bob']];
    expect(officialScore([tag('\\boxed{Bob}'), tag('\\boxed{Bob}')], answers)).toBe(1);
    expect(officialScore(Array(4).fill(tag('\\boxed{Ann}')), answers)).toBe(2);
    expect(officialScore([tag('\\boxed{Ann}'), 'thinking'], answers)).toBe(0.5);
    expect(officialScore([], [])).toBe(0);
  });

  it('reads the last balanced box of the last 300 characters', () => {
    expect(officialAnswer('\\boxed{a} \\boxed{b{c}d}')).toBe('b{c}d');
    expect(officialAnswer('\\boxed{open')).toBeUndefined();
    expect(officialAnswer(`\\boxed{early}${'x'.repeat(300)}`)).toBeUndefined();
    expect(officialAnswer('\\fbox{framed}')).toBe('framed');
  });

  it('reads the whole turn where it has two answer tags', () => {
    expect(officialAnswer(`${tag('\\boxed{a}')} ${tag('none')}`)).toBe('a');
  });
});
