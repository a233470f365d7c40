/**
 * Handles Ctrl-C: first an orderly end, then cleanup, then exit.
 *
 * @module
 */
/** What Ctrl-C asks of a command. */
export interface Interrupts {
  /** Aborted the first time: what is under way ends in order. */
  readonly signal: AbortSignal;
  /** What is still to be done when the process is told a second time to end; the result takes it back. */
  onLeave(work: () => Promise<unknown>): () => void;
  interrupt(): void;
}

/**
 * The first interrupt asks for an end in order, the second runs what stands in `onLeave` and ends the process,
 * the third ends it at once.
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
