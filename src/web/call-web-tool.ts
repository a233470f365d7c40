/**
 * Runs a tool call of a web task. Whatever goes wrong is a result.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';
import type { ToolCall } from '../task/action.ts';
import { checkJson } from '../task/check-json.ts';
import type { ToolFailure, ToolResult } from '../task/tool.ts';
import { cutParts } from './page-parts.ts';
import type { Shown } from './show-result.ts';
import { toPageDocument, toResultDocument } from './web-document.ts';
import type { WebSettings } from './web-settings.ts';
import { createToolDefinitions } from './web-tool-definitions.ts';
import {
  failCall,
  type ReadOutcome,
  type SearchOutcome,
  type WebFailure,
  type WebPage,
} from './web-tools.ts';

/** What a call can see of the episode. */
export interface CallContext {
  readonly settings: WebSettings;
  /** Addresses that may be read. */
  readonly seen: ReadonlySet<string>;
  /** What is shown now. Numbers refer to it. */
  readonly shown: Shown;
  /** The page that was read last. Its further parts need no new request. */
  readonly page?: WebPage;
  readonly signal?: AbortSignal;
}

export interface CallDone {
  /** The tool that ran, if one did. */
  readonly tool?: 'search' | 'read';
  /** What was asked for. Equal keys are repeated calls. */
  readonly key: string;
  readonly shown: Shown;
  readonly result: ToolResult;
  readonly page?: WebPage;
}

export async function callWebTool({ name, input }: ToolCall, context: CallContext): Promise<CallDone> {
  const { tools } = context.settings;
  const definition = createToolDefinitions(tools).find((each) => each.name === name);
  if (definition === undefined) {
    const known = createToolDefinitions(tools).map((each) => each.name);
    return refuse(
      name,
      input,
      context,
      'unknown-tool',
      `there is no tool "${name}"; the tools are ${known.join(', ')}`,
    );
  }
  const problems = checkJson(input, definition.inputSchema);
  if (problems.length > 0) return refuse(name, input, context, 'invalid-input', problems.join('; '));
  return name === 'search' ? search(String(input.query), context) : read(input, context);
}

async function search(query: string, { settings, signal }: CallContext): Promise<CallDone> {
  const words = query.trim();
  const outcome = await guard(() =>
    settings.tools.search!.search(words, { count: settings.results, signal }),
  );
  if (!outcome.ok) return fail('search', words, `search "${words}"`, outcome.failure);
  const documents = outcome.results.slice(0, settings.results).map(toResultDocument);
  const output = `${documents.length} results`;
  return {
    tool: 'search',
    key: words.toLowerCase(),
    shown: { kind: 'results', query: words, documents },
    result: { tool: 'search', ok: true, output },
  };
}

async function read(input: JsonObject, context: CallContext): Promise<CallDone> {
  const { settings, page: open, signal } = context;
  const part = typeof input.part === 'number' ? input.part : 1;
  const url = findAddress(input.url as string | number, context);
  if (url === undefined) {
    const message = `no result or link has the number ${input.url}; use a number that is shown now, or an address`;
    return refuse('read', input, context, 'invalid-input', message);
  }
  const key = `${url}#${part}`;
  const call = `read ${url}`;
  if (settings.addresses === 'seen' && !context.seen.has(removeFragment(url))) {
    const message = 'only addresses of results, links and questions can be read';
    return fail('read', key, call, { kind: 'unseen-address', message });
  }
  const again = open !== undefined && open.url === url && part > 1;
  const outcome: ReadOutcome = again
    ? { ok: true, page: open }
    : await guard(() => settings.tools.read!.read(url, { signal }));
  if (!outcome.ok) return fail('read', key, call, outcome.failure);
  const { page } = outcome;
  const parts = cutParts(page.text, settings.chunkSize, settings.countTokens);
  if (part > Math.max(1, parts.length)) {
    const message = `the page has ${parts.length} parts, and part ${part} was asked for`;
    return refuse('read', input, context, 'invalid-input', message);
  }
  const document = toPageDocument(page, parts, part - 1);
  const goal = typeof input.goal === 'string' && input.goal !== '' ? input.goal : undefined;
  const output = `part ${document.part} of ${document.parts}`;
  return {
    tool: 'read',
    key,
    shown: { kind: 'page', document, goal },
    result: { tool: 'read', ok: true, output },
    page,
  };
}

/** Returns the address that a number or text stands for. */
function findAddress(given: string | number, { shown, settings }: CallContext): string | undefined {
  const text = String(given).trim();
  if (!/^\[?\d+\]?$/.test(text)) return text;
  const number = Number(text.replace(/[[\]]/g, ''));
  if (shown.kind === 'results') return shown.documents[number - 1]?.url;
  if (shown.kind === 'page') return shown.document.links[number - 1]?.url;
  return number === 1 && shown.kind === 'start' ? settings.startUrl : undefined;
}

/** Returns the address without `#…`, which names a place in the page. */
export function removeFragment(url: string): string {
  return url.replace(/#.*$/s, '');
}

/** Turns an error of a tool, which its contract forbids, into a failure. */
async function guard<Outcome extends SearchOutcome | ReadOutcome>(
  run: () => Promise<Outcome>,
): Promise<Outcome | { readonly ok: false; readonly failure: WebFailure }> {
  try {
    return await run();
  } catch (cause) {
    return failCall('server', cause instanceof Error ? cause.message : String(cause), true);
  }
}

function fail(tool: 'search' | 'read', key: string, call: string, failure: WebFailure): CallDone {
  const message = `${failure.kind}: ${failure.message}`.slice(0, 1000);
  return {
    tool,
    key,
    shown: { kind: 'failure', call, failure },
    result: { tool, ok: false, failure: 'tool-failed', message },
  };
}

/** No tool ran. What was shown before is shown again, with the problem in the result. */
function refuse(
  name: string,
  input: JsonObject,
  { shown }: CallContext,
  failure: ToolFailure,
  message: string,
): CallDone {
  return {
    key: JSON.stringify(input),
    shown,
    result: { tool: name, ok: false, failure, message: message.slice(0, 1000) },
  };
}
