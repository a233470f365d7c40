/**
 * Continues a run from its last checkpoint after the engine was lost.
 *
 * @module
 */
import { AtomMemError, type AtomMemErrorCode } from '../shared/error.ts';

export interface RecoveryOptions {
  /** Maximum number of failed attempts at one step. At 0, the first failure is final. */
  readonly times: number;
  /** Waits before an attempt, because a server takes time to restart. */
  readonly wait: () => Promise<void>;
  /** Called before every attempt. */
  readonly onRecovery: (cause: AtomMemError<'training-stopped'>) => void;
  readonly signal?: AbortSignal;
}

/** Errors that may disappear with a new session and the last checkpoint. */
const RECOVERABLE: readonly AtomMemErrorCode[] = ['model-lost', 'unreachable', 'timed-out', 'refused'];

/**
 * Trains, and resumes from the last checkpoint if the engine is lost. Steps after the checkpoint are
 * repeated, so none is skipped. A failure before the first step is final.
 *
 * @param train opens an engine and trains; receives whether to resume
 */
export async function withRecovery<Result>(
  train: (resume: boolean) => Promise<Result>,
  { times, wait, onRecovery, signal }: RecoveryOptions,
): Promise<Result> {
  let failed: { readonly error: AtomMemError<'training-stopped'>; readonly tries: number } | undefined;
  for (;;) {
    try {
      return await train(failed !== undefined);
    } catch (cause) {
      // If the server is still down, the attempt counts as another failure of the same step.
      const error = AtomMemError.isInstance(cause, 'training-stopped')
        ? cause
        : isRecoverable(cause)
          ? failed?.error
          : undefined;
      const further =
        failed === undefined || (error !== undefined && error.details.step > failed.error.details.step);
      const tries = further ? 1 : failed!.tries + 1;
      if (error === undefined || !isRecoverable(error.cause) || tries > times || signal?.aborted) throw cause;
      failed = { error, tries };
      onRecovery(error);
      await wait();
      if (signal?.aborted) throw cause;
    }
  }
}

function isRecoverable(cause: unknown): boolean {
  return AtomMemError.isInstance(cause) && RECOVERABLE.includes(cause.code);
}
