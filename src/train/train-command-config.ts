/**
 * Options of the commands `atommem train sft` and `atommem train grpo`.
 *
 * @module
 */
import { z } from 'zod';
import { type MemoryConfig, memoryFields } from '../agent/memory-config.ts';
import { QUESTION_COUNTS, questionCount } from '../dataset/question-count.ts';
import type { QuestionCount } from '../dataset/question-group.ts';
import type { AdamParams } from '../engine/engine.ts';
import { DIALECT_NAMES, EARLIER_DIALECT_NAMES } from '../released/select-format.ts';
import { type ConfigFields, type ConfigSchema, field } from '../shared/config.ts';
import { jsonField } from '../shared/json-field.ts';
import {
  count,
  type GrpoConfig,
  grpoFields,
  PRESET_DEFAULT,
  type SftConfig,
  sftFields,
} from './train-config.ts';

/** Options of a training run on the command line. */
export interface RunConfig {
  readonly engine: 'local' | 'tinker';
  readonly task?: string;
  readonly preset?: string;
  readonly out: string;
  readonly init?: string;
  readonly resume: boolean;
  /** Tasks or streams of an evaluation. */
  readonly heldOut?: number;
  readonly evalEvery?: number;
  readonly checkpointEvery?: number;
  readonly json: boolean;
}

/** Options of the engine on this machine. */
export interface LocalConfig {
  readonly workers?: number;
  readonly arithmetic: 'reproducible' | 'fused';
}

/** Options of an engine on a server. */
export interface TinkerConfig {
  readonly url?: string;
  readonly profile?: string;
  readonly model?: string;
  readonly modelFiles?: string;
  readonly rank?: number;
  readonly context?: number;
  readonly leftToServer?: readonly (keyof AdamParams)[];
  /** Seconds. */
  readonly resultTime?: number;
  readonly recover: number;
  /** Seconds. */
  readonly recoverPause: number;
}

/** Options of question files, and of how a language model reads them. */
export interface QuestionsConfig {
  readonly data?: readonly string[];
  readonly evalData?: readonly string[];
  readonly docs: number;
  readonly questions: QuestionCount;
  readonly codec?: string;
  readonly thinking?: 'on' | 'off';
  readonly maxPromptTokens?: number;
  readonly maxOutputTokens?: number;
}

type SharedConfig = RunConfig & LocalConfig & TinkerConfig & QuestionsConfig & MemoryConfig;

/** Options of `atommem train sft`. */
export interface TrainSftConfig extends SharedConfig, SftConfig {
  readonly trajectories?: readonly string[];
  readonly atLeast: number;
  readonly epochs?: number;
}

/** Options of `atommem train grpo`. */
export interface TrainGrpoConfig extends SharedConfig, GrpoConfig {
  readonly rolloutsEvery?: number;
  readonly credit: 'broadcast' | 'lineage';
  readonly referenceUrl?: string;
  readonly referenceModel?: string;
}

/** A stage with its options. */
export type StageCall =
  | { readonly stage: 'sft'; readonly config: TrainSftConfig }
  | { readonly stage: 'grpo'; readonly config: TrainGrpoConfig };

/** Headings of options that only one engine takes. */
export const ENGINE_HEADINGS: Readonly<Record<RunConfig['engine'], string>> = {
  local: 'On this machine (--engine local):',
  tinker: 'On a server (--engine tinker):',
};

/** Presets of every engine. */
const PRESET_NAMES = ['smoke', 'small', 'narrow', 'paper-shape', 'paper', 'released'] as const;
/** Most development tasks of the lab. */
const MOST_HELD_OUT = 10_000;
const text: z.ZodOptional<z.ZodString> = z.string().optional();
const shownDefault = PRESET_DEFAULT;

const runFields: ConfigFields<RunConfig> = {
  engine: field(z.enum(['local', 'tinker']).default('local'), {
    help: 'where the model is trained: on this machine or on a server',
    transient: true,
  }),
  task: field(text, {
    help: 'lab, the name of a data set, or a .ts or .js file that exports a task',
    value: 'name|file',
    shownDefault: 'that of --data, otherwise lab',
  }),
  preset: field(z.enum(PRESET_NAMES).optional(), {
    help: 'values that go together',
    shownDefault: 'small for the lab, paper for language models',
    transient: true,
  }),
  out: field(z.string(), {
    help: 'folder for log, checkpoints and weights',
    value: 'folder',
    accepts: 'a folder, such as runs/first',
    transient: true,
  }),
  init: field(text, {
    help: 'weights to start from',
    value: 'folder',
    shownDefault: 'for grpo those of the package or the base model, for sft new ones',
    transient: true,
  }),
  resume: field(z.boolean().default(false), {
    help: 'continue from the newest checkpoint in the folder',
    transient: true,
  }),
  heldOut: field(z.int().min(1).max(MOST_HELD_OUT).optional(), {
    help: 'tasks per evaluation',
    aliases: ['tasks'],
    shownDefault,
  }),
  evalEvery: field(count, { help: 'steps or updates between evaluations', shownDefault }),
  checkpointEvery: field(count, {
    help: 'steps or updates between checkpoints',
    shownDefault,
    transient: true,
  }),
  json: jsonField,
};

const local = ENGINE_HEADINGS.local;
const tinker = ENGINE_HEADINGS.tinker;

/** Fields of `LocalConfig`. */
export const localFields: ConfigFields<LocalConfig> = {
  workers: field(z.int().min(1).max(64).optional(), {
    help: 'threads',
    shownDefault: 'one per processor, at most 4',
    group: local,
    transient: true,
  }),
  arithmetic: field(z.enum(['reproducible', 'fused']).default('reproducible'), {
    help: 'the same bytes on every machine, or other last bits',
    value: 'kind',
    group: local,
  }),
};

