/**
 * A policy that acts at random, so that vocabularies see the words of a task.
 *
 * @module
 */
import { NO_USAGE, type Policy } from '../policy/policy.ts';
import type { JsonObject, JsonValue } from '../shared/json.ts';
import type { Random } from '../shared/random.ts';
import type { Action } from '../task/action.ts';
import type { Observation } from '../task/observation.ts';
import type { ToolDefinition } from '../task/tool.ts';
import { splitWords } from './words/split-words.ts';

/**
 * Creates a policy that calls random tools with random inputs. Inputs are values listed in the schema, or
 * words shown before.
 */
export function createExplorer(random: Random): Policy {
  const seen = new Set<string>();
  return {
    name: 'explorer',
    async act(observation) {
      return { operations: [], action: choose(observation, seen, random), issues: [], usage: NO_USAGE };
    },
  };
}

function choose(observation: Observation, seen: Set<string>, random: Random): Action {
  if (observation.stage === 'answer') return { kind: 'answer', answers: [] };
  if (observation.stage === 'memorise') return { kind: 'read-on' };
  const { content, tools } = observation.situation;
  for (const word of splitWords(content)) seen.add(word);
  if (tools.length === 0) return { kind: 'none' };
  const tool = random.pick(tools);
  return { kind: 'tool', name: tool.name, input: fillInput(tool, [...seen], random) };
}

function fillInput({ inputSchema }: ToolDefinition, words: readonly string[], random: Random): JsonObject {
  const properties = (inputSchema.properties ?? {}) as Readonly<Record<string, JsonObject>>;
  return Object.fromEntries(
    Object.entries(properties).map(([key, schema]) => [key, fillValue(schema, words, random)]),
  );
}

function fillValue(schema: JsonObject, words: readonly string[], random: Random): JsonValue {
  if (Array.isArray(schema.enum) && schema.enum.length > 0) return random.pick(schema.enum as JsonValue[]);
  if (schema.type === 'boolean') return random.pick([true, false]);
  if (schema.type === 'number' || schema.type === 'integer') {
    const numbers = words.map(Number).filter(Number.isFinite);
    return random.pick(numbers.length > 0 ? numbers : [Number(schema.minimum ?? 1)]);
  }
  return words.length > 0 ? random.pick(words) : '';
}
