/**
 * Configuration as data: one zod schema per command defines its flags, defaults, help, JSON files, the
 * options of the library call and the identity of a run.
 *
 * @module
 */
import { z } from 'zod';
import { AtomMemError } from './error.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { nearestName } from './nearest-name.ts';

/** Metadata of a field in addition to its type and default. */
export interface FieldInfo {
  /** One line for the help, without the default. */
  readonly help: string;
  /** Name of the flag, without dashes. Default: the key in kebab case. */
  readonly flag?: string;
  /** Earlier names of the flag that still work, without dashes. */
  readonly aliases?: readonly string[];
  /** Name of the value in the help, as in `--docs <n>`. Default: from the type. */
  readonly value?: string;
  /** Description of accepted values, for errors. Default: from the type. */
  readonly accepts?: string;
  /** Default as shown in the help. Default: the value itself. */
  readonly shownDefault?: string;
  /** Heading of the help under which the flag is listed. */
  readonly group?: string;
  /** Whether a list is given as separate words (`--data a b`) instead of separated by commas. */
  readonly words?: true;
  /** Whether results are independent of the field. If so, it is excluded from the run's identity. */
  readonly transient?: true;
}

/** Schemas by key: the fields of a config, or of a part that several configs share. */
export type ConfigFields<Config> = { readonly [Key in keyof Config]-?: z.ZodType<Config[Key]> };

/** A schema whose output is `Config`. Every field carries a `FieldInfo` (see `field`). */
export type ConfigSchema<Config> = z.ZodObject<ConfigFields<Config>, z.core.$strict>;

/**
 * Attaches command-line metadata to a field. Call it last, because zod drops it from derived schemas.
 *
 * @example
 * const shape = { docs: field(z.int().min(1).default(200), { help: 'documents per stream', value: 'n' }) };
 */
export function field<Schema extends z.ZodType>(schema: Schema, info: FieldInfo): Schema {
  return schema.meta({ ...info }) as Schema;
}

/** Returns the `FieldInfo` of a field. */
export function readFieldInfo(schema: z.ZodType): FieldInfo {
  return (schema.meta() ?? { help: '' }) as unknown as FieldInfo;
}

export interface ParseOptions {
  /** Names a field in errors. Default: the key itself. */
  readonly place?: (key: string) => string;
  /** Code of errors. Default: `bad-option`. */
  readonly code?: 'bad-option' | 'usage';
}

/**
 * Checks options against a schema and fills in its defaults. An undefined option counts as absent.
 *
 * @throws AtomMemError for an unknown key (with the nearest valid one), a missing field or an invalid value.
 */
export function parseConfig<Config>(
  schema: ConfigSchema<Config>,
  options: object,
  { place = (key) => key, code = 'bad-option' }: ParseOptions = {},
): Config {
  const fields = schema.shape as Readonly<Record<string, z.ZodType>>;
  const unknown = Object.keys(options).find((key) => !Object.hasOwn(fields, key));
  if (unknown !== undefined) throw createUnknownKeyError(code, place(unknown), unknown, Object.keys(fields));
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const { success, data, error } = schema.safeParse(given);
  if (success) return data as Config;
  const key = String(error.issues[0]!.path[0]);
  const value = (options as Readonly<Record<string, unknown>>)[key];
  throw createValueError(error.issues, fields[key]!, { key, value, place: place(key), code });
}

/**
 * Checks one value against its field.
 *
 * @throws AtomMemError `usage` naming the flag and what it accepts.
 */
export function parseFlag(schema: z.ZodType, key: string, value: unknown, place: string): unknown {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw createValueError(error.issues, schema, { key, value, place, code: 'usage' });
}

interface FaultyValue {
  readonly key: string;
  readonly value: unknown;
  /** Name of the field in errors. */
  readonly place: string;
  readonly code: 'bad-option' | 'usage';
}

function createValueError(
  issues: readonly { readonly code?: string; readonly message: string }[],
  schema: z.ZodType,
  { key, value, place, code }: FaultyValue,
): AtomMemError {
  const custom = issues.find((issue) => issue.code === 'custom')?.message;
  const missing = value === undefined || (Array.isArray(value) && value.length === 0);
  return new AtomMemError(code, {
    problem: missing ? `${place} is missing` : `${place} ${show(value)} is not accepted`,
    remedy: custom === undefined ? `Give ${describeAccepted(schema)}` : capitalise(custom),
    details: { option: key, value, accepted: listAccepted(schema) },
  });
}

