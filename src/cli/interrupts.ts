/**
 * Handles Ctrl-C: first an orderly end, then cleanup, then exit.
 *
 * @module
 */
/** The requests that Ctrl-C makes of a command. */
export interface Interrupts {
  /** Aborted by the first interrupt. Commands then stop in order. */
  readonly signal: AbortSignal;
  /** Registers work for the second interrupt. The returned function unregisters it. */
  onLeave(work: () => Promise<unknown>): () => void;
  interrupt(): void;
}

/**
 * Creates the handler. The first interrupt asks commands to stop, the second runs the work of `onLeave` and
 * ends the process, the third ends it at once.
 *
 * @param exit ends the process
 */
export function createInterrupts(exit: () => void): Interrupts {
  const first = new AbortController();
  const works = new Set<() => Promise<unknown>>();
  let leaving = false;
  return {
    signal: first.signal,
    onLeave(work) {
      works.add(work);
      return () => works.delete(work);
    },
    interrupt() {
      if (!first.signal.aborted) return first.abort();
      if (leaving || works.size === 0) return exit();
      leaving = true;
      void Promise.allSettled([...works].map((work) => work())).then(exit);
    },
  };
}
