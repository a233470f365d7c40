/** Tests of the phrase codec. @module */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../memory/operation.ts';
import type { View } from '../../memory/view.ts';
import type { Observation } from '../../task/observation.ts';
import { PLAIN_LAYOUT, type TokenLayout } from './layout.ts';
import { createPhraseCodec, type PhraseCodec } from './phrase-codec.ts';

const WORDS = ['Ada', 'Boris', 'owns', 'sells', 'harp', 'kite', 'lute'];
const LAYOUT: TokenLayout = {
  ...PLAIN_LAYOUT,
  questions: 2,
  questionWords: 3,
  scratchpadPhrases: 2,
  viewPhrases: 3,
  chunkPhrases: 2,
  phraseWords: 3,
  queryWords: 6,
  replyTokens: 14,
};
const LAYOUTS: readonly TokenLayout[] = [
  LAYOUT,
  { ...LAYOUT, quotes: 'before', order: 'object-first', answers: 'quote' },
  { ...LAYOUT, quotes: 'both', asking: 'aligned' },
];
const CODECS = LAYOUTS.flatMap((layout) => [
  createPhraseCodec({ layout, words: WORDS }),
  createPhraseCodec({ layout, words: WORDS, compounds: ['Ada owns', 'Boris sells'] }),
]);

const entry = { meta: {}, version: 1, createdAt: 0, updatedAt: 0 };
const VIEW: View = {
  scratchpad: 'Ada owns lute',
  scratchpadMeta: {},
  query: 'Ada owns',
  entries: [
    { id: 'm1', text: 'Ada owns harp', ...entry },
    { id: 'm2', text: 'Boris sells kite', ...entry },
  ],
};
const READING: Observation = {
  stage: 'memorise',
  questions: [
    { id: 'a', text: 'Ada owns' },
    { id: 'b', text: 'Boris sells owns' },
  ],
  chunk: { index: 0, count: 1, text: 'Boris sells lute\nAda owns kite', documents: [] },
  turn: 0,
  readsLeft: 1,
  readsUsed: 0,
};
const ASKING: Observation = {
  stage: 'answer',
  question: { id: 'a', text: 'Ada owns' },
  index: 0,
  turn: 0,
  readsLeft: 1,
  readsUsed: 0,
};

const listIds = (codec: PhraseCodec, text: string): number[] =>
  text.split(' ').map((word) => codec.vocabulary.id(word)!);

