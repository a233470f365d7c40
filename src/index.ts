/**
 * The entry `atommem`: memory, policies, tasks and the episode loop. It runs in browsers and workers. What
 * needs files, a database or another package has its own entry in `src/entry/`.
 *
 * @module
 */

export { runEpisode } from './agent/run-episode.ts';
export { ask } from './ask/ask.ts';
export type * as types from './entry/types.ts';
export { createMemory } from './memory/create-memory.ts';
export type { Entry } from './memory/entry.ts';
export type { Memory } from './memory/memory.ts';
export type { Effect, Operation } from './memory/operation.ts';
export type { Store } from './memory/store.ts';
export type { View } from './memory/view.ts';
export { definePolicy } from './policy/define-policy.ts';
export type { Policy } from './policy/policy.ts';
export { scriptedPolicy } from './policy/scripted.ts';
export { ragPolicy } from './rules/rag-policy.ts';
export { rulesPolicy } from './rules/rules-policy.ts';
export { hybridRetriever } from './search/hybrid.ts';
export { lexicalRetriever } from './search/lexical.ts';
export { vectorRetriever } from './search/vector.ts';
export { AtomMemError } from './shared/error.ts';
export { inMemoryStore } from './store/in-memory.ts';
export type { Action } from './task/action.ts';
export { defineTask } from './task/define-task.ts';
export type { Observation } from './task/observation.ts';
export type { Task } from './task/task.ts';
export type { Trajectory } from './trajectory/trajectory.ts';
