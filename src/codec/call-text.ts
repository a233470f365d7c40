/**
 * Replies that hold tool calls as text: what the `tools` and `json` formats share.
 *
 * @module
 */
import type { ParseContext, ParsedReply } from './codec.ts';
import { findCalls } from './find-calls.ts';
import { writeJsonText } from './json-text.ts';
import { cutEchoes } from './prompt-echo.ts';
import { cutThoughts } from './thought.ts';
import { readCalls } from './tool-call.ts';
import { createToolNames } from './tool-names.ts';
import { readWholeReply } from './whole-reply.ts';

/**
 * Reads the calls of a reply, in whatever shape the model wrote them. Calls in thoughts and in repeated
 * sections of the prompt are not read.
 */
export function parseCallText(text: string, context: ParseContext = {}): ParsedReply {
  const names = createToolNames(context.tools);
  const { visible, issues: thoughts } = cutThoughts(text);
  const echoes = visible.map((span) => cutEchoes(text, span));
  const spans = echoes.flatMap((echo) => echo.visible);
  const pieces = spans.map((span) => findCalls(text, span, names));
  const found = readWholeReply(text, spans, pieces, names) ?? pieces;
  return readCalls(
    found.flatMap(({ calls }) => calls),
    { start: 0, end: text.length },
    [...thoughts, ...echoes.flatMap(({ issues }) => issues), ...found.flatMap(({ issues }) => issues)],
    context,
  );
}

/** Writes calls as a JSON array, one a line, so that no text in it passes for a thought or a section. */
export function renderCallText(calls: readonly object[]): string {
  const lines = calls.map(writeJsonText);
  return lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n]`;
}
