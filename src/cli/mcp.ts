/**
 * `atommem mcp`: a store as an MCP server, over stdio or HTTP.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { MemoryToolStyle } from '../ai/tools/tool-definitions.ts';
import type { McpServerOptions } from '../mcp/create-mcp-server.ts';
import type { McpHandlerOptions } from '../mcp/mcp-handler.ts';
import type { Store } from '../memory/store.ts';
import { isEqual, readToken } from '../shared/request-guard.ts';
import { createEmbedder, type EmbedderFlags } from './memory-options.ts';
import { addStoreOptions, type StoreFlags, withStore } from './open-store.ts';
import { print, type Terminal } from './output.ts';
import { oneOf, wholeNumber } from './parse-number.ts';
import { escapeControls } from './terminal.ts';
import { usageError } from './usage-error.ts';
import { waitForAbort } from './wait-for-abort.ts';

interface McpFlags extends StoreFlags, EmbedderFlags {
  readonly readonly?: boolean;
  readonly tools: MemoryToolStyle;
  readonly limit: number;
  readonly budget: number;
  readonly http?: boolean;
  readonly port: number;
  readonly tokens?: string;
  readonly namespaceHeader?: string;
}

/** Creates the command. It serves until the host closes standard input, or until Ctrl-C. */
export function mcpCommand(terminal: Terminal, version: string): Command {
  const command = new Command('mcp').description(
    'serve a memory to any MCP host, such as an editor or a desktop app',
  );
  return addStoreOptions(command)
    .option('--readonly', 'leave out the tools that write')
    .option(
      '--tools <style>',
      'crud: four tools; single: one tool',
      oneOf('--tools', ['crud', 'single']),
      'crud',
    )
    .option('--limit <n>', 'entries per read, at most 20', wholeNumber('--limit', 1, 20), 8)
    .option('--budget <n>', 'characters per result', wholeNumber('--budget', 200, 1_000_000), 4000)
    .option('--embedding-model <id>', 'search by meaning too: an embedding model, or hashing (offline)')
    .option('--embedding-url <url>', 'its OpenAI-compatible server')
    .option('--query-prefix <text>', 'instruction before queries, or qwen3')
    .option('--http', 'serve HTTP on 127.0.0.1 instead of stdio')
    .option('--port <n>', 'port for --http; 0 for any free one', wholeNumber('--port', 0, 65_535), 0)
    .option('--tokens <file>', 'JSON file for --http: {"<token>": "<namespace>", …}')
    .option('--namespace-header <name>', 'for --http: header with the namespace, set by a gateway')
    .addHelpText('after', HELP)
    .action((flags: McpFlags) => runMcp(flags, version, terminal));
}

const HELP = `
With --http, set ATOMMEM_MCP_TOKEN to require "Authorization: Bearer <token>".

Example for a host:
  {"mcpServers": {"memory": {"command": "npx", "args": ["-y", "-p", "atommem",
    "-p", "@modelcontextprotocol/server", "atommem", "mcp", "--store", "/home/ada/agent.db"]}}}`;

async function runMcp(flags: McpFlags, version: string, terminal: Terminal): Promise<void> {
  if (!flags.http && (flags.tokens ?? flags.namespaceHeader) !== undefined)
    throw usageError(
      '--tokens and --namespace-header need --http',
      'Add --http, or use --namespace with stdio',
    );
  // Loaded before the store is opened, so that a missing package leaves no file behind.
  await (await import('../mcp/load-mcp.ts')).loadMcp();
  const options = await readServerOptions(flags, version, terminal);
  await withStore(flags.store, !flags.readonly, (store) =>
    flags.http ? runHttp(store, flags, options, terminal) : runStdio(store, flags, options, terminal),
  );
}

type ServerOptions = McpServerOptions & Pick<McpHandlerOptions, 'memory'>;

