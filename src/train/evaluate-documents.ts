/**
 * Evaluates language models on held-out streams.
 *
 * @module
 */
import type { DocumentStream } from '../dataset/stream-builder.ts';
import type { Engine } from '../engine/engine.ts';
import { f1 } from '../score/f1.ts';
import { mixSeed } from '../shared/mix-seed.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { average } from './advantage.ts';
import { type AnsweredShare, measureAnswers } from './answered-share.ts';
import { type Behaviour, measureBehaviour } from './behaviour.ts';
import { type DocumentReading, openDocumentTask } from './document-tasks.ts';
import { rollOut } from './rollout.ts';
import type { SampledPolicy } from './sampled-policy.ts';

/** Scores on held-out streams. Each stream is a task. */
export interface DocumentScores extends AnsweredShare {
  /** F1 in percent. */
  readonly f1: number;
  readonly behaviour: Behaviour;
}

export interface DocumentEvaluation {
  readonly engine: Engine;
  readonly policy: SampledPolicy;
  readonly streams: readonly DocumentStream[];
  readonly reading: DocumentReading;
  readonly temperature: number;
  /** Seed of sampling. */
  readonly seed: number;
}

/** Plays each held-out stream once. */
export async function evaluateDocuments(evaluation: DocumentEvaluation): Promise<DocumentScores> {
  const { engine, policy, streams, reading, temperature, seed } = evaluation;
  const plans = streams.map((stream, index) => {
    const { task, memory } = openDocumentTask(stream, reading);
    return { task, memory: memory(), clock: () => 0, seed: mixSeed(seed, index) };
  });
  const gather = engine.capabilities.overlaps !== true;
  return scoreEpisodes(await rollOut(plans, { engine, codec: policy, temperature, gather }));
}

function scoreEpisodes(trajectories: readonly Trajectory[]): DocumentScores {
  return {
    ...measureAnswers(trajectories),
    f1: 100 * average(trajectories.map(overlap)),
    behaviour: measureBehaviour(trajectories),
  };
}

function overlap({ header, end }: Trajectory): number {
  return average(
    header.task.questions.map(({ answers }, place) =>
      answers.length === 0 ? 0 : f1(end.answers[place] ?? '', answers),
    ),
  );
}
