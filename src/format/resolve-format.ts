/**
 * The built-in formats and `resolveFormat`, which looks one up by name.
 *
 * @module
 */
import { compactCodec } from '../codec/compact.ts';
import { jsonCodec } from '../codec/json.ts';
import { tagsCodec } from '../codec/tags.ts';
import { toolsCodec } from '../codec/tools.ts';
import { compactPrompts } from '../prompt/compact-prompts.ts';
import { jsonPrompts } from '../prompt/json-prompts.ts';
import { tagsPrompts } from '../prompt/tags-prompts.ts';
import { toolsPrompts } from '../prompt/tools-prompts.ts';
import { AtomMemError } from '../shared/error.ts';
import { constrainCompact, constrainJson } from './constraints.ts';
import type { Format } from './format.ts';

/** Names of the built-in formats. The first is the default. */
export const FORMAT_NAMES = ['tags', 'tools', 'json', 'compact'] as const;

/**
 * - `tags`: one tag for each operation, as in the paper. Works with any chat model.
 * - `tools`: native tool calls. For models and servers that support tools.
 * - `json`: a JSON array of operations. For servers that constrain output to JSON.
 * - `compact`: one short line for each operation, one document at a step. For small models.
 */
export type FormatName = (typeof FORMAT_NAMES)[number];

/** Earlier names of formats. They keep working. */
const EARLIER_NAMES: ReadonlyMap<string, FormatName> = new Map([
  ['paper', 'tags'],
  ['tool-calls', 'tools'],
]);

const FORMATS: Readonly<Record<FormatName, Format>> = {
  tags: { name: 'tags', codec: tagsCodec, prompts: tagsPrompts, calls: 'text', lenient: true },
  tools: { name: 'tools', codec: toolsCodec, prompts: toolsPrompts, calls: 'native', lenient: true },
  json: {
    ...{ name: 'json', codec: jsonCodec, prompts: jsonPrompts, calls: 'text', lenient: true },
    constrain: constrainJson,
  },
  compact: {
    ...{ name: 'compact', codec: compactCodec, prompts: compactPrompts, calls: 'text', lenient: true },
    unit: 'document',
    maxOutputTokens: 256,
    constrain: constrainCompact,
  },
};

/**
 * Returns the format of a name, or the given format itself.
 *
 * @throws AtomMemError `bad-option` for an unknown name, with the known ones.
 * @example
 * resolveFormat('tags').codec.parse('<create_memory>Ada was born in London.</create_memory>').operations;
 */
export function resolveFormat(format: FormatName | Format): Format {
  if (typeof format !== 'string') return format;
  const name = toFormatName(format);
  if (Object.hasOwn(FORMATS, name)) return FORMATS[name as FormatName];
  throw new AtomMemError('bad-option', {
    problem: `Unknown format "${format}"`,
    remedy: `Choose one of ${FORMAT_NAMES.join(', ')}, or pass a format object`,
    details: { option: 'format', value: format, accepted: FORMAT_NAMES },
  });
}

/** Replaces an earlier name of a format by the current one. Other names stay as they are. */
export function toFormatName(name: string): string {
  return EARLIER_NAMES.get(name) ?? name;
}
