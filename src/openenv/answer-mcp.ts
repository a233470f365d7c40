/**
 * JSON-RPC for clients that see the environment as tools.
 *
 * @module
 */
import { z } from 'zod';
import type { OfferedTool } from '../policy/generate-reply.ts';
import type { JsonObject } from '../shared/json.ts';
import type { ClientEnvironment } from './environment.ts';
import type { OpenSession, Sessions } from './sessions.ts';

/** Where a request arrived: over a connection with its session, or over HTTP with the shared environment. */
export interface McpPlace {
  readonly sessions: Sessions;
  readonly session: Pick<OpenSession, 'environment'> & { readonly id?: string };
}

interface Call {
  readonly id: string | number | null;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const call: z.ZodType<Call> = z.looseObject({
  id: z
    .union([z.string(), z.number()])
    .nullish()
    .transform((id) => id ?? null),
  method: z.string(),
  params: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((params) => params ?? {}),
});

/**
 * Answers `tools/list`, `tools/call` and OpenEnv's two methods for sessions. Anything else gets an error object, because
 * the protocol requires status 200 and `jsonrpc` in every case. A tool call is a step of the environment.
 */
export async function answerMcp(body: unknown, place: McpPlace): Promise<JsonObject> {
  const read = call.safeParse(body);
  const id = read.data?.id ?? null;
  const fail = (code: number, message: string): JsonObject => ({
    jsonrpc: '2.0',
    id,
    error: { code, message },
  });
  if (!read.success) return fail(-32600, `the request is not JSON-RPC: ${read.error.issues[0]!.message}`);
  const { method, params } = read.data;
  const answer = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined;
  if (answer === undefined) {
    const known = Object.keys(METHODS).join(', ');
    return fail(-32601, `there is no method ${method}: use one of ${known}`);
  }
  try {
    return { jsonrpc: '2.0', id, result: await answer(params, place) };
  } catch (cause) {
    return fail(-32000, cause instanceof Error ? cause.message : String(cause));
  }
}

type Method = (params: Call['params'], place: McpPlace) => JsonObject | Promise<JsonObject>;

const METHODS: Readonly<Record<string, Method>> = {
  'tools/list': (params, place) => ({ tools: listTools(findEnvironment(params, place).tools()) }),
  async 'tools/call'(params, place) {
    const environment = findEnvironment(params, place);
    const { name, arguments: input = {} } = params;
    const seen = await environment.step({ type: 'call_tool', tool_name: name, arguments: input });
    const content = [{ type: 'text', text: JSON.stringify(seen) }];
    return { content, data: seen.observation.result ?? '', isError: false };
  },
  'openenv/session/create': (_, { sessions, session }) => ({ session_id: session.id ?? sessions.open().id }),
  'openenv/session/close'({ session_id }, { sessions }) {
    const { id } = sessions.find(String(session_id));
    sessions.close(id);
    return { session_id: id, closed: true };
  },
};

function findEnvironment({ session_id }: Call['params'], { sessions, session }: McpPlace): ClientEnvironment {
  return typeof session_id === 'string' ? sessions.find(session_id).environment : session.environment;
}

function listTools(tools: readonly OfferedTool[]): JsonObject[] {
  return tools.map(({ name, description, inputSchema }) => ({
    name,
    description,
    inputSchema: { ...inputSchema } as unknown as JsonObject,
  }));
}
