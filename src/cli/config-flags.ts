/**
 * Turns a config schema into command-line flags and reads the config back from flags, `--config FILE.json`,
 * a preset and defaults, in this order of precedence.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import {
  type ConfigFields,
  type ConfigSchema,
  createUnknownKeyError,
  type FieldInfo,
  parseConfig,
  parseFlag,
  readDefault,
  readFieldInfo,
  unwrapField,
} from '../shared/config.ts';
import { AtomMemError } from '../shared/error.ts';

/** Keys of fields in order, each with its schema. */
type Fields = readonly (readonly [key: string, schema: z.ZodType])[];

/** Help of fields that the schema cannot know, such as names that the command line defines. */
export type ConfigHelp<Config> = { readonly [Key in keyof Config]?: string };

/**
 * Adds a flag for every field of the schema, and `--config`. Read the result with `readConfig`.
 *
 * @example
 * const command = addConfigFlags(new Command('eval'), evalConfig);
 * command.action(async () => run(await readConfig(command, evalConfig)));
 */
export function addConfigFlags<Config>(
  command: Command,
  schema: ConfigSchema<Config>,
  help: ConfigHelp<Config> = {},
): Command {
  addFieldFlags(command, schema.shape as ConfigFields<Config>, help);
  if (!command.options.some(({ long }) => long === '--config')) {
    command.option('--config <file>', 'JSON file with options; flags take precedence');
  }
  return command;
}

/** Adds a flag for every field. `command.opts()` then holds the values that the fields describe. */
export function addFieldFlags<Config>(
  command: Command,
  fields: ConfigFields<Config>,
  help: ConfigHelp<Config> = {},
): Command {
  for (const [key, schema] of Object.entries(fields as Record<string, z.ZodType>)) {
    const text = help[key as keyof Config];
    for (const option of createOptions(key, schema, text)) command.addOption(option);
  }
  return command;
}

/** Values of options by key, such as a preset. */
export type ConfigValues<Config> = { readonly [Key in keyof Config]?: unknown };

export interface ReadConfigOptions<Config> {
  /** Named sets of values; a field `preset` selects one. */
  readonly presets?: ReadonlyMap<string, ConfigValues<Config>>;
  /** Returns values for the options that neither flags nor the file set. */
  readonly defaults?: (given: ConfigValues<Config>) => ConfigValues<Config>;
}

/**
 * Returns the config that a command was called with: flags first, then the file of `--config`, then the
 * preset, then defaults.
 *
 * @throws AtomMemError `usage` for an unknown key in the file or a value that is not accepted.
 */
export async function readConfig<Config>(
  command: Command,
  schema: ConfigSchema<Config>,
  { presets, defaults }: ReadConfigOptions<Config> = {},
): Promise<Config> {
  const flags = readFlags(command, readFields(schema));
  const path = command.opts<{ config?: string }>().config;
  const file = path === undefined ? {} : renameKeys(await readConfigFile(path), path, readFields(schema));
  const given = { ...file, ...flags } as Record<string, unknown>;
  const preset = defaults?.(given as ConfigValues<Config>) ?? findPreset(given.preset, presets);
  const place = (key: string): string =>
    path !== undefined && Object.hasOwn(file, key) && !Object.hasOwn(flags, key)
      ? `${path}: ${key}`
      : `--${toFlagName(key, (schema.shape as Record<string, z.ZodType>)[key])}`;
  return parseConfig(schema, { ...preset, ...given }, { place, code: 'usage' });
}

/**
 * Accepts a field of a file under the names of its flag as well, and a list as one text, as in a flag:
 * `{"policy": "rag,extractive"}`.
 */
function renameKeys(file: object, path: string, fields: Fields): object {
  const known = fields.flatMap(([key, schema]) => [toFlagName(key, schema), key]);
  const renamed = Object.entries(file).map(([name, value]): [string, unknown] => {
    const field = fields.find(
      ([key, schema]) =>
        key === name || toFlagName(key, schema) === name || readFieldInfo(schema).aliases?.includes(name),
    );
    if (field === undefined) throw createUnknownKeyError('usage', `${path}: ${name}`, name, known);
    const [key, schema] = field;
    const isList = unwrapField(schema) instanceof z.ZodArray;
    return [key, isList && typeof value === 'string' ? fromText(value, schema) : value];
  });
  return Object.fromEntries(renamed);
}

