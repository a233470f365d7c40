/** Tests of document streams as training tasks. @module */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DocumentStream } from '../dataset/stream-builder.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import type { Tokenizer } from '../task/tokenizer.ts';
import { createDocumentTaskSource, type DocumentReading, splitStreams } from './document-tasks.ts';

const listStreams = (count: number): readonly DocumentStream[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ id: `s${index}`, dataset: 'x', documents: [{ id: 'd', title: '', text: 'one two' }] },
    questions: [{ id: `q${index}`, text: '?', answers: ['a'], support: [] }],
  }));

const words: Tokenizer = {
  name: 'characters',
  count: (text) => text.length,
  encode: (text) => [...text].map((letter) => letter.codePointAt(0)!),
  decode: (tokens) => String.fromCodePoint(...tokens),
};
const reading: DocumentReading = {
  ...{ tokenizer: words, chunkSize: 100 },
  memory: { retriever: lexicalRetriever(), k: 3 },
};

it('splits by seed: every stream is on one side, and the split is stable', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 30 }), fc.nat(), fc.nat(1000), (count, some, seed) => {
      const streams = listStreams(count);
      const heldOut = some % count;
      const split = splitStreams(streams, heldOut, seed);
      expect(split.heldOut).toHaveLength(heldOut);
      const ids = [...split.heldOut, ...split.training].map(({ id }) => id);
      expect(ids.sort()).toEqual(streams.map(({ id }) => id).sort());
      expect(splitStreams(streams, heldOut, seed)).toEqual(split);
    }),
  );
  expect(() => splitStreams(listStreams(3), 3, 1)).toThrow('3 of 3 streams are to be held out');
});

it('shows every stream once per epoch, in a different order, regardless of earlier calls', () => {
  const [one, other] = [1, 2].map(() => createDocumentTaskSource(listStreams(8), reading, 5));
  const epoch = (source: typeof one, number: number): readonly string[] =>
    Array.from({ length: 8 }, (_, index) => source!.open(8 * number + index).task.id);
  const [first, second] = [epoch(one, 0), epoch(one, 1)];
  expect([...first].sort()).toEqual([...second].sort());
  expect(first).not.toEqual(second);
  expect(epoch(other, 1)).toEqual(second);
  const { memory } = one!.open(0);
  expect(memory()).toMatchObject({ k: 3, duplicates: 'refuse' });
  expect(memory()!.store).not.toBe(memory()!.store);
});
