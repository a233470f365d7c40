/**
 * What each workflow does on the toy stream, operation by operation, pinned in `fixtures/`.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import type { Operation } from '../../src/memory/operation.ts';
import type { StepRecord, Trajectory } from '../../src/trajectory/trajectory.ts';
import { runToy } from './run-toy.ts';
import { findPromptName, scriptedAsk } from './scripted-model.ts';
import { createForTest, zooNames } from './zoo.ts';

describe.each(zooNames)('%s', (name) => {
  test('produces the trace of its fixture in its declared unit', async () => {
    const workflow = createForTest(name, scriptedAsk);
    const perChunk = workflow.declaration.unit === 'chunk' ? 2 : 1;
    const trajectory = await runToy(workflow, { perChunk });
    expect(trajectory.steps.flatMap(({ issues }) => issues)).toEqual(expectedIssues(name));
    await expect(render(trajectory)).toMatchFileSnapshot(`fixtures/${name}.txt`);
  });
});

/** The scripted model makes one mistake on purpose: it replaces what no block holds. */
function expectedIssues(name: string): unknown {
  return name === 'memgpt-blocks'
    ? Array.from({ length: 3 }, () => expect.objectContaining({ kind: 'unknown-call' }))
    : [];
}

function render({ steps, end }: Trajectory): string {
  const lines = steps.flatMap((step) => [
    `step ${step.step}: ${step.stage} ${step.chunk?.documents.join(' ') ?? `question ${step.question}`}`,
    ...(step.calls ?? []).map(({ role, prompt }) => `  ask ${role}: ${findPromptName(prompt)}`),
    ...step.reads.map(({ query, found }) => `  look up ${show(query)}: ${found.join(' ') || 'nothing'}`),
    ...step.operations.map((operation, index) => `  ${renderOperation(operation, step, index)}`),
    ...step.answers.map(({ text }) => `  answer ${show(text)}`),
  ]);
  return `${[...lines, `end: ${end.entries} entries`].join('\n')}\n`;
}

function renderOperation(operation: Operation, step: StepRecord, index: number): string {
  const effect = step.effects[index]!;
  const done = effect.applied ? `→ ${effect.entry?.id}` : `refused: ${effect.reason}`;
  if (operation.op === 'read') return `read ${show(operation.query)} ${done}`;
  if (operation.op === 'delete') return `delete ${done}`;
  return `${operation.op} ${show(operation.text)} ${JSON.stringify(operation.meta)} ${done}`;
}

function show(text: string | null): string {
  return text === null ? 'everything' : JSON.stringify(text);
}