function findPreset<Config>(
  name: unknown,
  presets: ReadConfigOptions<Config>['presets'],
): ConfigValues<Config> | undefined {
  if (typeof name !== 'string' || presets === undefined) return undefined;
  const values = presets.get(name);
  if (values !== undefined) return values;
  const accepted = [...presets.keys()];
  throw new AtomMemError('usage', {
    problem: `unknown preset "${name}"`,
    remedy: `Pass one of ${accepted.join(', ')}`,
    details: { option: 'preset', value: name, accepted },
  });
}

function readFields<Config>(schema: ConfigSchema<Config>): Fields {
  return Object.entries(schema.shape as Record<string, z.ZodType>);
}

/** Returns the flag of a field, without dashes. */
export function toFlagName(key: string, schema: z.ZodType | undefined): string {
  return (
    (schema && readFieldInfo(schema).flag) ?? key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  );
}

function createOptions(key: string, schema: z.ZodType, help?: string): readonly Option[] {
  const declared = readFieldInfo(schema);
  const info = help === undefined ? declared : { ...declared, help };
  const option = createOption(key, toFlagName(key, schema), schema, info);
  const fallback = readDefault(schema);
  // The default appears in the help only. `readConfig` takes values the user gave, and defaults from the
  // schema.
  if (fallback !== undefined && fallback !== false && !(Array.isArray(fallback) && fallback.length === 0)) {
    option.default(fallback, info.shownDefault ?? String(fallback));
  } else if (info.shownDefault !== undefined) {
    option.default(undefined, info.shownDefault);
    option.description = `${info.help} (default: ${info.shownDefault})`;
  }
  const aliases = (info.aliases ?? []).map((name) => createOption(key, name, schema, info).hideHelp());
  return [option, ...aliases];
}

function createOption(key: string, name: string, schema: z.ZodType, info: FieldInfo): Option {
  const inner = unwrapField(schema);
  if (inner instanceof z.ZodBoolean) {
    const word = readDefault(schema) === true ? `--no-${name}` : `--${name}`;
    return new Option(word, info.help);
  }
  const value = info.value ?? nameValue(inner);
  const option = new Option(`--${name} <${value}${info.words ? '...' : ''}>`, describeField(inner, info));
  if (!info.words) option.argParser((text) => parseFlag(schema, key, fromText(text, schema), `--${name}`));
  if (info.group !== undefined) option.helpGroup(info.group);
  return option;
}

function describeField(inner: z.ZodType, { help }: FieldInfo): string {
  return inner instanceof z.ZodEnum ? `${help}: ${inner.options.join(', ')}` : help;
}

function nameValue(inner: z.ZodType): string {
  if (inner instanceof z.ZodNumber) return 'n';
  if (inner instanceof z.ZodArray) return 'list';
  return inner instanceof z.ZodEnum ? 'name' : 'text';
}

/** Values of the flags that the user gave, by key of the schema. */
function readFlags(command: Command, fields: Fields): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [key, schema] of fields) {
    const info = readFieldInfo(schema);
    for (const name of [...(info.aliases ?? []), toFlagName(key, schema)]) {
      const option = command.options.find(({ long }) => long === `--${name}` || long === `--no-${name}`);
      if (option === undefined) continue;
      const attribute = option.attributeName();
      if (command.getOptionValueSource(attribute) !== 'cli') continue;
      values[key] = command.getOptionValue(attribute);
    }
  }
  return values;
}

/**
 * Converts the text of a flag to the type of its field. Returns the text unchanged if it cannot, for the
 * error.
 */
function fromText(text: string, schema: z.ZodType): unknown {
  const inner = unwrapField(schema);
  if (inner instanceof z.ZodArray) {
    const parts = text.split(',').map((part) => part.trim());
    return parts.filter((part) => part !== '').map((part) => fromText(part, inner.element as z.ZodType));
  }
  const number = Number(text);
  const isNumber = inner instanceof z.ZodNumber && text.trim() !== '' && !Number.isNaN(number);
  return isNumber ? number : text;
}

async function readConfigFile(path: string): Promise<object> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new AtomMemError('usage', {
      problem:
        cause.code === 'ENOENT'
          ? `--config ${path}: no such file`
          : `--config ${path} cannot be read (${cause.code})`,
      remedy: 'Give the path of a JSON file',
      details: { option: 'config', value: path },
    });
  });
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Reported below, like any text that is not a JSON object.
  }
  throw new AtomMemError('usage', {
    problem: `--config ${path} does not hold a JSON object`,
    remedy: 'Write options as {"docs": 200, "policy": ["rag"]}',
    details: { option: 'config', value: path },
  });
}
