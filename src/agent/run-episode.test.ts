/**
 * Tests the agent loop.
 *
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../memory/operation.ts';
import { NO_USAGE, type Policy, type Reply } from '../policy/policy.ts';
import { ragPolicy } from '../rules/rag-policy.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import { createCountingClock } from '../shared/clock.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { chunkDocuments } from '../task/chunk-documents.ts';
import { createDocumentStream } from '../task/document-stream.ts';
import type { SourceDocument } from '../task/observation.ts';
import { BETTER_STREAM_RULES } from '../task/stream-rules.ts';
import type { Task } from '../task/task.ts';
import { loadDefaultTokenizer } from '../task/tokenizer.ts';
import { parseTrajectory } from '../trajectory/read-trajectory.ts';
import { replayTrajectory } from '../trajectory/replay-trajectory.ts';
import { formatTrajectory } from '../trajectory/write-trajectory.ts';
import { type EpisodeOptions, runEpisode } from './run-episode.ts';

const tokenizer = await loadDefaultTokenizer();

const documents: readonly SourceDocument[] = [
  { id: 'ada', title: 'Ada Lovelace', text: 'Ada Lovelace was born in London in 1815.' },
  {
    id: 'engine',
    title: 'Analytical Engine',
    text: 'The Analytical Engine was designed by Charles Babbage.',
  },
  { id: 'babbage', title: 'Charles Babbage', text: 'Charles Babbage was born in Southwark.' },
];

const task: Task = createDocumentStream({
  id: 'toy',
  dataset: 'test',
  questions: [
    {
      id: 'q',
      text: 'Who designed the Analytical Engine?',
      answers: ['Charles Babbage'],
      support: ['engine'],
    },
  ],
  chunks: chunkDocuments(documents, { tokenizer, size: 30 }),
  documents,
  rules: BETTER_STREAM_RULES,
});

const optionsFor = (policy: Policy): EpisodeOptions => ({
  task,
  policy,
  memory: { store: inMemoryStore(), namespace: 'episode', retriever: lexicalRetriever(), k: 2 },
  clock: createCountingClock(),
  timer: () => 0,
});

const reply = (operations: readonly Operation[], more: Partial<Reply> = {}): Reply => ({
  operations,
  action: { kind: 'read-on' },
  issues: [],
  usage: NO_USAGE,
  ...more,
});

const createPolicy = (act: Policy['act']): Policy => ({ name: 'test', act });

const rag = ragPolicy({ answerFrom: (_question, texts) => texts[0] ?? '' });

describe('runEpisode', () => {
  it('runs the main job: reads every chunk, stores, retrieves and answers from memory', async () => {
    const { steps, end, header } = await runEpisode(optionsFor(rag));
    expect(steps.map(({ stage }) => stage)).toEqual(['memorise', 'memorise', 'memorise', 'answer']);
    expect(steps.at(-1)!.view.entries.map(({ id }) => id)).toEqual(['m2']);
    expect(end).toMatchObject({ reason: 'done', entries: 3 });
    expect(end.answers[0]).toContain('designed by Charles Babbage');
    expect(header.task.questions[0]!.support).toEqual(['engine']);
  });

  it('records a trajectory that reads back and replays to the same views and effects', async () => {
    const operation: fc.Arbitrary<Operation> = fc.oneof(
      fc.record({ op: fc.constant('create' as const), text: fc.string() }),
      fc.record({
        op: fc.constant('read' as const),
        query: fc.constantFrom('Ada', 'Engine Babbage', '', 'born'),
      }),
      fc.record({
        op: fc.constant('update' as const),
        target: fc.oneof(
          fc.constant('scratchpad' as const),
          fc.record({ slot: fc.integer({ min: -1, max: 4 }) }),
        ),
        text: fc.lorem({ maxCount: 4 }),
      }),
      fc.record({
        op: fc.constant('delete' as const),
        target: fc.record({ slot: fc.integer({ min: 0, max: 3 }) }),
      }),
    );
    const script = fc.array(fc.array(operation, { maxLength: 6 }), { minLength: 4, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(script, async (replies) => {
        const policy = createPolicy(async (observation, { step }) => {
          const action =
            observation.stage === 'answer'
              ? { kind: 'answer' as const, answers: ['x'] }
              : { kind: 'none' as const };
          return reply([...(replies[step] ?? []), { op: 'create', text: `fact ${step} Ada` }], { action });
        });
        const options = optionsFor(policy);
        const trajectory = await runEpisode({ ...options, memory: { ...options.memory, capacity: 5 } });
        const read = parseTrajectory(formatTrajectory(trajectory));
        expect(read).toEqual(JSON.parse(JSON.stringify(trajectory)));
        for (const step of read.steps) expect(step.effects.length).toBe(step.operations.length);
        const again = { store: inMemoryStore(), retriever: lexicalRetriever() };
        expect(await replayTrajectory(read, again)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('refuses values that are not operations, applies the others, and replays the record', async () => {
    const junk = fc.oneof(
      fc.anything(),
      fc.record({ op: fc.constantFrom('create', 'read', 'add'), text: fc.jsonValue() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(junk, { maxLength: 6 }), async (values) => {
        const good: Operation = { op: 'create', text: 'Ada was born in London.' };
        const wrong = values as readonly Operation[];
        const policy = createPolicy(async () =>
          reply([good, ...wrong, good], { action: { kind: 'answer', answers: ['x'] } }),
        );
        const trajectory = await runEpisode({ ...optionsFor(policy), ablations: ['delete'] });
        const read = parseTrajectory(formatTrajectory(trajectory));
        for (const { effects } of read.steps) {
          expect(effects).toHaveLength(values.length + 2);
          expect([effects[0]!.applied, effects.at(-1)!.applied]).toEqual([true, true]);
        }
        const again = { store: inMemoryStore(), retriever: lexicalRetriever() };
        expect(await replayTrajectory(read, again)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('needs only a task and a policy', async () => {
    const { header, end } = await runEpisode({ task, policy: rag });
    expect(header.memory).toMatchObject({ namespace: 'toy', retriever: 'lexical', k: 6 });
    expect(end.reason).toBe('done');
    const stored = await runEpisode({ task, policy: rag, memory: { store: inMemoryStore() } });
    expect(stored.header.memory.retriever).toBe('store(lexical)');
    expect(stored.end.answers).toEqual(end.answers);
  });

  it('tells where a record was tampered with', async () => {
    const trajectory = await runEpisode(optionsFor(rag));
    const text = formatTrajectory(trajectory).replace('"text":"Ada Lovelace\\n', '"text":"Eve Lovelace\\n');
    const replayed = await replayTrajectory(parseTrajectory(text), {
      store: inMemoryStore(),
      retriever: lexicalRetriever(),
    });
    expect(replayed[0]).toMatchObject({ step: 0, what: 'effect' });
  });

  it('gives the same bytes twice', async () => {
    const one = formatTrajectory(await runEpisode(optionsFor(rag)));
    expect(formatTrajectory(await runEpisode(optionsFor(rag)))).toBe(one);
  });

  it('keeps a failure as a record, shows the step again, and ends after three in a row', async () => {
    let calls = 0;
    const failure = { boundary: 'model', kind: 'network', message: 'no route' } as const;
    const flaky = createPolicy(async (observation, context) => {
      calls += 1;
      return calls === 2 ? reply([], { failure }) : rag.act(observation, context);
    });
    const once = await runEpisode(optionsFor(flaky));
    expect(once.steps.map((step) => step.chunk?.index)).toEqual([0, 1, 1, 2, undefined]);
    expect(once.end.reason).toBe('done');
    const dead = await runEpisode(optionsFor(createPolicy(async () => reply([], { failure }))));
    expect(dead.steps.length).toBe(3);
    expect(dead.end).toMatchObject({ reason: 'failed', answers: [null] });
  });

  it('ends at a budget with what it has, and says what memory would have shown', async () => {
    const { end, steps } = await runEpisode({ ...optionsFor(rag), budget: { turns: 2 } });
    expect(steps.length).toBe(2);
    expect(end.reason).toBe('budget-turns');
    expect(end.unasked[0]!.view.entries.map(({ id }) => id)).toEqual(['m2']);
    const usage = { modelCalls: 1, promptTokens: 90, cachedTokens: 0, completionTokens: 10 };
    const costly = createPolicy(async (observation, context) => ({
      ...(await rag.act(observation, context)),
      usage,
    }));
    expect((await runEpisode({ ...optionsFor(costly), budget: { tokens: 150 } })).end.reason).toBe(
      'budget-tokens',
    );
    expect((await runEpisode({ ...optionsFor(costly), budget: { calls: 1 } })).end.reason).toBe(
      'budget-calls',
    );
    let now = 0;
    const late = { ...optionsFor(rag), timer: () => (now += 10), budget: { milliseconds: 15 } };
    expect((await runEpisode(late)).end.reason).toBe('budget-time');
  });

  it('ends when it is aborted', async () => {
    const controller = new AbortController();
    const stopping = createPolicy(async (observation, context) => {
      controller.abort();
      return rag.act(observation, context);
    });
    const { end, steps } = await runEpisode({ ...optionsFor(stopping), signal: controller.signal });
    expect([steps.length, end.reason]).toEqual([1, 'aborted']);
  });

  it('waits for what is done with a step, so that an abort can be heard between two', async () => {
    const controller = new AbortController();
    const onStep = async (): Promise<void> => {
      await new Promise(setImmediate);
      controller.abort();
    };
    const { end, steps } = await runEpisode({ ...optionsFor(rag), signal: controller.signal, onStep });
    expect([steps.length, end.reason]).toEqual([1, 'aborted']);
  });

  it('records an embedder that is down and ends after three failures in a row', async () => {
    const down = lexicalRetriever();
    const failing = {
      ...down,
      createIndex: () => ({
        ...down.createIndex(),
        search: () => Promise.reject(new Error('embedder is down')),
      }),
    };
    const options = optionsFor(rag);
    const { steps, end } = await runEpisode({
      ...options,
      memory: { ...options.memory, retriever: failing },
    });
    expect(steps.at(-1)!.failure).toMatchObject({ boundary: 'embedder', message: 'embedder is down' });
    expect(end.reason).toBe('failed');
    expect(steps.filter((step) => step.failure).length).toBe(3);
  });

  it('takes parts of memory away from any policy', async () => {
    const { steps, end } = await runEpisode({ ...optionsFor(rag), ablations: ['storage'] });
    expect(end.entries).toBe(0);
    expect(
      steps
        .flatMap((step) => step.effects)
        .every((effect) => !effect.applied && effect.reason === 'disabled'),
    ).toBe(true);
  });

  it('shows the chunk again when reads are answered in the same step', async () => {
    const asking = createPolicy(async (observation, context) => {
      if (observation.stage === 'memorise' && context.view.query === null)
        return reply([{ op: 'read', query: 'Ada' }]);
      return rag.act(observation, context);
    });
    const options = optionsFor(asking);
    const { steps } = await runEpisode({
      ...options,
      memory: { ...options.memory, readTiming: 'same-step' },
    });
    expect(steps.map((step) => step.chunk?.index)).toEqual([0, 0, 1, 2, undefined]);
    expect(steps[0]!.effects[0]).toMatchObject({ applied: true, found: [] });
  });

  it('attributes what a policy writes to the documents it was read in', async () => {
    const writer = createPolicy(async (observation) => {
      if (observation.stage !== 'memorise') return reply([], { action: { kind: 'answer', answers: ['x'] } });
      const [document] = observation.chunk.documents;
      return reply([{ op: 'create', text: `Noted: ${document!.text}` }]);
    });
    const options = optionsFor(writer);
    await runEpisode(options);
    const entries = await options.memory!.store!.list('episode');
    expect(entries.map((entry) => entry.meta.sources)).toEqual([['ada'], ['engine'], ['babbage']]);
  });
});
