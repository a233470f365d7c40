import type { Issue } from '../codec/codec.ts';
import { type Ablation, ablate } from '../memory/ablate.ts';
import type { Entry } from '../memory/entry.ts';
import { type Memory, type MemoryOptions, openMemory } from '../memory/memory.ts';
import type { Effect } from '../memory/operation.ts';
import type { MetaFilter } from '../memory/retriever.ts';
import type { View } from '../memory/view.ts';
import type { Failure, Policy, PolicyContext, Reply } from '../policy/policy.ts';
import type { Clock } from '../shared/clock.ts';
import type { JsonObject } from '../shared/json.ts';
import type { Observation } from '../task/observation.ts';
import type { Environment, StepOutcome, Task } from '../task/task.ts';
import {
  type EndReason,
  type EndRecord,
  type EpisodeRecord,
  type RecordedRead,
  type StepRecord,
  TRAJECTORY_SCHEMA,
  type Trajectory,
} from '../trajectory/trajectory.ts';
import { createSourceAttributor } from './attribute-sources.ts';
import { type Budget, exceeded } from './budget.ts';

export interface EpisodeOptions {
  readonly task: Task;
  readonly policy: Policy;
  /** The memory to open. A fresh namespace is an episode of its own; an old one goes on where it was. */
  readonly memory: Omit<MemoryOptions, 'clock'>;
  readonly clock: Clock;
  /** Milliseconds of wall time, for latencies and the time budget. */
  readonly timer: () => number;
  readonly budget?: Budget;
  /** Parts of memory to do without. */
  readonly ablations?: readonly Ablation[];
  /** Failures of the outside world in a row after which the episode ends. Default 3. */
  readonly failureLimit?: number;
  /** Whether steps record the chunk's text. Default false: its documents are named by id. */
  readonly recordChunks?: boolean;
  /** Stands in the trajectory's header. */
  readonly settings?: JsonObject;
  readonly signal?: AbortSignal;
  /** Called with each step as it is done; the next one waits for what it returns. */
  readonly onStep?: (step: StepRecord, observation: Observation) => void | Promise<void>;
}

/**
 * Runs one episode: observe, decide, apply, act, until the task is over. This is the whole system in one
 * function: the environment shows an observation, the memory shows a view, the policy replies with
 * operations and an action, the memory applies the operations, and the trajectory records it all.
 *
 * Never throws for the outside world: a model that fails, a store that is gone and an abort are records.
 *
 * @example
 * const trajectory = await runEpisode({ task, policy, memory, clock, timer: () => performance.now() });
 */
export async function runEpisode(options: EpisodeOptions): Promise<Trajectory> {
  const { task, policy, clock, timer, budget = {}, failureLimit = 3, signal } = options;
  const environment = task.open();
  const started = timer();
  let now = clock();
  const memory = ablate(openMemory({ ...options.memory, clock: () => now }), options.ablations ?? []);
  const attributor = createSourceAttributor();
  const steps: StepRecord[] = [];
  const answers: (string | null)[] = task.questions.map(() => null);
  let failures = 0;
  let reason: EndReason = 'done';

  for (;;) {
    const observation = environment.observe();
    if (observation === null) break;
    const stop = stopReason();
    if (stop !== undefined) {
      reason = stop;
      break;
    }
    now = clock();
    const step = await takeStep(observation);
    steps.push(step);
    failures = step.failure === undefined ? 0 : failures + 1;
    for (const { index, text } of step.answers) answers[index] ??= text;
    await options.onStep?.(step, observation);
  }
  return { header: headerOf(options), steps, end: await endOf() };

  function stopReason(): EndReason | undefined {
    if (signal?.aborted) return 'aborted';
    if (failures >= failureLimit) return 'failed';
    if (steps.length >= environment.turnCap) return 'turn-cap';
    return exceeded(budget, steps, timer() - started);
  }

  async function takeStep(observation: Observation): Promise<StepRecord> {
    const begun = timer();
    const posed = environment.posed();
    if (posed !== null) memory.pose(posed);
    const { view, failure: unseen } = await lookUp(memory, signal);
    if (observation.stage === 'memorise') attributor.see(observation.chunk.documents);
    const { capacity } = options.memory;
    const reads: RecordedRead[] = [];
    const unread: Failure[] = [];
    const reply = await policy.act(observation, {
      view,
      step: steps.length,
      ...(capacity !== undefined && { capacity }),
      ...(signal && { signal }),
      ...recordedReads(memory, reads, unread, options.ablations),
    });
    const operations = reply.operations.map((operation) => attributor.attribute(operation, view));
    const { effects, failure: unwritten } = await write(memory, environment, operations, steps.length);
    attributor.note(effects);
    const failure = reply.failure ?? unwritten ?? unread[0] ?? unseen;
    // A step that failed did not happen for the task: the same chunk or question is shown again.
    const lookAgain = options.memory.readTiming === 'same-step' && effects.some(isAnsweredRead);
    const outcome = { ...outcomeOf(reply, effects), lookAgain };
    const happened = reply.failure === undefined && unwritten === undefined;
    const given = happened ? environment.act(outcome) : [];
    return {
      kind: 'step',
      step: steps.length,
      stage: observation.stage,
      ...placeOf(observation, options.recordChunks ?? false),
      ...(posed !== null && { posed }),
      view,
      ...(reply.prompt && { prompt: reply.prompt }),
      ...(reply.text !== undefined && { text: reply.text }),
      ...(reply.calls && { calls: reply.calls }),
      ...(reply.tokens && { tokens: reply.tokens }),
      reads,
      operations,
      effects,
      action: reply.action,
      answers: given,
      issues: reply.issues,
      usage: reply.usage,
      retrievals: (view.query === null ? 0 : 1) + reads.length,
      time: now,
      latencyMs: timer() - begun,
      ...(failure && { failure }),
    };
  }

  async function endOf(): Promise<EndRecord> {
    const asked = new Set(steps.map((step) => step.question));
    const unasked: { question: number; view: View }[] = [];
    for (const [question, { text }] of task.questions.entries()) {
      if (asked.has(question)) continue;
      memory.pose(text);
      unasked.push({ question, view: (await lookUp(memory)).view });
    }
    const entries = await memory.entries().catch(() => []);
    return { kind: 'end', reason, answers, entries: entries.length, unasked, latencyMs: timer() - started };
  }
}

