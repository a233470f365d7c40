/**
 * The tools of a task as a policy sees them, and the results of calls.
 *
 * @module
 */
import type { JsonObject } from '../shared/json.ts';

/** A tool that a policy may call. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** JSON schema of the input, always of type `object`. */
  readonly inputSchema: JsonObject;
}

/** Why a call had no effect. */
export type ToolFailure =
  /** The task has no tool of this name. */
  | 'unknown-tool'
  /** The input does not match the tool's schema. The tool did not run. */
  | 'invalid-input'
  /** The tool threw. */
  | 'tool-failed'
  /** The task does not allow the call now, such as beyond a limit of calls. The tool did not run. */
  | 'not-allowed';

/** The result of a call. A failed call is data: it never ends the episode. */
export type ToolResult =
  | { readonly tool: string; readonly ok: true; readonly output: string }
  | { readonly tool: string; readonly ok: false; readonly failure: ToolFailure; readonly message: string };
