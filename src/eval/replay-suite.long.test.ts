/** Tests of a replayed suite. @module */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MockLanguageModelV4 } from 'ai/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { languageModelPolicy } from '../policy/language-model.ts';
import { createRecorder } from '../recording/recorded-model.ts';
import { openCallFolder } from './call-folder.ts';
import { episodeCalls } from './episode-calls.ts';
import { createRunParts, TOY_SUITE, toyDataset } from './fixtures/toy-suite.ts';
import { runSuite, type SuiteOptions } from './run-suite.ts';
import { reportSuite } from './suite-report.ts';
import { questionSource } from './task-source.ts';

let path: string;
beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'atommem-replay-'));
});
afterAll(() => rm(path, { recursive: true }));

/** A model that answers another city at every call, as a sampled one would. */
function moody(): { readonly model: MockLanguageModelV4; readonly calls: () => number } {
  let calls = 0;
  const model = new MockLanguageModelV4({
    modelId: 'moody',
    doGenerate: async () => {
      calls += 1;
      return {
        content: [{ type: 'text', text: `<final_answer>City${calls % 7}</final_answer>` }],
        finishReason: { unified: 'stop', raw: 'stop' },
        usage: {
          inputTokens: { total: 50, noCache: 50, cacheRead: 0, cacheWrite: undefined },
          outputTokens: { total: 5, text: 5, reasoning: undefined },
        },
        warnings: [],
      };
    },
  });
  return { model, calls: () => calls };
}

async function run(mode: 'record' | 'replay', model: MockLanguageModelV4, more: Partial<SuiteOptions> = {}) {
  const recorder = createRecorder({ store: openCallFolder(path), mode, counts: episodeCalls });
  const policy = languageModelPolicy({
    model: recorder.languageModel(model),
    format: 'tags',
    name: 'moody',
  });
  const parts = {
    ...(await createRunParts({ policies: [] })),
    policies: [{ policy, fingerprint: 'moody', needsModel: true }],
  };
  const suite = { ...TOY_SUITE, documents: [4] };
  return runSuite({ suite, sources: [questionSource('toy', toyDataset(5))], parts, ...more });
}

it('runs a recorded bench again without a model, in any order, and says what is not recorded', async () => {
  const { model, calls } = moody();
  const recorded = await run('record', model);
  expect(recorded.stopped).toBeUndefined();
  expect(calls()).toBeGreaterThan(10);
  const silent = new MockLanguageModelV4({ modelId: 'moody' });
  const replayed = await run('replay', silent, { concurrency: 5 });
  expect(reportSuite(replayed)).toEqual(reportSuite(recorded));
  expect(replayed.failures).toEqual({});

  const otherSeed = await run('replay', silent, { seeds: [2] });
  expect(otherSeed.episodes.every(({ outcome }) => outcome === undefined)).toBe(true);
  expect(Object.keys(otherSeed.failures).join('\n')).toMatch(
    /replay: this chat call of moody was not recorded; the nearest recording differs at prompt\[/,
  );
});
