import { EngineError } from '../engine/engine-error.ts';

/** Training had to stop. The message names the step, the batch and the last good checkpoint. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError';
  readonly step: number;
  /** The engine's path to the newest complete checkpoint; `null` before the first. */
  readonly checkpoint: string | null;

  constructor(
    step: number,
    options: { readonly batch: string; readonly checkpoint: string | null; readonly cause: unknown },
  ) {
    const { batch, checkpoint, cause } = options;
    const problem = cause instanceof Error ? cause.message : String(cause);
    const saved =
      checkpoint === null ? 'no checkpoint was written yet' : `last good checkpoint: ${checkpoint}`;
    super(`step ${step}: ${problem} Batch: ${batch}; ${saved}. ${remedyFor(cause)}`, { cause });
    this.step = step;
    this.checkpoint = checkpoint;
  }
}

function remedyFor(cause: unknown): string {
  const diverged = cause instanceof EngineError && cause.code === 'not-finite';
  return diverged
    ? 'Start a new run, from that checkpoint if there is one, with a lower learning rate'
    : 'Resume the run when the cause is removed';
}
