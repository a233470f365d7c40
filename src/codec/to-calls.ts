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
  const inner = value.function ?? value.function_call ?? value.functionCall;
  if (isObject(inner) && depth < DEEPEST) return toCalls(inner, names, depth + 1);
  const call = readNamed(value, names);
  if (call !== undefined) return [call];
  for (const key of LIST_KEYS) if (Array.isArray(value[key])) return collect(value[key], names, depth) ?? [];
  return readKeyed(value, names);
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

/** `{"memory_create": {"text": …}}` or `{"memory_create": "…"}`. */
function readKeyed(value: Json, names: ToolNames): readonly WrittenCall[] | undefined {
  const keys = Object.keys(value);
  const known = keys.filter((key) => names.find(key) !== undefined);
  if (known.length === 0 || known.length < keys.length) return undefined;
  return known.map((name) => {
    const input = value[name];
    return { name, input: isObject(input) ? input : toPlainInput(input, name, names) };
  });
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
