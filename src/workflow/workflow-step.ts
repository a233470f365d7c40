/**
 * One step of a workflow: model calls, reads and faults, all recorded.
 *
 * @module
 */
import type { Issue } from '../codec/codec.ts';
import { removeThoughts } from '../codec/thought.ts';
import { addUsage } from '../policy/add-usage.ts';
import { classifyModelError } from '../policy/model-failure.ts';
import { type Failure, type ModelCall, NO_USAGE, type PolicyContext, type Reply } from '../policy/policy.ts';
import { renderWorkflowPrompt, type WorkflowPrompt } from '../prompt/workflow-prompt.ts';
import type { Ask, AskResult } from './ask.ts';
import { readJson } from './read-json.ts';
import { wordSimilarity } from './similarity.ts';
import type { AskLimits, WorkflowOptions, WorkflowStep } from './workflow.ts';

/** Ends a step from within. `defineWorkflow` catches it and records the failure. */
export class StepFailed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

type StepParts = Pick<Reply, 'issues' | 'usage' | 'calls'>;

/** Opens a step. `record` returns what happened in it so far. */
export function openStep(
  { ask, similarity = wordSimilarity }: WorkflowOptions,
  context: PolicyContext,
): { readonly step: WorkflowStep; readonly record: () => StepParts } {
  const calls: ModelCall[] = [];
  const issues: Issue[] = [];
  const { signal } = context;

  async function askText(
    prompt: WorkflowPrompt,
    texts: Readonly<Record<string, string>>,
    { maxOutputTokens, thoughts = 'cut' }: AskLimits = {},
  ): Promise<{ readonly text: string; readonly report: WorkflowStep['report'] }> {
    const { role } = prompt;
    const callsLeft = countCallsLeft(context, calls);
    if (callsLeft !== undefined && callsLeft <= 0) {
      throw new StepFailed({
        ...{ boundary: 'model', kind: 'refused' },
        message: `no model call is left for "${prompt.name}": the episode's budget is spent`,
      });
    }
    const messages = renderWorkflowPrompt(prompt, texts);
    const request = { prompt: `${prompt.name}@${prompt.version}`, maxOutputTokens, callsLeft, signal };
    const answer = await askSafely(ask, prompt, messages, request);
    const { text, usage, cut, failure } = answer;
    calls.push({ role, prompt: messages, usage, ...(failure ? { failure } : { text }) });
    const report: WorkflowStep['report'] = (kind, message) =>
      issues.push({ kind, message: `${prompt.name}: ${message}`, span: { start: 0, end: text.length } });
    for (const { kind, message } of answer.issues ?? []) report(kind, message);
    if (failure !== undefined) throw new StepFailed(failure);
    const said = thoughts === 'keep' ? text.trim() : removeThoughts(text);
    if (cut && answer.issues === undefined) report('over-long', 'the reply was cut at its limit of tokens');
    if (said === '') report('no-action', 'the reply is empty');
    return { text: said, report };
  }

  const step: WorkflowStep = {
    view: context.view,
    now: context.step,
    ask: async (prompt, texts, limits) => (await askText(prompt, texts, limits)).text,
    async askJson(prompt, texts) {
      const { text, report } = await askText(prompt, texts);
      return readJson(text, report);
    },
    read: (query, limits) => readSafely(() => context.read(query, limits)),
    readAll: () => readSafely(() => context.readAll()),
    similar: (query, texts) =>
      texts.length === 0 ? Promise.resolve([]) : readSafely(() => similarity(query, texts, signal)),
    report: (kind, message) => issues.push({ kind, message, span: { start: 0, end: 0 } }),
  };
  const record = (): StepParts => ({
    issues,
    usage: calls.reduce((sum, { usage }) => addUsage(sum, usage), NO_USAGE),
    ...(calls.length > 0 && { calls }),
  });
  return { step, record };
}

/** Returns the calls left in the budget after those of the step. Returns `undefined` without a budget. */
function countCallsLeft({ callsLeft }: PolicyContext, calls: readonly ModelCall[]): number | undefined {
  if (callsLeft === undefined) return undefined;
  return callsLeft - calls.reduce((sum, { usage }) => sum + usage.modelCalls, 0);
}

/** Calls `ask`. If it throws although its contract forbids it, the model counts as failed. */
async function askSafely(
  ask: Ask | undefined,
  { name, role }: WorkflowPrompt,
  messages: Parameters<Ask>[1],
  options: Parameters<Ask>[2],
): Promise<AskResult> {
  try {
    if (ask === undefined) throw new Error(`no model to ask for "${name}": give "ask"`);
    return await ask(role, messages, options);
  } catch (cause) {
    const { failure } = classifyModelError(cause);
    return { text: '', usage: { ...NO_USAGE, modelCalls: 1 }, failure };
  }
}

async function readSafely<Value>(read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new StepFailed({ boundary: 'embedder', kind: 'unknown', message });
  }
}
