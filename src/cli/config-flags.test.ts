/** Tests of flags that are made from a config schema. @module */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ConfigSchema, field } from '../shared/config.ts';
import { AtomMemError } from '../shared/error.ts';
import { addConfigFlags, readConfig } from './config-flags.ts';

interface Toy {
  readonly data: readonly string[];
  readonly docs: number;
  readonly policies: readonly string[];
  readonly order: 'random' | 'fixed';
  readonly preset?: string;
  readonly json: boolean;
  readonly cache: boolean;
}

const toySchema: ConfigSchema<Toy> = z.strictObject({
  data: field(z.array(z.string()).min(1), { help: 'question files', value: 'files', words: true }),
  docs: field(z.int().min(1).default(200), { help: 'documents per stream', aliases: ['documents'] }),
  policies: field(z.array(z.string()).default(['rules']), {
    help: 'policies, separated by commas',
    flag: 'policy',
  }),
  order: field(z.enum(['random', 'fixed']).default('random'), { help: 'order of documents' }),
  preset: field(z.string().optional(), { help: 'preset' }),
  json: field(z.boolean().default(false), { help: 'print JSON' }),
  cache: field(z.boolean().default(true), { help: 'do without the cache' }),
});

const folder = mkdtempSync(join(tmpdir(), 'atommem-config-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (content: string): string => {
  const path = join(folder, 'config.json');
  writeFileSync(path, content);
  return path;
};

async function read(...words: readonly string[]): Promise<Toy> {
  const command = addConfigFlags(new Command('toy').exitOverride(), toySchema);
  command.parse(words, { from: 'user' });
  return readConfig(command, toySchema, { presets: new Map([['long', { docs: 800, order: 'fixed' }]]) });
}

describe('readConfig', () => {
  it('reads flags of every type', async () => {
    const words = ['--data', 'a', 'b', '--documents', '7', '--policy', 'rag, rules', '--json', '--no-cache'];
    expect(await read(...words)).toEqual({
      ...{ data: ['a', 'b'], docs: 7, policies: ['rag', 'rules'], order: 'random', json: true, cache: false },
    });
  });

  it('lets flags win over the file, the file over the preset, the preset over defaults', async () => {
    const path = file('{"data": ["x"], "docs": 50, "preset": "long"}');
    expect(await read('--config', path)).toMatchObject({ data: ['x'], docs: 50, order: 'fixed' });
    expect(await read('--config', path, '--docs', '9')).toMatchObject({ docs: 9, order: 'fixed' });
  });

  it('takes flag names and comma-separated lists in a file', async () => {
    const path = file('{"data": "x", "policy": "rag,rules"}');
    expect(await read('--config', path)).toMatchObject({ data: ['x'], policies: ['rag', 'rules'] });
  });

  it.each([
    [['--data', 'a', '--docs', '0'], '--docs 0 is not accepted. Give a whole number of at least 1.'],
    [['--data', 'a', '--order', 'up'], '--order up is not accepted. Give one of random, fixed.'],
    [[], '--data is missing.'],
    [['--config', 'none.json'], '--config none.json: no such file.'],
  ])('refuses %j', async (words, message) => {
    const error = await read(...words).catch((cause: unknown) => cause);
    expect(AtomMemError.isInstance(error, 'usage') && error.message).toContain(message);
  });

  it.each([
    ['{"data": ["a"], "dosc": 5}', 'dosc is not an option. Did you mean docs?'],
    ['{"data": ["a"], "polcy": 5}', 'polcy is not an option. Did you mean policy?'],
    ['{"data": ["a"], "docs": "many"}', ': docs many is not accepted. Give a whole number of at least 1.'],
    ['[1]', 'does not hold a JSON object'],
    ['{', 'does not hold a JSON object'],
  ])('refuses a file with %s', async (content, message) => {
    const path = file(content);
    const error = await read('--config', path).catch((cause: unknown) => cause);
    expect(AtomMemError.isInstance(error, 'usage')).toBe(true);
    expect((error as Error).message).toContain(message);
    expect((error as Error).message).toContain(path);
  });
});

it('lists flags with defaults and values in the help, without aliases', () => {
  const help = addConfigFlags(new Command('toy'), toySchema).helpInformation();
  expect(help).toContain('--docs <n>');
  expect(help).toContain('(default: 200)');
  expect(help).toContain('order of documents: random, fixed (default: random)');
  expect(help).toContain('--config <file>');
  expect(help).not.toContain('--documents');
});
