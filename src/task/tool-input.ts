/**
 * Input schemas of tools: a schema of zod or another Standard Schema library, or a plain JSON schema.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';
import { checkJson } from './check-json.ts';

/** The parts of a Standard Schema that this package uses (standardschema.dev). */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly vendor: string;
    validate(value: unknown): StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?: { readonly output: Output } | undefined;
    /** zod from 4.2 on, ArkType and others have it. */
    readonly jsonSchema?: { input(options: { readonly target: 'draft-2020-12' }): object };
  };
}

export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Schema of a tool's input. The input is always a JSON object. */
export type InputSchema = StandardSchema | JsonObject;

/** The input of `run`: the output type of a Standard Schema, or the type that a JSON schema describes. */
export type ToolInput<Schema> = Schema extends {
  readonly '~standard': { readonly types?: infer Types };
}
  ? NonNullable<Types> extends { readonly output: infer Output }
    ? Output
    : unknown
  : JsonInput<Schema>;

/** The type of a value that matches a JSON schema, as far as a literal schema tells it. */
export type JsonInput<Schema> = Schema extends { readonly enum: readonly (infer Value)[] }
  ? Value
  : Schema extends { readonly const: infer Value }
    ? Value
    : Schema extends { readonly type: 'string' }
      ? string
      : Schema extends { readonly type: 'number' | 'integer' }
        ? number
        : Schema extends { readonly type: 'boolean' }
          ? boolean
          : Schema extends { readonly type: 'array'; readonly items: infer Item }
            ? readonly JsonInput<Item>[]
            : Schema extends { readonly properties: infer Properties }
              ? JsonProperties<Properties, RequiredNames<Schema>>
              : Schema extends { readonly type: 'object' }
                ? JsonObject
                : JsonValue;

export type JsonProperties<Properties, Required> = {
  readonly [Name in keyof Properties as Name extends Required ? Name : never]: JsonInput<Properties[Name]>;
} & {
  readonly [Name in keyof Properties as Name extends Required ? never : Name]?: JsonInput<Properties[Name]>;
};

export type RequiredNames<Schema> = Schema extends { readonly required: readonly (infer Name)[] }
  ? Name
  : never;

export type CheckedInput =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/**
 * Returns the JSON schema that a model is shown.
 *
 * @throws AtomMemError `bad-argument` if the library cannot make one and `jsonSchema` is not given.
 */
export function toJsonSchema(tool: string, input: InputSchema, jsonSchema?: JsonObject): JsonObject {
  if (jsonSchema !== undefined) return jsonSchema;
  if (!isStandard(input)) return input;
  const { vendor, jsonSchema: converter } = input['~standard'];
  if (converter === undefined) {
    throw new AtomMemError('bad-argument', {
      problem: `the input of tool "${tool}" is a schema of ${vendor}, which has no JSON schema`,
      remedy: 'Give `jsonSchema` beside `input`, or use zod from version 4.2 on',
      details: { option: `tools.${tool}.input` },
    });
  }
  const { $schema: _, ...schema } = converter.input({ target: 'draft-2020-12' }) as JsonObject;
  return schema;
}

/** Checks an input before a tool runs. */
export async function checkInput(input: unknown, schema: InputSchema): Promise<CheckedInput> {
  if (!isStandard(schema)) {
    const problems = checkJson(input, schema);
    return problems.length === 0 ? { ok: true, value: input } : { ok: false, message: problems.join('; ') };
  }
  const result = await schema['~standard'].validate(input);
  if (result.issues === undefined) return { ok: true, value: result.value };
  return { ok: false, message: result.issues.map(describeIssue).join('; ') };
}

function isStandard(schema: InputSchema): schema is StandardSchema {
  return '~standard' in schema;
}

function describeIssue({ path = [], message }: StandardIssue): string {
  const keys = path.map((part) => String(typeof part === 'object' ? part.key : part));
  return `${['input', ...keys].join('.')}: ${message}`;
}
