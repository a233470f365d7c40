/**
 * Types of JSON values.
 *
 * @module
 */
/** A value that survives `JSON.stringify` unchanged. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A plain JSON object: the shape of everything stored beside an entry's text. */
export type JsonObject = { readonly [key: string]: JsonValue | undefined };
