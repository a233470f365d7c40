import { EngineError, type EngineErrorCode } from '../engine/engine-error.ts';
import { TrainingError } from './training-error.ts';

export interface RecoveryOptions {
  /** Tries from the last checkpoint that come to nothing before the error stands. 0: none. */
  readonly times: number;
  /** Waits before a try: a server that restarts takes a while. */
  readonly wait: () => Promise<void>;
  /** Told before every try. */
  readonly onRecovery: (cause: TrainingError) => void;
  readonly signal?: AbortSignal;
}

/** What a new session and the last checkpoint may mend. */
const MENDABLE: readonly EngineErrorCode[] = ['model-lost', 'unreachable', 'timed-out', 'refused'];

/**
 * Trains, and where the engine is lost on the way trains on from the last checkpoint. Nothing is skipped:
 * steps after the checkpoint are taken again. What fails before the first step is not tried again.
 *
 * @param train opens an engine and trains; told whether to resume.
 */
export async function withRecovery<Result>(
  train: (resume: boolean) => Promise<Result>,
  { times, wait, onRecovery, signal }: RecoveryOptions,
): Promise<Result> {
  let failed: { readonly error: TrainingError; readonly tries: number } | undefined;
  for (;;) {
    try {
      return await train(failed !== undefined);
    } catch (cause) {
      // A server that does not answer yet, when it is tried again, has failed once more at the same step.
      const error = cause instanceof TrainingError ? cause : isMendable(cause) ? failed?.error : undefined;
      const further = failed === undefined || (error !== undefined && error.step > failed.error.step);
      const tries = further ? 1 : failed!.tries + 1;
      if (error === undefined || !isMendable(error.cause) || tries > times || signal?.aborted) throw cause;
      failed = { error, tries };
      onRecovery(error);
      await wait();
    }
  }
}

function isMendable(cause: unknown): boolean {
  return cause instanceof EngineError && MENDABLE.includes(cause.code);
}
