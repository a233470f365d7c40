/**
 * The formats that the command line offers: the built-in ones and AtomMem-8B's.
 *
 * @module
 */
import type { Format } from '../format/format.ts';
import { FORMAT_NAMES, type FormatName, resolveFormat, toFormatName } from '../format/resolve-format.ts';
import { type ReleasedOptions, released } from './released.ts';

/** Names of `--codec`. */
export const DIALECT_NAMES: readonly DialectName[] = [...FORMAT_NAMES, 'atommem-8b'];

export type DialectName = FormatName | 'atommem-8b';

/** Names of `--codec` from earlier versions, which keep working. */
export const EARLIER_DIALECT_NAMES = ['paper', 'tool-calls'] as const;

/** Tells whether `--codec` accepts a name. */
export function isDialectName(name: string): boolean {
  return [...DIALECT_NAMES, ...EARLIER_DIALECT_NAMES].some((known) => known === name);
}

/**
 * Returns the format of a name, `atommem-8b` and the names of earlier versions included. `options` apply to
 * `atommem-8b` only.
 *
 * @throws AtomMemError `bad-option` for an unknown name.
 */
export function selectFormat(name: string, options: ReleasedOptions = {}): Format {
  return name === 'atommem-8b' ? released(options) : resolveFormat(toFormatName(name) as FormatName);
}
