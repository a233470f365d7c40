/** Tests of config schemas. @module */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ConfigSchema, field, parseConfig, readIdentity } from './config.ts';
import { AtomMemError } from './error.ts';
import { nearestName } from './nearest-name.ts';

interface Toy {
  readonly docs: number;
  readonly policy: readonly string[];
  readonly order: 'random' | 'fixed';
  readonly threads?: number;
}

const toySchema: ConfigSchema<Toy> = z.strictObject({
  docs: field(z.int().min(1).max(900).default(200), { help: 'documents per stream' }),
  policy: field(z.array(z.string()).default(['rules']), { help: 'policies' }),
  order: field(z.enum(['random', 'fixed']).default('random'), { help: 'order' }),
  threads: field(z.int().min(1).optional(), { help: 'threads', transient: true }),
});

const catchError = (options: object): AtomMemError<'bad-option'> => {
  try {
    parseConfig(toySchema, options);
  } catch (cause) {
    if (AtomMemError.isInstance(cause, 'bad-option')) return cause;
    throw cause;
  }
  throw new Error('no error');
};

describe('parseConfig', () => {
  it('fills in defaults', () => {
    expect(parseConfig(toySchema, { docs: 5 })).toEqual({ docs: 5, policy: ['rules'], order: 'random' });
  });

  it('names an unknown key and the nearest valid one', () => {
    expect(catchError({ polcy: [] }).message).toBe('polcy is not an option. Did you mean policy?');
    expect(catchError({ zzzzzzz: 1 }).message).toContain('Known options: docs, policy, order, threads');
  });

  it('names a field and the values that it accepts', () => {
    expect(catchError({ docs: 0 }).message).toBe(
      'docs 0 is not accepted. Give a whole number from 1 to 900.',
    );
    expect(catchError({ docs: '5' }).details).toMatchObject({ option: 'docs', value: '5' });
    expect(catchError({ order: 'x' })).toMatchObject({
      message: 'order x is not accepted. Give one of random, fixed.',
      details: { accepted: ['random', 'fixed'] },
    });
    expect(catchError({ threads: 0 }).message).toContain('a whole number of at least 1');
    expect(catchError({ policy: 'rag' }).message).toContain('a list');
  });
});

it('gives an identity that ignores order, unset fields and transient ones', () => {
  const config = parseConfig(toySchema, { threads: 3, order: 'fixed' });
  expect(JSON.stringify(readIdentity(toySchema, config))).toBe(
    '{"docs":200,"order":"fixed","policy":["rules"]}',
  );
  expect(readIdentity(toySchema, { ...config, threads: undefined })).toEqual(readIdentity(toySchema, config));
});

it('finds the nearest name', () => {
  const known = ['chunkSize', 'chunkOverlap', 'seed', 'k'];
  expect(nearestName('chunksize', known)).toBe('chunkSize');
  expect(nearestName('chunk-overlp', known)).toBe('chunkOverlap');
  expect(nearestName('sede', known)).toBe('seed');
  expect(nearestName('temperature', known)).toBeUndefined();
});
