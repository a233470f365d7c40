/**
 * Runs the calls on one memory in sequence, in order of arrival.
 *
 * @module
 */
const last = new WeakMap<object, Promise<unknown>>();

/**
 * Waits for the earlier calls on this memory, then runs the work. Hosts run the tool calls of one reply in parallel.
 * The store's transactions isolate other processes. If the signal is aborted, later calls stop waiting for the work.
 */
export function runInOrder<Value>(
  memory: object,
  work: () => Promise<Value>,
  signal?: AbortSignal,
): Promise<Value> {
  const mine = (last.get(memory) ?? Promise.resolve()).then(work);
  const settled = mine.catch(() => {});
  last.set(memory, signal === undefined ? settled : Promise.race([settled, waitForAbort(signal)]));
  return mine;
}

function waitForAbort(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
}
