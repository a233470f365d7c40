import { describe, expect, test } from 'vitest';
import type { Operation } from '../memory/operation.ts';
import {
  ATOMMEM_8B_OFFICIAL,
  createAtommem8bCodec,
  representable,
  resolveSlotZero,
} from './atommem-8b-codec.ts';

const better = createAtommem8bCodec();
const official = createAtommem8bCodec(ATOMMEM_8B_OFFICIAL);
const update = (slot: number, text: string): Operation => ({ op: 'update', target: { slot }, text });
const remove = (slot: number): Operation => ({ op: 'delete', target: { slot } });
const create = (text: string): Operation => ({ op: 'create', text });

describe('atommem-8b: the syntax of the released checkpoint', () => {
  test.each<[string, readonly Operation[]]>([
    ['<update_memory>notes</update_memory>', [{ op: 'update', target: 'scratchpad', text: 'notes' }]],
    ['<add_memory>\nfact </add_memory>', [create('fact')]],
    ['<update_query>key words</update_query>', [{ op: 'read', query: 'key words' }]],
    ['<modify_memory>Memory 2: new\ntext</modify_memory>', [update(2, 'new\ntext')]],
    ['<modify_memory> Memory \n 2:new</modify_memory>', [update(2, 'new')]],
    ['<modify_memory>Memory 2 : new</modify_memory>', [update(2, 'new')]],
    ['<delete_memory>Memory 3</delete_memory>', [remove(3)]],
    ['<delete_memory>Memory 3: fact, as it is wrong</delete_memory>', [remove(3)]],
    ['<ADD_memory a="b">fact</add_MEMORY>', [create('fact')]],
    ['<add_memory>a</add_memory>, <add_memory>b</add_memory><add_memory>c', [create('a'), create('b')]],
    ['<think>maybe <add_memory>a</add_memory></think><add_memory>b</add_memory>', [create('b')]],
    ['<plan><add_memory>a</add_memory></plan><add_memory>b</add_memory>', [create('b')]],
    ['<create_memory>a</create_memory><add_memory>b</add_memory>', [create('b')]],
    ['<modify_memory>Memory 99: a</modify_memory>', [update(99, 'a')]],
  ])('%s', (text, operations) => {
    expect(better.parse(text).operations).toEqual(operations);
    expect(official.parse(text).operations).toEqual(operations);
  });

  test.each([
    '<modify_memory>memory 2: new</modify_memory>',
    '<modify_memory>Memory2: new</modify_memory>',
    '<modify_memory>Memory 2 new</modify_memory>',
    '<modify_memory>In Memory 2: new</modify_memory>',
    '<modify_memory slot="2">new</modify_memory>',
    '<modify_memory>Memory -1: new</modify_memory>',
    '<delete_memory>memory 2</delete_memory>',
    '<delete_memory>2</delete_memory>',
  ])('%s is malformed', (text) => {
    const reply = `<add_memory>a</add_memory>${text}<add_memory>b</add_memory><final_answer>c</final_answer>`;
    expect(better.parse(reply).operations).toEqual([create('a'), create('b')]);
    expect(official.parse(reply)).toMatchObject({ operations: [create('a')], answers: [] });
    for (const codec of [better, official]) {
      expect(codec.parse(reply).issues.map((issue) => issue.kind)).toEqual(['missing-slot']);
    }
  });

  test('an answer is what the box holds, and the whole text without a box', () => {
    const text = "<final_answer>So \\boxed{Paris}</final_answer><final_answer>don't know</final_answer>";
    expect(better.parse(text)).toEqual({ operations: [], answers: ['Paris', "don't know"], issues: [] });
    expect(better.render({ operations: [], answers: ['Paris'] })).toBe(
      '<final_answer>\\boxed{Paris}</final_answer>',
    );
  });
});

describe('atommem-8b: switches', () => {
  test('slot 0 is an issue, or the entry shown last', () => {
    const text = '<delete_memory>Memory 0</delete_memory><modify_memory>Memory 00: a</modify_memory>';
    expect(better.parse(text).operations).toEqual([]);
    expect(better.parse(text).issues.map((issue) => issue.kind)).toEqual([
      'bad-slot',
      'no-action',
      'bad-slot',
    ]);
    const { operations, issues } = official.parse(text);
    expect(issues).toEqual([]);
    expect(resolveSlotZero(operations, 6)).toEqual([remove(6), update(6, 'a')]);
    expect(resolveSlotZero([remove(2), create('a')], 6)).toEqual([remove(2), create('a')]);
  });

  test('a modify to nothing is refused by the memory, or deletes', () => {
    const text = '<modify_memory>Memory 2:</modify_memory>';
    expect(better.parse(text).operations).toEqual([update(2, '')]);
    expect(official.parse(text).operations).toEqual([remove(2)]);
  });

  test('an unclosed thought takes the rest, or is not seen', () => {
    const text = '<think>a <add_memory>b</add_memory>';
    expect(better.parse(text).operations).toEqual([]);
    expect(official.parse(text).operations).toEqual([create('b')]);
  });

  test('an empty add is ignored and reported', () => {
    for (const codec of [better, official]) {
      const { operations, issues } = codec.parse('<add_memory> </add_memory><add_memory>a</add_memory>');
      expect(operations).toEqual([create('a')]);
      expect(issues.map(({ kind }) => kind)).toEqual(['empty-text']);
    }
  });

  test('an empty query still counts', () => {
    expect(official.parse('<update_query> </update_query>')).toMatchObject({
      operations: [{ op: 'read', query: '' }],
      issues: [{ kind: 'empty-text' }],
    });
  });
});

describe('atommem-8b: no escape', () => {
  test.each([
    ['a </add_memory> b', false],
    ['a <think> b', false],
    ['a <add_memory> b', true],
    ['a </update_memory> < b & &lt;', true],
  ])('%s', (text, carried) => {
    expect(representable(create(text))).toBe(carried);
    if (carried)
      expect(better.parse(better.render({ operations: [create(text)] })).operations).toEqual([create(text)]);
    else expect(() => better.render({ operations: [create(text)] })).toThrow(/representable\(\)/);
  });

  test('what cannot be carried depends on the switches', () => {
    expect(representable(create('a <think> b'), ATOMMEM_8B_OFFICIAL)).toBe(true);
    expect(representable(update(1, ''), ATOMMEM_8B_OFFICIAL)).toBe(false);
    expect(() => better.render({ operations: [], answers: ['a } b'] })).toThrow(/cannot carry/);
  });
});
