import { EngineError } from '../engine/engine-error.ts';

/** Training had to stop. The message names the step, the batch, the last good checkpoint and a remedy. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError';
  readonly step: number;
  /** The engine's path to the last good checkpoint; `null` before the first. */
  readonly checkpoint: string | null;

  constructor(
    step: number,
    options: { readonly batch: string; readonly checkpoint: string | null; readonly cause: unknown },
  ) {
    const { batch, checkpoint, cause } = options;
    const problem = cause instanceof Error ? cause.message : String(cause);
    const saved =
      checkpoint === null ? 'there is no good checkpoint yet' : `last good checkpoint: ${checkpoint}`;
    const sentence = /[.!?]$/.test(problem) ? problem : `${problem}.`;
    super(`step ${step}: ${sentence} Batch: ${batch}; ${saved}. ${remedyFor(cause, checkpoint)}`, { cause });
    this.step = step;
    this.checkpoint = checkpoint;
  }
}

/** Whether weights no longer give numbers. */
export function isNotFinite(cause: unknown): boolean {
  return cause instanceof EngineError && cause.code === 'not-finite';
}

function remedyFor(cause: unknown, checkpoint: string | null): string {
  if (!isNotFinite(cause)) return 'Resume the run when the cause is removed';
  return checkpoint === null
    ? 'Start a new run with a lower learning rate, or from other weights'
    : 'Start a new run from that checkpoint with a lower learning rate';
}
