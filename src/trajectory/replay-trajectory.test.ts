/**
 * Tests that old records still replay.
 *
 * @module
 */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lexicalRetriever } from '../search/lexical.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { readTrajectory } from './read-trajectory.ts';
import { replayTrajectory } from './replay-trajectory.ts';

it('replays a file of version 0.1', async () => {
  const trajectory = await readTrajectory(join(import.meta.dirname, 'fixtures/schema-1.jsonl'));
  expect(
    trajectory.steps.flatMap(({ effects }) => effects).map((effect) => effect.applied || effect.reason),
  ).toEqual(expect.arrayContaining([true, 'query-limit', 'no-such-slot', 'empty-text']));
  const parts = { store: inMemoryStore(), retriever: lexicalRetriever() };
  expect(await replayTrajectory(trajectory, parts)).toEqual([]);
});