/** The Reads that a policy may make within its step, each put on record; one that fails finds nothing. */
function recordedReads(
  memory: Memory,
  reads: RecordedRead[],
  failures: Failure[],
  ablations: readonly Ablation[] = [],
): Pick<PolicyContext, 'read' | 'readAll'> {
  async function record(
    query: string | null,
    { limit, filter }: { readonly limit?: number; readonly filter?: MetaFilter },
    find: () => Promise<readonly Entry[]>,
  ): Promise<readonly Entry[]> {
    const found = await find().catch((cause) => {
      failures.push(failureOf(query === null ? 'store' : 'embedder', cause));
      return [];
    });
    const ids = found.map(({ id }) => id);
    reads.push({ query, limit: limit ?? found.length, ...(filter && { filter }), found: ids });
    return found;
  }
  return {
    read: (query, options = {}) =>
      record(query, options, async () => (query.trim() === '' ? [] : memory.search(query, options))),
    readAll: () => record(null, {}, async () => (ablations.includes('read') ? [] : memory.entries())),
  };
}

function isAnsweredRead(effect: Effect): boolean {
  return effect.applied && effect.operation.op === 'read';
}

/** Issues that make a reply malformed in the sense of the stream's rules. */
const MALFORMED: ReadonlySet<Issue['kind']> = new Set([
  'bad-slot',
  'missing-slot',
  'malformed-call',
  'unknown-call',
]);

function outcomeOf(reply: Reply, effects: readonly Effect[]): Omit<StepOutcome, 'lookAgain'> {
  const answers = reply.action.kind === 'answer' ? reply.action.answers : [];
  return {
    effects,
    answers,
    readOn: reply.action.kind === 'read-on',
    silent: effects.length === 0 && answers.length === 0,
    malformed: reply.issues.some(({ kind }) => MALFORMED.has(kind)),
  };
}

async function lookUp(memory: Memory, signal?: AbortSignal): Promise<{ view: View; failure?: Failure }> {
  try {
    return { view: await memory.observe(signal) };
  } catch (cause) {
    const scratchpad = await memory.scratchpad().catch(() => undefined);
    const view: View = {
      scratchpad: scratchpad?.text ?? '',
      scratchpadMeta: scratchpad?.meta ?? {},
      query: null,
      entries: [],
    };
    return { view, failure: failureOf('embedder', cause) };
  }
}

async function write(
  memory: Memory,
  environment: Environment,
  operations: Reply['operations'],
  step: number,
): Promise<{ effects: readonly Effect[]; failure?: Failure }> {
  try {
    const guard = environment.admit;
    return { effects: await memory.apply(operations, { actor: `step ${step}`, guard }) };
  } catch (cause) {
    return { effects: [], failure: failureOf('store', cause) };
  }
}

function failureOf(boundary: Failure['boundary'], cause: unknown): Failure {
  return { boundary, kind: 'unknown', message: cause instanceof Error ? cause.message : String(cause) };
}

function placeOf(observation: Observation, withText: boolean): Pick<StepRecord, 'chunk' | 'question'> {
  if (observation.stage === 'answer') return { question: observation.index };
  const { index, documents, text } = observation.chunk;
  return { chunk: { index, documents: documents.map(({ id }) => id), ...(withText && { text }) } };
}

function headerOf(options: EpisodeOptions): EpisodeRecord {
  const { task, policy, memory } = options;
  return {
    kind: 'episode',
    schema: TRAJECTORY_SCHEMA,
    id: memory.namespace,
    policy: policy.name,
    task: {
      id: task.id,
      kind: task.kind,
      dataset: task.dataset,
      documents: task.documents.length,
      questions: task.questions,
    },
    memory: {
      namespace: memory.namespace,
      retriever: memory.retriever.name,
      k: memory.k ?? 6,
      readTiming: memory.readTiming ?? 'next-step',
      capacity: memory.capacity ?? null,
      overCapacity: memory.overCapacity ?? 'refuse',
      duplicates: memory.duplicates ?? 'allow',
      identity: memory.identity ?? 'id',
      slotZero: memory.slotZero ?? 'invalid',
      ablated: options.ablations ?? [],
    },
    settings: { ...options.settings, ...(policy.settings && { policy: policy.settings }) },
  };
}
