/**
 * `defineTask`: a task of your own, in which the agent acts through tools.
 *
 * @module
 */
import { admitEach } from '../memory/admission.ts';
import type { Operation, Refusal } from '../memory/operation.ts';
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject } from '../shared/json.ts';
import { type CallableTool, callTool, describeResult } from './call-tool.ts';
import type { Observation, SourceDocument } from './observation.ts';
import type { Environment, Task } from './task.ts';
import type { ToolDefinition, ToolResult } from './tool.ts';
import { type InputSchema, type ToolInput, toJsonSchema } from './tool-input.ts';

/** A tool of a task. */
export interface TaskTool<State, Schema extends InputSchema = InputSchema> {
  /** Purpose of the tool, for the model that chooses it. */
  readonly description: string;
  /** A zod schema (or any Standard Schema), or a JSON schema of type `object`. */
  readonly input: Schema;
  /** The JSON schema to show to models. Default: made from `input`. */
  readonly jsonSchema?: JsonObject;
  /**
   * Runs the call and may change the state. The returned value becomes part of the next observation: a
   * string as it is, `undefined` as nothing, anything else as JSON. An error becomes text of the next
   * observation as well.
   */
  run(input: ToolInput<Schema>, state: State, options: { readonly signal?: AbortSignal }): unknown;
}

/**
 * A task of your own. The type of the state comes from `reset`, the type of each tool's input from its
 * schema.
 */
export interface TaskDefinition<State, Schemas extends Readonly<Record<string, InputSchema>>> {
  readonly id: string;
  /** Default: `custom`. */
  readonly kind?: string;
  /** Name under which results are grouped. Default: the id. */
  readonly dataset?: string;
  /** The instructions for the agent. */
  readonly instructions: string;
  /**
   * Returns a new state. Equal seeds must give equal states. If `reset` stands after `tools` and takes the
   * seed, annotate it, as in `reset(seed: number)`. TypeScript reads properties in order, and without the
   * annotation the tools see a state of type `unknown`.
   */
  reset(seed: number): State;
  readonly tools: { readonly [Name in keyof Schemas]: TaskTool<NoInfer<State>, Schemas[Name]> };
  /** Text that is shown in every observation, after the result of the last call. Default: none. */
  observe?(state: NoInfer<State>): string;
  /** Whether the task is over. Default: only when its turns are spent. */
  done?(state: NoInfer<State>): boolean;
  /** Returns what the episode is worth. Asked once, at the end. */
  reward(state: NoInfer<State>): number | Promise<number>;
  /** Steps of an episode. Default: 20. */
  readonly turns?: number;
}

/** Reads in a row that are allowed without a write or a tool call between them, as in a document stream. */
const READ_LIMIT = 3;

/** Names that formats use for memory operations and answers. */
const RESERVED_NAME = /^(?:memory_.*|final_answer)$/;

/**
 * Makes a task in which the agent acts through tools. The content of an observation is the result of the
 * last tool call and what `observe` returns. Whatever is needed later, the agent must write to memory.
 *
 * @throws AtomMemError `bad-argument` for a definition that cannot be played.
 * @example
 * const counter = defineTask({
 *   id: 'counter',
 *   instructions: 'Count to three, then stop.',
 *   reset: () => ({ count: 0, stopped: false }),
 *   tools: {
 *     add: { description: 'Adds one.', input: { type: 'object' }, run: (_, state) => `${++state.count}` },
 *     stop: { description: 'Stops.', input: { type: 'object' }, run: (_, state) => void (state.stopped = true) },
 *   },
 *   done: (state) => state.stopped,
 *   reward: (state) => (state.count === 3 ? 1 : 0),
 * });
 */
export function defineTask<State, const Schemas extends Readonly<Record<string, InputSchema>>>(
  definition: TaskDefinition<State, Schemas>,
): Task {
  const { id, kind = 'custom', dataset = id, instructions, turns = 20 } = definition;
  if (!(Number.isInteger(turns) && turns >= 1))
    throw badDefinition('turns', turns, `turns is ${turns}`, 'Give a whole number from 1 on');
  const callable: Readonly<Record<string, TaskTool<State>>> = definition.tools as never;
  const tools = Object.entries(callable).map(([name, tool]) => defineTool(name, tool));
  if (tools.length === 0) throw badDefinition('tools', {}, `task "${id}" has no tools`, 'Give at least one');
  return {
    id,
    kind,
    dataset,
    instructions,
    questions: [],
    documents: [],
    open: ({ seed = 0 } = {}) => openTask({ ...definition, tools: callable }, tools, turns, seed),
  };
}

function defineTool(
  name: string,
  { description, input, jsonSchema }: Pick<TaskTool<never>, 'description' | 'input' | 'jsonSchema'>,
): ToolDefinition {
  if (!/^[A-Za-z][\w-]{0,63}$/.test(name) || RESERVED_NAME.test(name)) {
    const remedy =
      'Use up to 64 letters, digits, "_" and "-", starting with a letter. `final_answer` and names that begin with `memory_` are reserved';
    throw badDefinition(`tools.${name}`, name, `"${name}" cannot be the name of a tool`, remedy);
  }
  return { name, description, inputSchema: toJsonSchema(name, input, jsonSchema) };
}

function openTask<State>(
  definition: Omit<TaskDefinition<State, never>, 'tools'> & {
    readonly tools: Readonly<Record<string, CallableTool<State>>>;
  },
  tools: readonly ToolDefinition[],
  turns: number,
  seed: number,
): Environment {
  const { id, instructions } = definition;
  const state = definition.reset(seed);
  let turn = 0;
  let readsUsed = 0;
  let shown: { readonly turn: number; readonly result: ToolResult } | undefined;

  function observe(): Observation | null {
    if (turn >= turns || definition.done?.(state)) return null;
    const result = shown === undefined ? '' : describeResult(shown.result);
    const content = [result, definition.observe?.(state) ?? ''].filter((part) => part !== '').join('\n');
    const source = { id: `${id}/turn-${shown?.turn ?? 0}`, title: '', text: result || content };
    const documents: SourceDocument[] = source.text === '' ? [] : [source];
    const situation = { content, tools, turnsLeft: turns - turn, documents, result: shown?.result };
    const reads = { readsUsed, readsLeft: READ_LIMIT - readsUsed };
    return { stage: 'act', instructions, questions: [], turn, ...reads, situation };
  }

  function refuse(operation: Operation): Refusal | undefined {
    if (operation.op !== 'read') readsUsed = 0;
    else if (readsUsed >= READ_LIMIT) return 'query-limit';
    else readsUsed += 1;
    return undefined;
  }

  return {
    // The task itself ends after `turns` steps. Steps that failed do not count, and are bounded here.
    turnCap: 3 * turns,
    observe,
    posed: () => null,
    admit: (operations) => admitEach(operations, refuse),
    async act({ action, signal }) {
      turn += 1;
      if (action.kind !== 'tool') return [];
      readsUsed = 0;
      shown = { turn, result: await callTool(definition.tools, action, state, signal) };
      return [];
    },
    async reward() {
      const reward = await definition.reward(state);
      if (Number.isFinite(reward)) return reward;
      throw new AtomMemError('bad-return', {
        problem: `the reward of task "${id}" is ${reward}`,
        remedy: 'Return a finite number from `reward`',
        details: { from: 'reward' },
      });
    },
  };
}

function badDefinition(
  option: string,
  value: unknown,
  problem: string,
  remedy: string,
): AtomMemError<'bad-argument'> {
  return new AtomMemError('bad-argument', { problem, remedy, details: { option, value } });
}
