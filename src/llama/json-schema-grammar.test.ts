/**
 * Tests of grammars against a small interpreter of GBNF.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { acceptsText } from './fixtures/accepts-text.ts';
import { type JsonSchema, jsonSchemaGrammar } from './json-schema-grammar.ts';
import { toolGrammar } from './tool-grammar.ts';

const person = z.object({
  name: z.string(),
  age: z.int().optional(),
  tags: z.array(z.enum(['a', 'b "quoted"'])).max(2),
  parent: z.union([z.null(), z.object({ id: z.literal(7) })]),
});

describe('jsonSchemaGrammar', () => {
  const grammar = jsonSchemaGrammar(z.toJSONSchema(person) as JsonSchema);

  test.each([
    ['{"name": "Ada", "age": 36, "tags": ["a", "b \\"quoted\\""], "parent": null}', true],
    ['{"name":"Ada","tags":[],"parent":{"id":7}}', true],
    ['{"name": "Zoë \\u00e9 \\n", "tags": [], "parent": null}', true],
    ['{"name": "Ada", "tags": [], "parent": null} ', false],
    ['{"name": "Ada", "tags": [], "parent": {"id": 8}}', false],
    ['{"name": "Ada", "tags": ["a","a","a"], "parent": null}', false],
    ['{"tags": [], "parent": null}', false],
    ['{"name": "Ada, "tags": [], "parent": null}', false],
    ['{"name": "line\nbreak", "tags": [], "parent": null}', false],
  ])('%s → %s', (text, accepted) => {
    expect(acceptsText(grammar, text)).toBe(accepted);
  });

  test.each([
    ['"é"', true],
    ['"\\n12"', true],
    ['"1234"', false],
    ['""', false],
    ['null', true],
  ])('%s has one to three characters or is null: %s', (text, accepted) => {
    const limited = jsonSchemaGrammar({ type: ['string', 'null'], minLength: 1, maxLength: 3 });
    expect(acceptsText(limited, text)).toBe(accepted);
  });

  test('accepts any object without a schema, and recursive schemas', () => {
    expect(acceptsText(jsonSchemaGrammar({ type: 'object' }), '{"a": [1, {"b": -2.5}], "c": true}')).toBe(
      true,
    );
    const tree: JsonSchema = {
      $ref: '#/$defs/node',
      $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } },
    };
    expect(acceptsText(jsonSchemaGrammar(tree), '{"next": {"next": {}}}')).toBe(true);
    expect(acceptsText(jsonSchemaGrammar(tree), '{"next": 1}')).toBe(false);
  });
});

describe('toolGrammar', () => {
  const tools = [
    { name: 'find', inputSchema: { type: 'object', properties: { q: { type: 'string' } }, required: ['q'] } },
  ];
  const call = '<tool_call>\n{"name": "find", "arguments": {"q": "x"}}\n</tool_call>';

  test.each([
    ['Hello, 1 < 2 and <b>bold</b>', true, false],
    [call, true, true],
    [`${call}\n${call}`, true, true],
    [`<think>Hm.</think>\n${call}`, true, true],
    [`Let me look.\n${call}`, true, false],
    ['<tool_call>\n{"name": "other", "arguments": {}}\n</tool_call>', false, false],
    ['', false, false],
  ])('%j: optional %s, required %s', (text, optional, required) => {
    expect(acceptsText(toolGrammar(tools, false), text)).toBe(optional);
    expect(acceptsText(toolGrammar(tools, true), text)).toBe(required);
  });
});
