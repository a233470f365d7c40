/**
 * Configuration of `atommem bench`: flags, defaults, help and JSON files come from this schema.
 *
 * @module
 */
import { z } from 'zod';
import { memoryFields } from '../agent/memory-config.ts';
import { modelFields } from '../ai/model-config.ts';
import { type ConfigSchema, field } from '../shared/config.ts';
import { type RunConfig, runFields } from './eval-config.ts';
import { SUITE_NAMES, type SuiteName } from './suites.ts';

/** Measures available in a suite's first table. */
export const BENCH_METRICS = ['em', 'f1', 'answerInMemory', 'supportRecall', 'supportAll'] as const;

/** Suites over conversations: they measure what memory shows for later questions, without a model. */
export const MEMORY_SUITE_NAMES = [
  'change',
  'beam',
  'longmemeval',
  'locomo',
  'personamem',
  'needles',
] as const;

export type MemorySuiteName = (typeof MEMORY_SUITE_NAMES)[number];

/** Options of `atommem bench`. */
export interface BenchConfig extends RunConfig {
  readonly suite: SuiteName | MemorySuiteName;
  /** Tokens shown for a question in suites over conversations. */
  readonly budget: number;
  /** Most characters that memory may hold, as a share of those of each conversation. Default: no limit. */
  readonly stored?: number;
  /** Turns per conversation of the suite change. */
  readonly turns: readonly number[];
  /** Tokens per stream of the suite needles. */
  readonly tokens: readonly number[];
  /** Templates of the suite change. */
  readonly split: 'train' | 'dev' | 'test';
  /** Ids of questions to leave out. */
  readonly exclude: readonly string[];
  /** Path of a module with more memory systems. */
  readonly systems?: string;
  /** Documents per stream. Default: the suite's lengths. */
  readonly docs?: readonly number[];
  readonly seeds: readonly number[];
  readonly against?: string;
  readonly metric: (typeof BENCH_METRICS)[number];
  readonly threads?: number;
  /** Path of a JSON file with prices. */
  readonly prices?: string;
  readonly maxTotalTokens?: number;
  readonly maxMoney?: number;
  readonly questionsKnown: boolean;
  readonly record?: string;
  readonly replay?: string;
}

const wholeNumbers = (least: number): z.ZodArray<z.ZodInt> => z.array(z.int().min(least)).min(1);

const CONVERSATIONS = 'Suites over conversations:';

/** Schema of `BenchConfig`. */
export const benchConfig: ConfigSchema<BenchConfig> = z.strictObject({
  suite: field(z.enum([...SUITE_NAMES, ...MEMORY_SUITE_NAMES]).default('paper'), { help: 'what to run' }),
  ...runFields,
  data: field(z.array(z.string()).default([]), {
    help: 'files of questions or conversations, or folders as their authors distribute them (the suites change and needles generate theirs)',
    value: 'files',
    accepts: 'at least one file',
    words: true,
  }),
  budget: field(z.int().min(1).default(1200), {
    help: 'tokens shown for a question about a conversation, four characters each',
    group: CONVERSATIONS,
  }),
  stored: field(z.number().gt(0).max(1).optional(), {
    help: 'characters that memory may hold, as a share of each conversation (default: no limit)',
    value: 'share',
    group: CONVERSATIONS,
  }),
  turns: field(wholeNumbers(1).default([500]), {
    help: 'turns per conversation of the suite change, separated by commas',
    value: 'list',
    accepts: 'whole numbers of at least 1, separated by commas',
    group: CONVERSATIONS,
  }),
  tokens: field(wholeNumbers(1000).default([128_000]), {
    help: 'tokens per stream of the suite needles, separated by commas',
    value: 'list',
    accepts: 'whole numbers of at least 1000, separated by commas',
    group: CONVERSATIONS,
  }),
  split: field(z.enum(['train', 'dev', 'test']).default('test'), {
    help: 'templates of the suite change',
    group: CONVERSATIONS,
  }),
  exclude: field(z.array(z.string()).default([]), {
    help: 'ids of questions to leave out, separated by commas',
    value: 'ids',
    group: CONVERSATIONS,
  }),
  systems: field(z.string().optional(), {
    help: 'module whose export `systems` lists more memory systems to measure',
    value: 'file',
    group: CONVERSATIONS,
  }),
  docs: field(wholeNumbers(1).optional(), {
    help: "documents per stream, separated by commas (default: the suite's)",
    value: 'list',
    accepts: 'whole numbers of at least 1, separated by commas',
  }),
  seeds: field(wholeNumbers(0).default([1]), {
    help: 'seeds, separated by commas',
    value: 'list',
    accepts: 'whole numbers of at least 0, separated by commas',
  }),
  against: field(z.string().optional(), {
    help: 'baseline policy (default: rag, or the first)',
    value: 'policy',
    transient: true,
  }),
  metric: field(z.enum(BENCH_METRICS).default('answerInMemory'), {
    help: 'measure of the first table',
    transient: true,
  }),
  threads: field(z.int().min(1).optional(), {
    help: 'worker threads if no model is called (default: one per core)',
    transient: true,
  }),
  prices: field(z.string().optional(), {
    help: 'JSON file {"promptPerMillion": …, "cachedPerMillion": …, "completionPerMillion": …}',
    value: 'file',
    transient: true,
  }),
  maxTotalTokens: field(z.int().min(1).optional(), {
    help: 'stop starting episodes after this many tokens',
    transient: true,
  }),
  maxMoney: field(z.number().min(0).optional(), {
    help: 'stop starting episodes after this much money (needs --prices)',
    transient: true,
  }),
  questionsKnown: field(z.boolean().default(false), {
    help: 'show the questions of a conversation from the start (suite dialogue and suites over conversations)',
  }),
  record: field(z.string().optional(), {
    help: 'folder to record model calls in; recorded calls are replayed',
    value: 'folder',
    transient: true,
  }),
  replay: field(z.string().optional(), {
    help: 'replay recorded model calls from this folder; make no other calls',
    value: 'folder',
    transient: true,
  }),
  ...memoryFields,
  ...modelFields,
});
