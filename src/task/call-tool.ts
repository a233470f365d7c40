/**
 * Calls a tool of a task. Whatever goes wrong is a result.
 *
 * @module
 */
import type { ToolCall } from './action.ts';
import type { ToolFailure, ToolResult } from './tool.ts';
import { checkInput, type InputSchema } from './tool-input.ts';

/** The parts of a tool that a call uses. */
export interface CallableTool<State> {
  readonly input: InputSchema;
  run(input: never, state: State, options: { readonly signal?: AbortSignal }): unknown;
}

/** Longest error message that is shown to a policy, in characters. */
const MESSAGE_LIMIT = 1000;

export async function callTool<State>(
  tools: Readonly<Record<string, CallableTool<State>>>,
  { name, input }: ToolCall,
  state: State,
  signal?: AbortSignal,
): Promise<ToolResult> {
  const fail = (failure: ToolFailure, message: string): ToolResult => ({
    tool: name,
    ok: false,
    failure,
    message: message.slice(0, MESSAGE_LIMIT),
  });
  if (!Object.hasOwn(tools, name)) {
    return fail('unknown-tool', `there is no tool "${name}"; the tools are ${Object.keys(tools).join(', ')}`);
  }
  const tool = tools[name]!;
  try {
    const checked = await checkInput(input, tool.input);
    if (!checked.ok) return fail('invalid-input', checked.message);
    const output = renderOutput(await tool.run(checked.value as never, state, { signal }));
    return { tool: name, ok: true, output };
  } catch (cause) {
    return fail('tool-failed', cause instanceof Error ? cause.message : String(cause));
  }
}

const FAILURE_WORDS: Readonly<Record<ToolFailure, string>> = {
  'unknown-tool': 'unknown tool',
  'invalid-input': 'invalid input',
  'tool-failed': 'failed',
  'not-allowed': 'not allowed',
};

/** Returns the text that a policy is shown for a result. */
export function describeResult(result: ToolResult): string {
  if (result.ok) return result.output;
  return `${result.tool}: ${FAILURE_WORDS[result.failure]}: ${result.message}`;
}

function renderOutput(output: unknown): string {
  if (output === undefined) return '';
  return typeof output === 'string' ? output : JSON.stringify(output);
}
