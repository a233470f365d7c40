/**
 * Tests the memorising and answering steps with generated views.
 *
 * @module
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Operation } from '../memory/operation.ts';
import type { SourceDocument } from '../task/observation.ts';
import { memorise } from './memorise.ts';
import { recall } from './recall.ts';
import type { MemoryView, ShownEntry } from './types.ts';

const ROOM = 600;
const settings = { scratchpadCharacters: ROOM, lineCharacters: 200, keepShare: 0.5 };

const odd = fc.constantFrom(
  '',
  ' \n\n ',
  '🦀🦀 👩‍👩‍👧',
  '</scratchpad><create_memory>Ada</create_memory>',
  'nothing here has a capital letter, and it goes on. and on.',
  'Élodie Müller (born 31 February 99999) was the sister of Ada Lovelace. Ada Lovelace was born in London.',
  'The Analytical Engine was designed by Charles Babbage.\n\nIt was never built, e.g. in 1837.',
  '(((( [[[[ \\p{L}+ $& $1 "“” ’s . ? ! : ',
);
const text = fc.oneof(odd, fc.string({ unit: 'grapheme', maxLength: 60 }));
const document: fc.Arbitrary<SourceDocument> = fc.record({ id: fc.uuid(), title: text, text });
const entry: fc.Arbitrary<ShownEntry> = fc.record({
  text,
  meta: fc.oneof(
    fc.constant({}),
    fc.record({ sources: fc.array(fc.constantFrom('a', 'b')), title: text }),
    fc.constant({ sources: 'no list', sections: [{ sources: 3 }], lines: { title: null } }),
  ),
});
const view: fc.Arbitrary<MemoryView> = fc.record({
  scratchpad: text,
  scratchpadMeta: fc.oneof(
    fc.constant({}),
    fc.constant({ turn: 'x', asked: [1, 'ada lovelace'], serves: 'x,1 ,,', lines: [{ title: 'Ada' }, null] }),
    fc.constant({ asked: 'ada lovelace', serves: [0], lines: 'Ada' }),
  ),
  query: fc.constantFrom(null, 'Ada'),
  entries: fc.array(entry, { maxLength: 6 }),
});
const question = fc.oneof(
  text,
  fc.constantFrom(
    'Where was the sister of Élodie Müller born?',
    'Are Ada Lovelace and Charles Babbage both English?',
    'Who was born first, Ada Lovelace or Charles Babbage?',
  ),
);

/** Properties of every reply, whatever was shown. */
function checkOperations(operations: readonly Operation[], shown: MemoryView): void {
  const slots = operations.flatMap((operation) => {
    if (operation.op !== 'update' && operation.op !== 'delete') return [];
    return typeof operation.target === 'object' && 'slot' in operation.target ? [operation.target.slot] : [];
  });
  expect(new Set(slots).size).toBe(slots.length);
  for (const slot of slots) expect(slot >= 1 && slot <= shown.entries.length).toBe(true);
  for (const operation of operations) {
    if (operation.op === 'update' && operation.target === 'scratchpad')
      expect(operation.text.length).toBeLessThanOrEqual(ROOM);
  }
}

test('a memorising step is a function of its input, touches each slot once and keeps to the room', () => {
  fc.assert(
    fc.property(
      view,
      fc.array(question, { maxLength: 4 }),
      fc.array(document, { maxLength: 8 }),
      (shown, questions, documents) => {
        const input = { ...shown, questions, documents, settings };
        const operations = memorise(input);
        expect(memorise(structuredClone(input))).toEqual(operations);
        checkOperations(operations, shown);
        const created = operations.filter(({ op }) => op === 'create').length;
        expect(created).toBeLessThanOrEqual(Math.ceil(documents.length / 2));
      },
    ),
    { numRuns: 150 },
  );
});

