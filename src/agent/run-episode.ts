/**
 * The agent loop.
 *
 * @module
 */
import { ablate } from '../memory/ablate.ts';
import type { Memory } from '../memory/memory.ts';
import { openMemory } from '../memory/open-memory.ts';
import type { View } from '../memory/view.ts';
import type { Observation } from '../task/observation.ts';
import type { Environment } from '../task/task.ts';
import type { EndReason, EndRecord, StepRecord, Trajectory } from '../trajectory/trajectory.ts';
import { createSourceAttributor, type SourceAttributor } from './attribute-sources.ts';
import { countCallsLeft, findReachedLimit } from './budget.ts';
import { countUsed } from './count-used.ts';
import { createEpisodeHeader } from './episode-header.ts';
import { type EpisodeOptions, type EpisodeSettings, resolveEpisodeOptions } from './episode-options.ts';
import { lookUp } from './look-up.ts';
import { listDocuments, recordObservation } from './record-observation.ts';
import { createRecordedReads } from './recorded-reads.ts';
import { createStepOutcome } from './step-outcome.ts';
import { writeOperations } from './write-operations.ts';

export type { EpisodeOptions };

/** The state of a running episode. */
interface Episode extends EpisodeSettings {
  readonly environment: Environment;
  readonly opened: Memory;
  readonly attributor: SourceAttributor;
  readonly answers: (string | null)[];
  /** The memory's time in the current step. */
  now: number;
}

/**
 * Runs one episode: observe, decide, apply and act until the task ends. The environment returns an observation and
 * the memory a view. The policy replies with operations and an action. The memory applies the operations, the
 * environment takes the action, and the trajectory records everything.
 *
 * Model failures, store failures and aborts are recorded. They never throw.
 *
 * @example
 * const trajectory = await runEpisode({ task, policy: rulesPolicy() });
 */
export async function runEpisode(options: EpisodeOptions): Promise<Trajectory> {
  const episode = openEpisode(resolveEpisodeOptions(options));
  const { environment, answers, clock, timer } = episode;
  const started = timer();
  episode.now = clock();
  const steps: StepRecord[] = [];
  let failures = 0;
  let reason: EndReason = 'done';

  for (;;) {
    const observation = environment.observe();
    if (observation === null) break;
    const stop = findStop();
    if (stop !== undefined) {
      reason = stop;
      break;
    }
    episode.now = clock();
    const step = await takeStep(episode, observation, steps);
    steps.push(step);
    failures = step.failure === undefined ? 0 : failures + 1;
    for (const { index, text } of step.answers) answers[index] ??= text;
    await options.onStep?.(step, observation);
  }
  const end = await endEpisode(episode, steps, reason);
  return { header: createEpisodeHeader(episode), steps, end: { ...end, latencyMs: timer() - started } };

  function findStop(): EndReason | undefined {
    if (options.signal?.aborted) return 'aborted';
    if (failures >= episode.failureLimit) return 'failed';
    if (steps.length >= environment.turnCap) return 'turn-cap';
    return findReachedLimit(options.budget ?? {}, steps, timer() - started);
  }
}

function openEpisode(settings: EpisodeSettings): Episode {
  const { task, memory, seed, ablations } = settings;
  const episode: Episode = {
    ...settings,
    environment: task.open({ seed }),
    opened: ablate(openMemory({ ...memory, clock: () => episode.now }), ablations),
    attributor: createSourceAttributor(),
    answers: task.questions.map(() => null),
    now: 0,
  };
  return episode;
}

async function takeStep(
  episode: Episode,
  observation: Observation,
  steps: readonly StepRecord[],
): Promise<StepRecord> {
  const { environment, opened: memory, attributor, policy, ablations, signal, timer } = episode;
  const step = steps.length;
  const begun = timer();
  const posed = environment.posed();
  if (posed !== null) memory.pose(posed);
  const { view, failure: unseen } = await lookUp(memory, signal);
  memory.noteShown(view.entries, `step ${step} of episode ${episode.task.id}`);
  attributor.see(listDocuments(observation));
  const { reads, failures: unread, ...inner } = createRecordedReads(memory, ablations);
  const { capacity, characterCapacity } = episode.memory;
  const callsLeft = countCallsLeft(episode.budget, steps);
  const limits = { callsLeft, capacity, characterCapacity, countUsed: () => countUsed(memory) };
  const reply = await policy.act(observation, { view, step, ...limits, signal, ...inner });
  const target = { memory, environment, attributor, ablations, view, actor: `step ${step}` };
  const { operations, effects, failure: unwritten } = await writeOperations(reply.operations, target);
  // The task ignores a failed step and shows the same observation again.
  const happened = reply.failure === undefined && unwritten === undefined;
  const sameStep = episode.memory.readTiming === 'same-step';
  const answers = happened ? await environment.act(createStepOutcome(reply, effects, sameStep, signal)) : [];
  return {
    kind: 'step',
    step,
    ...recordObservation(observation, episode.recordChunks ?? false),
    posed: posed ?? undefined,
    view,
    prompt: reply.prompt,
    text: reply.text,
    calls: reply.calls,
    tokens: reply.tokens,
    reads,
    operations,
    effects,
    action: reply.action,
    answers,
    issues: reply.issues,
    usage: reply.usage,
    retrievals: (view.query === null ? 0 : 1) + reads.length,
    time: episode.now,
    latencyMs: timer() - begun,
    failure: reply.failure ?? unwritten ?? unread[0] ?? unseen,
  };
}

/** Retrieves the views for questions that were never asked, and collects the reward. */
async function endEpisode(
  { task, opened: memory, environment, answers }: Episode,
  steps: readonly StepRecord[],
  reason: EndReason,
): Promise<Omit<EndRecord, 'latencyMs'>> {
  const asked = new Set(steps.map((step) => step.question));
  const unasked: { question: number; view: View }[] = [];
  for (const [question, { text }] of task.questions.entries()) {
    if (asked.has(question)) continue;
    memory.pose(text);
    unasked.push({ question, view: (await lookUp(memory)).view });
  }
  const entries = (await memory.entries().catch(() => [])).length;
  const { name: ending, failure } = environment.ending?.() ?? {};
  return {
    kind: 'end',
    reason: failure === undefined || reason === 'aborted' ? reason : 'failed',
    answers,
    entries,
    unasked,
    reward: await environment.reward?.(),
    ending,
    failure,
  };
}
