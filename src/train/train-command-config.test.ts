/** Tests of the identity of training runs. @module */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseConfig, readFieldInfo, readIdentity, unwrapField } from '../shared/config.ts';
import { TRAIN_GRPO_CONFIG, TRAIN_SFT_CONFIG } from './train-command-config.ts';

type Fields = Readonly<Record<string, z.ZodType>>;

/** Returns values that a field accepts, at least two of them different. */
function listValues(key: string, schema: z.ZodType): readonly unknown[] {
  const inner = unwrapField(schema);
  if (key === 'rules') return ['better', 'turnCap=official'];
  if (key === 'questions') return ['2', '3-4'];
  if (inner instanceof z.ZodEnum) return inner.options;
  if (inner instanceof z.ZodBoolean) return [true, false];
  if (inner instanceof z.ZodNumber) {
    return [0, 0.5, 1, 2, 7, 100, 200].filter((value) => schema.safeParse(value).success);
  }
  if (inner instanceof z.ZodArray) return listValues(key, inner.element as z.ZodType).map((value) => [value]);
  return ['a', 'b'];
}

describe.each([
  ['sft', TRAIN_SFT_CONFIG],
  ['grpo', TRAIN_GRPO_CONFIG],
] as const)('the identity of train %s', (_, schema) => {
  const read = (options: object): string =>
    JSON.stringify(readIdentity<object>(schema, parseConfig<object>(schema, { out: 'runs/a', ...options })));

  it.each(Object.entries(schema.shape as Fields))('depends on %s as the schema says', (key, field) => {
    const values = listValues(key, field);
    expect(values.length).toBeGreaterThan(1);
    const identities = new Set(values.map((value) => read({ [key]: value })));
    expect(identities.size).toBe(readFieldInfo(field).transient ? 1 : values.length);
  });
});
