/**
 * What the replies of a format may look like in one step.
 *
 * @module
 */
import { renderCompactGrammar } from '../codec/compact-grammar.ts';
import type { PromptContext } from '../prompt/prompt-set.ts';
import type { JsonObject } from '../shared/json.ts';
import type { Observation } from '../task/observation.ts';
import type { Constraint } from './format.ts';

/** Allows the lines of the `compact` format: numbers of listed entries, and names of tools that can be called. */
export function constrainCompact(observation: Observation, context: PromptContext): Constraint {
  const { stage, readsLeft } = observation;
  const grammar = renderCompactGrammar({
    stage,
    entries: context.view.entries.length,
    read: readsLeft > 0,
    answer: stage === 'act' && observation.questions.length > 0,
    tools: stage === 'act' ? observation.situation.tools.map(({ name }) => name) : [],
  });
  return { grammar, schema: writeSchema(observation, context) };
}

/** Allows JSON operations, in an object because some servers refuse a schema whose root is an array. */
export function constrainJson(observation: Observation, context: PromptContext): Constraint {
  return { schema: writeSchema(observation, context) };
}

function writeSchema(observation: Observation, { view }: PromptContext): JsonObject {
  const { stage } = observation;
  const slot = { type: 'integer', enum: view.entries.map((_, index) => index + 1) };
  const text = { type: 'string' };
  const writes = [
    define('create', { text }),
    ...(view.entries.length > 0 ? [define('update', { slot, text }), define('delete', { slot })] : []),
    define('scratchpad', { text }),
  ];
  const items = [
    ...(stage === 'answer' ? [] : writes),
    ...(observation.readsLeft > 0 ? [define('read', { query: text })] : []),
    ...(stage === 'answer' || (stage === 'act' && observation.questions.length > 0)
      ? [define('answer', { text })]
      : []),
    ...(stage === 'act'
      ? observation.situation.tools.map(({ name, inputSchema }) =>
          define('tool', { name: { type: 'string', enum: [name] }, input: inputSchema }),
        )
      : []),
  ];
  const operations = { type: 'array', maxItems: 6, items: { anyOf: items } };
  return close({ operations });
}

function define(op: string, fields: JsonObject): JsonObject {
  return close({ op: { type: 'string', enum: [op] }, ...fields });
}

function close(properties: JsonObject): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}
