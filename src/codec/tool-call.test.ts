import { describe, expect, test } from 'vitest';
import type { Operation } from '../memory/operation.ts';
import { parseToolCalls, renderToolCalls } from './tool-call.ts';
import { TOOL_NAMES } from './tool-names.ts';
import { MEMORY_TOOLS } from './tool-set.ts';
import { toolsCodec } from './tools.ts';

const operations: readonly Operation[] = [
  { op: 'create', text: 'a' },
  { op: 'read', query: 'b' },
  { op: 'update', target: { slot: 2 }, text: 'c' },
  { op: 'delete', target: { slot: 3 } },
  { op: 'update', target: 'scratchpad', text: '' },
];

describe('the tool set', () => {
  test('has one flat tool for each thing to say, with the fields that rendering writes', () => {
    const calls = renderToolCalls({ operations, answers: ['d'] });
    expect(calls.map((call) => call.name)).toEqual(Object.values(TOOL_NAMES));
    for (const [index, { name, inputSchema }] of MEMORY_TOOLS.entries()) {
      expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
      expect(calls[index]?.name).toBe(name);
      expect(Object.keys(calls[index]?.input as object)).toEqual(inputSchema.required);
      expect(inputSchema.required).toEqual(Object.keys(inputSchema.properties));
    }
  });
});

describe('parseToolCalls', () => {
  test('takes objects and their JSON text', () => {
    const calls = renderToolCalls({ operations, answers: ['d'] });
    const asText = calls.map(({ name, input }) => ({ name, input: JSON.stringify(input) }));
    for (const form of [calls, asText]) {
      expect(parseToolCalls(form)).toEqual({ operations, answers: ['d'], issues: [] });
    }
    expect(parseToolCalls([{ name: 'memory_delete', input: { slot: ' 03 ' } }]).operations).toEqual([
      { op: 'delete', target: { slot: 3 } },
    ]);
  });

  test.each<[string, unknown, string]>([
    ['memory_forget', {}, 'unknown-call'],
    ['toString', {}, 'unknown-call'],
    ['memory_create', undefined, 'malformed-call'],
    ['memory_create', '{"text": ', 'malformed-call'],
    ['memory_create', ['a', 'b'], 'malformed-call'],
    ['memory_create', [], 'malformed-call'],
    ['memory_delete', { slot: [1, 2] }, 'bad-slot'],
    ['memory_create', { text: null }, 'malformed-call'],
    ['memory_read', { topic: 'a' }, 'malformed-call'],
    ['memory_delete', {}, 'missing-slot'],
    ['memory_delete', { slot: null }, 'missing-slot'],
    ['memory_delete', { slot: 0 }, 'bad-slot'],
    ['memory_delete', { slot: 1.5 }, 'bad-slot'],
    ['memory_delete', { slot: { a: 1 } }, 'bad-slot'],
    ['memory_update', { slot: 2n, text: 'a' }, 'bad-slot'],
  ])('%s %s: %s', (name, input, kind) => {
    const { operations: found, issues } = parseToolCalls([
      { name: 'scratchpad_write', input: { text: 'a' } },
      { name, input },
    ]);
    expect(found).toHaveLength(1);
    expect(issues).toMatchObject([{ kind, span: { start: 1, end: 2 } }]);
  });
});

describe('tool calls as text', () => {
  const one = '{"name": "memory_read", "input": {"query": "a {\\"b\\"}"}}';
  const other = '{"name": "memory_create", "arguments": "{\\"text\\": \\"c\\"}"}';
  const both = [
    { op: 'read', query: 'a {"b"}' },
    { op: 'create', text: 'c' },
  ];

  test.each([
    ['an array', `[${one}, ${other}]`],
    ['JSON Lines', `${one}\n${other}\n`],
    ['a fence among prose', `It's "so:\n\`\`\`json\n[${one},\n${other}]\n\`\`\`\n`],
    ['tags around each', `<tool_call>${one}</tool_call><tool_call>${other}</tool_call>`],
    ['a thought before', `<think>[{"name": "memory_delete", "input": {"slot": 1}}]</think>${one}${other}`],
  ])('%s', (_, text) => {
    expect(toolsCodec.parse(text)).toEqual({ operations: both, answers: [], issues: [] });
  });

  test('a broken object costs only itself', () => {
    const text = `${one}\n{"name": oops}\n${other}\n{"name": "memory_cr`;
    const { operations: found, issues } = toolsCodec.parse(text);
    expect(found).toEqual(both);
    expect(issues.map(({ kind, span }) => [kind, text.slice(span.start, span.end)])).toEqual([
      ['mended', '{"name": oops}'],
      ['unknown-call', '{"name": oops}'],
      ['malformed-call', '{"name": "memory_cr'],
    ]);
  });
});
