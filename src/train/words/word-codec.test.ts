/**
 * Properties of the word codec and of the vocabularies it speaks.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../memory/entry.ts';
import type { Operation } from '../../memory/operation.ts';
import type { View } from '../../memory/view.ts';
import type { JsonObject } from '../../shared/json.ts';
import { defineTask } from '../../task/define-task.ts';
import type { ActObservation } from '../../task/observation.ts';
import { joinWords, splitWords } from './split-words.ts';
import { vocabularyFor } from './vocabulary-for.ts';
import { wordCodec } from './word-codec.ts';
import { createWordVocabulary, MARKS } from './word-vocabulary.ts';

const WORDS = ['Ada', 'buys', 'K-17', '3.50', 'tea', ',', '.', '?', '12', 'true'];
const vocabulary = createWordVocabulary({ tools: ['buy'], inputs: ['item', 'count'], words: WORDS });
const codec = wordCodec({ vocabulary, context: 128, maxReplyTokens: 40 });

const inputSchema: JsonObject = {
  type: 'object',
  properties: { item: { type: 'string' }, count: { type: 'integer' } },
};

function act(content: string): ActObservation {
  const tools = [{ name: 'buy', description: '', inputSchema }];
  const limits = { turn: 0, readsUsed: 0, readsLeft: 3 };
  return {
    stage: 'act',
    instructions: '',
    questions: [],
    ...limits,
    situation: { content, tools, turnsLeft: 1 },
  };
}

function createView(...texts: readonly string[]): View {
  const entries = texts.map((text, place): Entry => {
    return { id: `m${place}`, text, meta: {}, version: 1, createdAt: 0, updatedAt: 0 };
  });
  return { scratchpad: '', scratchpadMeta: {}, query: null, entries };
}

const text = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 5 })
  .map((words) => joinWords(words));
const slot = fc.integer({ min: 1, max: 3 });
const operation: fc.Arbitrary<Operation> = fc.oneof(
  text.map((each) => ({ op: 'create' as const, text: each })),
  text.map((each) => ({ op: 'read' as const, query: each })),
  text.map((each) => ({ op: 'update' as const, target: 'scratchpad' as const, text: each })),
  fc.tuple(slot, text).map(([at, each]) => ({ op: 'update' as const, target: { slot: at }, text: each })),
  slot.map((at) => ({ op: 'delete' as const, target: { slot: at } })),
);

describe('the word codec', () => {
  it('parses the operations and the tool call that it rendered', () => {
    const tool = fc.record({ item: text, count: fc.constant(12) });
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 3 }), tool, (operations, input) => {
        const call = { name: 'buy', input };
        const view = createView('a', 'b', 'c');
        const reply = codec.render({ operations, tool: call }, act(''), view);
        expect(codec.parse(reply, act(''), view)).toEqual({
          operations,
          answers: [],
          issues: [],
          tool: call,
        });
      }),
    );
  });

  it('parses every list of tokens, and keeps replies within their limit', () => {
    const ids = fc.array(fc.integer({ min: -1, max: vocabulary.size + 1 }), { maxLength: 60 });
    fc.assert(
      fc.property(ids, (reply) => Array.isArray(codec.parse(reply, act(''), createView()).operations)),
    );
    const long = Array.from({ length: 30 }, () => ({ op: 'create' as const, text: 'Ada buys tea' }));
    expect(codec.render({ operations: long }, act(''), createView()).length).toBeLessThanOrEqual(40);
  });

  it('never lets text act: shown text cannot contain a mark', () => {
    const hostile = fc.array(
      fc.constantFrom('<end>', '<create>', '<tool buy>', '<reply>', '<1>', 'tea', '\n'),
    );
    fc.assert(
      fc.property(hostile, (parts) => {
        const prompt = codec.encode(act(parts.join(' ')), createView(parts.join(' ')));
        const shown = codec.text(prompt.slice(0, -1));
        for (const mark of [MARKS.end, MARKS.create, MARKS.reply, '<tool buy>']) {
          expect(shown).not.toContain(mark);
        }
        expect(prompt.length).toBeLessThanOrEqual(codec.maxPromptTokens);
      }),
    );
  });

  it('cuts the situation if a prompt is too long, and keeps the memory', () => {
    const prompt = codec.encode(act('tea '.repeat(500)), createView('Ada buys tea'));
    expect(prompt).toHaveLength(codec.maxPromptTokens);
    expect(codec.text(prompt)).toMatch(/<1> Ada buys tea <content> tea .* tea <reply>$/);
  });

  it('refuses the vocabulary of another codec', () => {
    const other = { size: 8, tokens: ['a', 'b'] };
    expect(() => wordCodec({ vocabulary: other, context: 64 })).toThrow(/vocabularyFor/);
  });
});

describe('words', () => {
  it('separate punctuation from words, but not inside them', () => {
    expect(splitWords("Buy K-17, it's 3.50.\nNow?")).toEqual([
      'Buy',
      'K-17',
      ',',
      "it's",
      '3.50',
      '.',
      MARKS.line,
      'Now',
      '?',
    ]);
    expect(joinWords(splitWords('Buy K-17, not (K-18).\nNow?'))).toBe('Buy K-17, not (K-18).\nNow?');
  });
});

describe('vocabularies', () => {
  const lamp = defineTask({
    id: 'lamp',
    instructions: 'press the right button',
    reset: (seed) => ({ wanted: seed % 2 === 0 ? 'left' : 'right', pressed: '' }),
    tools: {
      press: {
        description: '',
        input: { type: 'object', properties: { button: { enum: ['left', 'right'] } }, required: ['button'] },
        run: (input, state) => {
          state.pressed = String(input.button);
          return `pressed ${state.pressed}`;
        },
      },
    },
    observe: ({ wanted }) => `press ${wanted}`,
    done: ({ pressed }) => pressed !== '',
    reward: ({ wanted, pressed }) => Number(wanted === pressed),
  });

  it('contain the words that tasks show and accept, and are reproducible', async () => {
    const made = await vocabularyFor([lamp], { episodes: 4, texts: ['extra'] });
    expect(made.tokens).toEqual(
      expect.arrayContaining(['<tool press>', '<input button>', 'left', 'right', 'extra']),
    );
    expect(made.size % 8).toBe(0);
    expect(await vocabularyFor([lamp], { episodes: 4, texts: ['extra'] })).toEqual(made);
  });
});
