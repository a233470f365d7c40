/**
 * Continues a run from its last checkpoint after the engine was lost.
 *
 * @module
 */
import { AtomMemError, type AtomMemErrorCode } from '../shared/error.ts';

export interface RecoveryOptions {
  /** Failed tries at one step before the error is thrown. 0: none. */
  readonly times: number;
  /** Waits before a try, because a server takes a while to restart. */
  readonly wait: () => Promise<void>;
  /** Called before every try. */
  readonly onRecovery: (cause: AtomMemError<'training-stopped'>) => void;
  readonly signal?: AbortSignal;
}

/** Errors that a new session and the last checkpoint may fix. */
const RECOVERABLE: readonly AtomMemErrorCode[] = ['model-lost', 'unreachable', 'timed-out', 'refused'];

/**
 * Trains, and resumes from the last checkpoint if the engine is lost. Steps after the checkpoint are taken
 * again, so none is skipped. A failure before the first step is not tried again.
 *
 * @param train opens an engine and trains; receives whether to resume.
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
      // A server that is still down at the next try counts as another failure of the same step.
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
