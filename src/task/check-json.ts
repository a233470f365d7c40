/**
 * Checks a value against a JSON schema, as far as the inputs of tools need it.
 *
 * @module
 */
import type { JsonObject, JsonValue } from '../shared/json.ts';

/**
 * Returns what is wrong with the value, one line a problem; an empty list if it matches. Understands
 * `type`, `enum`, `const`, `properties`, `required`, `additionalProperties`, `items`, `minimum`, `maximum`,
 * `minLength`, `maxLength`, `minItems` and `maxItems`. Ignores all other keywords.
 */
export function checkJson(value: unknown, schema: JsonObject, path = 'input'): readonly string[] {
  const { type, enum: allowed } = schema;
  const types = typeof type === 'string' ? [type] : Array.isArray(type) ? type : [];
  if (types.length > 0 && !types.some((name) => isOfType(value, name)))
    return [`${path}: expected ${types.join(' or ')}, got ${nameType(value)}`];
  if (Array.isArray(allowed) && !allowed.some((each) => isSame(each, value)))
    return [`${path}: expected one of ${allowed.map((each) => JSON.stringify(each)).join(', ')}`];
  if (schema.const !== undefined && !isSame(schema.const, value))
    return [`${path}: expected ${JSON.stringify(schema.const)}`];
  if (typeof value === 'number') return checkRange(value, schema, path);
  if (typeof value === 'string')
    return checkSize(Array.from(value).length, schema, path, 'Length', 'characters');
  if (Array.isArray(value)) return checkItems(value, schema, path);
  return isObject(value) ? checkProperties(value, schema, path) : [];
}

function checkProperties(value: JsonObject, schema: JsonObject, path: string): readonly string[] {
  const { required, additionalProperties: others } = schema;
  const properties = isObject(schema.properties) ? schema.properties : {};
  const needed = Array.isArray(required) ? required.map(String) : [];
  const missing = needed.filter((name) => !Object.hasOwn(value, name));
  const problems = missing.map((name) => `${path}.${name}: is required`);
  for (const [name, each] of Object.entries(value)) {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (isObject(own)) problems.push(...checkJson(each, own, `${path}.${name}`));
    else if (others === false) problems.push(`${path}.${name}: is not a known field`);
    else if (isObject(others)) problems.push(...checkJson(each, others, `${path}.${name}`));
  }
  return problems;
}

function checkItems(value: readonly unknown[], schema: JsonObject, path: string): readonly string[] {
  const { items } = schema;
  const size = checkSize(value.length, schema, path, 'Items', 'items');
  if (!isObject(items)) return size;
  return [...size, ...value.flatMap((each, index) => checkJson(each, items, `${path}[${index}]`))];
}

function checkRange(value: number, { minimum, maximum }: JsonObject, path: string): readonly string[] {
  if (typeof minimum === 'number' && value < minimum) return [`${path}: ${value} is below ${minimum}`];
  return typeof maximum === 'number' && value > maximum ? [`${path}: ${value} is above ${maximum}`] : [];
}

function checkSize(
  size: number,
  schema: JsonObject,
  path: string,
  of: 'Length' | 'Items',
  unit: string,
): readonly string[] {
  const [least, most] = [schema[`min${of}`], schema[`max${of}`]];
  if (typeof least === 'number' && size < least) return [`${path}: has ${size} ${unit}, at least ${least}`];
  return typeof most === 'number' && size > most ? [`${path}: has ${size} ${unit}, at most ${most}`] : [];
}

function isOfType(value: unknown, name: JsonValue): boolean {
  if (name === 'integer') return Number.isInteger(value);
  if (name === 'number') return typeof value === 'number' && Number.isFinite(value);
  return nameType(value) === name;
}

function nameType(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isObject(value: unknown): value is JsonObject {
  return nameType(value) === 'object';
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
