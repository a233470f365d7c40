/**
 * The error of a training run that had to stop.
 *
 * @module
 */
import { AtomMemError } from '../shared/error.ts';

export interface StoppedTraining {
  /** Describes the data of the failed step. */
  readonly batch: string;
  /** The engine's path to the last good checkpoint, or `null` before the first. */
  readonly checkpoint: string | null;
  readonly cause: unknown;
}

/** Creates an error that names the step, the batch, the last good checkpoint and a remedy. */
export function createTrainingError(
  step: number,
  { batch, checkpoint, cause }: StoppedTraining,
): AtomMemError<'training-stopped'> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const sentence = /[.!?]$/.test(reason) ? reason : `${reason}.`;
  const saved =
    checkpoint === null ? 'there is no good checkpoint yet' : `last good checkpoint: ${checkpoint}`;
  return new AtomMemError('training-stopped', {
    problem: `step ${step}: ${sentence} Batch: ${batch}; ${saved}`,
    remedy: chooseRemedy(cause, checkpoint),
    cause,
    details: { step, batch, checkpoint },
  });
}

/** Tells whether a loss, gradient or log-probability was not finite. */
export function isNotFinite(cause: unknown): boolean {
  return AtomMemError.isInstance(cause, 'not-finite');
}

function chooseRemedy(cause: unknown, checkpoint: string | null): string {
  if (!isNotFinite(cause)) return 'Remove the cause, then resume the run';
  return checkpoint === null
    ? 'Start a new run with a lower learning rate, or from other weights'
    : 'Start a new run from that checkpoint with a lower learning rate';
}
