/**
 * The codec of the `tools` format: tool calls as a JSON array of `{name, input}`.
 *
 * @module
 */
import { parseCallText, renderCallText } from './call-text.ts';
import type { Codec } from './codec.ts';
import { renderToolCalls } from './tool-call.ts';

/**
 * Reads and writes tool calls as text. `render` writes a JSON array of `{name, input}`. `parse` also reads
 * single objects, JSON Lines, Python calls, XML functions, the special tokens of chat templates and nearly
 * valid JSON. A broken call does not affect the others.
 */
export const toolsCodec: Codec = {
  name: 'tools',
  parse: parseCallText,
  render: (reply) => renderCallText(renderToolCalls(reply)),
};
