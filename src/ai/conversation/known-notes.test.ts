/**
 * The shortcuts for large memories give the same results as plain comparisons.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../memory/entry.ts';
import { createKnownNotes } from './known-notes.ts';
import { type PreparedEntry, prepareEntries } from './prepared-entry.ts';
import { contentWords, normaliseText } from './words.ts';

const word = fc.constantFrom(...'garden invoice river cousin guitar kitchen train museum'.split(' '));
const phrase = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '));

let made = 0;
function toNote(value: string): Entry {
  const id = `m${++made}`;
  const meta = { speaker: 'user', subject: '', attribute: 'note', value };
  return { id, text: value, meta, version: 1, createdAt: made, updatedAt: made };
}

/** Whether at least four of five words are common. */
function isSimilar(note: PreparedEntry, words: ReadonlySet<string>): boolean {
  const shared = [...note.words()].filter((each) => words.has(each)).length;
  return shared / (note.words().size + words.size - shared) >= 0.8;
}

describe('createKnownNotes', () => {
  it('finds the note that a scan of all notes finds', () => {
    fc.assert(
      fc.property(fc.array(phrase, { minLength: 1, maxLength: 40 }), phrase, (values, asked) => {
        const { notes } = prepareEntries(values.map(toNote));
        const known = createKnownNotes(notes);
        const words = new Set(contentWords(asked));
        const normal = normaliseText(asked);
        const matches = (note: PreparedEntry): boolean => note.normal() === normal || isSimilar(note, words);
        expect(known.findSimilar(normal, words, matches)).toBe(notes.find(matches));
        const first = notes.find(matches);
        if (first === undefined) return;
        known.remove(first);
        expect(known.findSimilar(normal, words, matches)).toBe(
          notes.filter((one) => one !== first).find(matches),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe('prepareEntries', () => {
  it('counts the same concepts from an earlier list as from scratch', () => {
    const change = fc.record({
      place: fc.nat(50),
      value: phrase,
      kind: fc.constantFrom('add', 'update', 'delete'),
    });
    fc.assert(
      fc.property(fc.array(phrase, { minLength: 10, maxLength: 30 }), fc.array(change), (values, changes) => {
        let entries = values.map(toNote);
        prepareEntries(entries).countConcepts();
        for (const { place, value, kind } of changes) {
          const at = place % (entries.length + 1);
          const before = entries;
          if (kind === 'add') entries = [...before, toNote(value)];
          else entries = before.toSpliced(at, 1, ...(kind === 'update' ? [toNote(value)] : []));
          const { notes, countConcepts } = prepareEntries(entries);
          expect(notes.map(({ entry }) => entry)).toEqual(entries);
          const expected = new Map<string, number>();
          for (const note of notes)
            for (const each of note.frame().concepts) expected.set(each, (expected.get(each) ?? 0) + 1);
          const counted = [...countConcepts()].filter(([, count]) => count !== 0);
          expect(new Map(counted)).toEqual(expected);
        }
      }),
      { numRuns: 50 },
    );
  });
});
