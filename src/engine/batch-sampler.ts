import type { Engine, SampleRequest, SampleResult } from './engine.ts';

/** Samples one request; many may be waited for at a time. */
export type Sampler = (request: SampleRequest) => Promise<SampleResult>;

/**
 * Gathers the requests of many callers, such as the policies of concurrent episodes, into few calls of an
 * engine: what is asked for while a call runs goes into the next one. Replies do not depend on what is
 * gathered. A request that the engine refuses fails all that were gathered with it.
 *
 * @example
 * const sample = createBatchSampler(engine);
 * await Promise.all(prompts.map((prompt) => sample({ prompt, samplingParams })));
 */
export function createBatchSampler(engine: Pick<Engine, 'sample'>): Sampler {
  let waiting: Waiting[] = [];
  let running = false;

  const run = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) {
      // One turn of the event loop lets callers that were just answered ask again.
      await new Promise((resolve) => setTimeout(resolve, 0));
      const batch = waiting;
      waiting = [];
      try {
        const results = await engine.sample(batch.map(({ request }) => request));
        batch.forEach(({ resolve }, index) => {
          resolve(results[index]!);
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = false;
  };

  return (request) =>
    new Promise((resolve, reject) => {
      waiting.push({ request, resolve, reject });
      if (!running) void run();
    });
}

interface Waiting {
  readonly request: SampleRequest;
  readonly resolve: (result: SampleResult) => void;
  readonly reject: (error: unknown) => void;
}
