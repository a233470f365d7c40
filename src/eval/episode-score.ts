/**
 * Scores of one episode, read from its trajectory alone.
 *
 * @module
 */
import { OPERATION_NAMES, type OperationName } from '../memory/operation.ts';
import type { View } from '../memory/view.ts';
import type { Failure } from '../policy/policy.ts';
import { officialScore } from '../released/official-score.ts';
import { answerInMemory } from '../score/answer-in-memory.ts';
import { exactMatch } from '../score/exact-match.ts';
import { f1 } from '../score/f1.ts';
import { isRefusal } from '../score/refusal.ts';
import { supportAll, supportRecall } from '../score/support.ts';
import type { JsonValue } from '../shared/json.ts';
import type { StepRecord, Trajectory } from '../trajectory/trajectory.ts';

/** Scores of one question, from 0 to 1. `null`: the measure does not apply. */
export interface QuestionScore {
  readonly id: string;
  readonly answer: string | null;
  readonly answerInMemory: number | null;
  readonly supportRecall: number | null;
  readonly supportAll: number | null;
  readonly em: number;
  readonly f1: number;
  /** A model's verdict, if requested. `null` if it gave none. */
  readonly judge?: number | null;
  /** The data set's kind of question. */
  readonly type?: string;
  /** Whether the answer declines to answer. */
  readonly refused: boolean;
}

/** Costs of one episode. */
export interface EpisodeCost {
  readonly modelCalls: number;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  readonly retrievals: number;
  readonly wallMs: number;
}

export type OperationCounts = { readonly [name in OperationName | 'refused']: number };

/** The figures of an episode for tables. */
export interface EpisodeScore {
  readonly stream: string;
  readonly questions: readonly QuestionScore[];
  /** The task's own reward, if it has one. */
  readonly reward?: number;
  /** The released scorer's figure, if the policy writes text. */
  readonly official?: number;
  readonly cost: EpisodeCost;
  readonly operations: OperationCounts;
  /** Entries in memory at the end, documents read, and documents of the task. */
  readonly entries: { readonly kept: number; readonly documentsRead: number; readonly documents: number };
  readonly steps: number;
  readonly issues: number;
  readonly failures: number;
  /** Why the episode ended. `failed` also if a budget ended it while the outside world was failing. */
  readonly end: string;
  /** The message of the first outside failure. */
  readonly failure?: string;
  /** Whether the first outside failure may be temporary: a timeout, a rate limit, or an error of network or server. */
  readonly passing?: boolean;
  /** The wait that the server asks for, in milliseconds, or 0 if it limits the rate without naming a wait. */
  readonly retryAfter?: number;
}

/** The stored record of an episode. */
export interface EpisodeOutcome {
  readonly score: EpisodeScore;
  readonly measure?: JsonValue;
}

/**
 * Scores a finished episode. In a dialogue, a question without an accepted answer cannot be answered: exact
 * match and F1 are then 1 if the policy refuses and 0 if it invents an answer.
 */
export function scoreEpisode(trajectory: Trajectory): EpisodeScore {
  const { header, steps, end } = trajectory;
  const failure = steps.find((step) => step.failure !== undefined)?.failure ?? end.failure;
  return {
    stream: header.task.id,
    questions: header.task.questions.map((_, index) => scoreQuestion(trajectory, index)),
    reward: end.reward,
    official: readOfficialScore(trajectory),
    cost: readCost(steps, end.latencyMs),
    operations: countOperations(steps),
    entries: {
      kept: end.entries,
      documentsRead: countDocumentsRead(steps),
      documents: header.task.documents,
    },
    steps: steps.length,
    issues: steps.reduce((sum, step) => sum + step.issues.length, 0),
    failures: steps.filter((step) => step.failure !== undefined).length,
    end: readEnd(trajectory),
    failure: failure?.message,
    passing: failure && (PASSING.has(failure.kind) || failure.retryAfter !== undefined),
    retryAfter: failure?.retryAfter,
  };
}

/** Kinds of failures that may not happen again. */
const PASSING: ReadonlySet<Failure['kind']> = new Set(['timeout', 'network', 'server', 'aborted']);

function scoreQuestion(trajectory: Trajectory, index: number): QuestionScore {
  const { task } = trajectory.header;
  const question = task.questions[index]!;
  const view = viewAtAnswer(trajectory, index);
  const answer = trajectory.end.answers[index] ?? null;
  const refused = isRefusal(answer);
  const unanswerable = task.kind === 'dialogue' && question.answers.length === 0;
  return {
    id: question.id,
    answer,
    answerInMemory: view === undefined ? null : toNumber(answerInMemory(question, view)),
    supportRecall: view === undefined ? null : toNumber(supportRecall(question, view)),
    supportAll: view === undefined ? null : toNumber(supportAll(question, view)),
    em: unanswerable ? Number(refused) : (toNumber(exactMatch(answer ?? '', question.answers)) ?? 0),
    f1: unanswerable ? Number(refused) : f1(answer ?? '', question.answers),
    type: question.type,
    refused,
  };
}

/** If a failing server used up the budget, the episode did not measure the policy and must be repeated. */
function readEnd({ steps, end }: Trajectory): string {
  const failing = steps.at(-1)?.failure !== undefined;
  return failing && end.reason.startsWith('budget') ? 'failed' : end.reason;
}

function readOfficialScore({ header, steps }: Trajectory): number | undefined {
  const turns = steps.flatMap(({ text }) => (text === undefined ? [] : [text]));
  if (turns.length === 0) return undefined;
  const accepted = header.task.questions.map(({ answers }) => answers);
  return officialScore(turns, accepted);
}

/** Returns the view in which the question was last asked, or the view that memory would have shown. */
export function viewAtAnswer({ steps, end }: Trajectory, question: number): View | undefined {
  const asked = steps.findLast((step) => step.question === question);
  return asked?.view ?? end.unasked.find((each) => each.question === question)?.view;
}

/** Counts the operations of steps: reads when made, other operations when applied. */
export function countOperations(steps: readonly StepRecord[]): OperationCounts {
  const counts = { create: 0, read: 0, update: 0, delete: 0, refused: 0 };
  for (const { effects, reads } of steps) {
    counts.read += reads.length;
    for (const effect of effects) counts[effect.applied ? effect.operation.op : 'refused'] += 1;
  }
  return counts;
}

function readCost(steps: readonly StepRecord[], wallMs: number): EpisodeCost {
  const cost = {
    modelCalls: 0,
    promptTokens: 0,
    cachedTokens: 0,
    completionTokens: 0,
    retrievals: 0,
    wallMs,
  };
  for (const { usage, retrievals } of steps) {
    cost.modelCalls += usage.modelCalls;
    cost.promptTokens += usage.promptTokens;
    cost.cachedTokens += usage.cachedTokens;
    cost.completionTokens += usage.completionTokens;
    cost.retrievals += retrievals;
  }
  return cost;
}

function countDocumentsRead(steps: readonly StepRecord[]): number {
  return new Set(steps.flatMap((step) => step.chunk?.documents ?? [])).size;
}

function toNumber(value: number | boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}

/** Names of the counts, in the order of tables. */
export const COUNTED: readonly (keyof OperationCounts)[] = [...OPERATION_NAMES, 'refused'];
