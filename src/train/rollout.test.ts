/** Tests of rollouts. @module */
import { expect, it } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { NO_USAGE, type Policy } from '../policy/policy.ts';
import type { TokenSampler } from '../policy/token-policy.ts';
import { lexicalRetriever } from '../search/lexical.ts';
import { openDocumentTask } from './document-tasks.ts';
import { rollOut } from './rollout.ts';
import type { SampledPolicy } from './sampled-policy.ts';

const stream = {
  ...{ id: 's', dataset: 'x', documents: [{ id: 'd', title: '', text: 'Ada is in Lund.' }] },
  questions: [{ id: 'q', text: 'Where is Ada?', answers: ['Lund'], support: [] }],
};
const letters = {
  name: 'letters',
  count: (text: string) => text.length,
  encode: (text: string) => [...text].map((letter) => letter.codePointAt(0)!),
  decode: (tokens: readonly number[]) => String.fromCodePoint(...tokens),
};

/** Takes an engine's error for a reply that failed, as language models do; reads, so that it searches. */
function forgiving(sample: TokenSampler): Policy {
  return {
    name: 'forgiving',
    async act(_, context) {
      const failed = await sample([1], context).then(
        () => undefined,
        (cause: Error) => ({ boundary: 'model', kind: 'unknown', message: cause.message }) as const,
      );
      const reply = { action: { kind: 'none' }, issues: [], usage: NO_USAGE } as const;
      if (failed !== undefined) return { ...reply, operations: [], failure: failed };
      return {
        ...reply,
        operations: [
          { op: 'create', text: 'Ada is in Lund.' },
          { op: 'read', query: 'Ada' },
        ],
      };
    },
  };
}

const codec: SampledPolicy = { stop: [], maxReplyTokens: 1, create: (_, sample) => forgiving(sample) };

const reply = { sequences: [{ tokens: [1], logprobs: [0], stopReason: 'stop' }] } as const;
const sound: Pick<Engine, 'name' | 'sample'> = {
  name: 'sound',
  sample: async (requests) => requests.map(() => reply),
};

function rolledOut(
  engine: typeof sound,
  retriever = lexicalRetriever(),
  { gather = true, signal }: { readonly gather?: boolean; readonly signal?: AbortSignal } = {},
) {
  const { task, memory } = openDocumentTask(stream, {
    ...{ tokenizer: letters, memory: { retriever } },
  });
  const plans = [1, 2].map((seed) => ({ task, memory: memory(), clock: () => 0, seed }));
  return rollOut(plans, { engine, codec, gather, ...(signal && { signal }) });
}

it.each([true, false])('throws if the engine fails (gathered: %s)', async (gather) => {
  let calls = 0;
  const failing: typeof sound = {
    ...sound,
    async sample(requests) {
      calls += 1;
      if (calls === 3) throw new Error('the server is gone');
      return requests.map(() => reply);
    },
  };
  await expect(rolledOut(failing, lexicalRetriever(), { gather })).rejects.toThrow('the server is gone');
});

it('throws if a store or an embedder fails', async () => {
  const lexical = lexicalRetriever();
  const blind = {
    ...lexical,
    createIndex: () => ({
      ...lexical.createIndex(),
      search: async () => Promise.reject(new Error('no vectors')),
    }),
  };
  await expect(rolledOut(sound, blind)).rejects.toThrow('the embedder failed at step 1 of s: no vectors');
  expect(await rolledOut(sound)).toHaveLength(2);
});

it.each([true, false])(
  'does not wait for replies after an abort, nor requests more (gathered: %s)',
  async (gather) => {
    const controller = new AbortController();
    let calls = 0;
    const endless: typeof sound = {
      name: 'endless',
      sample() {
        calls += 1;
        setImmediate(() => controller.abort());
        return new Promise(() => {});
      },
    };
    const played = await rolledOut(endless, lexicalRetriever(), { gather, signal: controller.signal });
    expect(played.map(({ end }) => end.reason)).toEqual(['aborted', 'aborted']);
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
    expect(calls).toBe(gather ? 1 : 2);
  },
);
