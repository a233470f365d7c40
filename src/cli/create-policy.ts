/**
 * Creates the policy or workflow that `--policy` names.
 * @module
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LanguageModel } from 'ai';
import { EVIDENCE_PROMPT, EVIDENCE_SCHEMA } from '../ask/evidence-prompt.ts';
import type { Complete } from '../ask/model-answer.ts';
import { learnedPolicy } from '../learned/learned-policy.ts';
import { parseWeights } from '../learned/weights.ts';
import type { Embedder } from '../memory/embedder.ts';
import { composed } from '../policy/composed.ts';
import type { Policy } from '../policy/policy.ts';
import type { ResolvedRules } from '../released/resolve-rules.ts';
import { DIALECT_NAMES, isDialectName, selectFormat } from '../released/select-format.ts';
import { answerFromTexts } from '../rules/answer-from-texts.ts';
import { ragPolicy } from '../rules/rag-policy.ts';
import { rulesPolicy } from '../rules/rules-policy.ts';
import { AtomMemError } from '../shared/error.ts';
import type { JsonValue } from '../shared/json.ts';
import { createTruncate, type Tokenizer } from '../task/tokenizer.ts';
import type { Ask } from '../workflow/ask.ts';
import { createWorkflow, workflowNames } from '../workflow/workflows.ts';
import { createEmbedder, type EmbedderFlags, type MemoryFlags } from './memory-options.ts';
import { connectModel, type ModelFlags } from './model-options.ts';
import { unknownName, usageError } from './usage-error.ts';

/** Inputs from the command line for creating policies. */
export interface PolicySources {
  readonly flags: ModelFlags & LearnedFlags;
  readonly environment: NodeJS.ProcessEnv;
  readonly tokenizer: Tokenizer;
  /** Options for reading replies in the released format. */
  readonly codecOptions: ResolvedRules['codec'];
  /** Connects another model than the flags name, such as one with recorded calls. */
  readonly connect?: () => Promise<LanguageModel>;
}

/** Flags that open the embedder of learned weights. */
export type LearnedFlags = Partial<EmbedderFlags & Pick<MemoryFlags, 'embeddingCache'>>;

/** Inputs from the command line for policies without a model. */
export interface LearnedSources {
  readonly flags: LearnedFlags;
  readonly environment: NodeJS.ProcessEnv;
}

type CreatePolicy = (sources: PolicySources) => Policy | Promise<Policy>;

/** `--policy learned:FILE` names weights other than the shipped ones. */
export const LEARNED = 'learned:';

/** Policies that never call a model. */
const MODEL_FREE: ReadonlyMap<string, () => Policy | Promise<Policy>> = new Map<
  string,
  () => Policy | Promise<Policy>
>([
  ['extractive', () => rulesPolicy()],
  ['rules', () => rulesPolicy()],
  ['rag', () => ragPolicy()],
  ['learned', () => learnedPolicy()],
  ['conversation', createConversationPolicy],
]);

const POLICIES: ReadonlyMap<string, CreatePolicy> = new Map<string, CreatePolicy>([
  ...MODEL_FREE,
  ['model', modelPolicy],
  ['composed', composedPolicy],
]);

/** Tells whether a policy calls the model that `--model` names. */
export function usesModel(name: string): boolean {
  return !MODEL_FREE.has(name) && !name.startsWith(LEARNED);
}

// Loaded on demand, because most commands read documents.
async function createConversationPolicy(): Promise<Policy> {
  const { conversationPolicy } = await import('../ai/conversation/conversation-policy.ts');
  return conversationPolicy();
}

export const POLICY_NAMES: readonly string[] = [...POLICIES.keys(), ...workflowNames];

/** Names of policies and workflows, as help lists them. */
export const POLICY_LIST: string = POLICY_NAMES.join(', ').replace('learned', `learned, ${LEARNED}FILE`);

/** Help of options that take several names. */
export const POLICY_HELP: string = `policies and workflows, separated by commas: ${POLICY_LIST} (see "atommem workflows")`;

