/**
 * Reads exported examples back from JSON Lines.
 *
 * @module
 */
import type { PromptMessage } from '../policy/policy.ts';
import { AtomMemError } from '../shared/error.ts';
import { parseJsonLines, requireValue } from '../shared/json-lines.ts';
import { EXAMPLE_SCHEMA, type ExampleSource } from './export-examples.ts';

/** A row of an export. */
export interface ImportedExample {
  readonly source: ExampleSource;
  readonly prompt: readonly PromptMessage[];
  readonly reply: string;
}

/**
 * Parses the JSON Lines of an export in the formats `messages` and `trl`. The other formats lack the text
 * of the reply, or the roles of the prompt.
 *
 * @param name names the text in errors. Default: `examples`.
 * @throws AtomMemError `malformed-json` or `malformed-record`, with the line
 */
export function parseExamples(text: string, name = 'examples'): readonly ImportedExample[] {
  return Array.from(parseJsonLines(text), (line) => readRow(requireValue(line, name), name, line.line));
}

function readRow(row: unknown, path: string, line: number): ImportedExample {
  const { messages, prompt, completion, source } = (row ?? {}) as { readonly [name: string]: unknown };
  const conversation = messages ?? (completion === undefined ? undefined : join(prompt, completion));
  if (!isConversation(conversation)) {
    throw rowError(path, line, 'has no conversation', 'Export with the format messages or trl');
  }
  const last = conversation.at(-1);
  if (last?.role !== 'assistant') {
    throw rowError(path, line, 'its last message is not from the assistant', 'Remove rows without a reply');
  }
  return { source: readSource(source, path, line), prompt: conversation.slice(0, -1), reply: last.content };
}

function join(prompt: unknown, completion: unknown): unknown {
  return Array.isArray(prompt) && Array.isArray(completion) ? [...prompt, ...completion] : undefined;
}

function isConversation(value: unknown): value is readonly PromptMessage[] {
  return (
    Array.isArray(value) &&
    value.every(
      (message) =>
        typeof message?.content === 'string' && ['system', 'user', 'assistant'].includes(message.role),
    )
  );
}

function readSource(source: unknown, path: string, line: number): ExampleSource {
  let read: Partial<ExampleSource> | null = null;
  try {
    read = JSON.parse(String(source)) as Partial<ExampleSource> | null;
  } catch {}
  if (read?.schema !== EXAMPLE_SCHEMA || !Array.isArray(read.outcomes)) {
    const remedy =
      'Give rows of `atommem trajectories export`, which say what memory and step they belong to';
    throw rowError(path, line, `has no source of schema ${EXAMPLE_SCHEMA}`, remedy);
  }
  return read as ExampleSource;
}

function rowError(path: string, line: number, problem: string, remedy: string): AtomMemError {
  return new AtomMemError('malformed-record', {
    problem: `${path}:${line}: ${problem}`,
    remedy,
    details: { path, line },
  });
}
