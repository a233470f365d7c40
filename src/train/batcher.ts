/** A place in a batch; whoever holds it is waited for. */
export interface Lane<Request, Result> {
  /** Resolves once every lane has asked or left, and the batch has been run. */
  request(request: Request): Promise<Result>;
  /** Must be called at the end, whatever happened: the others wait for this lane otherwise. */
  leave(): void;
}

export interface Batcher<Request, Result> {
  enter(): Lane<Request, Result>;
}

/** The same doors without the waiting: every request is a call of its own, for engines that gather themselves. */
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
 * Turns single requests of many concurrent episodes into batches: as soon as every open lane waits, all
 * requests are run in one call. Episodes thus stay ordinary `await`ing functions, and an engine sees one
 * large call per step of the stream.
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
            // Not at once: episodes that start together would each be a batch of their own.
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
