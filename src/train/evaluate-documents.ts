import type { DocumentStream } from '../dataset/stream-builder.ts';
import type { Engine } from '../engine/engine.ts';
import { f1 } from '../score/f1.ts';
import { mixSeed } from '../task/lab/mix-seed.ts';
import type { Trajectory } from '../trajectory/trajectory.ts';
import { meanOf } from './advantage.ts';
import { type Behaviour, behaviourOf } from './behaviour.ts';
import { type DocumentReading, openDocumentTask } from './document-tasks.ts';
import { correctness } from './reward.ts';
import { rollOut } from './rollout.ts';
import type { SampledPolicy } from './sampled-policy.ts';

export interface DocumentScores {
  /** Share of questions answered right, in percent, by stream and then over streams; its standard error. */
  readonly exactMatch: number;
  readonly standardError: number;
  /** In percent. */
  readonly f1: number;
  /** Streams. */
  readonly tasks: number;
  readonly behaviour: Behaviour;
}

export interface DocumentEvaluation {
  readonly engine: Engine;
  readonly policy: SampledPolicy;
  readonly streams: readonly DocumentStream[];
  readonly reading: DocumentReading;
  readonly temperature: number;
  /** Of the draws. */
  readonly seed: number;
}

/** Plays held-out streams once each. */
export async function evaluateDocuments(evaluation: DocumentEvaluation): Promise<DocumentScores> {
  const { engine, policy, streams, reading, temperature, seed } = evaluation;
  const plans = streams.map((stream, index) => {
    const { task, memory } = openDocumentTask(stream, reading);
    return { task, memory: memory(), clock: () => 0, seed: mixSeed(seed, index) };
  });
  const gather = engine.capabilities.overlaps !== true;
  return scoresOf(await rollOut(plans, { engine, codec: policy, temperature, gather }));
}

function scoresOf(trajectories: readonly Trajectory[]): DocumentScores {
  const shares = trajectories.map(correctness);
  const mean = meanOf(shares);
  const spread = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0);
  return {
    exactMatch: 100 * mean,
    standardError: 100 * Math.sqrt(spread / Math.max(1, shares.length - 1) / Math.max(1, shares.length)),
    f1: 100 * meanOf(trajectories.map(overlap)),
    tasks: trajectories.length,
    behaviour: behaviourOf(trajectories),
  };
}

function overlap({ header, end }: Trajectory): number {
  return meanOf(
    header.task.questions.map(({ answers }, place) =>
      answers.length === 0 ? 0 : f1(end.answers[place] ?? '', answers),
    ),
  );
}
