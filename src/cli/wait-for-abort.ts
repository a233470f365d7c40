/**
 * Waits until a signal is aborted, which stops a running server.
 *
 * @module
 */

/** Resolves when the signal is aborted, at once if it already is. */
export function waitForAbort(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