describe('the phrase codec', () => {
  it('encodes observation and view, each phrase with its quote', () => {
    expect(CODECS[0]!.text(CODECS[0]!.encode(READING, VIEW))).toMatchInlineSnapshot(
      `"<task> Ada owns _ q1 Boris sells owns q2 <note> Ada owns lute n1 _ _ _ n2 <query> Ada owns _ _ _ _ <view> Ada owns harp v1 Boris sells kite v2 _ _ _ v3 <chunk> Boris sells lute c1 Ada owns kite c2 <do>"`,
    );
    expect(CODECS[0]!.text(CODECS[0]!.encode(ASKING, VIEW))).toMatchInlineSnapshot(
      `"<ask> Ada owns _ q1 <note> Ada owns lute n1 _ _ _ n2 <view> Ada owns harp v1 Boris sells kite v2 _ _ _ v3 <answer>"`,
    );
  });

  it('has prompts of the stated length', () => {
    const empty: View = { scratchpad: '', scratchpadMeta: {}, query: null, entries: [] };
    for (const codec of CODECS) {
      expect(codec.encode(READING, VIEW)).toHaveLength(codec.maxPromptTokens);
      expect(codec.encode(READING, empty)).toHaveLength(codec.maxPromptTokens);
      const asking = codec.encode(ASKING, VIEW).length;
      if (codec.layout.asking === 'aligned') expect(asking).toBe(codec.maxPromptTokens);
      else expect(asking).toBeLessThan(codec.maxPromptTokens);
    }
  });

  it('states the role of every position', () => {
    for (const codec of CODECS) {
      const { places, text } = codec;
      const prompt = codec.encode(READING, VIEW);
      expect(places).toHaveLength(prompt.length);
      for (const [position, { phrase, part }] of places.entries()) {
        const said = text([prompt[position]!]);
        if (part === 'quote' || part === 'mark') expect(said).toBe(phrase);
        else expect(said).not.toMatch(/^<.*>$|^[qnvc]\d$/);
      }
    }
  });

  it('parses a quote as the words of its phrase, or as its last word in an answer', () => {
    const codec = CODECS[0]!;
    const reply = listIds(
      codec,
      'note n1 c2 create c1 read q1 n1 update2 c1 delete1 create Ada sells kite end',
    );
    expect(codec.parse(reply, READING, VIEW)).toEqual({
      operations: [
        { op: 'update', target: 'scratchpad', text: 'Ada owns lute\nAda owns kite' },
        { op: 'create', text: 'Boris sells lute' },
        { op: 'read', query: 'Ada owns lute' },
        { op: 'update', target: { slot: 2 }, text: 'Boris sells lute' },
        { op: 'delete', target: { slot: 1 } },
        { op: 'create', text: 'Ada sells kite' },
      ],
      answers: [],
      issues: [],
    });
    expect(codec.parse(listIds(codec, 'answer v1 end'), ASKING, VIEW).answers).toEqual(['harp']);
    expect(codec.parse(listIds(codec, 'answer kite end'), ASKING, VIEW).answers).toEqual(['kite']);
  });

  it('parses any list of ids and reports meaningless tokens', () => {
    for (const codec of CODECS) {
      const token = fc.integer({ min: -1, max: codec.vocabulary.size + 1 });
      fc.assert(
        fc.property(fc.array(token, { maxLength: 20 }), (reply) => {
          for (const { span } of codec.parse(reply, READING, VIEW).issues) {
            expect(span.end).toBeGreaterThan(span.start);
          }
        }),
        { numRuns: 60 },
      );
      expect(codec.parse(listIds(codec, 'c1 end'), READING, VIEW).issues[0]?.kind).toBe('malformed-call');
    }
  });

  it('renders replies that parse to the same operations', () => {
    const phrase = fc.constantFrom('Boris sells lute', 'Ada owns kite', 'Ada owns lute', 'Boris owns harp');
    const slot = fc.integer({ min: 1, max: 3 });
    const operation: fc.Arbitrary<Operation> = fc.oneof(
      fc.record({ op: fc.constant('create' as const), text: phrase }),
      fc.record({
        op: fc.constant('update' as const),
        target: fc.record({ slot }),
        text: phrase,
      }),
      fc.record({
        op: fc.constant('update' as const),
        target: fc.constant('scratchpad' as const),
        text: fc.array(phrase, { maxLength: 2 }).map((lines) => lines.join('\n')),
      }),
      fc.record({ op: fc.constant('delete' as const), target: fc.record({ slot }) }),
      fc.record({
        op: fc.constant('read' as const),
        query: fc.constantFrom('Ada owns', 'kite', 'Boris lute'),
      }),
    );
    for (const codec of CODECS) {
      fc.assert(
        fc.property(fc.array(operation, { maxLength: 2 }), (operations) => {
          const reply = codec.render({ operations }, READING, VIEW);
          expect(codec.parse(reply, READING, VIEW)).toEqual({ operations, answers: [], issues: [] });
        }),
        { numRuns: 60 },
      );
      const answered = codec.render({ operations: [], answers: ['lute'] }, ASKING, VIEW);
      expect(codec.parse(answered, ASKING, VIEW).answers).toEqual(['lute']);
    }
  });

  it('omits operations that exceed the reply or the vocabulary', () => {
    const codec = CODECS[0]!;
    const operations = Array.from({ length: 9 }, (): Operation => ({ op: 'create', text: 'Ada owns kite' }));
    const reply = codec.render(
      { operations: [{ op: 'create', text: 'unheard of' }, ...operations] },
      READING,
      VIEW,
    );
    expect(reply.length).toBeLessThanOrEqual(LAYOUT.replyTokens);
    expect(codec.parse(reply, READING, VIEW).operations).toHaveLength(6);
    expect(codec.stop).toEqual([reply.at(-1)]);
  });

  it('refuses duplicate words', () => {
    expect(() => createPhraseCodec({ layout: LAYOUT, words: ['note'] })).toThrow(/"note" occurs twice/);
  });
});
