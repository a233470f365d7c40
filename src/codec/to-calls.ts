/**
 * Turns JSON values into tool calls, whichever field names the model chose.
 *
 * @module
 */

import { toPlainInput } from './plain-input.ts';
import type { WrittenCall } from './tool-call.ts';
import type { ToolNames } from './tool-names.ts';

type Json = Readonly<Record<string, unknown>>;

const NAME_KEYS = ['name', 'tool_name', 'tool', 'function', 'recipient_name', 'op', 'operation', 'action'];
const INPUT_KEYS = [
  ...['input', 'arguments', 'parameters', 'args', 'params', 'kwargs'],
  ...['action_input', 'tool_input', 'tool_arguments', 'function_arguments'],
];
const LIST_KEYS = ['tool_calls', 'function_calls', 'calls', 'tools', 'actions', 'operations', 'tool_uses'];

/** Containers inside containers are not searched deeper. */
const DEEPEST = 4;

/**
 * Returns the calls that a JSON value stands for; `undefined` if it is no call at all.
 *
 * @example
 * toCalls({ function: { name: 'memory_create', arguments: '{"text": "A"}' } }, names);
 */
export function toCalls(value: unknown, names: ToolNames, depth = 0): readonly WrittenCall[] | undefined {
  if (Array.isArray(value)) return collect(value, names, depth);
  if (!isObject(value)) return undefined;
  return readObject(lowerLabels(value), names, depth);
}

function readObject(value: Json, names: ToolNames, depth: number): readonly WrittenCall[] | undefined {
  const inner = value.function ?? value.function_call ?? value.functionCall;
  if (isObject(inner) && depth < DEEPEST) return toCalls(inner, names, depth + 1);
  const call = readNamed(value, names);
  if (call !== undefined) return [call];
  for (const key of LIST_KEYS) {
    const list = value[key];
    if (Array.isArray(list)) return collect(list, names, depth) ?? [];
    if (isObject(list) && depth < DEEPEST) return toCalls(list, names, depth + 1);
  }
  return readKeyed(value, names);
}

const LABELS = new Set([...NAME_KEYS, ...INPUT_KEYS, ...LIST_KEYS, 'function_call', 'functionCall']);

/** `{"Op": …}` is `{"op": …}`. Other keys keep their case: they can be fields of a task's tool. */
function lowerLabels(value: Json): Json {
  const lower = (key: string): string =>
    LABELS.has(key.toLowerCase()) && !Object.hasOwn(value, key.toLowerCase()) ? key.toLowerCase() : key;
  return Object.fromEntries(Object.entries(value).map(([key, written]) => [lower(key), written]));
}

function collect(
  list: readonly unknown[],
  names: ToolNames,
  depth: number,
): readonly WrittenCall[] | undefined {
  if (depth >= DEEPEST) return undefined;
  const found = list.flatMap((item) => toCalls(item, names, depth + 1) ?? []);
  return found.length === 0 && list.length > 0 ? undefined : found;
}

/** `{"name": …, "input": {…}}`, or with the fields of the input beside the name. */
function readNamed(value: Json, names: ToolNames): WrittenCall | undefined {
  const keys = NAME_KEYS.filter((key) => typeof value[key] === 'string');
  // `{"op": "tool", "name": …}` and `{"type": "function", "name": …}`: the first key that names a tool counts.
  const key = keys.find((each) => names.find(value[each]) !== undefined) ?? keys[0];
  if (key === undefined) return undefined;
  const inputKey = INPUT_KEYS.find((each) => value[each] !== undefined && value[each] !== null);
  if (inputKey !== undefined) return { name: value[key] as string, input: value[inputKey] };
  // Without an input, the fields beside the name are the input.
  const isLabel = ([field, written]: [string, unknown]): boolean =>
    field === key || field === 'type' || (field === 'op' && written === 'tool');
  const input = Object.fromEntries(Object.entries(value).filter((entry) => !isLabel(entry)));
  return { name: value[key] as string, input };
}

/** `{"memory_create": {"text": …}}`, `{"memory_create": "…"}`, or a list with one of these for each call. */
function readKeyed(value: Json, names: ToolNames): readonly WrittenCall[] | undefined {
  const keys = Object.keys(value);
  const known = keys.filter((key) => names.find(key) !== undefined);
  if (known.length === 0 || known.length < keys.length) return undefined;
  return known.flatMap((name) => {
    const input = value[name];
    const several =
      Array.isArray(input) && names.find(name)?.kind === 'memory' && !isPositional(input, name, names);
    return (several ? input : [input]).map((one: unknown) => ({
      name,
      input: isObject(one) ? one : toPlainInput(one, name, names),
    }));
  });
}

/** `{"update": [2, "…"]}` is one call: its list holds the arguments. */
function isPositional(list: readonly unknown[], name: string, names: ToolNames): boolean {
  return names.find(name)?.name === 'memory_update' && !list.every(isObject);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
