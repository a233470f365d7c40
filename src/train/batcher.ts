/**
 * Gathers the requests of concurrent episodes into batches.
 *
 * @module
 */

/** A participant of a batcher. A batch waits for all participants. */
export interface Lane<Request, Result> {
  /** Resolves after every lane has made a request or left, and the batch has run. */
  request(request: Request): Promise<Result>;
  /**
   * Leaves the batcher. It must be called even after an error, because the other lanes would wait forever.
   */
  leave(): void;
}

export interface Batcher<Request, Result> {
  enter(): Lane<Request, Result>;
}

/**
 * Creates a batcher that does not wait: every request is a separate call, for engines that batch by
 * themselves.
 */
export function createUnbatched<Request, Result>(
  runAll: (requests: readonly Request[]) => Promise<readonly Result[]>,
): Batcher<Request, Result> {
  return {
    enter: () => ({
      request: async (request) => (await runAll([request]))[0]!,
      leave() {},
    }),
  };
}

interface Waiting<Request, Result> {
  readonly request: Request;
  readonly resolve: (result: Result) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Batches single requests of concurrent episodes. When every open lane has a pending request, all of them
 * run in one call. Episodes remain ordinary `async` functions, and the engine sees one large call per step.
 */
export function createBatcher<Request, Result>(
  runAll: (requests: readonly Request[]) => Promise<readonly Result[]>,
): Batcher<Request, Result> {
  let lanes = 0;
  let waiting: Waiting<Request, Result>[] = [];

  function flushIfFull(): void {
    if (waiting.length === 0 || waiting.length < lanes) return;
    const batch = waiting;
    waiting = [];
    void run(batch);
  }

  async function run(batch: readonly Waiting<Request, Result>[]): Promise<void> {
    try {
      const results = await runAll(batch.map(({ request }) => request));
      for (const [place, { resolve }] of batch.entries()) resolve(results[place]!);
    } catch (cause) {
      for (const { reject } of batch) reject(cause);
    }
  }

  return {
    enter() {
      lanes += 1;
      let open = true;
      return {
        request: (request) =>
          new Promise((resolve, reject) => {
            waiting.push({ request, resolve, reject });
            // Deferred, because episodes that start together would otherwise run in separate batches.
            queueMicrotask(flushIfFull);
          }),
        leave() {
          if (!open) return;
          open = false;
          lanes -= 1;
          queueMicrotask(flushIfFull);
        },
      };
    },
  };
}
