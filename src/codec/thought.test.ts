import { describe, expect, test } from 'vitest';
import { cutThoughts } from './thought.ts';

describe('cutThoughts', () => {
  test.each([
    ['a', ['a'], []],
    ['a<think>b</think>c', ['a', 'c'], []],
    ['a<THINK kind="long">b</Think >c', ['a', 'c'], []],
    ['a<think>b', ['a'], ['unclosed-thought']],
    ['a</think>b', ['b'], []],
    ['<think>a<think>b</think>c</think>d', ['d'], ['unopened-tag']],
    ['a<thinker>b</thinker>', ['a<thinker>b</thinker>'], []],
    ['', [], []],
  ])('%s', (text, visible, kinds) => {
    const cut = cutThoughts(text);
    expect(cut.visible.map((span) => text.slice(span.start, span.end))).toEqual(visible);
    expect(cut.issues.map((issue) => issue.kind)).toEqual(kinds);
  });
});