const ADAM_NAMES = ['beta1', 'beta2', 'epsilon', 'weightDecay', 'gradientClip'] as const;

const tinkerFields: ConfigFields<TinkerConfig> = {
  url: field(text, {
    help: 'address of the server; its key comes from TINKER_API_KEY or ATOMMEM_API_KEY',
    value: 'url',
    group: tinker,
    transient: true,
  }),
  profile: field(z.enum(['tinker', 'skyrl-jax', 'skyrl-fsdp', 'tuft']).optional(), {
    help: 'kind of server',
    group: tinker,
  }),
  model: field(text, { help: 'base model, by the name that the server uses', value: 'name', group: tinker }),
  modelFiles: field(text, {
    help: 'folder with tokenizer.json and the chat template',
    value: 'folder',
    shownDefault: '--model, if that is a folder',
    group: tinker,
    transient: true,
  }),
  rank: field(z.int().min(0).max(4096).optional(), {
    help: 'rank of the adapter; 0 trains all weights, if the server can',
    shownDefault: '32',
    group: tinker,
  }),
  context: field(z.int().min(16).optional(), {
    help: 'context length',
    value: 'tokens',
    shownDefault: 'from the server or config.json',
    group: tinker,
  }),
  leftToServer: field(z.array(z.enum(ADAM_NAMES)).optional(), {
    help: `optimizer parameters that the server sets: ${ADAM_NAMES.join(', ')}`,
    value: 'names',
    accepts: `one or more of ${ADAM_NAMES.join(', ')}, separated by commas`,
    group: tinker,
  }),
  resultTime: field(z.number().min(0.001).max(1e6).optional(), {
    help: 'longest wait for one operation',
    value: 'seconds',
    shownDefault: '3600',
    group: tinker,
    transient: true,
  }),
  recover: field(z.int().min(0).max(1000).default(3), {
    help: 'tries from the last checkpoint when the server loses the model',
    group: tinker,
    transient: true,
  }),
  recoverPause: field(z.number().min(0).max(86_400).default(30), {
    help: 'wait before each try',
    value: 'seconds',
    group: tinker,
    transient: true,
  }),
};

const questionsFields: ConfigFields<QuestionsConfig> = {
  data: field(z.array(z.string()).min(1).optional(), {
    help: 'question files; some of their streams are held out',
    value: 'files',
    words: true,
  }),
  evalData: field(z.array(z.string()).min(1).optional(), {
    help: 'hold out streams of these files instead',
    value: 'files',
    words: true,
  }),
  docs: field(z.int().min(1).default(200), { help: 'documents per stream' }),
  questions: field(questionCount.default({ min: 1, max: 10 }), {
    help: `questions per stream: ${QUESTION_COUNTS}`,
    value: 'n',
    accepts: QUESTION_COUNTS,
    shownDefault: '1-10',
  }),
  codec: field(z.enum([...DIALECT_NAMES, ...EARLIER_DIALECT_NAMES]).optional(), {
    help: 'how a language model writes operations',
    aliases: ['format'],
    shownDefault,
    group: tinker,
  }),
  thinking: field(z.enum(['on', 'off']).optional(), {
    help: 'whether a language model thinks first',
    value: 'choice',
    shownDefault: "the chat template's",
    group: tinker,
  }),
  maxPromptTokens: field(count, {
    help: 'longest prompt; longer ones lose the end of the chunk',
    shownDefault,
    group: tinker,
  }),
  maxOutputTokens: field(count, { help: 'longest reply', shownDefault, group: tinker }),
};

const sharedFields = {
  ...runFields,
  ...questionsFields,
  ...memoryFields,
  ...localFields,
  ...tinkerFields,
} satisfies ConfigFields<SharedConfig>;

/** Schema of `TrainSftConfig`. */
export const TRAIN_SFT_CONFIG: ConfigSchema<TrainSftConfig> = z.strictObject({
  ...sftFields,
  trajectories: field(z.array(z.string()).min(1).optional(), {
    help: 'recorded episodes to imitate: files, or folders of "eval" and "trajectories collect"',
    value: 'paths',
    words: true,
    group: tinker,
  }),
  atLeast: field(z.number().min(0).max(1).default(0), {
    help: 'lowest score of an episode to imitate',
    value: 'score',
  }),
  epochs: field(z.int().min(1).max(1000).optional(), {
    help: 'passes over the recorded replies',
    shownDefault,
    group: tinker,
  }),
  ...sharedFields,
});

/** Schema of `TrainGrpoConfig`. */
export const TRAIN_GRPO_CONFIG: ConfigSchema<TrainGrpoConfig> = z.strictObject({
  ...grpoFields,
  credit: field(z.enum(['broadcast', 'lineage']).default('broadcast'), {
    help: 'how the advantage is split among the steps of a rollout',
  }),
  rolloutsEvery: field(count, {
    help: 'keep all rollouts of every nth update as trajectories',
    shownDefault: 'rewards only, in the log',
    transient: true,
  }),
  referenceUrl: field(text, {
    help: 'address of a second server for the initial policy',
    value: 'url',
    group: tinker,
    transient: true,
  }),
  referenceModel: field(text, {
    help: 'base model that has the initial weights',
    value: 'name',
    shownDefault: '--model, with the weights of --init',
    group: tinker,
    transient: true,
  }),
  ...sharedFields,
});