/**
 * Creates the policy or workflow with this name.
 * @throws AtomMemError `usage` for an unknown name, with the known ones, or if the model is not given
 */
export async function createPolicy(name: string, sources: PolicySources): Promise<Policy> {
  const create = POLICIES.get(name);
  if (create !== undefined) return create(sources);
  if (name.startsWith(LEARNED)) return openLearnedPolicy(name, sources);
  if (!workflowNames.includes(name)) throw unknownName('policy', name, POLICY_NAMES);
  return workflowPolicy(name, sources);
}

/** Policies that decide what a sync keeps. They call no model. */
const SYNC_NAMES = ['extractive', 'rules', 'learned', `${LEARNED}FILE`];

/**
 * Checks the name of a policy for `atommem sync`.
 *
 * @throws AtomMemError `usage` for another name
 */
export function requireSyncPolicy(name: string): void {
  if (!name.startsWith(LEARNED) && !SYNC_NAMES.includes(name))
    throw unknownName('policy of a sync', name, SYNC_NAMES);
}

/**
 * Creates a policy that never calls a model, or returns `undefined` for other names. Such a policy needs no tokenizer,
 * whose tables take 100 MiB.
 */
export async function createModelFreePolicy(
  name: string,
  sources: LearnedSources,
): Promise<Policy | undefined> {
  return name.startsWith(LEARNED) ? openLearnedPolicy(name, sources) : MODEL_FREE.get(name)?.();
}

async function openLearnedPolicy(name: string, sources: LearnedSources): Promise<Policy> {
  const path = name.slice(LEARNED.length);
  const weights = parseWeights(await readWeightsFile(name), path);
  const embedder =
    weights.embedder === undefined ? undefined : await openTrainedEmbedder(weights.embedder, path, sources);
  return { ...learnedPolicy({ weights, embedder }), name };
}

/**
 * Opens the embedder that weights were trained with.
 *
 * @throws AtomMemError `usage` if the flags name no embedder, or another one
 */
async function openTrainedEmbedder(
  needed: string,
  path: string,
  { flags, environment }: LearnedSources,
): Promise<Embedder> {
  const remedy = 'Pass that embedder with --embedder, or other weights';
  if (flags.embedder === undefined && flags.embeddingModel === undefined)
    throw usageError(`${path} was trained with the embedder "${needed}"`, remedy);
  const embedder = await createEmbedder({ ...flags, retriever: 'vector' }, environment);
  if (embedder.name !== needed)
    throw usageError(`${path} was trained with the embedder "${needed}", not "${embedder.name}"`, remedy);
  return embedder;
}

/**
 * Reads the JSON file that `learned:FILE` names.
 *
 * @throws AtomMemError `usage` if the file cannot be read or is not JSON
 */
export async function readWeightsFile(name: string): Promise<JsonValue> {
  const path = name.slice(LEARNED.length);
  const remedy = 'Pass weights.json of `atommem train controller` or `atommem train conversation`';
  if (path === '') throw usageError(`--policy ${name} names no file`, remedy);
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'EISDIR')
      throw usageError(
        `--policy ${name}: ${path} is a folder`,
        `Pass ${LEARNED}${join(path, 'weights.json')}`,
      );
    const reason = cause.code === 'ENOENT' ? 'no such file' : `cannot be read (${cause.code})`;
    throw usageError(`--policy ${name}: ${reason}`, remedy);
  });
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw usageError(`--policy ${name}: ${path} is not JSON`, remedy);
  }
}