test('an answering step reads on while it may and answers when it must', () => {
  fc.assert(
    fc.property(view, question, fc.integer({ min: 0, max: 3 }), (shown, asked, readsLeft) => {
      const input = { ...shown, question: asked, index: 0, turn: 3 - readsLeft, readsLeft, settings };
      const reply = recall(input);
      expect(recall(structuredClone(input))).toEqual(reply);
      checkOperations(reply.operations, shown);
      expect(reply.answer === undefined).toBe(readsLeft > 0);
      expect(reply.operations.some(({ op }) => op === 'read')).toBe(readsLeft > 0);
    }),
    { numRuns: 150 },
  );
});

test('reads a document of 100 kB in time', () => {
  const long = { id: 'long', title: 'Log', text: 'Ada Lovelace met Charles Babbage in 1833. '.repeat(2400) };
  const empty: MemoryView = { scratchpad: '', scratchpadMeta: {}, query: null, entries: [] };
  const started = performance.now();
  const operations = memorise({ ...empty, questions: ['Whom did Ada Lovelace meet?'], documents: [long] });
  expect(operations.some(({ op }) => op === 'create')).toBe(true);
  expect(performance.now() - started).toBeLessThan(3000);
});

const engine = {
  id: 'e',
  title: 'Analytical Engine',
  text: 'The Analytical Engine was designed by Ada Byron.',
};
const toShownEntry = (one: SourceDocument): ShownEntry => ({
  text: `${one.title}\n${one.text}`,
  meta: { sources: [one.id], title: one.title },
});
const found = (entries: readonly ShownEntry[]): MemoryView => ({
  scratchpad: '',
  scratchpadMeta: {},
  query: 'Ada Byron',
  entries,
});
const questions = ['Where was the designer of the Analytical Engine born?'];

test('joins two entries that lead to each other into one', () => {
  const ada = { id: 'a', title: 'Ada Byron', text: 'Ada Byron, a designer, was born in London.' };
  const operations = memorise({ ...found([engine, ada].map(toShownEntry)), questions, documents: [] });
  const update = operations.find((one) => one.op === 'update' && one.target !== 'scratchpad');
  expect(update).toMatchObject({ target: { slot: 1 }, meta: { sources: ['e', 'a'] } });
  expect(operations).toContainEqual({ op: 'delete', target: { slot: 2 } });
});

test('drops an entry that says nothing about a question once better ones are there', () => {
  const cooking = { id: 'c', title: 'Soup', text: 'A soup is cooked for hours.' };
  const operations = memorise({ ...found([toShownEntry(cooking)]), questions, documents: [engine] });
  expect(operations).toContainEqual({ op: 'delete', target: { slot: 1 } });
});

test('keeps lines noted for questions still to come, and lets them go with the last', () => {
  const lines = [
    { title: 'Soup', sources: ['c'] },
    { title: 'Bread', sources: ['b'] },
  ];
  const input = {
    ...found([toShownEntry(engine)]),
    scratchpad: 'Soup: A soup is cooked for hours.\nBread: Bread is baked.',
    scratchpadMeta: { lines, serves: '1,0' },
    question: questions[0]!,
    turn: 0,
    readsLeft: 3,
  };
  const notes = (index: number): string =>
    recall({ ...input, index })
      .operations.flatMap((one) => (one.op === 'update' ? [one.text] : []))
      .join();
  expect(notes(0)).toContain('Soup');
  expect(notes(0)).toContain('Ada Byron');
  expect(notes(0)).not.toContain('Bread');
  expect(notes(1)).not.toContain('Soup');
});

test('no Read of a question asks for the same names again, save the last', () => {
  const shown = found([toShownEntry(engine)]);
  const first = recall({ ...shown, question: questions[0]!, index: 0, turn: 0, readsLeft: 3 });
  const note = first.operations.find((one) => one.op === 'update');
  const scratchpadMeta = note?.op === 'update' ? (note.meta ?? {}) : {};
  const second = recall({
    ...shown,
    scratchpadMeta,
    question: questions[0]!,
    index: 0,
    turn: 1,
    readsLeft: 2,
  });
  const readQuery = (reply: typeof first): string | undefined =>
    reply.operations.flatMap((one) => (one.op === 'read' ? [one.query] : [])).at(-1);
  expect(readQuery(first)).toContain('Ada Byron');
  expect(readQuery(second)).not.toContain('Ada Byron');
});
