/** Tests of memory health. @module */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runEpisode } from '../agent/run-episode.ts';
import type { Entry } from '../memory/entry.ts';
import type { Operation } from '../memory/operation.ts';
import { NO_USAGE, type Policy } from '../policy/policy.ts';
import { BETTER, streamRulesFor } from '../released/compatibility.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import { createCountingClock } from '../shared/clock.ts';
import { inMemoryStore } from '../store/in-memory.ts';
import { createDocumentStream } from '../task/document-stream.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { findContradictions } from './contradictions.ts';
import { findDuplicates } from './duplicates.ts';
import { memoryHealth } from './memory-health.ts';
import { memoryAfter, memoryHistory } from './memory-history.ts';
import { jaccard, similarPairs } from './similar-pairs.ts';

const DOCUMENTS = ['a', 'b', 'c', 'd'].map((id) => ({ id, title: id.toUpperCase(), text: `About ${id}.` }));

/** Runs a policy that does, chunk by chunk (one document each), what is written, and answers as written. */
async function run(script: readonly (readonly Operation[])[], answer = 'nothing'): Promise<Trajectory> {
  const store = inMemoryStore();
  const policy: Policy = {
    name: 'script',
    async act(observation) {
      const rest = { issues: [], usage: NO_USAGE };
      if (observation.stage !== 'memorise') {
        return { operations: [], action: { kind: 'answer', answers: [answer] }, ...rest };
      }
      return { operations: script[observation.chunk.index] ?? [], action: { kind: 'read-on' }, ...rest };
    },
  };
  const chunks = DOCUMENTS.map((document, index) => ({
    index,
    count: DOCUMENTS.length,
    text: document.text,
    documents: [document],
  }));
  const question = { id: 'q', text: 'where', answers: ['Leeds'], support: ['a', 'd'], type: 'bridge' };
  return runEpisode({
    task: createDocumentStream({
      id: 't',
      dataset: 'made',
      questions: [question],
      documents: DOCUMENTS,
      chunks,
      rules: streamRulesFor(BETTER),
    }),
    policy,
    memory: { store, namespace: 'n', retriever: lexicalRetriever() },
    clock: createCountingClock(),
    timer: () => 0,
  });
}

const create = (text: string, ...sources: string[]): Operation => ({ op: 'create', text, meta: { sources } });

describe('memoryHealth', () => {
  it('tells what was kept, what was lost, and where', async () => {
    const trajectory = await run([
      [create('The mill is in Leeds.', 'a'), create('The MILL is in Leeds', 'a'), create('Tea.', 'b')],
      [{ op: 'delete', target: { id: 'm1' } }, create('The mill opened in Leeds in 1815.', 'b')],
      [
        {
          op: 'update',
          target: { id: 'm2' },
          text: 'The mill opened in Leeds in 1816.',
          meta: { sources: ['c'] },
        },
      ],
      [create('Coal came by boat.', 'd')],
    ]);
    const health = memoryHealth(trajectory);
    expect(health.retention.documents).toEqual([
      expect.objectContaining({ document: 'a', seenAt: 0, position: 0, storedAt: 0, kept: false, lostAt: 2 }),
      expect.objectContaining({
        document: 'd',
        seenAt: 3,
        position: 1,
        storedAt: 3,
        kept: true,
        lostAt: null,
      }),
    ]);
    expect(health.retention.answers).toEqual([{ question: 0, hops: 2, type: 'bridge', inMemory: true }]);
    expect(health.contradictions.map(({ first, second }) => [first.says, second.says])).toEqual([
      [['1816'], ['1815']],
    ]);
    expect(health.entriesOverTime.slice(0, 4)).toEqual([3, 3, 3, 4]);
    expect([health.documentsRead, health.documentsCovered, health.made]).toEqual([4, 3, 5]);
  });

  it.each<[string, readonly (readonly Operation[])[], string]>([
    ['answered', [], 'leeds'],
    ['shown', [[create('where: Leeds', 'a')]], 'York'],
    ['stored', [[create('Leeds', 'a')]], 'York'],
    ['lost', [[create('Leeds', 'a')], [{ op: 'delete', target: { id: 'm1' } }]], 'York'],
    ['passed', [], 'York'],
  ])('fate: %s', async (fate, script, answer) => {
    expect(memoryHealth(await run(script, answer)).fates).toEqual([fate]);
  });

  it('rebuilds at every step what the store held', async () => {
    const trajectory = await run([
      [create('x'), create('y')],
      [
        { op: 'update', target: { id: 'm1' }, text: 'z' },
        { op: 'update', target: 'scratchpad', text: 's' },
      ],
      [
        { op: 'delete', target: { id: 'm2' } },
        { op: 'delete', target: 'scratchpad' },
      ],
    ]);
    const history = memoryHistory(trajectory);
    const texts = [-1, 0, 1, 2].map((step) => {
      const { scratchpad, entries } = memoryAfter(history, step);
      return [scratchpad?.text, ...entries.map(({ text }) => text)];
    });
    expect(texts).toEqual([[undefined], [undefined, 'x', 'y'], ['s', 'z', 'y'], [undefined, 'z']]);
    expect(memoryHealth(trajectory).neverRead).toEqual(['m1', 'm2']);
  });
});

