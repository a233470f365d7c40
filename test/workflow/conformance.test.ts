import { describe, test } from 'vitest';
import { inMemoryStore } from '../../src/store/in-memory.ts';
import { replayTrajectory } from '../../src/trajectory/replay-trajectory.ts';
import type { Trajectory } from '../../src/trajectory/trajectory.ts';
import type { WorkflowContext } from '../../src/workflow/conformance-context.ts';
import { workflowCases } from '../../src/workflow/workflow-conformance.ts';
import { retriever, runToy } from './run-toy.ts';
import { scriptedAsk } from './scripted-model.ts';
import { createForTest, zooNames } from './zoo.ts';

describe.each(zooNames)('%s', (name) => {
  const context: WorkflowContext<Trajectory> = {
    ask: scriptedAsk,
    create: (ask) => createForTest(name, ask),
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
  test.each(workflowCases)('$name', ({ run }) => run(context));
});
