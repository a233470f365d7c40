/**
 * Runs the calls on one memory one after another, in the order in which they arrive.
 *
 * @module
 */
const last = new WeakMap<object, Promise<unknown>>();

/**
 * Waits for the earlier calls on this memory, then runs the work. Hosts start several tool calls of one
 * reply at once. Other processes are kept apart by the store's transactions. When the signal is aborted,
 * later calls no longer wait for the work.
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
