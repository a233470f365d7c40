/**
 * The resources of the MCP server: the newest entries, one entry, the scratchpad and the log.
 *
 * @module
 */
import type { McpServer, ReadResourceResult } from '@modelcontextprotocol/server';
import { cleanText, formatEntries, formatEntry } from '../ai/tools/format-entries.ts';
import { SCRATCHPAD } from '../memory/entry.ts';
import type { LogRecord } from '../memory/log.ts';
import type { Memory } from '../memory/memory.ts';
import type { McpModule } from './load-mcp.ts';

export interface ResourceOptions {
  readonly maxCharacters: number;
  readonly onError?: (error: unknown) => void;
}

/** Maximum number of entries in a resource list, and of records in the log. */
const MOST_LISTED = 100;

/** Characters of an entry in a list. */
const LONGEST_TITLE = 80;

/** Registers `memory://entries`, `memory://entry/{id}`, `memory://scratchpad` and `memory://log`. */
export function registerResources(
  server: McpServer,
  mcp: McpModule,
  memory: Memory,
  options: ResourceOptions,
): void {
  const { maxCharacters } = options;
  const texts: readonly Text[] = [
    ['entries', 'Every entry, newest first.', () => writeEntries(memory, maxCharacters)],
    ['scratchpad', "The agent's notepad.", async () => (await memory.scratchpad())?.text ?? ''],
    ['log', 'The latest changes, newest first.', () => writeLog(memory, maxCharacters)],
  ];
  for (const [name, description, write] of texts) {
    server.registerResource(name, `memory://${name}`, { description, mimeType: TYPE }, (uri) =>
      answer(mcp, uri, options, write),
    );
  }
  const newest = async (): Promise<readonly { readonly id: string; readonly text: string }[]> =>
    (await guard(mcp, options, () => memory.entries())).slice(-MOST_LISTED).reverse();
  const template = new mcp.ResourceTemplate('memory://entry/{id}', {
    list: async () => ({
      resources: (await newest()).map(({ id, text }) => ({
        uri: `memory://entry/${encodeURIComponent(id)}`,
        name: id,
        description: cutText(cleanText(text).replace(/\s+/g, ' '), LONGEST_TITLE),
        mimeType: TYPE,
      })),
    }),
    complete: {
      id: async (start) => (await newest()).map(({ id }) => id).filter((id) => id.startsWith(start)),
    },
  });
  server.registerResource('entry', template, { description: 'One entry.', mimeType: TYPE }, (uri, { id }) =>
    answer(mcp, uri, options, async () => {
      const wanted = decodeURIComponent(String(id));
      const entry = (await memory.entries()).find((one) => one.id === wanted);
      if (entry !== undefined) {
        memory.noteShown([entry], 'read as memory://entry');
        return formatEntry(entry);
      }
      throw new mcp.ResourceNotFoundError(
        uri.href,
        `There is no entry ${JSON.stringify(wanted.slice(0, 64))}. memory://entries lists them.`,
      );
    }),
  );
}

type Text = readonly [name: string, description: string, write: () => Promise<string>];

const TYPE = 'text/plain';

async function answer(
  mcp: McpModule,
  uri: URL,
  options: ResourceOptions,
  write: () => Promise<string>,
): Promise<ReadResourceResult> {
  const text = cutText(cleanText(await guard(mcp, options, write)), options.maxCharacters);
  return { contents: [{ uri: uri.href, mimeType: TYPE, text }] };
}

/** Turns failures of the store into protocol errors with a remedy. */
async function guard<Value>(
  mcp: McpModule,
  { onError }: ResourceOptions,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof mcp.ProtocolError) throw error;
    onError?.(error);
    throw new mcp.ProtocolError(
      mcp.ProtocolErrorCode.InternalError,
      'The memory cannot be reached now. Go on without it, and try again later.',
    );
  }
}

async function writeEntries(memory: Memory, maxCharacters: number): Promise<string> {
  const entries = (await memory.entries()).toReversed();
  if (entries.length === 0) return 'Nothing is remembered yet.';
  const { text, shown } = formatEntries(entries, maxCharacters);
  memory.noteShown(shown, 'read as memory://entries');
  return text;
}

async function writeLog(memory: Memory, maxCharacters: number): Promise<string> {
  const records = (await memory.log()).slice(-MOST_LISTED).reverse();
  const lines: string[] = [];
  let left = maxCharacters;
  for (const record of records) {
    const line = formatRecord(record);
    if (line.length + 1 > left) break;
    left -= line.length + 1;
    lines.push(line);
  }
  return lines.join('\n');
}

function formatRecord({ generation, kind, id, time, actor, text }: LogRecord): string {
  const target = id === SCRATCHPAD ? SCRATCHPAD : id;
  const day = new Date(time).toISOString().slice(0, 10);
  const content = text === null ? '' : `: ${cutText(cleanText(text).replace(/\s+/g, ' '), LONGEST_TITLE)}`;
  return `${generation} ${day} ${kind} ${target}${actor === null ? '' : ` by ${cleanText(actor)}`}${content}`;
}

function cutText(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}
