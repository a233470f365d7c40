/**
 * Tests that passages keep the text, and the time that splitting takes.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitPassages } from './split-passages.ts';

const bare = (text: string): string => text.replace(/\s+/g, '');

describe('splitPassages', () => {
  it('keeps every character but spaces, within the size, under names of its own', () => {
    const text = fc.array(fc.oneof(fc.lorem({ maxCount: 12 }), fc.string({ unit: 'grapheme' })), {
      maxLength: 12,
    });
    const joint = fc.constantFrom('\n\n', '\n', '. ', ' ');
    fc.assert(
      fc.property(text, joint, fc.integer({ min: 20, max: 200 }), (parts, by, size) => {
        const document = { id: 'a', title: 'A', text: parts.join(by) };
        const passages = splitPassages([document], size);
        expect(bare(passages.map((passage) => passage.text).join(''))).toBe(bare(document.text));
        expect(new Set(passages.map(({ id }) => id)).size).toBe(passages.length);
        // A character outside the basic plane counts as two and is never split.
        for (const passage of passages) expect([...passage.text].length).toBeLessThanOrEqual(size);
      }),
    );
  });

  it.each([
    ['closing marks', (size: number) => `${'The lease was signed. '.repeat(80)}\n${')'.repeat(size)} ’ x`],
    ['closing marks and spaces', (size: number) => `x${`${')'.repeat(9)} `.repeat(size / 10)}`],
    ['spaces', (size: number) => `${'x'.repeat(1300)}\n${' '.repeat(size)}x`],
    ['blank lines', (size: number) => '\n \n'.repeat(size / 3)],
    ['letters', (size: number) => 'x'.repeat(size)],
  ])('takes time linear in the length of %s', (_, make) => {
    const cost = (size: number): number => {
      const document = { id: 'a', title: '', text: make(size) };
      const times = Array.from({ length: 3 }, () => {
        const start = process.cpuUsage();
        splitPassages([document]);
        return process.cpuUsage(start).user / 1000;
      });
      return Math.min(...times);
    };
    cost(30_000); // warm
    expect(cost(300_000)).toBeLessThan(40 * Math.max(cost(30_000), 1));
  });

  it('cuts at paragraphs before lines, and at lines before sentences', () => {
    const text = 'One. Two.\nThree.\n\nFour.';
    expect(splitPassages([{ id: 'a', title: '', text }], 17).map((passage) => passage.text)).toEqual([
      'One. Two.\nThree.',
      'Four.',
    ]);
    const [first] = splitPassages([{ id: 'a', title: '', text }], 10);
    expect(first).toMatchObject({ id: 'a¶1', text: 'One. Two.' });
  });
});