function capitalise(text: string): string {
  return text === '' ? text : text[0]!.toUpperCase() + text.slice(1);
}

/** Returns the error for a key that no field has; it names the nearest known one. */
export function createUnknownKeyError(
  code: 'bad-option' | 'usage',
  place: string,
  key: string,
  known: readonly string[],
): AtomMemError {
  const nearest = nearestName(key, known);
  return new AtomMemError(code, {
    problem: `${place} is not an option`,
    remedy: nearest === undefined ? `Known options: ${known.join(', ')}` : `Did you mean ${nearest}?`,
    details: { option: key, accepted: known },
  });
}

/** Keys of a config that always have a value. */
type SetKey<Config> = {
  [Key in keyof Config]-?: undefined extends Config[Key] ? never : Key;
}[keyof Config];

/**
 * Returns `base` with the values that a config sets for the fields of a schema. Keys that the schema lacks are
 * ignored.
 */
export function overlayConfig<Base extends object, Config>(
  schema: ConfigSchema<Config>,
  base: Base,
  config: Readonly<Config>,
): Base & Pick<Config, SetKey<Config>> {
  const values = config as Readonly<Record<string, unknown>>;
  const set = Object.keys(schema.shape).filter((key) => values[key] !== undefined);
  return { ...base, ...Object.fromEntries(set.map((key) => [key, values[key]])) } as Base &
    Pick<Config, SetKey<Config>>;
}

/**
 * Returns the identity of a run: every field except transient and unset ones, sorted by key. Runs with equal
 * identities compute the same results.
 */
export function readIdentity<Config>(schema: ConfigSchema<Config>, config: Config): JsonObject {
  const fields = Object.entries(schema.shape as Readonly<Record<string, z.ZodType>>);
  const values = config as Readonly<Record<string, JsonValue | undefined>>;
  const lasting = fields.flatMap(([key, schema]) => (readFieldInfo(schema).transient ? [] : [key]));
  const entries = lasting.sort().flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]]]));
  return JSON.parse(JSON.stringify(Object.fromEntries(entries))) as JsonObject;
}

/** Removes the wrappers for defaults and optional values. */
export function unwrapField(schema: z.ZodType): z.ZodType {
  const wraps = schema instanceof z.ZodDefault || schema instanceof z.ZodOptional;
  return wraps ? unwrapField(schema.unwrap() as z.ZodType) : schema;
}

/** Returns the default of a field, or `undefined` if it has no default. */
export function readDefault(schema: z.ZodType): unknown {
  return schema instanceof z.ZodDefault ? schema.def.defaultValue : undefined;
}

/** Describes the accepted values of a field, as the object of "give". */
export function describeAccepted(schema: z.ZodType): string {
  const { accepts } = readFieldInfo(schema);
  if (accepts !== undefined) return accepts;
  const inner = unwrapField(schema);
  if (inner instanceof z.ZodEnum) return `one of ${inner.options.join(', ')}`;
  if (inner instanceof z.ZodNumber) return describeNumber(inner);
  if (inner instanceof z.ZodBoolean) return 'true or false';
  if (inner instanceof z.ZodArray) return `a list, each item ${describeAccepted(inner.element as z.ZodType)}`;
  return 'text';
}

function describeNumber({ minValue, maxValue, isInt }: z.ZodNumber): string {
  const kind = isInt ? 'a whole number' : 'a number';
  const bounded = (bound: number | null): bound is number =>
    bound !== null && Number.isFinite(bound) && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  if (bounded(minValue) && bounded(maxValue)) return `${kind} from ${minValue} to ${maxValue}`;
  if (bounded(minValue)) return `${kind} of at least ${minValue}`;
  return bounded(maxValue) ? `${kind} of at most ${maxValue}` : kind;
}

function listAccepted(schema: z.ZodType): readonly string[] {
  const inner = unwrapField(schema);
  const listed = inner instanceof z.ZodArray ? unwrapField(inner.element as z.ZodType) : inner;
  return listed instanceof z.ZodEnum ? listed.options.map(String) : [describeAccepted(schema)];
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.map(show).join(',');
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}
