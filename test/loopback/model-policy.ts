/**
 * Starts a policy with a scripted model on a loopback server.
 *
 * @module
 */
import { afterEach } from 'vitest';
import { openAICompatible } from '../../src/ai/openai-compatible.ts';
import type { Format } from '../../src/format/format.ts';
import type { Entry } from '../../src/memory/entry.ts';
import { type LanguageModelPolicyOptions, languageModelPolicy } from '../../src/policy/language-model.ts';
import type { Policy, PolicyContext, Reply } from '../../src/policy/policy.ts';
import { selectFormat } from '../../src/released/select-format.ts';
import type { Observation } from '../../src/task/observation.ts';
import { type OpenAIServerOptions, startOpenAIServer } from './openai-server.ts';

const toClose: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

/** Leaves a text unchanged. */
export const truncate = (text: string): string => text;

/** A chunk to memorise with its question. */
export const memorise: Observation = {
  stage: 'memorise',
  questions: [{ id: 'q1', text: 'Where was Ada born?' }],
  chunk: { index: 0, count: 2, text: 'Document 1:\nAda was born in Lund.', documents: [] },
  turn: 0,
  readsUsed: 0,
  readsLeft: 3,
};

/** An answer step for one question. */
export const asked: Observation = {
  stage: 'answer',
  question: { id: 'q1', text: 'Where was Ada born?' },
  index: 0,
  turn: 0,
  readsUsed: 1,
  readsLeft: 2,
};

/** A context with two entries in view. */
export const context: PolicyContext = {
  view: { scratchpad: 'Q1 open', scratchpadMeta: {}, query: 'Ada', entries: ['one', 'two'].map(entry) },
  step: 0,
  read: async () => [],
  readAll: async () => [],
};

function entry(text: string, index: number): Entry {
  return { id: `m${index + 1}`, text, meta: {}, version: 1, createdAt: 0, updatedAt: 0 };
}

/** Returns the prompts of a format without truncation. */
export function readPrompts(name: string): Format['prompts'] {
  return selectFormat(name, { truncate }).prompts;
}

/** Starts a loopback server and closes it after the test. */
export async function open(options: OpenAIServerOptions): ReturnType<typeof startOpenAIServer> {
  const server = await startOpenAIServer(options);
  toClose.push(server.close);
  return server;
}

/**
 * Starts a server and a policy that calls it. `waits` collects the milliseconds the policy would have slept.
 */
export async function start(
  options: OpenAIServerOptions,
  dialect = 'tags',
  shape: 'native' | 'flattened' = 'native',
  more: Omit<Partial<LanguageModelPolicyOptions>, 'model'> = {},
): Promise<{ policy: Policy; server: Awaited<ReturnType<typeof open>>; waits: number[] }> {
  const server = await open(options);
  const waits: number[] = [];
  const model = openAICompatible({ model: 'loopback', baseURL: `${server.baseURL}/` });
  const policy = languageModelPolicy({
    model,
    format: selectFormat(dialect, { truncate, shape }),
    sleep: async (milliseconds) => void waits.push(milliseconds),
    ...more,
  });
  return { policy, server, waits };
}

/** Returns a policy for a model. It does not sleep between retries. */
export function createTestPolicy(
  model: ReturnType<typeof openAICompatible>,
  more: Omit<Partial<LanguageModelPolicyOptions>, 'model'> = {},
): Policy {
  return languageModelPolicy({ model, sleep: async () => {}, ...more });
}

/** Runs one memorise step and returns its failure, if any. */
export async function findFailure(policy: Policy): Promise<Reply['failure']> {
  return (await policy.act(memorise, context)).failure;
}
