/**
 * Tests that damaged trajectory files are named with the line.
 *
 * @module
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { runEpisode } from '../agent/run-episode.ts';
import { definePolicy } from '../policy/define-policy.ts';
import { AtomMemError } from '../shared/error.ts';
import { createDocumentStream } from '../task/document-stream.ts';
import { BETTER_STREAM_RULES } from '../task/stream-rules.ts';
import { parseTrajectory, readTrajectory } from './read-trajectory.ts';
import { formatTrajectory } from './write-trajectory.ts';

let text: string;

beforeAll(async () => {
  const task = createDocumentStream({
    id: 'short',
    dataset: 'test',
    questions: [{ id: 'q', text: 'Who?', answers: [], support: [] }],
    chunks: [{ index: 0, count: 1, text: 'Ada.', documents: [] }],
    documents: [],
    rules: BETTER_STREAM_RULES,
  });
  const policy = definePolicy({
    name: 'writer',
    memorise: () => [{ op: 'create', text: 'Ada' }, { op: 'add' } as never],
  });
  text = formatTrajectory(await runEpisode({ task, policy }));
});

function readProblem(changed: string): unknown {
  try {
    return parseTrajectory(changed, 'run.jsonl');
  } catch (error) {
    if (AtomMemError.isInstance(error)) return { code: error.code, message: error.message };
    throw error;
  }
}

describe('parseTrajectory', () => {
  it('accepts an operation that was refused because it is malformed', () => {
    const [step] = parseTrajectory(text).steps;
    expect(step!.effects[1]).toMatchObject({ applied: false, reason: 'malformed-operation' });
  });

  it.each([
    ['"op":"create"', '"op":"craete"', 'malformed-record', 'run.jsonl:3: operation 1: "op" is "craete"'],
    [
      '"kind":"step"',
      '"kind":"stop"',
      'malformed-record',
      'run.jsonl:3: is not a record of a trajectory: its kind is "stop"',
    ],
    ['"reads":[]', '"reads":{}', 'malformed-record', 'run.jsonl:3: "reads" of the step record'],
    ['"operations":', '"operation":', 'malformed-record', '"operations" of the step record is missing'],
    ['{"kind":"end"', '{"kind":"end', 'malformed-json', 'run.jsonl:5: is not JSON'],
    ['"kind":"episode"', '"kind":"step"', 'malformed-record', 'run.jsonl:1: "step" of the step record'],
    ['trajectory/1', 'trajectory/9', 'unknown-format', 'has schema atommem.trajectory/9'],
  ])('names the line where %s becomes %s', (from, to, code, message) => {
    const changed = text.replace('\n', '\n\n').replace(from, to);
    expect(readProblem(changed)).toMatchObject({ code, message: expect.stringContaining(message) });
  });

  it('reads any damaged text or names it', () => {
    const edit = fc.tuple(fc.nat(), fc.constantFrom('', '"', '{', ',null', '[]', '\n', 'op'));
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        let changed = text;
        for (const [at, insert] of edits) {
          const place = at % changed.length;
          changed = changed.slice(0, place) + insert + changed.slice(place + 1);
        }
        readProblem(changed);
      }),
      { numRuns: 200 },
    );
  });

  it('names a file that is missing, cut short or something else', async () => {
    expect(readProblem(text.slice(0, text.lastIndexOf('{"kind":"end"')))).toMatchObject({
      message: expect.stringContaining('has no end record'),
    });
    expect(readProblem('')).toMatchObject({ code: 'unknown-format' });
    await expect(readTrajectory('/nowhere/run.jsonl')).rejects.toMatchObject({ code: 'missing-file' });
  });
});
