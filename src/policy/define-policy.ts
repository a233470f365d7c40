/**
 * `definePolicy`: defines a custom policy with one handler per stage.
 *
 * @module
 */
import type { Operation } from '../memory/operation.ts';
import { AtomMemError } from '../shared/error.ts';
import type { JsonObject } from '../shared/json.ts';
import type { Action } from '../task/action.ts';
import type {
  ActObservation,
  AnswerObservation,
  MemoriseObservation,
  Observation,
} from '../task/observation.ts';
import { NO_USAGE, type Policy, type PolicyContext, type Reply } from './policy.ts';

/** A value, or a promise of one. */
export type Awaitable<Value> = Value | Promise<Value>;

/** An answer with operations. `null` gives up the question, unless the operations read for it. */
export interface AnswerWithOperations {
  readonly answer: string | null;
  readonly operations?: readonly Operation[];
}

/** An action with operations. Memory applies the operations before the task takes the action. */
export interface ActionWithOperations {
  readonly action: Action;
  readonly operations?: readonly Operation[];
}

export interface PolicyDefinition {
  /** Shown in trajectories and tables. */
  readonly name: string;
  /** Settings of the policy. Recorded in trajectories. */
  readonly settings?: JsonObject;
  /** Contents of a chunk: as many documents as fit, or one. Default: `chunk`. */
  readonly unit?: Policy['unit'];
  /**
   * Returns operations for a chunk. The stream then advances to the next chunk. If the operations only read, the same
   * chunk is shown again with the entries found. Default: no operations.
   */
  memorise?(observation: MemoriseObservation, context: PolicyContext): Awaitable<readonly Operation[]>;
  /** Returns the answer to a question, or `null` to give up. Default: gives up every question. */
  answer?(
    observation: AnswerObservation,
    context: PolicyContext,
  ): Awaitable<string | null | AnswerWithOperations>;
  /** Returns the action for a situation. Required for tasks with tools. */
  act?(observation: ActObservation, context: PolicyContext): Awaitable<Action | ActionWithOperations>;
}

/**
 * Creates a policy from one function per stage. Handlers receive the observation and the memory's view. They return
 * data; the loop applies the operations.
 *
 * @example
 * const titles = definePolicy({
 *   name: 'titles',
 *   memorise: ({ chunk }) => chunk.documents.map(({ title }) => ({ op: 'create', text: title })),
 *   answer: ({ question }, { view }) => view.entries[0]?.text ?? null,
 * });
 */
export function definePolicy(definition: PolicyDefinition): Policy {
  const { name, settings, unit } = definition;
  if (typeof name !== 'string' || name === '') {
    throw new AtomMemError('bad-argument', {
      problem: `the name of a policy is ${JSON.stringify(name)}`,
      remedy: 'Pass a non-empty string',
      details: { option: 'name', value: name },
    });
  }
  return {
    name,
    settings,
    unit,
    async act(observation, context): Promise<Reply> {
      const { operations, action } = await decide(definition, observation, context);
      if (!Array.isArray(operations)) throw badReturn(name, observation.stage, 'operations', operations);
      if (typeof action?.kind !== 'string') throw badReturn(name, observation.stage, 'an action', action);
      return { operations, action, issues: [], usage: NO_USAGE };
    },
  };
}

function decide(
  definition: PolicyDefinition,
  observation: Observation,
  context: PolicyContext,
): Promise<Required<ActionWithOperations>> {
  switch (observation.stage) {
    case 'memorise':
      return memorise(definition, observation, context);
    case 'answer':
      return answer(definition, observation, context);
    case 'act':
      return act(definition, observation, context);
  }
}

async function memorise(
  definition: PolicyDefinition,
  observation: MemoriseObservation,
  context: PolicyContext,
): Promise<Required<ActionWithOperations>> {
  const operations = (await definition.memorise?.(observation, context)) ?? [];
  return { operations, action: { kind: onlyReads(operations) ? 'none' : 'read-on' } };
}

async function answer(
  definition: PolicyDefinition,
  observation: AnswerObservation,
  context: PolicyContext,
): Promise<Required<ActionWithOperations>> {
  const given = (await definition.answer?.(observation, context)) ?? null;
  const { answer, operations = [] } = typeof given === 'object' && given !== null ? given : { answer: given };
  if (answer !== null) return { operations, action: { kind: 'answer', answers: [answer] } };
  return { operations, action: onlyReads(operations) ? { kind: 'none' } : { kind: 'answer', answers: [] } };
}

async function act(
  definition: PolicyDefinition,
  observation: ActObservation,
  context: PolicyContext,
): Promise<Required<ActionWithOperations>> {
  if (definition.act === undefined) {
    throw new AtomMemError('unsupported-observation', {
      problem: `policy "${definition.name}" has no \`act\` handler, but the task asks for tool calls`,
      remedy: 'Give `definePolicy` an `act` function',
      details: { stage: 'act', reader: definition.name },
    });
  }
  const given = await definition.act(observation, context);
  return typeof given === 'object' && 'action' in given
    ? { operations: [], ...given }
    : { operations: [], action: given };
}

function onlyReads(operations: readonly Operation[]): boolean {
  return Array.isArray(operations) && operations.length > 0 && operations.every(({ op }) => op === 'read');
}

function badReturn(
  policy: string,
  stage: string,
  wanted: string,
  value: unknown,
): AtomMemError<'bad-return'> {
  return new AtomMemError('bad-return', {
    problem: `the \`${stage}\` handler of policy "${policy}" returned ${JSON.stringify(value)} instead of ${wanted}`,
    remedy: 'Return what `PolicyDefinition` describes',
    details: { from: `${policy}.${stage}` },
  });
}
