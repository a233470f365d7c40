/** Tests of word differences. @module */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, wordDiff } from './word-diff.ts';

const word = fc.constantFrom('tea', 'mill', ' ', '\n', ', ', '1815', 'é', '😀', '\ud800');
const text = fc.oneof(
  fc.array(word, { maxLength: 30 }).map((words) => words.join('')),
  fc.string(),
);

describe('wordDiff', () => {
  it.each<[string, string, (string | number)[]]>([
    ['born in 1815', 'born in 1816', [8, -4, '1816']],
    ['tea', 'tea\nmill', [3, '\nmill']],
    ['a b c', 'a c', [2, -2, 1]],
    ['one two. end', 'three four. end', [-7, 'three four', 5]],
    ['', 'tea', ['tea']],
    ['tea', '', [-3]],
    ['tea', 'tea', [3]],
    ['', '', []],
  ])('%j to %j: %j', (before, after, edits) => {
    expect(wordDiff(before, after)).toEqual(edits);
  });

  it('gives the new text back from the old one, and uses up the old one', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const edits = wordDiff(before, after);
        expect(applyEdits(before, edits)).toBe(after);
        const used = edits.reduce<number>(
          (sum, edit) => sum + (typeof edit === 'number' ? Math.abs(edit) : 0),
          0,
        );
        expect(used).toBe(before.length);
      }),
    );
  });

  it('never says more than that all was replaced', () => {
    fc.assert(
      fc.property(fc.array(word), fc.array(word), (one, other) => {
        const [before, after] = [one.join(''), other.join('')];
        const edits = wordDiff(before, after);
        const changed = edits.reduce<number>(
          (sum, edit) => sum + (typeof edit === 'string' ? edit.length : Math.max(0, -edit)),
          0,
        );
        expect(changed).toBeLessThanOrEqual(before.length + after.length);
        expect(edits.every((edit) => edit !== 0 && edit !== '')).toBe(true);
      }),
    );
  });

  it('stays quick where everything differs', () => {
    const before = Array.from({ length: 20_000 }, (_, index) => `a${index}`).join(' ');
    const after = before.replaceAll('a', 'b');
    expect(applyEdits(before, wordDiff(before, after))).toBe(after);
  });
});
