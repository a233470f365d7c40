/**
 * Known defects and parameters: each switch changes what it says it changes.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import type { Trajectory } from '../../src/trajectory/trajectory.ts';
import { createAMem } from '../../src/workflow/a-mem.ts';
import type { Ask } from '../../src/workflow/ask.ts';
import { createFullContext } from '../../src/workflow/full-context.ts';
import { createLangMem } from '../../src/workflow/langmem.ts';
import { createMem0Classic } from '../../src/workflow/mem0-classic.ts';
import { createMemAgent } from '../../src/workflow/memagent.ts';
import { createMemoryBank } from '../../src/workflow/memorybank.ts';
import { createReact } from '../../src/workflow/react.ts';
import { createRecency } from '../../src/workflow/recency.ts';
import { createTemporalFacts } from '../../src/workflow/temporal-facts.ts';
import { createWorkflow } from '../../src/workflow/workflows.ts';
import { runToy } from './run-toy.ts';
import { said, scriptedAsk } from './scripted-model.ts';

const firstText = (_question: string, texts: readonly string[]): string => texts[0] ?? 'nothing';

describe('controls without a model', () => {
  test.each(['closed-book', 'full-context', 'recency-1', 'recency-4', 'naive-rag'])(
    '%s runs with a function that reads answers out of texts',
    async (name) => {
      const { steps, end } = await runToy(createWorkflow(name, { answerFrom: firstText }));
      expect(end.reason).toBe('done');
      expect(end.answers).not.toContain(null);
      expect(steps.every(({ usage, calls }) => usage.modelCalls === 0 && calls === undefined)).toBe(true);
    },
  );

  test('recency shows the end of the stream, full context all of it, or both ends', async () => {
    const everything = (_question: string, texts: readonly string[]): string => texts.join('|');
    const readAnswer = async (run: Promise<Trajectory>): Promise<string> => (await run).end.answers[0]!;
    const all = await readAnswer(runToy(createFullContext({ answerFrom: everything })));
    expect(all).toMatch(/Document 1:[\s\S]*Document 6:/);
    const last = await readAnswer(runToy(createRecency({ answerFrom: everything, last: 1 })));
    expect(last).toMatch(/^Document 5:/);
    const transcript = createReact({ ask: scriptedAsk, window: 90 });
    const dropped = (await runToy(transcript)).steps.flatMap(({ operations }) => operations);
    expect(dropped.filter(({ op }) => op === 'delete')).toEqual([{ op: 'delete', target: { id: 'm1' } }]);
    const ends = await readAnswer(runToy(createFullContext({ answerFrom: everything, window: 10 })));
    expect(ends).toBe(`${all.replaceAll('|', '\n\n').slice(0, 20)}${all.slice(-20)}`);
  });
});

describe('invalid configurations', () => {
  test.each([
    ['nowhere', { ask: scriptedAsk }, /Unknown workflow "nowhere". Choose one of closed-book, /],
    ['naive-rag', {}, /"naive-rag" has nothing to answer with. Give `ask` \(a model\) or `answerFrom`/],
    ['memagent', { answerFrom: firstText }, /"memagent" asks a model \(summariser\). Give `ask`/],
    [
      'atommem-untrained',
      { ask: scriptedAsk },
      /"atommem-untrained" is a language-model policy. Give `policy`/,
    ],
  ])('%s says what it lacks', (name, sources, message) => {
    expect(() => createWorkflow(name, sources)).toThrow(message);
  });
});

describe('defects', () => {
  test('Mem0 as released loses both sides of a contradiction; by default the new side stays', async () => {
    const texts = (run: Trajectory): string =>
      run.steps
        .flatMap(({ operations }) => operations)
        .map((operation) => ('text' in operation ? operation.text : ''))
        .join('\n');
    const faithful = await runToy(createMem0Classic({ ask: scriptedAsk, contradiction: 'delete' }));
    expect(texts(faithful)).not.toContain('opens at ten');
    const ours = await runToy(createMem0Classic({ ask: scriptedAsk }));
    expect(texts(ours)).toContain('opens at ten');
  });

  test('A-Mem as released changes the oldest notes instead of the neighbours shown', async () => {
    const changed = async (mapping: 'shown' | 'released'): Promise<readonly string[]> => {
      const run = await runToy(createAMem({ ask: scriptedAsk, mapping }), { perChunk: 1 });
      const { effects } = run.steps[4]!;
      return effects
        .filter(({ operation }) => operation.op === 'update')
        .map((effect) => (effect.applied ? effect.previous!.text.split('\n')[0]! : ''));
    };
    expect(await changed('shown')).toEqual(['The Mill Café opens at nine.']);
    // The first neighbour shown is that one; the oldest note, which has been changed before, stays as it is.
    expect(await changed('released')).toEqual([]);
  });

  test('MemAgent keeps its note after an empty reply unless it is set to overwrite it as published', async () => {
    const forgetful: Ask = async (role, messages, options) =>
      messages[1]!.content.includes('Document 5:') ? said('') : scriptedAsk(role, messages, options);
    const noteAtEnd = async (emptyReply: 'keep' | 'overwrite'): Promise<string> =>
      (await runToy(createMemAgent({ ask: forgetful, emptyReply }))).steps.at(-1)!.view.scratchpad;
    expect(await noteAtEnd('keep')).toContain('Charles Babbage');
    expect(await noteAtEnd('overwrite')).toBe('');
  });

  test("MemoryBank forgets less of what was recalled on the paper's curve, and more on the released one", async () => {
    const left = async (curve: 'paper' | 'released', timescale: number): Promise<number> => {
      const ends = [];
      for (let seed = 0; seed < 20; seed++)
        ends.push(
          (await runToy(createMemoryBank({ ask: scriptedAsk, curve, timescale, seed, portraits: false }))).end
            .entries,
        );
      return ends.reduce((sum, entries) => sum + entries, 0);
    };
    expect(await left('paper', 1000)).toBeGreaterThan(await left('paper', 0.2));
    expect(await left('released', 1000)).toBeGreaterThan(await left('released', 0.2));
  });

  test('LangMem deletes only if deletion is enabled', async () => {
    const deletes = async (allowed: boolean): Promise<number> => {
      const run = await runToy(createLangMem({ ask: scriptedAsk, deletes: allowed }));
      return run.steps.flatMap(({ operations }) => operations).filter(({ op }) => op === 'delete').length;
    };
    expect(await deletes(true)).toBe(1);
    expect(await deletes(false)).toBe(0);
  });

  test('temporal facts show the current state or the state at a date', async () => {
    const shown = async (asOf?: string): Promise<string> => {
      const run = await runToy(createTemporalFacts({ ask: scriptedAsk, ...(asOf && { asOf }) }));
      return run.steps.at(-1)!.calls!.at(-1)!.prompt[1]!.content;
    };
    expect(await shown()).not.toContain('opens at nine.');
    expect(await shown('1800')).not.toContain('Ada');
    expect(await shown('1800')).toContain('opens at nine.');
  });
});

test('a failed embedder fails the step, not the run', async () => {
  const similarity = async (): Promise<readonly number[]> => Promise.reject(new Error('no embedder here'));
  const { steps, end } = await runToy(createWorkflow('generative-agents', { ask: scriptedAsk, similarity }));
  expect(end.reason).toBe('failed');
  const failed = steps.find(({ failure }) => failure !== undefined)!;
  expect(failed.failure).toEqual({ boundary: 'embedder', kind: 'unknown', message: 'no embedder here' });
  expect(failed.operations).toEqual([]);
});

test('the trajectory records the settings of the workflow', async () => {
  const { header } = await runToy(
    createMem0Classic({ ask: scriptedAsk, neighbours: 7, contradiction: 'delete' }),
  );
  expect(header.settings.policy).toEqual({
    neighbours: 7,
    contradiction: 'delete',
    prompts: ['mem0-extract@2', 'mem0-decide@2', 'workflow-answer@2'],
  });
});
