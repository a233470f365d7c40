/**
 * Messages of the OpenEnv protocol: their schemas, and how they are checked.
 *
 * @module
 */
import { z } from 'zod';
import type { JsonObject } from '../shared/json.ts';

/** Longest reply that is accepted, in characters. */
const LONGEST_REPLY = 1_000_000;

const seed = z.int().min(0).optional();

/** The body of a reset. */
export interface ResetBody {
  readonly seed?: number;
  readonly episode_id?: string;
  /** Id of the task to play. */
  readonly task?: string;
}

/** Reads a reset. Fields of other environments are ignored, as clients send them. */
export const resetBody: z.ZodType<ResetBody> = z.looseObject({
  seed,
  episode_id: z.string().max(255).optional(),
  task: z.string().max(1000).optional(),
});

/** An action of a step: the model's reply as text, one tool call, or a question for the tools. */
export type ActionBody =
  | { readonly type?: 'reply'; readonly reply: string }
  | {
      readonly type?: 'call_tool';
      readonly tool_name: string;
      readonly arguments: Readonly<Record<string, unknown>>;
      /** Text beside the call. It is recorded and not parsed. */
      readonly reply?: string;
    }
  | { readonly type: 'list_tools' };

/** Reads an action. Unknown fields are refused. */
export const actionBody: z.ZodType<ActionBody> = z.union([
  z.strictObject({
    type: z.literal('reply').optional(),
    reply: z.string().max(LONGEST_REPLY),
    metadata: z.record(z.string(), z.unknown()).optional(),
  }),
  z.strictObject({
    type: z.literal('call_tool').optional(),
    tool_name: z.string().min(1).max(200),
    arguments: z.record(z.string(), z.unknown()).default({}),
    reply: z.string().max(LONGEST_REPLY).optional(),
    metadata: z.record(z.string(), z.unknown()).optional(),
  }),
  z.strictObject({
    type: z.literal('list_tools'),
    metadata: z.record(z.string(), z.unknown()).optional(),
  }),
]);

/** The body of a step over HTTP. */
export interface StepBody {
  readonly action?: unknown;
  readonly timeout_s?: number;
  readonly request_id?: string;
}

/** Reads the body of a step. */
export const stepBody: z.ZodType<StepBody> = z.looseObject({
  action: z.unknown(),
  timeout_s: z.number().positive().max(86_400).optional(),
  request_id: z.string().max(255).optional(),
});

/** A message over the WebSocket. */
export const socketMessage: z.ZodType<{ readonly type: string; readonly data?: unknown }> = z.looseObject({
  type: z.string(),
  data: z.unknown().optional(),
});

const text = { type: 'string' };
const object = { type: 'object' };

/**
 * The action as one flat object. Clients such as verifiers send plain text as the only required field, so `reply` is
 * required here. The server also accepts a tool call without it.
 */
const ACTION_SCHEMA: JsonObject = {
  title: 'MemoryAction',
  type: 'object',
  properties: {
    reply: { ...text, maxLength: LONGEST_REPLY, description: 'The reply to the prompt' },
    tool_name: { ...text, maxLength: 200, description: 'A tool to call instead; `reply` may be empty' },
    arguments: { ...object, description: 'The input of the tool' },
    type: { ...text, enum: ['reply', 'call_tool', 'list_tools'] },
    metadata: object,
  },
  required: ['reply'],
  additionalProperties: false,
};

/** Returns JSON schemas of the action, the observation and the state, for `GET /schema`. */
export function describeSchemas(): JsonObject {
  return {
    action: ACTION_SCHEMA,
    observation: {
      type: 'object',
      properties: {
        prompt: {
          type: 'array',
          items: { type: 'object', properties: { role: text, content: text }, required: ['role', 'content'] },
        },
        stage: { type: 'string', enum: ['start', 'memorise', 'answer', 'act', 'end'] },
        tools: { type: 'array', items: object },
        tool_name: text,
        result: text,
        metadata: object,
      },
      required: ['prompt', 'stage', 'metadata'],
    },
    state: {
      type: 'object',
      properties: {
        episode_id: { type: ['string', 'null'] },
        step_count: { type: 'integer' },
        task_id: { type: ['string', 'null'] },
        done: { type: 'boolean' },
      },
      required: ['episode_id', 'step_count'],
    },
  };
}

/** Codes of errors over the WebSocket. */
export type ErrorCode =
  | 'INVALID_JSON'
  | 'UNKNOWN_TYPE'
  | 'VALIDATION_ERROR'
  | 'EXECUTION_ERROR'
  | 'CAPACITY_REACHED'
  | 'SESSION_ERROR';

/** An error that the client caused. It becomes a message with its code. */
export class ProtocolError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Reads a body and names the first field that is wrong. */
export function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  what: string,
): z.infer<Schema> {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const place = issue.path.length === 0 ? what : `${what}.${issue.path.join('.')}`;
  throw new ProtocolError('VALIDATION_ERROR', `${place}: ${issue.message}`);
}
