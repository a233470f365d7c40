/**
 * The suite itself: workflows that break one rule each fail the case that guards it.
 *
 * @module
 */
import { expect, test } from 'vitest';
import { inMemoryStore } from '../../src/store/in-memory.ts';
import { replayTrajectory } from '../../src/trajectory/replay-trajectory.ts';
import type { Trajectory } from '../../src/trajectory/trajectory.ts';
import type { Ask } from '../../src/workflow/ask.ts';
import type { WorkflowContext } from '../../src/workflow/conformance-context.ts';
import { createMemAgent } from '../../src/workflow/memagent.ts';
import type { Workflow } from '../../src/workflow/workflow.ts';
import { workflowCases } from '../../src/workflow/workflow-conformance.ts';
import { retriever, runToy } from './run-toy.ts';
import { scriptedAsk } from './scripted-model.ts';

function createContext(create: (ask: Ask) => Workflow): WorkflowContext<Trajectory> {
  return {
    ask: scriptedAsk,
    create,
    run: (workflow, namespace) => runToy(workflow, { namespace }),
    async runTogether(workflow, [left, right]) {
      const store = inMemoryStore();
      return Promise.all([
        runToy(workflow, { namespace: left, store }),
        runToy(workflow, { namespace: right, store }),
      ]);
    },
    replay: (run) => replayTrajectory(run, { store: inMemoryStore(), retriever }),
  };
}

/** MemAgent with something wrong about it. */
function wrong(change: (workflow: Workflow, ask: Ask) => Partial<Workflow>): (ask: Ask) => Workflow {
  return (ask) => {
    const workflow = createMemAgent({ ask });
    return { ...workflow, ...change(workflow, ask) };
  };
}

let shared = 0;

test.each([
  [
    'does only what it declares',
    'create',
    wrong(({ act }) => ({
      act: async (...step) => ({ ...(await act(...step)), operations: [{ op: 'create', text: 'mine' }] }),
    })),
  ],
  [
    'makes the declared number of calls and counts them',
    'counted',
    wrong((workflow, ask) => ({
      async act(...step) {
        await ask(
          'agent',
          [
            { role: 'system', content: workflow.declaration.prompts[0]!.instructions },
            { role: 'user', content: '<memory>\nx\n</memory>\n<chunk>\ny\n</chunk>' },
          ],
          { prompt: 'hidden' },
        );
        return workflow.act(...step);
      },
    })),
  ],
  [
    'can be replayed from its operations and repeats itself',
    'a second run behaves differently',
    wrong(({ act }) => ({
      act: async (...step) => ({
        ...(await act(...step)),
        operations: [{ op: 'update', target: 'scratchpad', text: `${shared++}` }],
      }),
    })),
  ],
  [
    'records a failed call and repeats the step',
    'failed',
    wrong(({ act }) => ({
      async act(...step) {
        const { failure, ...reply } = await act(...step);
        return failure === undefined ? reply : { ...reply, action: { kind: 'read-on' } };
      },
    })),
  ],
  [
    'reports prose as a reply and goes on',
    'not answered',
    wrong(({ act }) => ({
      act: async (...step) => ({ ...(await act(...step)), action: { kind: 'read-on' } }),
    })),
  ],
  [
    'keeps two episodes in one store apart',
    'influence each other',
    wrong(({ act }) => {
      let steps = 0;
      return {
        async act(...step) {
          const reply = await act(...step);
          return steps++ > 2 ? { ...reply, operations: [] } : reply;
        },
      };
    }),
  ],
] as const)('%s', async (name, complaint, create) => {
  const found = workflowCases.find((one) => one.name === name)!;
  await expect(found.run(createContext(create))).rejects.toThrow(complaint);
});
