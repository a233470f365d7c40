/**
 * Configuration of `atommem eval`: flags, defaults, help and JSON files come from this schema.
 *
 * @module
 */
import { z } from 'zod';
import { type MemoryConfig, memoryFields } from '../agent/memory-config.ts';
import { type ModelConfig, modelFields } from '../ai/model-config.ts';
import { QUESTION_COUNTS, questionCount } from '../dataset/question-count.ts';
import type { QuestionCount } from '../dataset/question-group.ts';
import { ABLATIONS, type Ablation } from '../memory/ablate.ts';
import { type ConfigFields, type ConfigSchema, field } from '../shared/config.ts';
import { jsonField } from '../shared/json-field.ts';

/** Options that `eval` and `bench` share. */
export interface RunConfig extends MemoryConfig, ModelConfig {
  /** Paths of question files. */
  readonly data: readonly string[];
  /** Names of policies and workflows. The default depends on whether a model is set. */
  readonly policies?: readonly string[];
  /** Questions per stream. */
  readonly questions: QuestionCount;
  readonly limit?: number;
  readonly concurrency: number;
  /** Limits of each episode. */
  readonly maxTurns?: number;
  readonly maxTokens?: number;
  readonly maxCalls?: number;
  readonly maxSeconds?: number;
  readonly judgeModel?: string;
  readonly judgeUrl?: string;
  readonly out?: string;
  readonly preset?: string;
  readonly json: boolean;
}

/** Options of `atommem eval`. */
export interface EvalConfig extends RunConfig {
  /** Documents per stream. */
  readonly docs: number;
  readonly seed: number;
  readonly shuffle: 'per-stream' | 'official';
  readonly ablations: readonly Ablation[];
  readonly report?: 'cache';
}

const count: z.ZodOptional<z.ZodInt> = z.int().min(1).optional();

export const runFields: ConfigFields<Omit<RunConfig, keyof MemoryConfig | keyof ModelConfig>> = {
  data: field(z.array(z.string()).min(1), {
    help: 'question files: .jsonl, .jsonl.gz or the official distribution files',
    value: 'files',
    accepts: 'at least one file',
    words: true,
  }),
  policies: field(z.array(z.string()).min(1).optional(), {
    help: 'policies and workflows, separated by commas (see "atommem workflows")',
    flag: 'policy',
    value: 'names',
    accepts: 'names separated by commas',
  }),
  questions: field(questionCount.default(1), {
    help: `questions per stream: ${QUESTION_COUNTS}`,
    value: 'n',
    accepts: QUESTION_COUNTS,
  }),
  limit: field(count, { help: 'streams per file (default: all)' }),
  concurrency: field(z.int().min(1).max(1000).default(4), { help: 'tasks at a time', transient: true }),
  maxTurns: field(count, { help: 'most steps per episode' }),
  maxTokens: field(count, { help: 'most tokens per episode' }),
  maxCalls: field(count, { help: 'maximum model calls per episode, retries included' }),
  maxSeconds: field(count, { help: 'maximum seconds of wall time per episode' }),
  judgeModel: field(z.string().optional(), {
    help: 'model that also judges the answers (uses the key of --model)',
    value: 'name',
  }),
  judgeUrl: field(z.string().optional(), {
    help: 'OpenAI-compatible server of the judge (default: --base-url)',
    value: 'url',
    transient: true,
  }),
  out: field(z.string().optional(), {
    help: 'folder for results and trajectories; the same command continues an interrupted run',
    value: 'folder',
    transient: true,
  }),
  preset: field(z.string().optional(), {
    help: 'preset options: atommem-8b',
    value: 'name',
    transient: true,
  }),
  json: jsonField,
};

/** Schema of `EvalConfig`. */
export const evalConfig: ConfigSchema<EvalConfig> = z.strictObject({
  ...runFields,
  docs: field(z.int().min(1).default(200), { help: 'documents per stream' }),
  seed: field(z.int().min(0).default(1), { help: 'seed of distractors and shuffles' }),
  shuffle: field(z.enum(['per-stream', 'official']).default('per-stream'), {
    help: 'order of documents',
    value: 'order',
  }),
  ablations: field(z.array(z.enum(ABLATIONS)).default([]), {
    help: `parts of memory to take away: ${ABLATIONS.join(', ')}`,
    flag: 'ablate',
    value: 'parts',
    accepts: `one or more of ${ABLATIONS.join(', ')}, separated by commas`,
  }),
  report: field(z.enum(['cache']).optional(), {
    help: 'print prefix cache savings over 16 rollouts instead of an evaluation',
    value: 'kind',
    transient: true,
  }),
  ...memoryFields,
  ...modelFields,
});
