/**
 * The memory systems of `atommem bench` in suites over conversations: baselines, policies, and other memory layers.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { z } from 'zod';
import { parseConversationWeights } from '../ai/learned-conversation/conversation-weights.ts';
import { type BenchConfig, benchConfig, type MemorySuiteName } from '../eval/bench-config.ts';
import type { Embedder } from '../memory/embedder.ts';
import { resolveRules } from '../released/resolve-rules.ts';
import { readDefault } from '../shared/config.ts';
import { BASELINE_NAMES, createSystem, learnedSystem, SYSTEM_NAMES } from '../suite/baseline-systems.ts';
import type { MemorySystem } from '../suite/memory-system.ts';
import { policySystem } from '../suite/policy-system.ts';
import { loadDefaultTokenizer } from '../task/tokenizer.ts';
import { digestData } from '../train/digest-data.ts';
import { toFlagName } from './config-flags.ts';
import {
  createModelFreePolicy,
  createPolicy,
  LEARNED,
  POLICY_NAMES,
  readWeightsFile,
} from './create-policy.ts';
import { createEmbedder } from './memory-options.ts';
import type { Terminal } from './output.ts';
import { unknownName, usageError } from './usage-error.ts';

export type MemoryBenchConfig = BenchConfig & { readonly suite: MemorySuiteName };

const POLICIES = ['rag', 'user-turns', 'hybrid', 'conversation'];

/** Options of other suites that have no effect here. */
const INAPPLICABLE = [
  ...['docs', 'metric', 'against', 'k', 'capacity', 'characterCapacity', 'retriever', 'readTiming'],
  ...['prices', 'maxTotalTokens', 'maxMoney', 'maxTurns', 'maxTokens', 'maxCalls', 'maxSeconds'],
  ...['judgeModel', 'record', 'replay'],
] as const satisfies readonly (keyof BenchConfig)[];

/** Returns the named systems, after the baselines without a memory. Checks names before any work is done. */
export async function createMemorySystems(
  config: MemoryBenchConfig,
  terminal: Terminal,
): Promise<readonly MemorySystem[]> {
  refuseInapplicable(config);
  const more = config.systems === undefined ? [] : await importSystems(config.systems);
  const chosen = config.policies ?? [...POLICIES, ...more.map(({ name }) => name)];
  const baselines = BASELINE_NAMES.filter((name) => config.suite !== 'needles' && !chosen.includes(name));
  const embedder = await openHybridEmbedder(config, chosen, terminal);
  const create = async (name: string): Promise<MemorySystem> =>
    more.find((system) => system.name === name) ??
    (await createNamedSystem(name, config, embedder)) ??
    (await createPolicySystem(name, config, terminal, more));
  return Promise.all(
    [...baselines, ...new Set(chosen)].map(async (name) => {
      const system = await create(name);
      if (!name.startsWith(LEARNED)) return system;
      // The same path may hold weights of a later training.
      return { ...system, version: digestData([await readWeightsFile(name)]) };
    }),
  );
}

/** With known questions, `learned` is the policy of document streams. */
async function createNamedSystem(
  name: string,
  { questionsKnown }: MemoryBenchConfig,
  embedder: Embedder | undefined,
): Promise<MemorySystem | undefined> {
  if (questionsKnown && name.startsWith('learned')) return undefined;
  if (!name.startsWith(LEARNED)) return createSystem(name, { embedder });
  const weights = parseConversationWeights(await readWeightsFile(name), name.slice(LEARNED.length));
  return learnedSystem({ name, weights });
}

/** Rejects options without effect. If one were ignored silently, a reader would believe that it was measured. */
function refuseInapplicable(config: MemoryBenchConfig): void {
  const fields = benchConfig.shape as Readonly<Record<string, z.ZodType>>;
  for (const key of INAPPLICABLE) {
    const schema = fields[key]!;
    if (config[key] === undefined || config[key] === readDefault(schema)) continue;
    throw usageError(
      `--${toFlagName(key, schema)} does not apply to --suite ${config.suite}`,
      'Remove it. What a memory shows is limited by --budget',
    );
  }
}

async function openHybridEmbedder(
  config: MemoryBenchConfig,
  chosen: readonly string[],
  { environment }: Terminal,
): Promise<Embedder | undefined> {
  if (config.embedder === undefined && config.embeddingModel === undefined) return undefined;
  if (!chosen.some((name) => usesEmbedder(name, config))) {
    throw usageError('only the policy hybrid uses an embedder', 'Add it to --policy, or remove the embedder');
  }
  return createEmbedder({ ...config, retriever: 'hybrid' }, environment);
}

/** Tells whether a policy can use an embedder. With known questions, the weights of `learned:FILE` may need one. */
function usesEmbedder(name: string, { questionsKnown }: MemoryBenchConfig): boolean {
  return name === 'hybrid' || (questionsKnown === true && name.startsWith(LEARNED));
}

async function createPolicySystem(
  name: string,
  config: MemoryBenchConfig,
  { environment }: Terminal,
  more: readonly MemorySystem[],
): Promise<MemorySystem> {
  if (!POLICY_NAMES.includes(name) && !name.startsWith(LEARNED)) {
    const known = [...SYSTEM_NAMES, ...more.map((system) => system.name), ...POLICY_NAMES];
    throw unknownName('policy', name, [...new Set(known)]);
  }
  const policy =
    (await createModelFreePolicy(name, { flags: config, environment })) ??
    (await createPolicy(name, {
      flags: config,
      environment,
      tokenizer: await loadDefaultTokenizer(),
      codecOptions: resolveRules(config.rules).codec,
    }));
  return policySystem(policy, { name, questionsKnown: config.questionsKnown });
}

/** Loads other memory layers. A module exports `systems`, an array of `MemorySystem`. */
async function importSystems(path: string): Promise<readonly MemorySystem[]> {
  const file = resolve(path);
  if (!existsSync(file)) throw usageError(`--systems ${path}: no such file`, 'Give the path of a module');
  const { systems } = (await import(pathToFileURL(file).href).catch((cause: Error) => {
    const reason = cause.message.split('\n')[0]!;
    throw usageError(`--systems ${path} cannot be loaded (${reason})`, 'Correct the module');
  })) as { readonly systems?: unknown };
  const isSystem = (value: unknown): value is MemorySystem =>
    typeof value === 'object' && value !== null && 'name' in value && 'open' in value;
  if (Array.isArray(systems) && systems.every(isSystem)) return systems;
  throw usageError(
    `--systems ${path} does not export memory systems`,
    'Export `const systems: MemorySystem[]`',
  );
}
