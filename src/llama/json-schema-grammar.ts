/**
 * Writes a GBNF grammar for a JSON schema.
 *
 * @module
 */
import type { JsonObject, JsonValue } from '../shared/json.ts';

/** A JSON schema, or `true` for any value. */
export type JsonSchema = JsonObject | boolean;

/**
 * Returns the GBNF grammar of the JSON values that a schema accepts, without blanks around them, so that a reply ends
 * at its closing brace. Properties come in the order of the schema.
 *
 * It covers types, `properties`, `required`, `items`, `minItems`, `maxItems`, `minLength`, `maxLength`, `enum`,
 * `const`, `anyOf`, `oneOf` and `$ref` inside the schema. Other keywords, such as `pattern` or `minimum`, are not
 * enforced.
 *
 * @example
 * jsonSchemaGrammar({ type: 'object', properties: { facts: { type: 'array', items: { type: 'string' } } } });
 */
export function jsonSchemaGrammar(schema: JsonSchema): string {
  const rules = createGrammarRules();
  rules.set('root', rules.value(schema));
  return rules.text();
}

/** The rules of a grammar that is being written. */
export interface GrammarRules {
  set(name: string, body: string): void;
  /** Adds the rules for a schema and returns the name of its rule. */
  value(schema: JsonSchema): string;
  text(): string;
}

/** Rules that any grammar may use. */
const BASE: Readonly<Record<string, string>> = {
  value: 'object | array | string | number | boolean | null',
  object: '"{" ( pair ( "," space pair )* )? "}"',
  pair: 'string ":" space value',
  array: '"[" ( value ( "," space value )* )? "]"',
  string: String.raw`"\"" char* "\""`,
  char: String.raw`[^"\\\x00-\x1f\x7f] | "\\" ( ["\\/bfnrt] | "u" [0-9a-fA-F] [0-9a-fA-F] [0-9a-fA-F] [0-9a-fA-F] )`,
  number: 'integer ( "." [0-9] [0-9]? [0-9]? [0-9]? [0-9]? [0-9]? )?',
  integer: '"-"? ( "0" | [1-9] [0-9]? [0-9]? [0-9]? [0-9]? [0-9]? [0-9]? [0-9]? [0-9]? [0-9]? [0-9]? )',
  boolean: '"true" | "false"',
  null: '"null"',
  space: '" "?',
};

export function createGrammarRules(): GrammarRules {
  const rules = new Map<string, string>();
  const known = new Map<JsonSchema, string>();

  function use(name: string): string {
    if (!rules.has(name)) {
      const body = BASE[name]!;
      rules.set(name, body);
      for (const [word] of body.replace(/"(?:[^"\\]|\\.)*"|\[(?:[^\]\\]|\\.)*\]/g, ' ').matchAll(/[a-z]+/g))
        if (word in BASE) use(word);
    }
    return name;
  }

  function value(schema: JsonSchema, root: JsonSchema = schema): string {
    const found = known.get(schema);
    if (found !== undefined) return found;
    if (typeof schema === 'boolean' || Object.keys(schema).length === 0) return use('value');
    const name = `schema-${known.size}`;
    known.set(schema, name);
    rules.set(name, '');
    rules.set(name, body(schema, root));
    return name;
  }

  function body(schema: JsonObject, root: JsonSchema): string {
    const { $ref: reference, enum: choices, const: constant, anyOf, oneOf, allOf, type } = schema;
    if (typeof reference === 'string') return value(resolve(reference, root), root);
    if (constant !== undefined) return literal(constant);
    if (Array.isArray(choices)) return choices.map(literal).join(' | ');
    const variants = anyOf ?? oneOf;
    if (Array.isArray(variants)) return variants.map((each) => value(each as JsonSchema, root)).join(' | ');
    if (Array.isArray(allOf) && allOf.length === 1) return value(allOf[0] as JsonSchema, root);
    if (Array.isArray(type))
      return type.map((each: JsonValue) => value({ ...schema, type: each }, root)).join(' | ');
    if (type === 'object' || schema.properties !== undefined) return objectBody(schema, root);
    if (type === 'array') return arrayBody(schema, root);
    if (type === 'string') return stringBody(schema);
    if (typeof type === 'string' && type in BASE) return use(type);
    return use('value');
  }

  /** The grammar of a string, with the length limits of the schema. */
  function stringBody({ minLength, maxLength }: JsonObject): string {
    if (typeof minLength !== 'number' && typeof maxLength !== 'number') return use('string');
    use('char');
    const range = `{${minLength ?? 0},${typeof maxLength === 'number' ? maxLength : ''}}`;
    return String.raw`"\"" char${range} "\""`;
  }

  function objectBody(schema: JsonObject, root: JsonSchema): string {
    const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
    if (properties.length === 0) return schema.additionalProperties === false ? '"{}"' : use('object');
    const required = new Set(Array.isArray(schema.required) ? schema.required : []);
    use('space');
    const pairs = properties.map(([key, inner]) => ({
      text: `${literal(key)} ":" space ${value(inner, root)}`,
      needed: required.has(key),
    }));
    const more = (start: number): string =>
      pairs
        .slice(start)
        .map(({ text, needed }) => (needed ? `"," space ${text}` : `( "," space ${text} )?`))
        .join(' ');
    // The object may begin with any optional property before the first required one, or with that.
    const needed = pairs.findIndex((pair) => pair.needed);
    const last = needed < 0 ? pairs.length - 1 : needed;
    const starts = pairs.slice(0, last + 1).map(({ text }, index) => `${text} ${more(index + 1)}`.trim());
    return `"{" ( ${starts.join(' | ')} )${needed < 0 ? '?' : ''} "}"`;
  }

  function arrayBody(schema: JsonObject, root: JsonSchema): string {
    use('space');
    const item = value((schema.items ?? true) as JsonSchema, root);
    const least = typeof schema.minItems === 'number' ? schema.minItems : 0;
    const most = typeof schema.maxItems === 'number' ? schema.maxItems : undefined;
    if (most === 0) return '"[]"';
    const range = `{${Math.max(0, least - 1)},${most === undefined ? '' : most - 1}}`;
    const some = `${item} ( "," space ${item} )${range}`;
    return `"[" ${least > 0 ? some : `( ${some} )?`} "]"`;
  }

  return {
    set: (name, text) => void rules.set(name, text),
    value: (schema) => value(schema),
    text: () => [...rules].map(([name, text]) => `${name} ::= ${text}`).join('\n'),
  };
}

/** Returns the schema that a reference such as `#/$defs/fact` points to. Unknown references accept anything. */
function resolve(reference: string, root: JsonSchema): JsonSchema {
  let place: unknown = root;
  for (const part of reference.replace(/^#\/?/, '').split('/').filter(Boolean))
    place = (place as Record<string, unknown> | undefined)?.[
      part.replaceAll('~1', '/').replaceAll('~0', '~')
    ];
  return typeof place === 'object' && place !== null ? (place as JsonObject) : true;
}

/** Returns the GBNF literal of a JSON value. */
function literal(value: JsonValue): string {
  return quoteLiteral(JSON.stringify(value));
}

/** Returns the GBNF literal of a text. */
export function quoteLiteral(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', String.raw`\"`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)
    .replaceAll('\t', String.raw`\t`);
  return `"${escaped}"`;
}
