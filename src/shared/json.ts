/**
 * Types of JSON values.
 *
 * @module
 */
/** A value that survives `JSON.stringify` unchanged. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A plain JSON object, such as an entry's metadata. */
export type JsonObject = { readonly [key: string]: JsonValue | undefined };