async function readServerOptions(
  flags: McpFlags,
  version: string,
  terminal: Terminal,
): Promise<ServerOptions> {
  const { readonly, tools, limit, budget, embeddingModel } = flags;
  const embedder =
    embeddingModel === undefined
      ? undefined
      : await createEmbedder({ ...flags, retriever: 'hybrid' }, terminal.environment);
  return {
    version,
    memory: { embedder },
    readonly,
    tools,
    limit,
    maxCharacters: budget,
    // Standard output carries the protocol.
    onError: (error: unknown) =>
      terminal.stderr.write(
        `atommem mcp: ${escapeControls(error instanceof Error ? error.message : String(error))}\n`,
      ),
  };
}

async function runStdio(
  store: Store,
  flags: McpFlags,
  options: ServerOptions,
  terminal: Terminal,
): Promise<void> {
  const { serveMcpStdio } = await import('../server/serve-mcp-stdio.ts');
  await serveMcpStdio({
    store,
    namespace: flags.namespace,
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    signal: terminal.signal,
    ...options,
  });
}

async function runHttp(
  store: Store,
  flags: McpFlags,
  options: ServerOptions,
  terminal: Terminal,
): Promise<void> {
  const { serveMcp } = await import('../server/serve-mcp.ts');
  const token = terminal.environment.ATOMMEM_MCP_TOKEN || undefined;
  const namespace = await chooseNamespace(flags, token);
  const server = await serveMcp({
    store,
    namespace,
    port: flags.port,
    token,
    ...options,
  });
  print(terminal, server.url);
  await waitForAbort(terminal.signal);
  await server.close();
}

/** Returns how a request gets its namespace: from its token, a header, or the same for all. */
async function chooseNamespace(
  { tokens, namespaceHeader, namespace }: McpFlags,
  token: string | undefined,
): Promise<string | ((request: Request) => string | undefined)> {
  if (tokens !== undefined) {
    if (token !== undefined || namespaceHeader !== undefined)
      throw usageError(
        '--tokens cannot be combined with ATOMMEM_MCP_TOKEN or --namespace-header',
        'Unset the variable, and leave out --namespace-header',
      );
    const users = await readTokens(tokens);
    return ({ url, headers }) => {
      const given = readToken({ url, header: (name) => headers.get(name) ?? undefined });
      return users.find(([known]) => isEqual(given, known))?.[1];
    };
  }
  if (namespaceHeader === undefined) return namespace;
  if (!/^[\w-]+$/.test(namespaceHeader))
    throw usageError(
      `--namespace-header ${namespaceHeader} is not accepted`,
      'Pass a name such as x-namespace',
    );
  return ({ headers }) => headers.get(namespaceHeader) ?? undefined;
}

/** Minimum length of a token, so that it cannot be guessed. */
const SHORTEST_TOKEN = 16;

async function readTokens(path: string): Promise<readonly (readonly [token: string, namespace: string])[]> {
  const remedy = `Write {"<token of at least ${SHORTEST_TOKEN} characters>": "<namespace>", …}`;
  const content = await readFile(path, 'utf8').catch(() => {
    throw usageError(`--tokens ${path} cannot be read`, remedy);
  });
  let users: unknown;
  try {
    users = JSON.parse(content);
  } catch {
    throw usageError(`--tokens ${path} is not JSON`, remedy);
  }
  const pairs: [string, unknown][] = typeof users === 'object' && users !== null ? Object.entries(users) : [];
  const bad = pairs.findIndex(
    ([token, name]) => token.length < SHORTEST_TOKEN || typeof name !== 'string' || name === '',
  );
  if (pairs.length === 0 || Array.isArray(users))
    throw usageError(`--tokens ${path} holds no tokens`, remedy);
  // The message names the place, because a token must not reach a log.
  if (bad >= 0) throw usageError(`--tokens ${path}: pair ${bad + 1} is not usable`, remedy);
  return pairs as [string, string][];
}
