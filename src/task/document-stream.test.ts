/**
 * Tests the rules of document streams.
 *
 * @module
 */
import { describe, expect, it } from 'vitest';
import type { Operation } from '../memory/operation.ts';
import { type Action, readAnswers } from './action.ts';
import { createDocumentStream } from './document-stream.ts';
import type { Chunk } from './observation.ts';
import { BETTER_STREAM_RULES, OFFICIAL_STREAM_RULES, type StreamRules } from './stream-rules.ts';
import type { Environment, GivenAnswer, StepOutcome } from './task.ts';

const chunk = (index: number): Chunk => ({ index, count: 2, text: `chunk ${index}`, documents: [] });

function open(rules: StreamRules, questions = 2): Environment {
  const task = createDocumentStream({
    id: 's',
    dataset: 'test',
    questions: Array.from({ length: questions }, (_, index) => ({
      id: `q${index}`,
      text: `question ${index}`,
      answers: [],
      support: [],
    })),
    chunks: [chunk(0), chunk(1)],
    documents: [],
    rules,
  });
  return task.open();
}

const create: Operation = { op: 'create', text: 'a fact' };
const read: Operation = { op: 'read', query: 'who' };
const note: Operation = { op: 'update', target: 'scratchpad', text: 'so far' };

function describePlace(environment: Environment): string {
  const observation = environment.observe();
  if (observation === null) return 'over';
  if (observation.stage === 'memorise') return observation.chunk.text;
  return observation.stage === 'answer' ? `question ${observation.index}` : observation.stage;
}

/** One step: the operations that the rules admit, then the outcome. */
function step(
  environment: Environment,
  operations: readonly Operation[],
  { answers, ...outcome }: Partial<StepOutcome> & { readonly answers?: readonly string[] } = {},
): { at: string; refused: readonly (string | undefined)[]; given: readonly GivenAnswer[] } {
  const at = describePlace(environment);
  const refused = operations.map((operation) => environment.admit([operation]).refused[0]?.reason);
  const action: Action = answers === undefined ? { kind: 'none' } : { kind: 'answer', answers };
  const given = environment.act({
    effects: operations.map((operation, index) => ({ operation, applied: refused[index] === undefined })),
    action,
    silent: operations.length === 0 && readAnswers(action).length === 0,
    malformed: false,
    lookAgain: false,
    ...outcome,
  }) as readonly GivenAnswer[];
  return { at, refused, given };
}

const places = (environment: Environment, steps: readonly (readonly Operation[])[]): readonly string[] =>
  steps.map((operations) => step(environment, operations).at);

describe('createDocumentStream', () => {
  it('reads chunk by chunk, then puts each question, with the question as the query', () => {
    const environment = open(BETTER_STREAM_RULES);
    expect(environment.posed()).toBeNull();
    expect(places(environment, [[create], [create]])).toEqual(['chunk 0', 'chunk 1']);
    expect(environment.posed()).toBe('question 0');
    expect(step(environment, [], { answers: ['A', 'B'] })).toMatchObject({
      at: 'question 0',
      given: [{ index: 0, text: 'A' }],
    });
    expect(step(environment, [], { answers: ['C'] }).given).toEqual([{ index: 1, text: 'C' }]);
    expect(environment.observe()).toBeNull();
  });

  it('shows a policy nothing of a question but its id and text', () => {
    const environment = open(BETTER_STREAM_RULES);
    const memorise = environment.observe();
    expect(memorise?.stage === 'memorise' && memorise.questions[0]).toEqual({ id: 'q0', text: 'question 0' });
    places(environment, [[create], [create]]);
    const answer = environment.observe();
    expect(answer?.stage === 'answer' && answer.question).toEqual({ id: 'q0', text: 'question 0' });
  });

  it('stays on the chunk without a write, at most three turns (better) or for ever (official)', () => {
    const better = open(BETTER_STREAM_RULES);
    expect(places(better, [[note], [note], [note], [note]])).toEqual([
      'chunk 0',
      'chunk 0',
      'chunk 0',
      'chunk 1',
    ]);
    const official = open(OFFICIAL_STREAM_RULES);
    expect(places(official, [[note], [note], [note], [note], [note]])).toEqual(Array(5).fill('chunk 0'));
    expect(official.turnCap).toBe(41);
  });

  it('goes on after a silent reply (better) or shows the chunk again (official)', () => {
    expect(places(open(BETTER_STREAM_RULES), [[], []])).toEqual(['chunk 0', 'chunk 1']);
    expect(places(open(OFFICIAL_STREAM_RULES), [[], []])).toEqual(['chunk 0', 'chunk 0']);
  });

  it('stays after a malformed action in the official rules, even when an add came first', () => {
    const official = open(OFFICIAL_STREAM_RULES);
    step(official, [create], { malformed: true });
    expect(step(official, [create]).at).toBe('chunk 0');
    const better = open(BETTER_STREAM_RULES);
    step(better, [create], { malformed: true });
    expect(step(better, [create]).at).toBe('chunk 1');
  });

  it('refuses the fourth read in a row; the official rules skip a question for it', () => {
    const better = open(BETTER_STREAM_RULES);
    expect(step(better, [read, read, read, read]).refused).toEqual([
      undefined,
      undefined,
      undefined,
      'query-limit',
    ]);
    expect(step(better, [create, read]).refused).toEqual([undefined, undefined]);
    expect(step(better, [create])).toMatchObject({ at: 'chunk 1' });
    expect(step(better, [], { answers: ['A'] }).at).toBe('question 0');
    const official = open(OFFICIAL_STREAM_RULES);
    step(official, [read, read, read, read, create]);
    step(official, [create]);
    expect(step(official, [], { answers: ['B'] })).toMatchObject({
      at: 'question 1',
      given: [{ index: 1, text: 'B' }],
    });
  });

  it('ignores an answer while memorising; the official rules count it', () => {
    expect(step(open(BETTER_STREAM_RULES), [create], { answers: ['early'] }).given).toEqual([]);
    expect(step(open(OFFICIAL_STREAM_RULES), [create], { answers: ['early'] }).given).toEqual([
      { index: 0, text: 'early' },
    ]);
  });

  it('gives an unanswered question up after five turns', () => {
    const environment = open(BETTER_STREAM_RULES);
    places(environment, [[create], [create]]);
    expect(places(environment, [[note], [note], [note], [note], [note], [note]])).toEqual([
      ...Array(5).fill('question 0'),
      'question 1',
    ]);
  });

  it('shows the same chunk again when a read was answered at once', () => {
    const environment = open(BETTER_STREAM_RULES);
    step(environment, [create, read], { lookAgain: true });
    expect(step(environment, [create]).at).toBe('chunk 0');
  });
});
