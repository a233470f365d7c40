/**
 * Model calls on the toy stream, against the closed forms of the descriptions.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import type { Trajectory } from '../../src/trajectory/trajectory.ts';
import { createNaiveRag } from '../../src/workflow/naive-rag.ts';
import { createWorkflow, workflowNames } from '../../src/workflow/workflows.ts';
import { runToy, similarity } from './run-toy.ts';
import { scriptedAsk } from './scripted-model.ts';

const CHUNKS = 3;
const DOCUMENTS = 6;
const QUESTIONS = 2;

/** Calls beside the Answerer's, with the published thresholds (nothing reflects, sleeps or is observed). */
const CLOSED_FORMS: Readonly<Record<string, number>> = {
  'closed-book': 0,
  'full-context': 0,
  'recency-1': 0,
  'recency-4': 0,
  'naive-rag': 0,
  'naive-rag-rewrite': QUESTIONS,
  react: CHUNKS,
  memagent: CHUNKS,
  mem1: CHUNKS,
  'mem0-classic': 2 * CHUNKS,
  'mem0-2026': CHUNKS,
  'generative-agents': DOCUMENTS,
  'a-mem': 2 * DOCUMENTS - 1 + QUESTIONS,
  memorybank: 4 * CHUNKS,
  // One batch; asleep, the first of the two equal sentences.
  lightmem: 1 + 1,
  actmem: 2 * CHUNKS + QUESTIONS,
  focus: CHUNKS,
  langmem: 2 * CHUNKS,
  'working-memory-recall': DOCUMENTS,
  'observer-log': 0,
  'memgpt-blocks': CHUNKS + QUESTIONS,
  'temporal-facts': 2 * CHUNKS - 1,
  'knowledge-graph': CHUNKS + QUESTIONS,
};

describe.each(workflowNames.filter((name) => name !== 'atommem-untrained'))('%s', (name) => {
  const perChunk = (unit: string): number => (unit === 'chunk' ? DOCUMENTS / CHUNKS : 1);

  test('makes the number of calls of its formula, and one per answer', async () => {
    const workflow = createWorkflow(name, { ask: scriptedAsk, similarity });
    const run = await runToy(workflow, { perChunk: perChunk(workflow.declaration.unit) });
    expect(countCalls(run) - QUESTIONS).toBe(CLOSED_FORMS[name]);
  });

  test('selects before it answers if asked to, with one call per question', async () => {
    const workflow = createWorkflow(name, { ask: scriptedAsk, similarity, selectThenAnswer: true });
    const run = await runToy(workflow, { perChunk: perChunk(workflow.declaration.unit) });
    expect(countCalls(run) - 2 * QUESTIONS).toBe(CLOSED_FORMS[name]);
    const roles = run.steps.at(-1)!.calls!.map(({ role }) => role);
    expect(roles.slice(-2)).toEqual(['selector', 'answerer']);
  });

  test('never makes more calls than its budget', async () => {
    const workflow = createWorkflow(name, { ask: scriptedAsk, similarity });
    const perStep = perChunk(workflow.declaration.unit);
    const full = countCalls(await runToy(workflow, { perChunk: perStep }));
    for (let calls = 1; calls <= full; calls++) {
      const run = await runToy(workflow, { perChunk: perStep, budget: { calls } });
      expect(countCalls(run)).toBe(calls);
      expect(run.end.reason).toBe(calls === full ? 'done' : 'budget-calls');
    }
  });
});

test('the Answerer sees only the selected entries', async () => {
  const run = await runToy(createNaiveRag({ ask: scriptedAsk, selectThenAnswer: true }));
  const shown = run.steps.at(-1)!.calls!.at(-1)!.prompt[1]!.content;
  expect(shown).toContain('Charles Babbage designed the Analytical Engine.');
  expect(shown).not.toContain('Mill Café');
});

test('usage is split by role on every step', async () => {
  const run = await runToy(createWorkflow('mem0-classic', { ask: scriptedAsk }));
  const byRole = Object.groupBy(
    run.steps.flatMap(({ calls = [] }) => calls),
    ({ role }) => role,
  );
  const counts = Object.fromEntries(Object.entries(byRole).map(([role, calls]) => [role, calls!.length]));
  expect(counts).toEqual({ extractor: CHUNKS, decider: CHUNKS, answerer: QUESTIONS });
  expect(run.steps[0]!.usage).toEqual({
    modelCalls: 2,
    promptTokens: 200,
    cachedTokens: 0,
    completionTokens: 20,
  });
});

function countCalls({ steps }: Trajectory): number {
  return steps.reduce((sum, { usage }) => sum + usage.modelCalls, 0);
}
