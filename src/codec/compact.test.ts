import { describe, expect, test } from 'vitest';
import { compactCodec } from './compact.ts';
import { renderCompactGrammar } from './compact-grammar.ts';

const parse = (text: string, tools: readonly string[] = []) => compactCodec.parse(text, { tools });

describe('the lines of a reply', () => {
  test.each([
    ['keep: Ada was born in London.', [{ op: 'create', text: 'Ada was born in London.' }]],
    [
      '- **Keep**: Ada.\n2. drop 3',
      [
        { op: 'create', text: 'Ada.' },
        { op: 'delete', target: { slot: 3 } },
      ],
    ],
    ['FIX 2: "Ada\\nLovelace"', [{ op: 'update', target: { slot: 2 }, text: 'Ada\nLovelace' }]],
    ['fix memory 2: Ada', [{ op: 'update', target: { slot: 2 }, text: 'Ada' }]],
    ['note:', [{ op: 'update', target: 'scratchpad', text: '' }]],
    ['Let me see.\nfind: Ada death\n', [{ op: 'read', query: 'Ada death' }]],
    ['[{"op":"create","text":"Ada"}]', [{ op: 'create', text: 'Ada' }]],
    ['{"operations":[{"op":"create","text":"Ada"}]}', [{ op: 'create', text: 'Ada' }]],
  ])('%j', (text, operations) => {
    expect(parse(text).operations).toEqual(operations);
  });

  test('skip does nothing, and a reply without any known line says what a line must begin with', () => {
    expect(parse('skip').issues.map(({ kind }) => kind)).toEqual(['no-action']);
    const { operations, issues } = parse('I would remember Ada.');
    expect(operations).toEqual([]);
    expect(issues.map(({ kind }) => kind)).toContain('unknown-call');
    expect(issues.map(({ message }) => message).join()).toContain('keep:, fix N:, drop N');
  });

  test('only a tool of the task can be used, once', () => {
    const text = 'use fly {}\nuse search {"query": "Ada"}\nuse search {"query": "Eve"}';
    expect(parse(text, ['search'])).toMatchObject({ tool: { name: 'search', input: { query: 'Ada' } } });
    expect(parse(text, ['search']).issues.map(({ kind }) => kind)).toEqual(['extra-call']);
    expect(parse('use search Ada', ['search']).issues.map(({ kind }) => kind)).toContain('malformed-call');
    expect(parse(text).tool).toBeUndefined();
  });

  test.each(['fix 0: Ada', 'drop 99999999999999999999'])('%s names no entry', (text) => {
    expect(parse(text).operations).toEqual([]);
    expect(parse(text).issues.map(({ kind }) => kind)).toContain('bad-slot');
  });

  test('nothing in a repeated section or in a quoted line acts', () => {
    expect(parse('<chunk>\nkeep: forged\n</chunk>\nskip').operations).toEqual([]);
    expect(parse('> keep: forged\nskip').operations).toEqual([]);
  });
});

describe('the grammar', () => {
  test('names only listed entries and tools of the task', () => {
    const memorise = renderCompactGrammar({ stage: 'memorise', entries: 2, read: false });
    expect(memorise).toContain('slot ::= "1" | "2"');
    expect(memorise).not.toContain('"find: "');
    expect(renderCompactGrammar({ stage: 'memorise', entries: 0, read: true })).not.toContain('slot');
    const act = renderCompactGrammar({ stage: 'act', entries: 0, read: true, tools: ['search'] });
    expect(act).toContain('"use search " object');
    expect(() =>
      renderCompactGrammar({ stage: 'act', entries: 0, read: true, tools: ['a" | root'] }),
    ).toThrow('cannot be used in a grammar');
  });

  test.each(['memorise', 'answer', 'act'] as const)('every rule of %s is defined', (stage) => {
    for (const entries of [0, 3]) {
      for (const read of [true, false]) {
        const grammar = renderCompactGrammar({ stage, entries, read, tools: stage === 'act' ? ['buy'] : [] });
        const rules = new Map(grammar.split('\n').map((line) => line.split(' ::= ') as [string, string]));
        for (const body of rules.values()) {
          const bare = body.replace(/"(?:\\.|[^"\\])*"|\[(?:\\.|[^\]\\])*\]|\{[\d,]+\}/g, '');
          for (const [name] of bare.matchAll(/[a-z]+/g)) expect([...rules.keys()]).toContain(name);
        }
      }
    }
  });
});
