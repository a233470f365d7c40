/**
 * Checks the fields of a command. Models leave fields out or write other types.
 *
 * @module
 */
import { AtomMemError } from '../../shared/error.ts';
import type { AnthropicMemoryHandlers } from './memory-handlers.ts';

type Command = keyof AnthropicMemoryHandlers;

/** Required text fields of each command. `normalisePath` checks the paths. */
const TEXTS: Readonly<Record<Command, readonly string[]>> = {
  view: [],
  create: ['file_text'],
  str_replace: ['old_str', 'new_str'],
  insert: ['insert_text'],
  delete: [],
  rename: [],
};

/** @throws AtomMemError `bad-argument` if the input is not an object, or a text is not a string */
export function checkCommand(command: Command, input: unknown): void {
  if (typeof input !== 'object' || input === null)
    throw refuseField(command, 'input', input, 'an object with "path"');
  for (const field of TEXTS[command]) {
    const value = (input as Readonly<Record<string, unknown>>)[field];
    if (typeof value !== 'string') throw refuseField(command, field, value, 'a string');
  }
}

function refuseField(
  command: Command,
  option: string,
  value: unknown,
  wanted: string,
): AtomMemError<'bad-argument'> {
  return new AtomMemError('bad-argument', {
    problem: `\`${option}\` of the command ${command} is ${value === undefined ? 'missing' : `of type ${typeof value}`}`,
    remedy: `Give ${wanted}`,
    details: { option, value },
  });
}
