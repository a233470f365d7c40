/**
 * Workflows over HTTP: prompts in order, temperature 0, retries, and failures as records.
 *
 * @module
 */
import { afterEach, describe, expect, test } from 'vitest';
import { openAICompatible } from '../../src/ai/openai-compatible.ts';
import { languageModelPolicy } from '../../src/policy/language-model.ts';
import type { PromptMessage } from '../../src/policy/policy.ts';
import type { Trajectory } from '../../src/trajectory/trajectory.ts';
import { languageModelAsk } from '../../src/workflow/language-model-ask.ts';
import { createWorkflow } from '../../src/workflow/workflows.ts';
import { type OpenAIServer, type OpenAIServerOptions, startOpenAIServer } from '../loopback/openai-server.ts';
import { runToy, similarity } from './run-toy.ts';
import { findPromptName, scriptedAsk, scriptedReply } from './scripted-model.ts';
import { createForTest, zooNames } from './zoo.ts';

const toClose: OpenAIServer[] = [];
afterEach(async () => {
  for (const server of toClose.splice(0)) await server.close();
});

interface Body {
  readonly messages: readonly PromptMessage[];
  readonly temperature: number;
  readonly max_tokens: number;
}

const scripted: OpenAIServerOptions['chat'] = ({ body }) => ({
  content: scriptedReply((body as Body).messages),
  usage: { prompt: 50, cached: 20, completion: 5 },
});

async function start(chat: OpenAIServerOptions['chat'] = scripted): Promise<OpenAIServer> {
  const server = await startOpenAIServer({ ...(chat && { chat }) });
  toClose.push(server);
  return server;
}

function createAsk({ baseURL }: OpenAIServer): ReturnType<typeof languageModelAsk> {
  const model = openAICompatible({ model: 'loopback', baseURL });
  return languageModelAsk({ model, sleep: async () => {} });
}

function readBodies({ requests }: OpenAIServer): readonly Body[] {
  return requests.map(({ body }) => body as Body);
}

const ANSWERS = ['workflow-answer', 'workflow-answer'];

describe.each([
  ['full-context', []],
  ['naive-rag', []],
  ['memagent', ['memagent-update', 'memagent-update', 'memagent-update']],
  [
    'mem0-classic',
    ['mem0-extract', 'mem0-decide', 'mem0-extract', 'mem0-decide', 'mem0-extract', 'mem0-decide'],
  ],
  ['generative-agents', Array.from({ length: 6 }, () => 'generative-agents-rate')],
  ['a-mem', ['a-mem-analyse', ...Array.from({ length: 5 }, () => ['a-mem-analyse', 'a-mem-link']).flat()]],
] as const)('%s over HTTP', (name, prompts) => {
  test('calls its prompts in order at temperature 0 and answers both questions', async () => {
    const server = await start();
    const workflow = createWorkflow(name, { ask: createAsk(server), similarity });
    const { steps, end } = await runToy(workflow, {
      perChunk: workflow.declaration.unit === 'chunk' ? 2 : 1,
    });
    const bodies = readBodies(server);
    const answers = name === 'a-mem' ? ANSWERS.flatMap((answer) => ['a-mem-keywords', answer]) : ANSWERS;
    expect(bodies.map(({ messages }) => findPromptName(messages))).toEqual([...prompts, ...answers]);
    expect(new Set(bodies.map(({ temperature }) => temperature))).toEqual(new Set([0]));
    expect(bodies.map(({ messages }) => messages)).toEqual(
      steps.flatMap(({ calls = [] }) => calls.map(({ prompt }) => prompt)),
    );
    expect(end).toMatchObject({ reason: 'done' });
    expect(end.answers[1]).toContain('Charles Babbage');
    const tokens = steps.reduce((sum, { usage }) => sum + usage.promptTokens - usage.cachedTokens, 0);
    expect(tokens).toBe(30 * bodies.length);
  });
});

describe.each(zooNames)('%s over HTTP', (name) => {
  test('makes the calls and operations of its trace through a real server', async () => {
    const server = await start();
    const workflow = createForTest(name, createAsk(server));
    const perChunk = workflow.declaration.unit === 'chunk' ? 2 : 1;
    const told = ({ steps, end }: Trajectory): unknown => ({
      steps: steps.map(({ operations, effects, reads, answers, calls = [] }) => ({
        operations,
        effects,
        reads,
        answers,
        calls: calls.map(({ role, prompt, text }) => ({ role, prompt, text })),
      })),
      end,
    });
    const overHttp = await runToy(workflow, { perChunk });
    expect(told(overHttp)).toEqual(told(await runToy(createForTest(name, scriptedAsk), { perChunk })));
    const asked = overHttp.steps.flatMap(({ calls = [] }) => calls.map(({ prompt }) => prompt));
    expect(readBodies(server).map(({ messages }) => messages)).toEqual(asked);
  });
});

test('the untrained policy is AtomMem itself', async () => {
  const reply = '<create_memory>Charles Babbage designed it.</create_memory>';
  const server = await start(({ body }) => {
    const asked = JSON.stringify(body).includes('The text has ended');
    return { content: asked ? '<final_answer>Babbage</final_answer>' : reply };
  });
  const model = openAICompatible({ model: 'loopback', baseURL: server.baseURL });
  const policy = languageModelPolicy({ model, format: 'tags' });
  const { end } = await runToy(createWorkflow('atommem-untrained', { policy }));
  expect(end.answers).toEqual(['Babbage', 'Babbage']);
  expect(server.requests).toHaveLength(5);
});

test('sections come in the published order: questions, memory, chunk; a note is limited to 1024 tokens', async () => {
  const server = await start();
  await runToy(createWorkflow('memagent', { ask: createAsk(server) }));
  const { messages, max_tokens } = readBodies(server)[0]!;
  expect(max_tokens).toBe(1024);
  expect([...messages[1]!.content.matchAll(/^<(\w+)>$/gm)].map(([, name]) => name)).toEqual([
    'questions',
    'memory',
    'chunk',
  ]);
  expect(messages[1]!.content).toContain('No previous memory');
});

test('retries a rate-limited call; a server that stays down fails the step, not the run', async () => {
  let turnedAway = 0;
  const busy = await start((request, index) => {
    if (index % 2 === 0) {
      turnedAway += 1;
      return { status: 429 };
    }
    return typeof scripted === 'function' ? scripted(request, index) : { status: 500 };
  });
  const done = await runToy(createWorkflow('memagent', { ask: createAsk(busy) }));
  expect(done.end.reason).toBe('done');
  expect(turnedAway).toBe(5);
  expect(done.steps.reduce((sum, { usage }) => sum + usage.modelCalls, 0)).toBe(10);

  const down = await start(() => ({ status: 400, message: 'no such model' }));
  const { steps, end } = await runToy(createWorkflow('memagent', { ask: createAsk(down) }));
  expect(end.reason).toBe('failed');
  expect(steps[0]!.failure).toMatchObject({ boundary: 'model', kind: 'refused' });
  expect(steps[0]!.calls![0]!.failure).toEqual(steps[0]!.failure);
});

test('counts a truncated reply', async () => {
  const server = await start(() => ({ content: 'a note without e', finishReason: 'length' }));
  const { steps } = await runToy(createWorkflow('memagent', { ask: createAsk(server) }));
  expect(steps[0]!.issues.map(({ kind }) => kind)).toEqual(['over-long']);
});
