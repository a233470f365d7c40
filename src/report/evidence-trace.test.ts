/** Tests of evidence traces. @module */
import { describe, expect, it } from 'vitest';
import type { Entry } from '../memory/entry.ts';
import type { Effect } from '../memory/operation.ts';
import { NO_USAGE } from '../policy/policy.ts';
import { memoryHistory } from '../score/memory-history.ts';
import { type StepRecord, TRAJECTORY_SCHEMA, type Trajectory } from '../trajectory/trajectory.ts';
import { createEvidenceTracer } from './evidence-trace.ts';

const entry = (id: string, version: number, text: string, ...sources: string[]): Entry => ({
  id,
  text,
  meta: { sources },
  version,
  createdAt: 0,
  updatedAt: 0,
});

const created = (after: Entry): Effect => ({
  operation: { op: 'create', text: after.text },
  applied: true,
  entry: after,
});
const updated = (previous: Entry, after: Entry): Effect => ({
  operation: { op: 'update', target: { id: after.id }, text: after.text },
  applied: true,
  entry: after,
  previous,
});
const deleted = (before: Entry): Effect => ({
  operation: { op: 'delete', target: { id: before.id } },
  applied: true,
  entry: before,
});

function createTrajectory(
  steps: readonly Pick<StepRecord, 'effects'>[],
  shown: readonly Entry[],
  answer: string,
): Trajectory {
  const base = {
    kind: 'step' as const,
    reads: [],
    operations: [],
    issues: [],
    answers: [],
    action: { kind: 'none' as const },
    usage: NO_USAGE,
    retrievals: 0,
    time: 0,
    latencyMs: 0,
  };
  const view = { scratchpad: '', scratchpadMeta: {}, query: null, entries: [] };
  return {
    header: {
      kind: 'episode',
      schema: TRAJECTORY_SCHEMA,
      id: 'e',
      policy: 'p',
      task: {
        id: 't',
        kind: 'document-stream',
        dataset: 'd',
        documents: 2,
        questions: [{ id: 'q', text: 'where', answers: ['New York'], support: ['b'] }],
      },
      memory: {
        namespace: 'n',
        retriever: 'r',
        k: 6,
        readTiming: 'next-step',
        capacity: null,
        overCapacity: 'refuse',
        duplicates: 'allow',
        identity: 'id',
        slotZero: 'invalid',
        ablated: [],
      },
      settings: {},
    },
    steps: [
      ...steps.map(
        ({ effects }, step): StepRecord => ({
          ...base,
          step,
          stage: 'memorise',
          chunk: { index: step, documents: [`d${step}`] },
          view,
          effects,
        }),
      ),
      {
        ...base,
        step: steps.length,
        stage: 'answer',
        question: 0,
        view: { ...view, entries: shown },
        effects: [],
      },
    ],
    end: { kind: 'end', reason: 'done', answers: [answer], entries: 0, unasked: [], latencyMs: 0 },
  };
}

function trace(
  ...given: Parameters<typeof createTrajectory>
): ReturnType<ReturnType<typeof createEvidenceTracer>> {
  const trajectory = createTrajectory(...given);
  return createEvidenceTracer(memoryHistory(trajectory), trajectory)(0);
}

describe('createEvidenceTracer', () => {
  const first = entry('m1', 1, 'The mill.', 'a');
  const second = entry('m1', 2, 'The mill is in New York.', 'a', 'b');
  const third = entry('m1', 3, 'The old mill is in New York!', 'a', 'b');

  it('follows an answer through its updates to the chunk that brought it', () => {
    const steps = [
      { effects: [created(first)] },
      { effects: [updated(first, second)] },
      { effects: [updated(second, third)] },
    ];
    const { asked, entries } = trace(steps, [entry('m9', 1, 'x'), third], 'new york');
    expect(asked).toBe(3);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      id: 'm1',
      state: 'shown',
      slot: 2,
      holds: ['given', 'accepted', 'evidence'],
      earlier: 1,
    });
    expect(entries[0]!.versions.map(({ step, chunk, before, text }) => [step, chunk, before, text])).toEqual([
      [1, 1, first.text, second.text],
      [2, 2, second.text, third.text],
    ]);
  });

  it('tells what is stored and not shown, and what was lost and by which step', () => {
    const other = entry('m2', 1, 'York; New York, really.');
    const steps = [{ effects: [created(second), created(other)] }, { effects: [deleted(second)] }];
    const { entries } = trace(steps, [], 'Leeds');
    expect(entries.map(({ id, state, holds }) => [id, state, holds])).toEqual([
      ['m2', 'stored', ['accepted']],
      ['m1', 'lost', ['accepted', 'evidence']],
    ]);
    expect(entries[1]!.versions.at(-1)).toMatchObject({
      step: 1,
      chunk: 1,
      version: null,
      before: second.text,
      text: '',
    });
  });

  it('leaves out the middle of a long history and says how much', () => {
    const versions = Array.from({ length: 20 }, (_, index) => entry('m1', index + 1, `New York ${index}`));
    const steps = versions.map((version, index) => ({
      effects: [index === 0 ? created(version) : updated(versions[index - 1]!, version)],
    }));
    const [found] = trace(steps, [], 'x').entries;
    expect(found!.versions.map(({ version }) => version)).toEqual([1, 14, 15, 16, 17, 18, 19, 20]);
    expect([found!.earlier, found!.between]).toEqual([0, 12]);
  });

  it('shows of long notes the lines in question, and only the versions that changed them', () => {
    const filler = Array.from({ length: 40 }, (_, line) => `Line ${line} of the notes, on tea.`).join('\n');
    const texts = [
      filler,
      `${filler}\nThe mill: New York.`,
      `${filler}\nThe mill: New York.\nMore.`,
      `${filler}\nThe old mill: New York.`,
    ];
    const versions = texts.map((text, index) => entry('m1', index + 1, text));
    const steps = versions.map((version, index) => ({
      effects: [index === 0 ? created(version) : updated(versions[index - 1]!, version)],
    }));
    const [found] = trace(steps, [], 'New York').entries;
    expect(found!.versions.map(({ version, before, text }) => [version, before, text])).toEqual([
      [2, '', 'The mill: New York.'],
      [4, 'The mill: New York.', 'The old mill: New York.'],
    ]);
    expect([found!.earlier, found!.between]).toEqual([1, 1]);
  });

  it('finds nothing where nothing holds it', () => {
    expect(trace([{ effects: [created(first)] }], [first], 'yes').entries).toEqual([]);
  });
});
