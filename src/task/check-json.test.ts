/**
 * Tests the check of tool inputs against JSON schemas.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonObject } from '../shared/json.ts';
import { checkJson } from './check-json.ts';

const shape = z.strictObject({
  name: z.string().min(1).max(3),
  count: z.int().min(0).max(9),
  color: z.enum(['red', 'green']).optional(),
  list: z.array(z.number()).max(2).optional(),
  deep: z.object({ flag: z.boolean().nullable() }).optional(),
});
const schema = z.toJSONSchema(shape) as JsonObject;

const value = fc.record(
  {
    name: fc.oneof(fc.string({ maxLength: 5 }), fc.constant(1)),
    count: fc.oneof(fc.integer({ min: -2, max: 12 }), fc.constantFrom(1.5, '1')),
    color: fc.constantFrom('red', 'green', 'blue', null),
    list: fc.array(fc.oneof(fc.integer(), fc.constant('x')), { maxLength: 3 }),
    deep: fc.oneof(fc.record({ flag: fc.constantFrom(true, null, 0) }), fc.jsonValue()),
    other: fc.constant(1),
  },
  { requiredKeys: [] },
);

describe('checkJson', () => {
  it('agrees with zod about values of a schema that zod wrote', () => {
    fc.assert(
      fc.property(fc.oneof(value, fc.jsonValue()), (each) => {
        // zod counts UTF-16 units, JSON schema characters.
        fc.pre(!/[\ud800-\udfff]/.test(JSON.stringify(each)));
        // A nullable is `anyOf`, a keyword that is not checked.
        const unknown = shape.safeParse(each).error?.issues.every(({ path }) => path.includes('flag'));
        fc.pre(unknown !== true);
        expect(checkJson(each, schema).length === 0).toBe(shape.safeParse(each).success);
      }),
      { numRuns: 300 },
    );
  });

  it('names the field and what it expects', () => {
    expect(checkJson({ name: 'long name', color: 'blue', other: 1 }, schema)).toEqual([
      'input.count: is required',
      'input.name: has 9 characters, at most 3',
      'input.color: expected one of "red", "green"',
      'input.other: is not a known field',
    ]);
  });
});