/** Creates a workflow. Without a model, rules read the answers out of its texts. */
async function workflowPolicy(name: string, sources: PolicySources): Promise<Policy> {
  try {
    const workflow = createWorkflow(name, {
      ...(sources.flags.model === undefined
        ? { answerFrom: answerFromTexts }
        : { ask: await createAsk(sources) }),
      ...(name === UNTRAINED && { policy: await modelPolicy(sources) }),
      tokens: sources.tokenizer,
    });
    return workflow;
  } catch (cause) {
    if (AtomMemError.isInstance(cause, 'usage')) throw cause;
    if (!AtomMemError.isInstance(cause)) throw cause;
    const problem = cause.message.slice(0, cause.message.indexOf(cause.remedy)).replace(/\.\s*$/, '');
    throw usageError(problem, 'Pass --model NAME --base-url URL');
  }
}

const UNTRAINED = 'atommem-untrained';

/** Enough tokens for the longest reply that `EVIDENCE_SCHEMA` allows, even with a token for each character. */
const LONGEST_HELD_REPLY = 320;

/** Creates a function that calls the model with the evidence for a question. Throws if the call fails. */
export async function askModel(flags: ModelFlags, environment: NodeJS.ProcessEnv): Promise<Complete> {
  const { languageModelAsk } = await import('../workflow/language-model-ask.ts');
  const { chooseConstrainBy, constrainModel } = await import('../policy/constrain-model.ts');
  const { temperature, topP, maxOutputTokens, retries } = flags;
  const connected = await connectModel(flags, environment);
  // A small model writes on and on. Held to the schema, it stops at the closing brace.
  const held = chooseConstrainBy(connected) === 'grammar';
  const model = await constrainModel(connected, { schema: EVIDENCE_SCHEMA }, held ? 'schema' : 'none');
  const limit = held ? Math.min(maxOutputTokens, LONGEST_HELD_REPLY) : maxOutputTokens;
  const sampling = { temperature, topP, maxOutputTokens: limit };
  const ask = languageModelAsk({ model, ...sampling, retries, timeout: flags.timeout * 1000 });
  return async (messages, { signal }) => {
    const {
      text,
      issues = [],
      failure,
    } = await ask('answerer', messages, { prompt: EVIDENCE_PROMPT, signal });
    if (failure === undefined) return { text, issues: issues.map(({ message }) => message) };
    throw new Error(`model failed: ${failure.message}`);
  };
}

/** Creates a function that asks the model for workflows. */
// Loads the AI SDK only if a model is called, because it dominates startup time.
export async function createAsk(sources: PolicySources): Promise<Ask> {
  const { languageModelAsk } = await import('../workflow/language-model-ask.ts');
  const { flags } = sources;
  const model = await loadModel(sources);
  const { temperature, topP, maxOutputTokens, retries } = flags;
  const sampling = { temperature, topP, maxOutputTokens };
  const countTokens = (text: string): number => sources.tokenizer.count(text);
  return languageModelAsk({ model, ...sampling, retries, countTokens, timeout: flags.timeout * 1000 });
}

function loadModel({ flags, environment, connect }: PolicySources): Promise<LanguageModel> {
  return connect ? connect() : connectModel(flags, environment);
}

async function modelPolicy(sources: PolicySources): Promise<Policy> {
  const { flags, tokenizer, codecOptions } = sources;
  if (!isDialectName(flags.codec)) throw unknownName('codec', flags.codec, DIALECT_NAMES);
  const truncate = createTruncate(tokenizer);
  const { languageModelPolicy } = await import('../policy/language-model.ts');
  const format = selectFormat(flags.codec, { truncate, shape: flags.promptShape, ...codecOptions });
  const { maxOutputTokens: most = Number.POSITIVE_INFINITY } = format;
  return languageModelPolicy({
    model: await loadModel(sources),
    format,
    countTokens: (text) => tokenizer.count(text),
    temperature: flags.temperature,
    topP: flags.topP,
    maxOutputTokens: Math.min(flags.maxOutputTokens, most),
    timeout: flags.timeout * 1000,
    retries: flags.retries,
    random: Math.random,
  });
}

/** Rules manage memory, and the model answers each question once. */
async function composedPolicy(sources: PolicySources): Promise<Policy> {
  return composed({ memory: rulesPolicy(), answer: await modelPolicy(sources), name: 'composed' });
}