const word = fc.constantFrom(...'abcdefghij');

describe('similarPairs', () => {
  it('finds the pairs that comparing all with all finds', () => {
    const sets = fc.array(
      fc.uniqueArray(word).map((words) => new Set(words)),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(sets, fc.double({ min: 0.05, max: 1, noNaN: true }), (all, threshold) => {
        const wanted = all.flatMap((second, at) =>
          all
            .slice(0, at)
            .flatMap((first, index) => (jaccard(first, second) >= threshold ? [[index, at]] : [])),
        );
        const found = similarPairs(all, threshold).map(({ first, second }) => [first, second]);
        expect(found).toHaveLength(wanted.length);
        expect(found).toEqual(expect.arrayContaining(wanted));
      }),
    );
  });
});

const entries = (...texts: readonly string[]): Entry[] =>
  texts.map((text, index) => ({ id: `m${index}`, text, meta: {}, version: 1, createdAt: 0, updatedAt: 0 }));

describe('findDuplicates', () => {
  it('puts near-equal entries into one group each', () => {
    const ten = 'one two three four five six seven eight nine ten';
    const found = findDuplicates(
      entries(ten, 'Tea.', `${ten} eleven`, 'the tea', `Two one ${ten}!`, 'coffee'),
    );
    expect(found).toEqual([
      ['m0', 'm2', 'm4'],
      ['m1', 'm3'],
    ]);
  });
});

describe('findContradictions', () => {
  it.each<[string, string, boolean]>([
    ['Ada Lovelace was born in 1815.', 'Ada Lovelace was born in 1816.', true],
    ['Ada Lovelace was born in London.', 'Ada Lovelace was born in Paris.', true],
    ['Yes. The bridge in York is 40 m long.', 'The bridge in York is 45 m long', true],
    ['Ada Lovelace was born in 1815.', 'Ada Lovelace was born in 1815.', false],
    ['Ada Lovelace was born in 1815.', 'Charles Babbage was born in 1791.', false],
    ['Ada Lovelace was born in 1815.', 'Ada Lovelace never finished the engine in 1816.', false],
    ['The 1952 Leeds team lost at home.', 'The 1953 Leeds team lost at home.', false],
    ['He was born in 1815.', 'He was born in 1816.', false],
    ['Ada Lovelace was born in London.', 'Ada Lovelace was born in London in 1815.', false],
  ])('%s / %s: %s', (one, other, contradict) => {
    expect(findContradictions(entries(one, other))).toHaveLength(contradict ? 1 : 0);
  });
});
