/**
 * The workflows under test, with thresholds so low that the toy stream reaches what they guard.
 *
 * @module
 */
import { scriptedPolicy } from '../../src/policy/scripted.ts';
import type { Ask } from '../../src/workflow/ask.ts';
import { createFocus } from '../../src/workflow/focus.ts';
import { createGenerativeAgents } from '../../src/workflow/generative-agents.ts';
import { createLightMem } from '../../src/workflow/lightmem.ts';
import { createObserverLog } from '../../src/workflow/observer-log.ts';
import type { Workflow, WorkflowOptions } from '../../src/workflow/workflow.ts';
import { createWorkflow, workflowNames } from '../../src/workflow/workflows.ts';
import { similarity } from './run-toy.ts';

const LOW_THRESHOLDS: Readonly<Record<string, (options: WorkflowOptions) => Workflow>> = {
  'generative-agents': (options) => createGenerativeAgents({ ...options, reflectAt: 20 }),
  lightmem: (options) =>
    createLightMem({ ...options, sensoryTokens: 30, batchTokens: 20, sleepLikeness: 0.7 }),
  'observer-log': (options) => createObserverLog({ ...options, observeAt: 30, reflectAt: 35, keep: 8 }),
  focus: (options) => createFocus({ ...options, remindAfter: 2 }),
};

/** Workflows with their own prompts: all except the one that wraps a policy. */
export const zooNames: readonly string[] = workflowNames.filter((name) => name !== 'atommem-untrained');

export function createForTest(name: string, ask: Ask): Workflow {
  const options = { ask, similarity };
  const low = LOW_THRESHOLDS[name];
  return low === undefined ? createWorkflow(name, { ...options, policy: scriptedPolicy([]) }) : low(options);
}
