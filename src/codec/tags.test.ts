import { describe, expect, test } from 'vitest';
import type { Operation } from '../memory/operation.ts';
import { tagsCodec } from './tags.ts';

const update = (slot: number, text: string): Operation => ({ op: 'update', target: { slot }, text });
const remove = (slot: number): Operation => ({ op: 'delete', target: { slot } });
const note = (text: string): Operation => ({ op: 'update', target: 'scratchpad', text });

describe('paper: what a reply means', () => {
  test.each<[string, readonly Operation[]]>([
    ['<create_memory>\n Ada\nLondon </create_memory>', [{ op: 'create', text: 'Ada\nLondon' }]],
    ['<Create_Memory why="new">Ada</CREATE_memory>', [{ op: 'create', text: 'Ada' }]],
    ['<read_memory>ada</read_memory>', [{ op: 'read', query: 'ada' }]],
    ['<update_memory>Memory 2: new: text</update_memory>', [update(2, 'new: text')]],
    ['<update_memory>memory 2 :new</update_memory>', [update(2, 'new')]],
    ['<update_memory>2: new</update_memory>', [update(2, 'new')]],
    ['<update_memory slot="2">new</update_memory>', [update(2, 'new')]],
    ["<update_memory id = '2'>Memory 2: new</update_memory>", [update(2, 'new')]],
    ['<update_memory memory=2>3: new</update_memory>', [update(2, '3: new')]],
    ['<delete_memory>Memory 007</delete_memory>', [remove(7)]],
    ['<delete_memory>3, it is old</delete_memory>', [remove(3)]],
    ['<delete_memory slot="4"></delete_memory>', [remove(4)]],
    ['<scratchpad></scratchpad>', [note('')]],
    ['<scratchpad>a</scratchpad>b<scratchpad>c</scratchpad>', [note('a'), note('c')]],
    [
      '<create_memory>a <b>c</b> &lt;d&gt; e < f & g</create_memory>',
      [{ op: 'create', text: 'a <b>c</b> &lt;d&gt; e < f & g' }],
    ],
    [
      '<create_memory>a <scratchpad>b</scratchpad></create_memory>',
      [{ op: 'create', text: 'a <scratchpad>b</scratchpad>' }],
    ],
    [
      '<create_memory text="A"/>\n<create_memory>B</create_memory>',
      [
        { op: 'create', text: 'A' },
        { op: 'create', text: 'B' },
      ],
    ],
    [
      "<update_memory slot='2' text='a &amp; b' /><delete_memory slot=\"3\"/>",
      [update(2, 'a & b'), remove(3)],
    ],
    ['<read_memory query="ada"/><scratchpad text="plan"/>', [{ op: 'read', query: 'ada' }, note('plan')]],
    [
      '<create_memory><delete_memory slot="1"/></create_memory>',
      [{ op: 'create', text: '<delete_memory slot="1"/>' }],
    ],
    ['if a <b then <create_memory>c</create_memory>', [{ op: 'create', text: 'c' }]],
  ])('%s', (text, operations) => {
    expect(tagsCodec.parse(text)).toEqual({ operations, answers: [], issues: [] });
  });

  test.each([
    ['<final_answer> Paris </final_answer>', ['Paris']],
    ['<final_answer>It is \\boxed{the {old} house}.</final_answer>', ['the {old} house']],
    ['<final_answer>\\boxed{1} or \\boxed{ 2 }</final_answer>', ['2']],
    ['<final_answer>\\boxed{cut</final_answer>', ['\\boxed{cut']],
    ['<final_answer>a</final_answer><final_answer>b</final_answer>', ['a', 'b']],
  ])('%s', (text, answers) => {
    expect(tagsCodec.parse(text)).toEqual({ operations: [], answers, issues: [] });
  });
});

describe('paper: what is wrong, and where', () => {
  test.each<[string, readonly (readonly [string, string])[]]>([
    ['', [['no-action', '']]],
    ['I read on.', [['no-action', 'I read on.']]],
    [
      'a<create_memory>b',
      [
        ['no-action', 'a<create_memory>b'],
        ['unclosed-tag', '<create_memory>'],
      ],
    ],
    ['a</scratchpad><read_memory>b</read_memory>', [['unopened-tag', '</scratchpad>']]],
    ['<p>a</p><read_memory>b</read_memory>', [['unknown-tag', '<p>a</p>']]],
    ['<read_memory> </read_memory>', [['empty-text', '<read_memory> </read_memory>']]],
    [
      '<scratchpad>a</scratchpad><delete_memory>it</delete_memory>',
      [['missing-slot', '<delete_memory>it</delete_memory>']],
    ],
    [
      '<scratchpad>a</scratchpad><delete_memory>0</delete_memory>',
      [['bad-slot', '<delete_memory>0</delete_memory>']],
    ],
    [
      '<scratchpad>a</scratchpad><delete_memory>9007199254740992</delete_memory>',
      [['bad-slot', '<delete_memory>9007199254740992</delete_memory>']],
    ],
    ['<scratchpad>a</scratchpad><think>b', [['unclosed-thought', '<think>b']]],
  ])('%s', (text, issues) => {
    const found = tagsCodec.parse(text).issues;
    expect(found.map(({ kind, span }) => [kind, text.slice(span.start, span.end)])).toEqual(issues);
    for (const { message } of found) expect(message).not.toContain('\n');
  });

  test('an empty text is reported and kept, for the memory to refuse', () => {
    const text = '<create_memory></create_memory><update_memory>Memory 1:</update_memory>';
    const { operations, issues } = tagsCodec.parse(text);
    expect(operations).toEqual([{ op: 'create', text: '' }, update(1, '')]);
    expect(issues.map((issue) => issue.kind)).toEqual(['empty-text', 'empty-text']);
  });
});

describe('paper: rendering', () => {
  test('changes a text only where it would be read as a tag', () => {
    const text = 'a < b & c, <b>d</b>, &lt;i&gt; but </create_memory> and &lt;THINK>';
    expect(tagsCodec.render({ operations: [{ op: 'create', text }] })).toBe(
      '<create_memory>a < b & c, <b>d</b>, &lt;i&gt; but &lt;/create_memory> and &amp;lt;THINK></create_memory>',
    );
  });

  test('leaves out what a reply cannot say, and refuses what it must not guess', () => {
    const operations: Operation[] = [
      { op: 'create', text: 'a', meta: { sources: ['d1'] } },
      { op: 'delete', target: 'scratchpad' },
    ];
    expect(tagsCodec.parse(tagsCodec.render({ operations })).operations).toEqual([
      { op: 'create', text: 'a' },
      note(''),
    ]);
    const byId: Operation = { op: 'delete', target: { id: 'm12' } };
    expect(() => tagsCodec.render({ operations: [byId] })).toThrow(/"m12".*place in the view/);
    expect(() => tagsCodec.render({ operations: [remove(0)] })).toThrow(/slot 0/);
  });
});
