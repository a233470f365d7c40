import type { PromptMessage } from '../policy/policy.ts';
import { EXAMPLE_SCHEMA, type ExampleSource } from './export-examples.ts';

/** A row of an export, read back. */
export interface ImportedExample {
  readonly source: ExampleSource;
  readonly prompt: readonly PromptMessage[];
  readonly reply: string;
}

/**
 * Reads the JSON Lines of an export in the formats `messages` and `trl` back into examples; the other
 * formats lack what the model wrote, or its place in a conversation.
 *
 * @param name stands in error messages.
 * @throws one line that names the row that is not JSON, of another format, or without a source.
 */
export function parseExamples(text: string, name = 'examples'): readonly ImportedExample[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    return [readRow(parseLine(line, `${name}:${index + 1}`), `${name}:${index + 1}`)];
  });
}

function parseLine(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`${place}: not JSON; an import reads JSON Lines, one example a line`);
  }
}

function readRow(row: unknown, place: string): ImportedExample {
  const { messages, prompt, completion, source } = (row ?? {}) as { readonly [name: string]: unknown };
  const conversation = messages ?? (completion === undefined ? undefined : joined(prompt, completion));
  if (!isConversation(conversation)) {
    throw new Error(`${place}: no conversation; an import reads rows of the formats messages and trl`);
  }
  const last = conversation.at(-1);
  if (last?.role !== 'assistant') {
    throw new Error(`${place}: its last message is not the assistant's; nothing was replied`);
  }
  return { source: readSource(source, place), prompt: conversation.slice(0, -1), reply: last.content };
}

function joined(prompt: unknown, completion: unknown): unknown {
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

function readSource(source: unknown, place: string): ExampleSource {
  const remedy = 'only rows of "atommem trajectories export" say which memory and step they belong to';
  let read: Partial<ExampleSource> | null = null;
  try {
    read = JSON.parse(String(source)) as Partial<ExampleSource> | null;
  } catch {}
  if (read?.schema !== EXAMPLE_SCHEMA) {
    throw new Error(`${place}: no source of schema ${EXAMPLE_SCHEMA}; ${remedy}`);
  }
  return read as ExampleSource;
}
