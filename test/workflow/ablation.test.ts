/**
 * Workflows without parts of memory: what is refused is on record, and every run ends as it should.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import { runEpisode } from '../../src/agent/run-episode.ts';
import { ABLATIONS } from '../../src/memory/ablate.ts';
import { createCountingClock } from '../../src/shared/clock.ts';
import { inMemoryStore } from '../../src/store/in-memory.ts';
import { retriever } from './run-toy.ts';
import { scriptedAsk } from './scripted-model.ts';
import { toyTask } from './toy-stream.ts';
import { createForTest, zooNames } from './zoo.ts';

describe.each(zooNames)('%s', (name) => {
  test.each(ABLATIONS)('without %s', async (ablation) => {
    const { steps, end } = await runEpisode({
      task: toyTask(2),
      policy: createForTest(name, scriptedAsk),
      memory: { store: inMemoryStore(), namespace: 'toy', retriever },
      clock: createCountingClock(),
      timer: () => 0,
      ablations: [ablation],
    });
    expect(end.reason).toBe('done');
    expect(end.answers).not.toContain(null);
    for (const { effects, failure } of steps) {
      expect(failure).toBeUndefined();
      for (const effect of effects)
        if (!effect.applied) expect(effect.reason).toMatch(/disabled|no-such-entry/);
    }
    if (ablation === 'create' || ablation === 'storage') expect(end.entries).toBe(0);
  });
});
