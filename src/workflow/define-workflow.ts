import type { Issue } from '../codec/codec.ts';
import { cutThoughts } from '../codec/thought.ts';
import type { Operation } from '../memory/operation.ts';
import { classifyModelError } from '../policy/model-failure.ts';
import {
  type Failure,
  type ModelCall,
  NO_USAGE,
  type PolicyContext,
  type Reply,
  type Usage,
} from '../policy/policy.ts';
import { renderWorkflowPrompt, type WorkflowPrompt } from '../prompt/workflow-prompt.ts';
import type { JsonObject } from '../shared/json.ts';
import {
  type AnswerObservation,
  type MemoriseObservation,
  requireStreamObservation,
} from '../task/observation.ts';
import { type Answerer, createAnswerer } from './answerer.ts';
import type { Ask, AskResult } from './ask.ts';
import { readJson } from './read-json.ts';
import { wordSimilarity } from './similarity.ts';
import type { AskLimits, Workflow, WorkflowDeclaration, WorkflowOptions, WorkflowStep } from './workflow.ts';

/** What makes one workflow different from another. */
export interface WorkflowProgram {
  /** Operations for what the stream shows now. */
  memorise(observation: MemoriseObservation, step: WorkflowStep): Promise<readonly Operation[]>;
  /** What the Answerer is to see for a question, with operations for the Reads' own marks. */
  recall(observation: AnswerObservation, step: WorkflowStep): Promise<Recalled>;
}

export interface Recalled {
  readonly texts: readonly string[];
  readonly operations?: readonly Operation[];
}

/** Ends a step from within: caught below, and never seen outside. */
class StepFailed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/**
 * Makes a policy of a program: it goes on to the next chunk after each step, answers every question once,
 * adds up usage, and turns a failure of the model or of a Read into a reply without operations, so that the
 * same chunk or question is shown again.
 *
 * @throws where the workflow asks a model and the options give none.
 */
export function defineWorkflow(
  declaration: WorkflowDeclaration,
  options: WorkflowOptions,
  program: WorkflowProgram,
): Workflow {
  const { name, prompts } = declaration;
  const answerer = createAnswerer(name, options);
  if (options.ask === undefined && prompts.length > 0) {
    const roles = [...new Set(prompts.map(({ role }) => role))].join(', ');
    throw new Error(`workflow "${name}" asks a model (${roles}): give "ask"`);
  }
  return {
    name,
    declaration,
    settings: settingsOf(declaration, options, answerer),
    async act(observation, context): Promise<Reply> {
      const { step, record } = openStep(options, context);
      try {
        if (observation.stage === 'memorise') {
          const operations = await program.memorise(observation, step);
          return { operations, action: { kind: 'read-on' }, ...record() };
        }
        const asked = requireStreamObservation(observation, name);
        const { texts, operations = [] } = await program.recall(asked, step);
        const answer = await answerer.answer(asked.question.text, texts, step);
        return { operations, action: { kind: 'answer', answers: [answer] }, ...record() };
      } catch (cause) {
        if (!(cause instanceof StepFailed)) throw cause;
        return { operations: [], action: { kind: 'none' }, ...record(), failure: cause.failure };
      }
    },
  };
}

/** What stands in trajectories: prompts with their versions, and every option that is plain data. */
function settingsOf(
  { prompts }: WorkflowDeclaration,
  options: WorkflowOptions,
  answerer: Answerer,
): JsonObject {
  const plain = Object.entries(options).filter(([, value]) =>
    ['number', 'string', 'boolean'].includes(typeof value),
  );
  const asked = [...prompts, ...answerer.prompts].map(({ name, version }) => `${name}@${version}`);
  return { ...(Object.fromEntries(plain) as JsonObject), prompts: asked };
}

type StepParts = Pick<Reply, 'issues' | 'usage' | 'calls'>;

function openStep(
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
    const messages = renderWorkflowPrompt(prompt, texts);
    const request = {
      prompt: `${prompt.name}@${prompt.version}`,
      ...(maxOutputTokens !== undefined && { maxOutputTokens }),
      ...(signal && { signal }),
    };
    const { text, usage, cut, failure } = await askSafely(ask!, prompt, messages, request);
    const { role } = prompt;
    calls.push({ role, prompt: messages, usage, ...(failure ? { failure } : { text }) });
    if (failure !== undefined) throw new StepFailed(failure);
    const said = thoughts === 'keep' ? text.trim() : withoutThoughts(text);
    const report: WorkflowStep['report'] = (kind, message) =>
      issues.push({ kind, message: `${prompt.name}: ${message}`, span: { start: 0, end: text.length } });
    if (cut) report('over-long', 'the reply ran into its limit of tokens');
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
    read: (query, limits) => reading(() => context.read(query, limits)),
    readAll: () => reading(() => context.readAll()),
    similar: (query, texts) =>
      texts.length === 0 ? Promise.resolve([]) : reading(() => similarity(query, texts, signal)),
    report: (kind, message) => issues.push({ kind, message, span: { start: 0, end: 0 } }),
  };
  const record = (): StepParts => ({
    issues,
    usage: calls.reduce((sum, { usage }) => addUsage(sum, usage), NO_USAGE),
    ...(calls.length > 0 && { calls }),
  });
  return { step, record };
}

/** An `Ask` that throws all the same is a model that failed. */
async function askSafely(
  ask: Ask,
  { role }: WorkflowPrompt,
  messages: Parameters<Ask>[1],
  options: Parameters<Ask>[2],
): Promise<AskResult> {
  try {
    return await ask(role, messages, options);
  } catch (cause) {
    const { failure } = classifyModelError(cause);
    return { text: '', usage: { ...NO_USAGE, modelCalls: 1 }, failure };
  }
}

async function reading<Value>(read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new StepFailed({ boundary: 'embedder', kind: 'unknown', message });
  }
}

function withoutThoughts(text: string): string {
  const { visible } = cutThoughts(text);
  return visible
    .map(({ start, end }) => text.slice(start, end))
    .join('')
    .trim();
}

function addUsage(left: Usage, right: Usage): Usage {
  return {
    modelCalls: left.modelCalls + right.modelCalls,
    promptTokens: left.promptTokens + right.promptTokens,
    cachedTokens: left.cachedTokens + right.cachedTokens,
    completionTokens: left.completionTokens + right.completionTokens,
  };
}
